"""A right that is missing."""


class NotAllowed(Exception):
    """The person may not do this. `reason` says which rule decided, in words for that person.
    Somebody with the right must act.
    """

    id = "access:person:not-allowed"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
