"""What can go wrong with a sign-in."""


class HandoffRefused(Exception):
    """The code is used, too old, or meant for another browser or host. The person signs in again;
    nothing is lost.
    """

    id = "accounts:person:handoff"
