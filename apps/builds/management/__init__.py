"""Commands of this room: compile a blueprint to a folder."""
