"""Workspaces: the tenants, their hosts, their members and groups.

Takes who belongs where; gives the workspace of a host and the members of a workspace. In the public
schema. Not in charge of what a role may do: that is `access`.
"""
