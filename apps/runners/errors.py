"""What can go wrong with running sites, by who must act."""


class RunnerUnavailable(Exception):
    """Whoever operates the machine must act, or it passes: the runner did not answer.

    What was asked for was not begun, or its process was ended; it can be asked for again.
    """

    id = "runners:later:unavailable"


class RunnerRefused(RunnerUnavailable):
    """The runner answered, and will not start this process now. The sentence says why."""

    id = "runners:later:refused"


class OutboxUnavailable(Exception):
    """What a tool has to say cannot be read now; it stays where it is."""

    id = "runners:operator:outbox"
