"""What happens in a round of decisions: it begins, is decided step by step, waits, and ends.

Every function runs in the transaction of a write, with the row locked, so two who decide in the
same moment come one after the other. `escalate` is called from time to time.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import Model, Q

from site_kit import asker, history
from site_kit.approvals import Approval, Reject, Step, decisions_of, link_of
from site_kit.approvals import Decides as Decides
from site_kit.apps import declared_roles
from site_kit.asker import ADMIN, TOOL, Asker, acting
from site_kit.draft import Draft
from site_kit.errors import KitError, Refused, Stale
from site_kit.holders import people_of
from site_kit.messages import people_at, tell
from site_kit.models import entity_id
from site_kit.paths import has_name
from site_kit.permissions import rights_for
from site_kit.reading import holds
from site_kit.registry import declared
from site_kit.texts import text_of
from site_kit.titles import called
from site_kit.turns import OPEN, Turn, approval_of
from site_kit.who import WhoList
from site_kit.words import in_words

log = logging.getLogger(__name__)
YOUR_TURN = "{title} waits for your decision: {link}"
YOURS_TOO = "{title} still waits, and you may decide it too: {link}"


def moved(row: Model, before: Mapping[str, Any]) -> None:
    """A row was written: its round begins where it came to wait, and ends where it does no more."""
    rule = approval_of(type(row))
    if rule is None:
        return
    now, was = getattr(row, rule.field), before.get(rule.field)
    if now == rule.pending and was != rule.pending:
        _begin(rule, row)
    elif now != rule.pending and was == rule.pending:
        _turns(row).delete()


def decide(action: Decides, row: Model, asked: Mapping[str, Any], by: Asker, way_in: str) -> Any:
    """Decide the step whose turn it is; the last one moves the status.

    Raises `Refused` for whom it is not, `Stale` where it is decided by now, `Invalid` without a
    comment to a rejection.
    """
    from site_kit import write

    rule = action.rule
    _refuse(action, row, by)
    kept = Draft(decisions_of(type(row))(), new=True)
    kept.ask(action, asked)
    mine = _of_person(rule, row, by)
    if not mine:
        raise Refused(action.reason())
    for turn in mine[:1] if rule.different else mine:
        _keep(kept, turn, action, row, by, way_in)
        same: Any = kept.row
        kept = Draft(type(same)(comment=same.comment), new=True)
    if isinstance(action, Reject):
        return write.moved_on(row, {rule.field: rule.rejected}, action.id, way_in)
    if not _turns(row).filter(at=None).exists():
        return write.moved_on(row, {rule.field: rule.approved}, action.id, way_in)
    history.record(row, action.id, {}, {}, cause=way_in, note=in_words(mine[0].step))
    _open_next(rule, row)
    return row


def awaited_entries(row: Model) -> list[str]:
    """The who-list of those whose turn it is on a row, for messages to `row.awaiting`."""
    rule = approval_of(type(row))
    if rule is None:
        return []
    entries = (one for turn in _turns(row).filter(OPEN) for one in _entries(rule, turn))
    return list(dict.fromkeys(entries))


def excluded(row: Model) -> set[int]:
    """The people who never decide on a row as it is now, as far as paths name them."""
    rule = approval_of(type(row))
    if rule is None:
        return set()
    found = {one.pk for entry in rule.not_by for one in people_at(row, entry)}
    decided = _turns(row).filter(by__isnull=False).values_list("by_id", flat=True)
    return found | (set(decided) if rule.different else set())


def escalate() -> int:
    """Pass on what waited too long, or waits for nobody, and tell those who may decide now.

    Rows that wait without a round get theirs. Gives the number of rows that something was done for.
    """
    done = 0
    for model in list(declared.rules):
        rule = approval_of(model)
        if rule is not None:
            rows: Any = model.everything  # type: ignore[attr-defined]
            waiting = rows.filter(**{rule.field: rule.pending}).order_by("pk")
            done += sum(_tried(rule, model, pk) for pk in waiting.values_list("pk", flat=True))
    return done


def _tried(rule: Approval, model: Any, pk: int) -> bool:
    """The same for one row; one that cannot be seen to keeps the others from nothing."""
    try:
        return _see_to(rule, model, pk)
    except (DatabaseError, KitError):
        log.exception("%s %s could not be passed on.", entity_id(model), pk)
        return False


def _see_to(rule: Approval, model: Any, pk: int) -> bool:
    with transaction.atomic(), acting(TOOL):
        row = model.everything.select_for_update(of=("self",)).filter(pk=pk).first()
        if row is None or getattr(row, rule.field) != rule.pending:
            return False
        if not _turns(row).exists():
            _begin(rule, row)
            return True
        late = [turn for turn in _turns(row).filter(OPEN, passed_to="") if _is_late(rule, turn)]
        alone = [turn for turn in _turns(row).filter(OPEN, passed_to="") if turn not in late]
        for turn in late:
            _pass_on(rule, row, turn, _next_after(rule, row, turn))
        stuck = [turn for turn in alone if not _finds(_entries(rule, turn), row)]
        for turn in stuck:
            _pass_on(rule, row, turn, ADMIN)
        return bool(late or stuck)


def _turns(row: Model) -> Any:
    turns = Turn.objects.filter(entity=entity_id(type(row)), record=row.pk)
    return turns.order_by("place", "pk")


def _begin(rule: Approval, row: Model) -> None:
    """The steps whose condition holds now; where none does, it is approved."""
    from site_kit import write

    _turns(row).delete()
    for place, stage in enumerate(rule.stages()):
        for step in stage:
            if step.when is None or holds(step.when, row):
                Turn.objects.create(
                    entity=entity_id(type(row)),
                    record=row.pk,
                    step=step.id,
                    place=place,
                    alone=rule.different,
                )
    if _turns(row).exists():
        _open_next(rule, row)
    else:
        with acting(TOOL):
            write.moved_on(row, {rule.field: rule.approved}, "approve", "approval")


def _open_next(rule: Approval, row: Model) -> None:
    """The first stage that is not decided: its people are told; nobody found means admins."""
    waiting = list(_turns(row).filter(at=None))
    for turn in waiting:
        if turn.place == waiting[0].place and turn.since is None:
            turn.since = asker.moment()
            turn.save()
            _tell(rule, row, _entries(rule, turn), YOUR_TURN)
    for turn in waiting:
        if turn.since is not None and not turn.passed_to and not _finds(_entries(rule, turn), row):
            _pass_on(rule, row, turn, ADMIN)


def _pass_on(rule: Approval, row: Model, turn: Turn, to: str) -> None:
    turn.passed_to = to
    turn.save()
    _tell(rule, row, [ADMIN] if to == ADMIN else list(_step(rule, to).by), YOURS_TOO)


def _next_after(rule: Approval, row: Model, turn: Turn) -> str:
    """The first step of the next stage of this round; after the last, admins."""
    later = _turns(row).filter(place__gt=turn.place).first()
    return later.step if later is not None else ADMIN


def _is_late(rule: Approval, turn: Turn) -> bool:
    days, since = _step(rule, turn.step).days, turn.since
    return bool(days) and since is not None and since + timedelta(days=days) <= asker.moment()


def _step(rule: Approval, called: str) -> Step:
    return next(step for step in rule.steps if step.id == called)


def _entries(rule: Approval, turn: Turn) -> list[str]:
    """Who may decide a turn."""
    known = [step for step in rule.steps if step.id in (turn.step, turn.passed_to)]
    found = [who for step in known for who in step.by]
    return [*found, ADMIN] if turn.passed_to == ADMIN else found


def _tell(rule: Approval, row: Model, entries: Iterable[str], text: str) -> None:
    tell(list(entries), text, row, without=excluded(row))


def _finds(entries: Iterable[str], row: Model) -> bool:
    """Whether a who-list leads to anybody who may decide. Who holds a role that is given by hand
    is known to the portal alone: it counts as held."""
    by_directory = {role.id: role for role in declared_roles() if role.follows}
    without = excluded(row)
    for entry in entries:
        if not entry.startswith("row"):
            if entry not in by_directory or people_of([by_directory[entry]]) - without:
                return True
        elif not _is_field(row, entry) or {p.pk for p in people_at(row, entry)} - without:
            return True
    return False


def _is_field(row: Model, entry: str) -> bool:
    first = entry.partition(".")[2].partition(".")[0]
    return not first or has_name(type(row), first)


def _refuse(action: Decides, row: Model, by: Asker) -> None:
    """The right first: whoever is in none of the steps learns nothing of the state."""
    rule = action.rule
    steps = [who for step in rule.steps for who in step.by]
    ever = WhoList.of([*steps, ADMIN], type(row)).condition(by)
    if ever is False or (isinstance(ever, Q) and not holds(ever, row)):
        raise Refused(action.reason())
    if getattr(row, rule.field) != rule.pending:
        field: Any = type(row)._meta.get_field(rule.field)
        if rule.field not in rights_for(type(row)).fields_for(by).seen_on(row):
            raise Refused(action.reason())
        raise Stale(f"{called(row)} is {text_of(getattr(row, rule.field), field)} by now.")


def _of_person(rule: Approval, row: Model, by: Asker) -> list[Turn]:
    """The open turns that this person may decide, in order."""
    model, turns = type(row), list(_turns(row).filter(OPEN))
    if by.is_tool:
        return turns
    never = WhoList.of(rule.not_by, model).condition(by)
    if never is True or (isinstance(never, Q) and holds(never, row)):
        return []
    if rule.different and _turns(row).filter(by_id=by.id).exists():
        return []
    found = []
    for turn in turns:
        meant = WhoList.of(_entries(rule, turn), model).condition(by)
        if meant is True or (isinstance(meant, Q) and holds(meant, row)):
            found.append(turn)
    return found


def _keep(draft: Draft, turn: Turn, action: Decides, row: Model, by: Asker, way_in: str) -> None:
    """The decision as a row of its own, and the turn that is over."""
    from site_kit import write

    now = asker.moment()
    verdict = "rejected" if isinstance(action, Reject) else "approved"
    draft.put(
        {"step": turn.step, "by": by.id, "at": now, "decision": verdict, link_of(type(row)): row}
    )
    write.kept_by_rule(draft, way_in)
    turn.at, turn.by_id = now, by.id
    turn.save()
