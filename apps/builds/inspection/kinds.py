"""Which kind of file a path names. The list is closed: any other path is unknown."""

import re

from apps.builds.inspection.findings import Kind

DECLARATIONS = ("apps", "models", "rules", "permissions", "actions", "pages", "automations")
PATTERNS = (
    (re.compile(r"blueprint\.json|README\.md"), Kind.DATA),
    (re.compile(r"app/(tests/|migrations/|extensions/)?__init__\.py"), Kind.EMPTY),
    (re.compile(rf"app/({'|'.join(DECLARATIONS)})\.py"), Kind.DECLARATION),
    (re.compile(r"app/migrations/[0-9]{4}_[a-z0-9_]{1,80}\.py"), Kind.MIGRATION),
    (re.compile(r"app/tests/test_[a-z0-9_]{1,60}\.py"), Kind.TEST),
    (re.compile(r"app/extensions/[a-z][a-z0-9_]{0,47}\.py"), Kind.EXTENSION),
)


def kind_of(path: str) -> Kind:
    """The kind of a path inside a tool's tree, with `/` between folders."""
    for pattern, kind in PATTERNS:
        if pattern.fullmatch(path):
            return kind
    return Kind.UNKNOWN
