"""Plans: what was understood of a prompt, before anything is built. The content of a plan is a
blueprint.

Takes a message; gives an outcome: a plan, questions, a refusal or a command. `blueprint` is the
language, `planners` those who write it. Not in charge of making anything.
"""
