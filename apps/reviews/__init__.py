"""Reviews: a person's yes or no to one digest. The review happens in the Django admin.

Takes a version; gives an approval that holds for its digest only. Nobody approves what they had a
part in. Not in charge of putting anything live: that is `deployments`.
"""
