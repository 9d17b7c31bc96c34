"""Environment: values and secrets that a site needs, declared by its version, filled in by people,
never in source.

Takes a value, gives it to one site's process. Secrets are encrypted with a key outside the database
and never read back. Not in charge of who runs the process: that is `runners`.
"""
