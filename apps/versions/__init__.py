"""Versions: builds frozen, numbered, hashed, immutable.

Takes the files of a build; gives them back by digest, and the difference between two. Source lies
in storage by its hash; a node keeps a read-only copy that is checked against the digest. Not in
charge of judging: that is `reviews`.
"""
