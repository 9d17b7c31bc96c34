"""The runner: one small program that starts, remembers and ends the processes of sites.

Takes requests over a private socket (a connection to a site's process, a job, an end), gives one
end of a socket pair for each. No site has an address of its own, so nothing else can connect to
one. Knows no secrets but those it is handed for one process, and keeps them no longer than it runs.
Not in charge of who may see a site (the gate), of what a process may do (`inside/confine.py`), or
of whether a version is what was approved (the portal).
"""
