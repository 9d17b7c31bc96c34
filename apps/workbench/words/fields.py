"""What a field holds, in a word or two."""

from apps.plans.blueprint.resolved import ResolvedField
from apps.workbench.words.tool import Tool, values_of

KINDS = {
    "text": "text",
    "long_text": "long text",
    "integer": "whole number",
    "decimal": "number",
    "money": "amount of money",
    "percent": "per cent",
    "rating": "1 to 5",
    "duration": "hours",
    "boolean": "yes or no",
    "date": "date",
    "datetime": "date and time",
    "time": "time",
    "week": "week",
    "month": "month",
    "person": "person",
    "people": "people",
    "file": "file",
    "image": "picture",
    "email": "e-mail",
    "phone": "phone",
    "url": "web address",
    "reference": "number it gets by itself",
}


def kind_words(field: ResolvedField, tool: Tool) -> str:
    """What it holds: “text”, “one of 6”, “link to Supplier”, “worked out, yes or no”."""
    worked_out = "worked out, " if field.is_computed else ""
    return worked_out + _plain_kind(field, tool)


def _plain_kind(field: ResolvedField, tool: Tool) -> str:
    match field.kind:
        case "status" | "choice":
            return f"one of {len(values_of(field))}"
        case "choices":
            return f"some of {len(values_of(field))}"
        case "relation":
            return f"link to {tool.entity_name(field.source.to)}"
        case "relations":
            return f"links to {tool.plural(field.source.to)}"
        case "file" | "image" if field.source.many:
            return "files" if field.kind == "file" else "pictures"
        case kind:
            return KINDS.get(kind, kind)
