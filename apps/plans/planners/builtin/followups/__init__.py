"""Follow-ups: sentences about a tool that is there, as the smallest list of edits that does what
they say.

Each clause is tried by the readers of changes (rename, remove, move, …); what none of them knows is
read like a brief
and added. Edits are applied one clause after the other, so that a later one may speak of what an
earlier one made.
"""
