"""The blueprint language: what a tool is, as data.

Takes a planner's or a person's data; gives a `Blueprint` that is closed, checked and canonical, or
all that is wrong with it at once. Not in charge of storing, planning or compiling; knows no Django.

`whole` and its neighbours are the shapes, `loading` the way in, `arrival` what is mended and
refused there, `canonical` the stored form, `resolved` every default, `expressions` the typed trees,
`checks` the meaning, `edits` the follow-ups, `differences` what changes in words, `sent` the schema
for models.
"""
