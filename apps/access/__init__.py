"""Rights: what a role may do in a workspace, who may open a site, who is who inside it.

Takes a person and a question, gives a decision with its reason. Deny by default.
Not in charge of rows inside a tool: those rights are in the tool's own `permissions.py`.
"""
