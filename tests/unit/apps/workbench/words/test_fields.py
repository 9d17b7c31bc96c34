"""What a field holds, in a word or two."""

import pytest

from apps.workbench.words.fields import KINDS, kind_words
from apps.workbench.words.tool import Tool


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("customer.name", "text"),
        ("customer.email", "e-mail"),
        ("customer.rating", "1 to 5"),
        ("order.number", "number it gets by itself"),
        ("order.customer", "link to Customer"),
        ("order.repairer", "person"),
        ("order.price", "amount of money"),
        ("order.express", "yes or no"),
        ("order.papers", "files"),
        ("order.photo", "picture"),
        ("order.place", "one of 3"),
        ("order.status", "one of 3"),
        ("part.order", "link to Repair order"),
    ],
)
def test_a_field_is_told_by_what_it_holds(tool: Tool, path: str, said: str) -> None:
    entity, _, name = path.partition(".")
    field = tool.field(entity, name)
    assert field is not None
    assert kind_words(field, tool) == said


def test_every_kind_of_field_in_the_language_has_a_word() -> None:
    from typing import get_args

    from apps.plans.blueprint.fields import Field

    with_words_of_their_own = {"status", "choice", "choices", "relation", "relations", "computed"}
    kinds = set(get_args(Field.model_fields["kind"].annotation))
    assert kinds
    assert kinds - KINDS.keys() - with_words_of_their_own == set()
