"""Sites: the tools of a workspace, each with its address, owner and deputy, from first draft to
live.

Takes a name and an owner; gives the site of an address. Not in charge of who can open one
(`access`), of what is in it (`versions`), nor of answering requests (`serving`).
"""
