"""The model planner: a language model writes the blueprint or the edits, the checker decides.

Takes the words, the present blueprint and the schema; gives an `Answer` that has passed the same
checks as any other, after at most two repairs that carry only what was wrong. The model has no
tools,
no rows, no secrets: whatever it writes is data for a closed schema.
"""
