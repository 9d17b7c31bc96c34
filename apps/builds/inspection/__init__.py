"""The inspector: reads the source of a tool and says what must not be in it.

Takes a tree of files as text and gives findings: file, line, the rule's id, a sentence. It
parses and looks; it never imports, runs or resolves anything of what it reads, so that a
hostile file can do nothing but be refused. Everything is an allow-list: what a rule does not
know is a finding.

Not in charge of: running checks or migrations (the runner does, in its sandbox), judging a
blueprint (`apps.plans.blueprint`), or deciding what happens after a finding (the build's steps).
"""

from apps.builds.inspection.findings import Finding
from apps.builds.inspection.inspector import inspect_source

__all__ = ["Finding", "inspect_source"]
