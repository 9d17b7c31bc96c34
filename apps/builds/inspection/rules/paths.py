"""`path`: a tool has the files that the compiler writes, and no others."""

from apps.builds.inspection.findings import Hits, Kind, Rule, Source


def _find(source: Source) -> Hits:
    if source.kind is Kind.UNKNOWN:
        yield 1, "A file of this name"
    elif source.kind is Kind.EMPTY and source.text.strip():
        yield 1, "Source in an __init__.py"


RULE = Rule(
    "path",
    "a tool holds blueprint.json, README.md and the known files of app/, nothing else.",
    _find,
)
