"""What can be wrong with a message to another system."""


class NotPosted(Exception):
    """It did not arrive; it is tried again. The sentence holds nothing of the address."""

    id = "automations:operator:posted"


class NotAnswered(Exception):
    """The language model, or the tool that its answer is for, said nothing of use; it is tried
    again."""

    id = "automations:operator:answered"


class NoAddress(Exception):
    """There is no address that it may be sent to, until somebody fills in the value."""

    id = "automations:person:address"
