"""What would be wrong with a new row, without making it: for forms that ask in steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Model

from site_kit.draft import Draft
from site_kit.errors import Invalid
from site_kit.reading import value_of


def wrong_with(
    model: type[Model], values: Mapping[str, Any], sets: Mapping[str, Any]
) -> dict[str, list[str]]:
    """Field -> sentences, as `write.create` would refuse these values; nothing is written."""
    draft = Draft(model(), new=True)
    draft.take(values)
    draft.put({name: value_of(said, draft.row) for name, said in sets.items()})
    draft.fill()
    try:
        draft.settle()
    except Invalid as error:
        return {name: list(said) for name, said in error.errors.items()}
    return {}
