"""The audit log: who did what, as whom, to what, when.

Takes one line from every action of every room, inside that action's transaction. Gives the lines
back to be read. Not in charge of deciding anything, nor of telling anybody.
"""
