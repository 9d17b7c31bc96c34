"""Automations: what a tool does by itself reaches the world.

Calls for what is due in the tools of a workspace, by a job in the tool's own process; takes what
they have put into their outboxes, and delivers it: to members under their bell, to another system
by its secret address. Not in charge of what is due (the tool's own declarations say so), nor of
mails: those are `notices`.
"""
