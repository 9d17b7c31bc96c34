"""Code of a version that no compiler wrote, as an admin reads it."""

from dataclasses import dataclass

from apps.versions import trees
from apps.versions.diffs import visible
from apps.versions.models import Version
from apps.versions.queries import OWN_CODE, is_own_code

KINDS_OF_CODE = {
    "action": "runs when a button is pressed, with the rights of whoever presses it",
    "page": "draws a page, of what whoever looks may see",
    "job": "runs by itself, as the tool",
    "value": "works out a value of a row",
}


@dataclass(frozen=True, slots=True)
class OwnCode:
    """A file that somebody wrote by hand or a model did: when it runs, what for, and its text."""

    path: str
    when: str
    purpose: str
    source: str


def own_code_of(version: Version) -> list[OwnCode]:
    """The code of a version that no compiler wrote, whole, changed or not."""
    if not any(is_own_code(path) for path in version.manifest):
        return []
    said = {f"{OWN_CODE}{one['id']}.py": one for one in version.blueprint.get("extensions", [])}
    return [
        OwnCode(
            path,
            KINDS_OF_CODE.get(said.get(path, {}).get("kind", ""), ""),
            said.get(path, {}).get("purpose", ""),
            visible(text),
        )
        for path, text in sorted(trees.files_of(version).items())
        if is_own_code(path)
    ]
