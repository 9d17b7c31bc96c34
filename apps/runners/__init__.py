"""The portal's side of running sites: the runner's client, the databases that sites keep rows in.

Takes a site, a version's folder and a kind of job or connection; gives sockets and results. One
database for each workspace, one schema and two roles for each site, the workspace's people beside
them. Nothing generated is imported here, and no site's row is read.
Not in charge of who may see a site (`serving`) or of which version is live (`deployments`).
"""
