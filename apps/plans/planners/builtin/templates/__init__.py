"""Processes that a brief names in a word ("matching"), kept as data: the fields, states and jobs
they mean.

A template knows no brief. Its slots are filled from the entity it is applied to; what has no slot
is left away.
"""
