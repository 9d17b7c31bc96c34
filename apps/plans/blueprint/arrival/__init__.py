"""What arrives from a planner or a person: guarded, mended where the meaning is plain, and read.

Takes plain data or JSON text of any quality; gives a blueprint or an outcome with notes of what was
read how, or all problems at once. Not in charge of what names and expressions mean (`checks`).
"""
