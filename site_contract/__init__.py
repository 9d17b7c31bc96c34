"""The plain shapes that cross the wall between the portal and the processes of sites.

Takes nothing, gives frozen data and how it travels: frames over a socket, the signed visitor, the
configuration of a site's process, jobs and their results, the hash of a tree of files.
Standard library only, so that the smallest program on either side can read it.
Not in charge of any decision.
"""
