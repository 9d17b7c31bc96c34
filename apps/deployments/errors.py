"""What can stand between a version and its address."""


class DeployRefused(Exception):
    """This version cannot go live now; the sentence says what is missing and who can give it."""

    id = "deployments:person:state"


class DeployFailed(Exception):
    """Going live was tried and taken back; what was live still is. The sentence says what
    happened.
    """

    id = "deployments:operator:failed"
