"""What the pages of a tool are called and what they show, in sentences."""

from dataclasses import replace

from apps.plans.blueprint.pages import FormPage, RowPage
from apps.plans.blueprint.resolved import ResolvedPage
from apps.workbench.words.pages import SHAPES, page_words
from apps.workbench.words.tool import Tool


def page(tool: Tool, page_id: str) -> ResolvedPage:
    return next(one for one in tool.resolved.pages if one.id == page_id)


def test_a_table_is_told_from_its_rows_to_its_chart(tool: Tool) -> None:
    assert page_words(page(tool, "today"), tool).sentences == [
        "A list of repair orders.",
        "Only where due is today.",
        "Shows Number, Customer name and Status.",
        "Filters: Status and Repairer, kept in the address.",
        "Counts above it: Waiting.",
        "With a bar chart “Orders a week” of repair orders by week.",
    ]


def test_a_page_has_the_name_that_was_given_or_the_one_of_its_rows(tool: Tool) -> None:
    assert page_words(page(tool, "today"), tool).name == "Due today"
    assert page_words(page(tool, "bench"), tool).name == "Repair orders"


def test_a_board_says_by_what_its_lanes_are(tool: Tool) -> None:
    assert page_words(page(tool, "bench"), tool).sentences[0] == (
        "A board of repair orders by status."
    )


def test_of_a_public_form_it_is_said_aloud_that_strangers_may_send_it(tool: Tool) -> None:
    shown = page(tool, "bench")
    form = {"kind": "form", "id": "bench", "entity": shown.entity, "public": True}
    public = replace(shown, kind="form", source=FormPage.model_validate(form))
    assert page_words(public, tool).sentences[1] == (
        "Strangers may send it without an account, once somebody has opened it to them."
    )


def test_a_calendar_says_by_which_dates_its_lanes_and_its_colours(tool: Tool) -> None:
    shown = page(tool, "bench")
    said = [
        ({"kind": "calendar", "start": "due"}, "A calendar of repair orders by Due."),
        (
            {"kind": "matrix", "rows": "status", "across": "due", "cell": "status"}
            | {"inline_edit": True},
            "A grid of repair orders by Status and Due, with Status, changed in place.",
        ),
        (
            {"kind": "timeline", "start": "due", "end": "due", "lanes": "status"}
            | {"colour_by": "status"},
            "A timeline of repair orders from Due to Due, a lane for each Status, "
            "coloured by Status.",
        ),
    ]
    for keys, sentence in said:
        source = RowPage(id="bench", entity=shown.entity, **keys)
        one = replace(shown, kind=source.kind, source=source)
        assert page_words(one, tool).sentences[0] == sentence


def test_a_page_of_figures_says_what_is_added_up_and_over_which_days(tool: Tool) -> None:
    shown = page(tool, "bench")
    said = [
        (
            {"kind": "report", "group_by": ["status"], "totals": ["count()", "max(due)"]},
            "Adds up how many and the most Due, for each group and for all.",
        ),
        ({"kind": "table", "totals": ["100 * count() / 2"]}, "Adds up “100 * count() / 2”."),
        ({"kind": "table", "between": "due"}, "Shows this month by Due, or other days picked."),
        (
            {"kind": "table", "inline_edit": True},
            "Whoever may edit a row changes its cells in place.",
        ),
    ]
    for keys, sentence in said:
        source = RowPage(id="bench", entity=shown.entity, **keys)
        one = replace(shown, kind=source.kind, source=source)
        assert sentence in page_words(one, tool).sentences


def test_a_form_says_what_it_adds_and_then_its_own_words(tool: Tool) -> None:
    assert page_words(page(tool, "bring"), tool).sentences == [
        "A form that adds a repair order.",
        "For the counter.",
    ]


def test_a_page_of_words_needs_no_rows(tool: Tool) -> None:
    assert page_words(page(tool, "help"), tool).sentences == ["A page of words that admins edit."]


def test_every_kind_of_page_in_the_language_has_words() -> None:
    from typing import get_args

    from apps.plans.blueprint import pages

    kinds = {
        kind
        for shape in vars(pages).values()
        if isinstance(shape, type) and "kind" in getattr(shape, "model_fields", {})
        for kind in get_args(shape.model_fields["kind"].annotation)
    }
    assert kinds
    assert kinds - SHAPES.keys() == set()
