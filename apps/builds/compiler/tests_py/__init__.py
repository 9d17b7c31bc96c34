"""Writes `tests/test_requirements.py`: the tool's promises as things that people do.

A test says only what can be told from the blueprint for certain: rows, rules, rights and
automations are worked out in advance (`making`, `holding`, `rights`, `following`), with UNKNOWN
for whatever cannot be told. What a promise cannot be shown by is not asserted.
"""

from apps.builds.compiler.tests_py.whole import write

__all__ = ["write"]
