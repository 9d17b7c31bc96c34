"""Rules of fields (required, unique, alone or together, when something holds, bounds), defaults."""

import re

from apps.plans.planners.builtin.compose.conditions import condition
from apps.plans.planners.builtin.compose.names import free
from apps.plans.planners.builtin.compose.rules import bounded_field
from apps.plans.planners.builtin.compose.statuses import is_named
from apps.plans.planners.builtin.followups.present import Present, Target
from apps.plans.planners.builtin.followups.requests import Change, Edit, NoChange, Request
from apps.plans.planners.builtin.grammar.bounds import read_bound
from apps.plans.planners.builtin.grammar.phrases import bare
from apps.plans.planners.builtin.language.lists import split_list
from apps.plans.planners.builtin.language.words import singular

_MAKE = re.compile(
    r"^(?:make|mark|set) (?P<what>.+?) (?:field )?(?:as |be |to be )?(?P<how>required|mandatory|"
    r"compulsory|obligatory|optional|unique|not required|non-mandatory)(?: for .*)?$|"
    r"^(?P<what2>.+?) (?:field )?(?:should|must|has to|needs to|is|shall) (?:be )?(?:always "
    r")?(?P<how2>required|mandatory|compulsory|optional|unique|filled in)(?: .*)?$|^require (?:a "
    r"|an |the )?(?P<what3>[\w ]+?)(?: (?:for|on|when) .*)?$"
)


_TOGETHER = re.compile(
    r"^(?P<what>.+?) (?:should|must|has to|have to|needs to|need to|is|are|shall) (?:be "
    r")?(?:always "
    r")?unique (?:per|within|for each|for every|in each|for one) (?P<per>[\w ]+)$|^make "
    r"(?P<what2>.+?) "
    r"unique (?:per|within|for each|for every|in each) (?P<per2>[\w ]+)$"
)


_CONDITION = re.compile(r" (?:when|if|once|unless|before|while|as soon as|only for) ")


_DEFAULTS = tuple(
    re.compile(pattern)
    for pattern in (
        r"^(?:let |have )?(?P<what>[\w ]+?) (?:should |must )?(?:starts?|begins?) (?:with|as|at|"
        r"on) (?P<value>.+)$",
        r"^(?:set|make|change) (?:the )?default (?:value )?(?:of |for )?(?P<what>.+?) (?:to|be) "
        r"(?P<value>.+)$",
        r"^(?P<what>.+?) should (?:default to|start as) (?P<value>.+)$",
        r"^(?P<what>.+?) (?:should be|is) (?P<value>.+?) by default$",
        r"^(?:the )?default (?:value )?(?:of |for )?(?:the )?(?P<what>[\w ]+?)(?: is|:| should be| "
        r"must be| =| shall be) (?P<value>.+)$",
        r"^(?:make |use |set )?(?P<value>[\w\"' -]+?) (?:is |should be |as |shall be )?the default "
        r"(?:value )?(?:for |of )?(?:the )?(?P<what>[\w ]+)$",
        r"^(?P<what>[\w ]+?) defaults to (?P<value>.+)$",
    )
)
_NEW_HAVE = re.compile(
    r"^(?:all |each |every )?new [\w ]+? (?:should|must|shall) (?:have|get|start with|be given) "
    r"(?:the |an? )?(?P<known>[\w ]+)$"
)


_WHEN = re.compile(
    r"^(?P<what>[\w ]+?) (?:is|are|must be|should be|becomes|has to be) (?:always )?(?:required|"
    r"mandatory|filled in|given|there) (?:when|if|once|as soon as|whenever) (?P<when>.+)$|"
    r"^(?:require|demand|ask for|insist on) (?P<what2>[\w ]+?) (?:when|if|once|as soon as|"
    r"whenever) (?P<when2>.+)$|^(?:when|if|once|as soon as|whenever) (?P<when3>.+?),? (?P<what3>"
    r"[\w ]+?) (?:is|must be|should be|becomes|has to be) (?:required|mandatory|filled in|given)$"
)


def bound(request: Request) -> Change | NoChange | None:
    """`the amount may not be more than 10000`, `hours must be at least 1`."""
    found = read_bound(request.text)
    if found is None or not (found.field or found.of_anything):
        return None
    named = request.present.find(found.field, "field") if found.field else None
    key = named.at.split(".")[1] if named else request.present.entity_in(request.text)
    data = bounded_field(request.present.draft, key, found.field)
    if data is None and named is not None:
        return NoChange(f"{is_named(named.data)} is no number that people type.")
    if data is None:
        what = f"field “{request.as_typed(found.field)}”" if found.field else "amount"
        return NoChange(f"There is no {what}.")
    at = f"entities.{key}.fields.{data['id']}"
    edits: list[Edit] = [
        {"kind": "set", "at": f"{at}.{end}", "to": number}
        for end, number in (("min", found.least), ("max", found.most))
        if number
    ]
    said = [f"at least {found.least}"] * bool(found.least) + [f"at most {found.most}"] * bool(
        found.most
    )
    meaning = f"{is_named(data)} is {' and '.join(said)}, held by the database"
    return Change(tuple(edits), tuple(str(e["at"]) for e in edits), meaning, about=at)


def required_when(request: Request) -> Change | NoChange | None:
    """`a due date is required when the priority is high`."""
    found = _WHEN.match(request.text)
    if not found:
        return None
    what = bare(found["what"] or found["what2"] or found["what3"])
    said = found["when"] or found["when2"] or found["when3"]
    field = request.present.find(what, "field")
    if field is None:
        return NoChange(f"There is no field “{request.as_typed(what)}”.")
    key = field.at.split(".")[1]
    when = _holds(request.present, key, said)
    if not when:
        return NoChange(f"When “{request.as_typed(said)}” holds was not understood.")
    rules = request.present.draft.entity(key).get("rules", [])
    name = str(field.data["id"])
    same = next((r for r in rules if (r.get("field"), r.get("when")) == (name, when)), None)
    if same is not None:
        at = f"entities.{key}.rules.{same['id']}"
        return Change((), (at,), "Required then", notes=("That is there already.",))
    identity = free(f"{name}_needed"[:40].strip("_"), {str(rule["id"]) for rule in rules})
    message = f"{is_named(field.data)} is needed when {said}."
    rule = {"kind": "required_if", "id": identity, "field": name, "when": when, "message": message}
    at = f"entities.{key}.rules.{identity}"
    edit: Edit = {"kind": "add_rule", "at": f"entities.{key}", "item": rule}
    return Change((edit,), (at,), f"{is_named(field.data)} must be there then", about=at)


def _holds(present: Present, key: str, said: str) -> str:
    """The condition that words say: `the priority is high`, `it is blocked`, `overdue`."""
    plain = re.sub(r"^(?:the |a |an |it |its |they )+", "", said)
    named = re.match(r"^(?P<field>[\w ]+?) (?:is|are|becomes|equals) (?P<value>.+)$", plain)
    if named is not None:
        field = present.draft.field_named(key, bare(named["field"]))
        value = named["value"].strip("\"' ")
        for other in (field or {}).get("values", []):
            names = {str(other.get("name", "")).lower(), other["id"].replace("_", " ")}
            if field is not None and value in names:
                return f"{field['id']} == '{other['id']}'"
    words = re.sub(r"\b(?:is|are|becomes|set to|marked|as)\b", " ", plain).split()
    found = condition(present.draft, key, (" ".join(words),))
    return found.expr if found is not None and not found.rest else ""


def set_rule(request: Request) -> Change | NoChange | None:
    """`make the due date required`, `PO number must be unique`."""
    if found := _TOGETHER.match(request.text):
        what, per = found["what"] or found["what2"], found["per"] or found["per2"]
        return _unique_together(request, what, per)
    found = _MAKE.match(request.text)
    if not found or _CONDITION.search(request.text):
        return None
    what, how = (
        found["what"] or found["what2"] or found["what3"],
        found["how"] or found["how2"] or "required",
    )
    edits: list[Edit] = []
    addresses: list[str] = []
    for item in split_list(what):
        target = request.present.find(bare(item.text), "field")
        if target is None:
            return NoChange(f"There is no field “{request.as_typed(item.text)}”.")
        if target.data.get("expr"):
            return NoChange(f"{is_named(target.data)} is worked out, nobody types it.")
        key = "unique" if how == "unique" else "required"
        to = "false" if how in {"optional", "not required", "non-mandatory"} else "true"
        edits.append({"kind": "set", "at": f"{target.at}.{key}", "to": to})
        edits += (
            _filled_samples(request.present, target) if key == "required" and to == "true" else []
        )
        if (
            key == "required"
            and to == "true"
            and target.data.get("readonly")
            and not target.data.get("default")
        ):
            edits.append({"kind": "set", "at": f"{target.at}.readonly", "to": "false"})
        addresses.append(f"{target.at}.{key}" if to == "true" else target.at)
    return Change(
        tuple(edits),
        tuple(addresses),
        f"{how.capitalize()}, held by the database"
        if how != "optional"
        else "Optional from now on",
        about=addresses[-1],
    )


def _unique_together(request: Request, what: str, per: str) -> Change | NoChange:
    """`invoice numbers must be unique per supplier`: a rule over both."""
    present = request.present
    second = present.find(bare(per), "field")
    key = second.at.split(".")[1] if second is not None else ""
    first = present.draft.field_named(key, singular(bare(what))) if key else None
    if second is None or first is None:
        missing = what if second is not None else per
        return NoChange(f"There is no field “{request.as_typed(bare(missing))}”.")
    fields = [str(second.data["id"]), str(first["id"])]
    rules = present.draft.entity(key).get("rules", [])
    same = next(
        (r for r in rules if r["kind"] == "unique" and set(r["fields"]) == set(fields)), None
    )
    if same is not None:
        at = f"entities.{key}.rules.{same['id']}"
        return Change((), (at,), "Unique together", notes=("That is there already.",))
    identity = free(f"one_{fields[1]}"[:40].strip("_"), {str(rule["id"]) for rule in rules})
    names = f"{is_named(first).lower()} for this {is_named(second.data).lower()}"
    rule = {"kind": "unique", "id": identity, "fields": fields, "message": f"There is one {names}."}
    edits: list[Edit] = [{"kind": "add_rule", "at": f"entities.{key}", "item": rule}]
    if first.get("unique"):
        at = f"entities.{key}.fields.{first['id']}.unique"
        edits.append({"kind": "set", "at": at, "to": "false"})
    at = f"entities.{key}.rules.{identity}"
    return Change(tuple(edits), (at,), "Unique together, held by the database", about=at)


def _filled_samples(present: Present, target: Target) -> list[Edit]:
    """Samples keep the rule: empty cells of the field get the first value there is."""
    entity, name = target.at.split(".")[1], target.data["id"]
    for sample in present.data.get("samples", []):
        if sample["entity"] == entity and name in sample["columns"]:
            place = sample["columns"].index(name)
            fill = next((row[place] for row in sample["rows"] if row[place]), "")
            if fill and any(not row[place] for row in sample["rows"]):
                rows = [
                    [cell or (fill if index == place else "") for index, cell in enumerate(row)]
                    for row in sample["rows"]
                ]
                return [{"kind": "add_sample", "item": {**sample, "rows": rows}}]
    return []


def set_default(request: Request) -> Change | NoChange | None:
    """`set the default priority to high`, `status should start as draft`."""
    if found := _NEW_HAVE.match(request.text):
        return _known_default(request, found["known"])
    matches = (pattern.match(request.text) for pattern in _DEFAULTS)
    found = next((match for match in matches if match is not None), None)
    return _default(request, bare(found["what"]), found["value"].strip("\"' ")) if found else None


def _known_default(request: Request, said: str) -> Change | NoChange | None:
    """`the priority high`: a field's name before a value of it, or the other way round."""
    words = said.split()
    for cut in range(1, len(words)):
        for what, value in (
            (" ".join(words[:cut]), " ".join(words[cut:])),
            (" ".join(words[cut:]), " ".join(words[:cut])),
        ):
            target = request.present.find(what, "field")
            if target is not None and target.data.get("values"):
                return _default(request, what, value)
    return None


def _default(request: Request, what: str, value: str) -> Change | NoChange:
    target = request.present.find(what, "field")
    if target is None or not value:
        return NoChange(f"There is no field “{request.as_typed(what)}”.")
    values = {
        str(other.get("name") or other["id"].replace("_", " ")).lower(): other["id"]
        for other in target.data.get("values", [])
    }
    if values and value not in values:
        return NoChange(
            f"{is_named(target.data)} has no value “{request.as_typed(value)}”. Add it first."
        )
    first = target.data["values"][0]["id"] if target.data["kind"] == "status" else ""
    if values.get(value, value) in {first, target.data.get("default")}:
        return Change((), (target.at,), "It is the default", notes=("That is so already.",))
    if first:
        return Change(
            ({"kind": "move", "at": f"{target.at}.values.{values[value]}"},),
            (f"{target.at}.values.{values[value]}",),
            "New rows start there",
            about=target.at,
        )
    return Change(
        ({"kind": "set", "at": f"{target.at}.default", "to": values.get(value, value)},),
        (f"{target.at}.default",),
        f"New rows have {value}",
        about=target.at,
    )
