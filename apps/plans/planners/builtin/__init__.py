"""The built-in planner: no language model, no network, the same answer every time.

`language` cuts English into clauses, `lexicon` holds words as data, `grammar` reads wishes,
`compose` builds a blueprint from them, `templates` holds processes as data, `followups` turns
sentences into edits. It is a grammar, not a table of known briefs: what it does not understand is
said in `left_out`.
"""

from apps.plans.planners.builtin.planner import BuiltinPlanner

__all__ = ["BuiltinPlanner"]
