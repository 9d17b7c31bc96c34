"""The gate: the one door in front of every site and preview.

    <site>--<workspace>.localhost       a live site, for those it is open to
    pv-<random>--<workspace>.localhost  a preview, for the person who opened it
    /__gate/…                           the gate's own addresses on each of them

Takes a request on such a host. Decides first, from the database, on every request: who, which site,
which version. Then carries the request over a socket to the site's process and the answer back,
with the visitor signed in a frame and never in a header, and with headers that no site can lower.
Gives pages of its own for everything else. Not in charge of what a person may see inside a tool
(the tool's own permissions), of who may open one (`access`), or of starting processes (`runners`).
"""
