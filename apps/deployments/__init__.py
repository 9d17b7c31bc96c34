"""Deployments: a version going live, or coming back; and previews of versions that are not.

Takes an approved version; gives an address that serves it. Not in charge of approving, nor of
answering requests.
"""
