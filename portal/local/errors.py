"""What can be wrong with a machine, each as a sentence for the person who typed the command."""


class LocalError(Exception):
    """The command cannot go on. The text says what, where, and what to do; nobody needs the
    traceback.
    """


class Interrupted(BaseException):
    """Somebody asked for the end. No error of anything that was under way, so nothing catches it
    on the way up.
    """

    def __init__(self, signal_number: int) -> None:
        super().__init__(f"signal {signal_number}")
        self.signal_number = signal_number
