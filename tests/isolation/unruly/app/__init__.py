"""A tool that does what no approved tool should: it is data for the isolation tests, run only by
the runner. Nothing of it was read by the inspector.
"""
