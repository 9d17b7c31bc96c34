"""Reads a brief: cuts it into clauses and turns each into wishes (see `wishes.py`), each with the
words it came from.

Patterns only: what words mean is in the lexicon, what is built from a wish is decided in `compose`.
"""
