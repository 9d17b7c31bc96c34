"""People: one identity for many workspaces, and the carrying of a sign-in from the portal's host to
others.

Takes a sign-in (allauth), gives a person for a cookie. In the public schema.
Not in charge of what a person may do: that is `access`.
"""
