"""The rules, one a file. `ALWAYS` look at every file as text, `IN_PYTHON` at what parses."""

from apps.builds.inspection.rules import (
    attributes,
    bases,
    calls,
    characters,
    decorators,
    extensions,
    functions,
    identifiers,
    imports,
    keywords,
    meta,
    names,
    operations,
    paths,
    spreads,
    statements,
    targets,
)

ALWAYS = (paths.RULE, characters.RULE)
IN_PYTHON = (
    imports.RULE,
    statements.RULE,
    names.RULE,
    attributes.RULE,
    calls.RULE,
    keywords.RULE,
    functions.RULE,
    extensions.RULE,
    decorators.RULE,
    bases.RULE,
    targets.RULE,
    spreads.RULE,
    meta.RULE,
    operations.RULE,
    identifiers.RULE,
)
