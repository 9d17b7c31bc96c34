"""Faults of pydantic-ai and of answers, sorted into ours. Imported only where a question
is asked.
"""

from collections.abc import Mapping

from pydantic_ai import exceptions
from pydantic_ai.messages import ModelResponse, TextPart, ToolCallPart

from apps.language_models.faults import (
    Busy,
    CutShort,
    Misconfigured,
    ModelFault,
    NoAnswer,
    QuotaSpent,
    Refused,
    Rejected,
    Unreachable,
)

LONGEST_WAIT = 60.0
BUSY_FROM = 500


def sorted_fault(error: Exception) -> ModelFault:
    """Our fault for one of the library's; the text holds no key and no part of the request."""
    match error:
        case exceptions.ModelQuotaExceededError():
            return QuotaSpent("The account with the language model's provider has nothing left.")
        case exceptions.ModelAuthenticationError():
            return Misconfigured("The language model's key is not accepted.")
        case exceptions.ModelNotFoundError():
            return Misconfigured("The language model that is set does not exist there any more.")
        case exceptions.ModelHTTPError():
            return _by_status(error)
        case exceptions.ContentFilterError():
            return Refused("The language model's provider filtered the request.")
        case exceptions.UserError():
            return Misconfigured(f"The language model is not set up rightly: {error}")
        case exceptions.ModelAPIError():
            return Unreachable("The language model could not be reached.")
        case _:
            return NoAnswer("The language model's answer could not be read.")


def _by_status(error: exceptions.ModelHTTPError) -> ModelFault:
    status = error.status_code
    if status == 402:
        return QuotaSpent("The account with the language model's provider has nothing left.")
    if status in {401, 403}:
        return Misconfigured("The language model's key is not accepted.")
    if status in {408, 409, 425, 429} or status >= BUSY_FROM:
        return Busy("The language model has too much to do.", wait=_asked_wait(error.headers or {}))
    return Rejected(f"The language model's server does not take the request (status {status}).")


def _asked_wait(headers: Mapping[str, str]) -> float | None:
    """Seconds that the server asks to wait; None where it does not say, or not in seconds."""
    try:
        return min(max(float(headers.get("retry-after", "")), 0.0), LONGEST_WAIT)
    except ValueError:
        return None


def text_of(response: ModelResponse) -> str:
    """The answer's text; raises the fault that an answer without one is."""
    details = response.provider_details or {}
    if response.finish_reason == "content_filter" or details.get("refusal"):
        raise Refused(str(details.get("refusal") or "The language model did not want to answer."))
    text = "".join(part.content for part in response.parts if isinstance(part, TextPart))
    if response.finish_reason == "length":
        raise CutShort("The language model's answer was cut off before its end.")
    if not text.strip():
        called = next((part for part in response.parts if isinstance(part, ToolCallPart)), None)
        if called is not None:
            return called.args_as_json_str()
        raise NoAnswer("The language model gave an empty answer.")
    return text
