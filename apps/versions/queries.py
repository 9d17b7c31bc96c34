"""Finding versions, checking them, and telling two apart."""

import difflib
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from apps.sites.models import Site
from apps.versions import trees
from apps.versions.digest import digest_of
from apps.versions.models import Version


def versions_of(site: Site) -> QuerySet[Version]:
    """The versions of a site, the newest first."""
    return site.versions.select_related("created_by", "base")


def authors_since_live(site: Site) -> set[int]:
    """Ids of everybody with a part in what is not live yet: the authors of all versions above the
    live one.
    """
    live = site.live_version.number if site.live_version else 0
    lists = site.versions.filter(number__gt=live).values_list("authors", flat=True)
    return {author for authors in lists for author in authors}


def webhooks_of(version: Version) -> list[tuple[str, str]]:
    """The secret and the host of each message to another system that a version may send."""
    return _webhooks(version.blueprint.get("automations"))


def addresses_of(version: Version) -> set[str]:
    """The names of the values that this version or an earlier one of its site sends messages to."""
    until_it = Version.objects.filter(site=version.site_id, number__lte=version.number)
    several = until_it.values_list("blueprint__automations", flat=True)
    return {secret for automations in several for secret, _ in _webhooks(automations)}


def _webhooks(automations: list[dict[str, Any]] | None) -> list[tuple[str, str]]:
    steps = [step for automation in automations or () for step in automation.get("do", [])]
    return [(step["secret"], step["host"]) for step in steps if step.get("kind") == "webhook"]


def task_of(version: Version, called: Any, place: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """The automation that is called so, and its step at this place (from 0) that asks a language
    model; both empty where the version has none.
    """
    for automation in version.blueprint.get("automations", []):
        steps = automation.get("do", [])
        here = type(place) is int and 0 <= place < len(steps) and automation["id"] == called
        if here and steps[place].get("kind") == "agent":
            return automation, steps[place]
    return {}, {}


def digest_now(version: Version) -> str:
    """The digest of what lies in storage and in the row at this moment. Raises `Tampered` for a
    missing or altered file.
    """
    trees.files_of(version)
    return digest_of(
        manifest=version.manifest,
        statements=version.migration.get("statements", []),
        blueprint=version.blueprint,
        env_names=version.env_names,
        egress_hosts=version.egress_hosts,
    )


OWN_CODE = "app/extensions/"


def is_own_code(path: str) -> bool:
    """Whether a file of a tool is code that no compiler wrote."""
    return path.startswith(OWN_CODE) and not path.endswith("__init__.py")


READ_FIRST = frozenset({"app/models.py", "app/rules.py", "app/permissions.py", "app/actions.py"})


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file in two versions: texts before and after (empty where there is none), lines added and
    removed.
    """

    path: str
    before: str
    after: str
    added: int
    removed: int

    @property
    def to_read_first(self) -> bool:
        """Whether a reviewer should read it unasked: what decides, not what follows from it."""
        return self.path in READ_FIRST or self.path.startswith(OWN_CODE)


def file_changes(version: Version, base: Version | None) -> list[FileChange]:
    """The files that differ between a version and another (None: nothing), by path."""
    old = trees.files_of(base) if base else {}
    new = trees.files_of(version)
    return [
        _change(path, old.get(path, ""), new.get(path, ""))
        for path in sorted(old | new)
        if old.get(path) != new.get(path)
    ]


def _change(path: str, before: str, after: str) -> FileChange:
    marks = [
        line[:1]
        for line in difflib.unified_diff(before.split("\n"), after.split("\n"), n=0, lineterm="")
    ][2:]
    return FileChange(path, before, after, marks.count("+"), marks.count("-"))
