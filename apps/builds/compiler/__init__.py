"""The compiler: a blueprint -> the source of a tool, as an experienced Django developer writes it.

Takes a checked blueprint; gives a tree of files (path -> text), deterministic to the byte, short
and declarative. Texts of a blueprint become literals and nothing else; identifiers come from ids.

Not in charge of: whether a blueprint makes sense (`apps.plans.blueprint`), migrations and running
anything (the runner, in its sandbox), or judging source (`apps.builds.inspection`).
"""

from apps.builds.compiler.carrying import carried
from apps.builds.compiler.formatting import format_sources
from apps.builds.compiler.whole import NotBuiltYet, compile_blueprint, unsupported

__all__ = ["NotBuiltYet", "carried", "compile_blueprint", "format_sources", "unsupported"]
