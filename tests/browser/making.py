"""Tools made quickly, for tests that are about what comes afterwards."""

from collections.abc import Callable

from tests.browser.people import Person


def made_live(
    builder: Person, reviewer: Person, brief: str, planned: Callable[[str], None] | None = None
) -> tuple[str, str]:
    """Plan, build, review, deploy: the slug and the production address. `planned` may do something
    with the plan before it is built.
    """
    slug = builder.asks(brief)
    if planned:
        planned(slug)
    number = builder.builds()
    slug = builder.slug()
    name = builder.page.get_by_role("heading", level=1).inner_text().split(" of ", 1)[1]
    builder.asks_for_review()
    reviewer.approves(name)
    return slug, builder.deploys(slug, number)
