"""Turns wishes into a blueprint: entities first, then states, rights, pages, and what the rest of
the brief asks for.

Each wish ends as a requirement with the addresses that provide it, or in `left_out` with the
reason. Patterns of text are the grammar's matter; what words mean is the lexicon's.
"""
