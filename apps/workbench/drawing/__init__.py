"""What a page draws, made ready: the marked brief, a conversation, a timeline, source in colour,
the entities of a plan.

Takes what the rooms' queries give; gives plain shapes that a template writes down. Changes nothing.
"""
