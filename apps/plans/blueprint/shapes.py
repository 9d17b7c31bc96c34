"""What all shapes of the language are made of: ids, texts and the closed, frozen object.

A shape says which keys there are and of what sort; whether names lead anywhere is the matter of
`checks`. The order of a class's keys is the order in which the canonical form writes them.
"""

import math
import re
from dataclasses import dataclass
from typing import Annotated, Literal

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
    StringConstraints(max_length=MAX_TEXT),
    BeforeValidator(_as_text, json_schema_input_type=str),
]
Texts = tuple[Text, ...]


TextSort = Literal[
    "expression", "measure", "assignment", "default", "filter", "path", "sort", "who", "template"
]


@dataclass(frozen=True, slots=True)
class Holds:
    """What a text holds, for whoever reads or mends texts by their sort."""

    what: TextSort


Expression = Annotated[Text, Holds("expression")]
Measure = Annotated[Text, Holds("measure")]
Assignment = Annotated[Text, Holds("assignment")]
Path = Annotated[Text, Holds("path")]
Who = Annotated[Text, Holds("who")]
Default = Annotated[Text, Holds("default")]
Template = Annotated[Text, Holds("template")]
Expressions = tuple[Expression, ...]
Measures = tuple[Measure, ...]
Assignments = tuple[Assignment, ...]
Paths = tuple[Path, ...]
WhoList = tuple[Who, ...]
Filters = tuple[Annotated[Text, Holds("filter")], ...]
Sorts = tuple[Annotated[Text, Holds("sort")], ...]

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
