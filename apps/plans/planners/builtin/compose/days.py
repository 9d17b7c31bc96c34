"""Which date of an entity words like "today" and "upcoming" go by."""

from apps.plans.planners.builtin.compose.draft import Draft


def day_of(draft: Draft, key: str, path: str) -> str:
    """A date path as a day: datetimes are cut to their date."""
    field = draft.field(key, path)
    return f"date({path})" if field is None or field["kind"] == "datetime" else path


def due_field(draft: Draft, key: str) -> str:
    """The date by which something has to happen; empty where there is none."""
    for name in (
        "due",
        "due_date",
        "deadline",
        "return_by",
        "due_by",
        "target_date",
        "needed_by",
        "needed_by_date",
        "expected_on",
        "end_date",
    ):
        field = draft.field(key, name)
        if field is not None and field["kind"] in {"date", "datetime"}:
            return name
    for field in draft.of_kind(key, "date", "datetime"):
        if any(word in field["id"] for word in ("due", "deadline")):
            return str(field["id"])
    return ""


_ENDS = ("expir", "end", "renew", "until", "valid", "close")
_DUE = ("next", "due", "deadline", "review")


def ahead_field(draft: Draft, key: str, *, due: bool = False) -> str:
    """The date that lies ahead: when something ends or expires, else is due or planned; the other
    way round for what is `due`.
    """
    for words in (_DUE, _ENDS) if due else (_ENDS, _DUE):
        for field in draft.of_kind(key, "date", "datetime"):
            if any(word in field["id"] for word in words):
                return str(field["id"])
    return ""
