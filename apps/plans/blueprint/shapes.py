"""What all shapes of the language are made of: ids, texts and the closed, frozen object.

A shape says which keys there are and of what sort; whether names lead anywhere is the matter of
`checks`. The order of a class's keys is the order in which the canonical form writes them.
"""

import math
import re
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints
from pydantic import Field as Key

from apps.plans.blueprint.limits import MAX_ID, MAX_NUMBER, MAX_TEXT

ID_PATTERN = r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*"
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def _as_text(value: object) -> object:
    """Bare numbers and true/false stand for their text; characters nobody can see are refused."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) or (isinstance(value, float) and math.isfinite(value)):
        return str(value)
    if isinstance(value, str) and UNSEEN.search(value):
        raise ValueError("a character that cannot be seen (a control or direction mark)")
    return value


Text = Annotated[
    str,
    BeforeValidator(_as_text, json_schema_input_type=str),
    StringConstraints(max_length=MAX_TEXT),
]
Texts = tuple[Text, ...]
Id = Annotated[str, StringConstraints(pattern=f"^{ID_PATTERN}$", max_length=MAX_ID)]
OptionalId = Annotated[str, StringConstraints(pattern=f"^(?:{ID_PATTERN})?$", max_length=MAX_ID)]
Ids = tuple[Id, ...]
SettingKey = Annotated[
    str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$", max_length=MAX_ID)
]
Number = Annotated[int, Key(ge=0, le=MAX_NUMBER)]
SignedNumber = Annotated[int, Key(ge=-MAX_NUMBER, le=MAX_NUMBER)]


class Shape(BaseModel):
    """An object of the language: closed (an unknown key is an error), never changed once made."""

    model_config = ConfigDict(extra="forbid", frozen=True)
