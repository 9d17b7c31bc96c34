"""Expressions of the language -> source of Django and the kit.

Takes the typed tree of `apps.plans.blueprint.expressions`; gives the text of a `Q`, a value, an
aggregate. Not in charge of names, types or places: what arrives here has been checked.
"""

from apps.builds.compiler.expressions import (  # noqa: F401 - they register their nodes
    children,
    comparisons,
    conditions,
    elsewhere,
    functions,
    terms,
)
from apps.builds.compiler.expressions.reading import Reading, who
from apps.builds.compiler.expressions.scope import NotWritten

__all__ = ["NotWritten", "Reading", "who"]
