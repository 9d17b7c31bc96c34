"""What things are called on the pages: states, kinds of fields, pages of a tool, rights, addresses,
lines of the log.

Takes rows and blueprints, gives plain words. No HTML but icons and labels, no query, no decision.
"""
