"""What a question gives: yes or no, in words."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

log = logging.getLogger(__name__)
Question = Callable[[], str]


class Missing(Exception):
    """The answer is no; the text says what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question."""

    name: str
    good: bool
    text: str


def ask(name: str, question: Question) -> Answer:
    """The answer. Whatever goes wrong while asking is a no, with its reason."""
    try:
        return Answer(name, True, question())
    except Missing as missing:
        return Answer(name, False, str(missing))
    except Exception as error:  # the examination goes on, whatever one part does
        log.debug("The question %s failed.", name, exc_info=True)
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        return Answer(name, False, f"it could not be examined: {reason}")
