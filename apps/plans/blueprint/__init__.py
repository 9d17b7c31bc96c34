"""The blueprint language: what a tool is, as data.

Takes a planner's or a person's data; gives a `Blueprint` that is closed, checked and canonical, or
all that is wrong with it at once. Not in charge of storing, planning or compiling; knows no Django.
"""
