"""Data API: the tokens with which programs ask a site in a person's name.

Takes a name, a scope and an end, gives the token once and keeps its hash. A token is good for one
site, and only while its person could make it anew; the gate asks that on each request. Not in
charge of what a program may do inside a tool (the tool's own permissions, which are the person's),
nor of how it is asked (the site kit).
"""
