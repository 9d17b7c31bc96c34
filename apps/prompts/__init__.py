"""Prompts: what people asked, and what was answered, one conversation a site.

Takes a text; keeps it before anything is done with it. Not in charge of understanding it: that is
`plans`.
"""
