"""The first code in a process of a site: it narrows what the process may do, then runs one site.

In the order of a process's life: `warm` (import Django while nobody waits), take the configuration,
`confine`, `walls` (what may be imported), `boot` (settings from the configuration), then `serve` or
one of `jobs`.
Not in charge of who may see the site, or of how long a request may take: that is the gate's.
"""
