"""The pages of a workspace, one module for each place. Each view begins by asking `asking` for what
it shows.
"""
