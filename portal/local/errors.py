"""What can be wrong with a machine, each as a sentence for the person who typed the command."""


class LocalError(Exception):
    """The command cannot go on. The text says what, where, and what to do; nobody needs the
    traceback.
    """


class Interrupted(LocalError):
    """Somebody asked for the end before the start was over."""

    def __init__(self, signal_number: int) -> None:
        super().__init__("Stopped before everything was up.")
        self.signal_number = signal_number
