"""One machine, one command: everything that an installation needs, as child processes of one
supervisor.

Takes a data folder and the environment. Gives running services (Postgres, Valkey) and, for `run`,
the portal's own processes. `python -m portal.local exec -- CMD` and `python -m portal.local run`
are its two doors. It imports no Django and reads no settings: it writes what the settings read.

Not in charge of: production (see `docker/`), migrations' content, the demo's content, what the
processes do.
"""
