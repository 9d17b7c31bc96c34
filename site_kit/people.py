"""The people of the workspace as rows that pages list, `kit.Person`: whoever is in the tool may
read the directory; nobody writes it here."""

from __future__ import annotations

from typing import Any

from site_kit.asker import Asker
from site_kit.directory.models import Person as Person
from site_kit.models import RowQuerySet, VisibleQuerySet
from site_kit.permissions import Fields, Rights


class PersonRights(Rights):
    """Everybody is seen by everybody in the tool."""

    def condition(self, verb: str, asker: Asker) -> Any:
        """All people, to read."""
        return verb == "view" and not asker.is_outsider

    def fields_for(self, asker: Asker) -> Fields:
        """All of them, to read."""
        return Fields(frozenset(one.name for one in Person._meta.concrete_fields), frozenset())

    def reason(self, verb: str) -> str:
        """Why a person is not changed here."""
        return "People are changed in the workspace's directory."

    def _rows(self, condition: Any) -> RowQuerySet:
        rows = VisibleQuerySet(self.model)
        return rows if condition is True else rows.none()


HOW: dict[str, Any] = {
    "_rights": PersonRights,
    "_shown": ("name", "email", "department", "job_title", "manager", "active"),
    "_sort": ("name",),
}
"""What pages ask of a model that is listed and is no `Row`; the directory knows of no pages."""

for _name, _said in HOW.items():
    setattr(Person, _name, _said)
