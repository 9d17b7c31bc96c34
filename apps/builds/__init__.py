"""Builds: a plan being made and tried, step by step.

Takes a plan; gives a version or says whose turn it is. `compiler` writes the source, `inspection`
reads it; running it is the runner's. Not in charge of queues and time limits (`pipeline`), nor of
approving (`reviews`).
"""
