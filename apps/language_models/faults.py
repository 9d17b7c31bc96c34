"""What goes wrong with models, sorted by whose turn it is. The text is a sentence for
that person.
"""

from typing import ClassVar, Literal

Turn = Literal["asker", "admin", "later"]


class ModelFault(Exception):
    """Base: no answer that could be used. `calls`, `seconds` and tokens are what was spent in
    vain.
    """

    id: ClassVar[str] = "model-fault"
    turn: ClassVar[Turn] = "later"
    again: ClassVar[bool] = False

    def __init__(self, sentence: str, *, wait: float | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.wait = wait
        self.calls = 1
        self.seconds = 0.0
        self.input_tokens = 0
        self.output_tokens = 0


class Unreachable(ModelFault):
    """No connection, or it broke, or nothing came in time."""

    id = "model-unreachable"
    again = True


class Busy(ModelFault):
    """429 or 5xx: the provider has too much to do."""

    id = "model-busy"
    again = True


class Misconfigured(ModelFault):
    """The key, the account or the model's name: an admin has to look."""

    id = "model-misconfigured"
    turn = "admin"


class QuotaSpent(Misconfigured):
    """The account with the provider has no money or quota left."""

    id = "model-quota"


class Rejected(ModelFault):
    """The provider does not take the request as it is."""

    id = "model-rejected"
    turn = "admin"


class Refused(ModelFault):
    """The model, or its provider's filter, does not want to answer."""

    id = "model-refused"
    turn = "asker"


class CutShort(ModelFault):
    """The answer was longer than allowed and ends in the middle."""

    id = "model-cut-short"
    turn = "asker"


class NoAnswer(ModelFault):
    """An answer without text, or none that is one."""

    id = "model-no-answer"
