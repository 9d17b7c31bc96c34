"""The present blueprint as a draft that composers may change, and the edits that come of it."""

import copy

from apps.plans.planners.builtin.compose.draft import Data, Draft
from apps.plans.planners.builtin.compose.tidy import tidy
from apps.plans.planners.builtin.compose.who import describe_roles
from apps.plans.planners.builtin.followups.difference import edits_between
from apps.plans.planners.builtin.followups.present import things_of
from apps.plans.planners.builtin.followups.requests import Edit, Request


def draft_of(request: Request) -> Draft:
    """A draft of the tool as it is."""
    present = request.present
    draft = Draft(things_of(present.data, present.lexicon), present.lexicon)
    draft.data = copy.deepcopy(present.data)
    draft.groups = present.draft.groups
    return draft


def edits_of(request: Request, draft: Draft) -> tuple[Edit, ...]:
    """The edits from the tool as it is to the draft. What a role is for is said of new roles, and
    said anew where it was our own sentence.
    """
    before = request.present.data
    was, now = _described(request, before), _described(request, draft.data)
    known = {role["id"]: role.get("description", "") for role in before.get("roles", [])}
    for role in draft.data.get("roles", []):
        if known.get(role["id"], was.get(role["id"], "")) == was.get(role["id"], ""):
            role["description"] = now[role["id"]]
    return tuple(edits_between(before, tidy(draft.data)))


def _described(request: Request, data: Data) -> dict[str, str]:
    """What every role would be said to be for."""
    draft = Draft(request.present.draft.things, request.present.lexicon, copy.deepcopy(data))
    for role in draft.data.get("roles", []):
        role.pop("description", None)
    describe_roles(draft)
    return {role["id"]: str(role["description"]) for role in draft.data.get("roles", [])}
