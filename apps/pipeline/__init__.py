"""The pipeline: when this is done, that comes next.

`flow` is the one table of it, `tasks` all of Celery, `commands` what a sentence such as "deploy it"
does once confirmed. Not in charge of doing any step: each room does its own.
"""
