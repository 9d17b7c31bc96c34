"""What changes between two blueprints that were kept, as rows keep it."""

from typing import Any

from apps.plans.blueprint.differences.comparing import difference
from apps.plans.blueprint.loading import shaped


def changes_between(
    before: dict[str, Any] | None, after: dict[str, Any] | None
) -> list[dict[str, str]]:
    """Text and risk of each change; none where one of the two is not there.

    The one before need not hold by the rules of today: it only has to be told from the one after.
    """
    if not before or not after:
        return []
    return [change.as_data() for change in difference(shaped(before), shaped(after))]
