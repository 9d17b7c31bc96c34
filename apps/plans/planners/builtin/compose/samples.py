"""Sample rows: realistic, invented, with the fixed cast's names and dates around today."""

import re
import unicodedata

from apps.plans.planners.builtin.compose.draft import Data, Draft
from apps.plans.planners.builtin.compose.entity_names import singular_name

ROWS = 5
_SKIPPED = {"file", "image", "reference"}
_AFTER = {
    "end_date": "start_date",
    "ends": "starts",
    "until": "from",
    "left": "arrived",
    "ends_at": "starts_at",
    "date_to": "date_from",
    "last_day": "first_day",
    "due": "lent_on",
    "check_out": "check_in",
    "end": "start",
    "end_time": "start_time",
    "ends_on": "starts_on",
    "departure": "arrival",
    "time_of_departure": "time_of_arrival",
}
_TITLES = {"name", "title", "number", "registration", "code", "subject"}
_CODES = {"number", "code", "tag", "ear_tag", "subject", "reference"}
_LONG = {"notes", "reason", "description", "comment", "address"}
_SOMEBODY = {"customer", "client", "guest", "visitor", "person", "patient", "member", "contact",
             "student", "pupil", "child", "parent", "tenant", "donor", "owner", "first", "last",
             "full", "player", "volunteer", "speaker", "applicant", "caller"}  # fmt: skip
_LATER = re.compile(r"^(?P<later>\w+) >= (?P<earlier>\w+)$")
_HOURS = (9, 10, 13, 14, 16)


def add_samples(draft: Draft) -> None:
    """Five rows for each entity, those that others point to first."""
    done: dict[str, list[str]] = {}
    samples: list[Data] = []
    for key in _in_order(draft):
        columns = [field for field in draft.stored(key) if _sampled(field)]
        for field in columns:
            if field["kind"] == "relation" and not done.get(field["to"]):
                field.pop("required", None)
        if not columns:
            continue
        rows = [
            [_cell(draft, key, field, index, done) for field in columns] for index in range(ROWS)
        ]
        _own_mail(columns, rows)
        _keep_promises(draft, key, columns, rows)
        done[key] = _titles(draft, key, columns, rows)
        used = [index for index, field in enumerate(columns) if any(row[index] for row in rows)]
        samples.append(
            {
                "entity": key,
                "columns": [columns[index]["id"] for index in used],
                "rows": [[row[index] for index in used] for row in rows],
            }
        )
    draft.data["samples"] = samples


def _sampled(field: Data) -> bool:
    if field["kind"] in _SKIPPED:
        return False
    return not (
        field.get("readonly")
        and field["kind"] not in {"status", "choice"}
        and not field.get("default")
    )


def _in_order(draft: Draft) -> list[str]:
    """Entities so that those pointed to come first, as far as there is no circle."""
    waiting = [entity["id"] for entity in draft.data["entities"]]
    ordered: list[str] = []
    while waiting:
        ready = [
            key
            for key in waiting
            if all(
                field["to"] not in waiting or field["to"] == key
                for field in draft.of_kind(key, "relation")
            )
        ]
        ordered += ready or waiting[:1]
        waiting = [key for key in waiting if key not in ordered]
    return ordered


def _titles(draft: Draft, key: str, columns: list[Data], rows: list[list[str]]) -> list[str]:
    """What other rows may call these by: the first text, else the first part of the
    computed title.
    """
    title = str(draft.entity(key).get("title", "")).removeprefix("text(").split(",")[0].rstrip(")")
    texts = [index for index, field in enumerate(columns) if field["kind"] in {"text", "email"}]
    named = [index for index, field in enumerate(columns) if field["id"] == title]
    place = (named or texts or [0])[0]
    return [row[place] for row in rows]


def _cell(draft: Draft, key: str, field: Data, index: int, done: dict[str, list[str]]) -> str:
    hints = draft.sample_hints.get(key, {})
    if field["id"] in hints:
        return str(hints[field["id"]][index % len(hints[field["id"]])])
    kind = field["kind"]
    if kind == "relation":
        targets = done.get(field["to"], [])
        return targets[index % len(targets)] if targets else ""
    if kind == "person":
        return _person(draft, field, index)
    if kind in {"status", "choice"}:
        return _value(field, index)
    if kind in {"date", "datetime", "week", "month"}:
        return _moment(draft, key, field, index)
    return _plain(draft, key, field, index)


def _person(draft: Draft, field: Data, index: int) -> str:
    people: list[str] = draft.lexicon.samples["people"]
    optional = not field.get("required") and not field.get("default")
    shift = sum(map(ord, field["id"])) % len(people)
    return "" if optional and index == ROWS - 1 else people[(index + shift) % len(people)]


def _value(field: Data, index: int) -> str:
    """The first value twice, so that something waits to be done; then one after the other."""
    values = [value["id"] for value in field.get("values", [])]
    if not values:
        return ""
    places = (0, 1, 2, 3, 0) if len(values) > 3 else (0, 1, 0, 2, 0)
    return str(values[places[index % ROWS] % len(values)])


def _moment(draft: Draft, key: str, field: Data, index: int) -> str:
    days = _days(draft, key, field, index)
    if field["kind"] == "month":
        days = -30 * index
    if field["kind"] == "week":
        days = -7 * index
    text = "today" if days == 0 else f"today{days:+d}"
    hour = _HOURS[index % ROWS] + (1 if draft.field(key, _AFTER.get(field["id"], "")) else 0)
    return f"{text} {hour:02d}:00" if field["kind"] == "datetime" else text


def _days(draft: Draft, key: str, field: Data, index: int) -> int:
    words = field["id"].split("_")
    samples = draft.lexicon.samples
    before = _AFTER.get(field["id"])
    ahead = any(word in samples["ahead"] for word in words)
    if before and draft.field(key, before):
        start = _days(draft, key, draft.field(key, before) or {}, index)
        length = (0, 2, 4, 1, 6)[index % ROWS]
        return (
            start + (length if field["kind"] == "date" else 0) + (7 if field["id"] == "due" else 0)
        )
    if ahead:
        return int(samples["days_ahead"][index % ROWS])
    past = (
        any(word in samples["past"] for word in words)
        or field["id"] in {"date"}
        or field.get("default") in {"today", "now"}
    )
    return int(samples["days_past" if past else "days_around"][index % ROWS])


def _plain(draft: Draft, key: str, field: Data, index: int) -> str:
    kind = field["kind"]
    samples = draft.lexicon.samples
    if kind == "text" and field["id"] in {"name", "title"} and not _own_titles(draft, key, field):
        place = samples["words"]["place"][index % ROWS]
        return f"{singular_name(draft.entity(key))}, {place}"
    if kind == "text" and (own := _own_titles(draft, key, field)):
        return own[index % len(own)]
    if kind in {"text", "long_text", "email", "phone", "url"}:
        pool = _words_pool(draft, field)
        if pool:
            return str(pool[index % len(pool)])
        if kind in {"email", "phone"}:
            return str(samples["words"][kind][index % ROWS])
        if kind == "url":
            return str(samples["words"]["website"][index % ROWS])
    if kind == "text" and (
        field["id"] in _CODES or field["id"].endswith(("number", "code", "_id"))
    ):
        letters = "".join(word[0] for word in singular_name(draft.entity(key)).split())
        return f"{letters.upper()}-{1041 + 7 * index}"
    pool = samples["sizes"].get(field.get("unit", "")) or samples["kinds"].get(kind, [""])
    return str(pool[index % len(pool)])


def _words_pool(draft: Draft, field: Data) -> list[str]:
    """Values for the words of a field's name: all of them, then each from the last to the first."""
    words: dict[str, list[str]] = draft.lexicon.samples["words"]
    parts = field["id"].split("_")
    name = str(field.get("name", "")).lower()
    people = [words["contact"]] if parts[-1] == "name" and set(parts) & _SOMEBODY else []
    for said in (" ".join(parts), name, *reversed(parts)):
        pool = words.get(said)
        if pool is None or (field["kind"] == "url" and not str(pool[0]).startswith("http")):
            continue
        if field["kind"] != "long_text" or said in _LONG:
            return next(iter(people), pool)
    return next(iter(people), [])


def _own_titles(draft: Draft, key: str, field: Data) -> list[str]:
    """The noun's own rows for the field that names a row; another noun's for a text called after
    it.
    """
    texts = [other for other in draft.stored(key) if other["kind"] == "text"]
    thing = draft.thing(key)
    if (
        texts
        and field["id"] == texts[0]["id"]
        and thing
        and thing.noun
        and thing.noun.rows
        and (field["id"] in _TITLES or not _words_pool(draft, field))
    ):
        return list(thing.noun.rows)
    noun = draft.lexicon.nouns.get(field["id"].replace("_", " "))
    if _words_pool(draft, field):
        return []
    return list(noun.rows) if noun and noun is not (thing.noun if thing else None) else []


def _own_mail(columns: list[Data], rows: list[list[str]]) -> None:
    """An address that goes with the name in the same row."""
    name = next((index for index, field in enumerate(columns) if field["kind"] == "text"), None)
    mail = next((index for index, field in enumerate(columns) if field["kind"] == "email"), None)
    if name is None or mail is None:
        return
    for row in rows:
        plain = unicodedata.normalize("NFKD", row[name]).encode("ascii", "ignore").decode().lower()
        words = re.findall(r"[a-z0-9]+", plain)
        if words:
            row[mail] = f"{'.'.join(words[:2])}@mail.example"


def _keep_promises(draft: Draft, key: str, columns: list[Data], rows: list[list[str]]) -> None:
    """Rows keep the rules: what a state requires is there."""
    places = {field["id"]: index for index, field in enumerate(columns)}
    for rule in draft.entity(key).get("rules", []):
        if rule["kind"] == "required_if" and rule["field"] in places:
            index = places[rule["field"]]
            fill = next((row[index] for row in rows if row[index]), "")
            for row in rows:
                row[index] = row[index] or fill
        found = _LATER.match(rule.get("expr", ""))
        if found and {found["later"], found["earlier"]} <= places.keys():
            _put_in_order(rows, places[found["earlier"]], places[found["later"]])
    for place, field in enumerate(columns):
        if field.get("required") and field["kind"] not in {"boolean"}:
            for number, row in enumerate(rows):
                row[place] = row[place] or _fallback(draft, field, number)


def _put_in_order(rows: list[list[str]], earlier: int, later: int) -> None:
    """No sample ends before it starts."""
    for row in rows:
        if row[earlier] and row[later] and _when(row[later]) < _when(row[earlier]):
            row[later] = row[earlier]


def _when(cell: str) -> tuple[int, str]:
    """`today+3 09:00` as something to compare."""
    day, _, time = cell.partition(" ")
    return int(day.removeprefix("today") or 0), time


def _fallback(draft: Draft, field: Data, number: int) -> str:
    if field["kind"] == "relation":
        return ""
    pool = draft.lexicon.samples["kinds"].get(
        field["kind"], ["First", "Second", "Third", "Fourth", "Fifth"]
    )
    return str(pool[number % len(pool)]) or "As agreed."
