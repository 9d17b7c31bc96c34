"""Faults by whose turn it is, and texts of answers."""

import pytest
from pydantic_ai import exceptions
from pydantic_ai.messages import ModelResponse, TextPart, ToolCallPart

from apps.language_models import faults
from apps.language_models.sorting import sorted_fault, text_of


def http(status: int, **headers: str) -> exceptions.ModelHTTPError:
    return exceptions.ModelHTTPError(
        status, "m-1", headers={key.replace("_", "-"): value for key, value in headers.items()}
    )


@pytest.mark.parametrize(
    ("error", "fault", "turn"),
    [
        (http(429), faults.Busy, "later"),
        (http(503), faults.Busy, "later"),
        (http(529), faults.Busy, "later"),
        (http(401), faults.Misconfigured, "admin"),
        (http(402), faults.QuotaSpent, "admin"),
        (http(400), faults.Rejected, "admin"),
        (exceptions.ContentFilterError("x"), faults.Refused, "asker"),
        (exceptions.UserError("no such provider"), faults.Misconfigured, "admin"),
        (exceptions.ModelAPIError("m-1", "gone"), faults.Unreachable, "later"),
        (exceptions.UnexpectedModelBehavior("x"), faults.NoAnswer, "later"),
    ],
)
def test_each_error_is_somebodys_turn(
    error: Exception, fault: type[faults.ModelFault], turn: str
) -> None:
    found = sorted_fault(error)
    assert type(found) is fault
    assert found.turn == turn
    assert found.sentence.endswith((".", "r"))


@pytest.mark.parametrize(
    ("said", "wait"), [("3", 3.0), ("9999", 60.0), ("-1", 0.0), ("soon", None)]
)
def test_a_server_may_say_how_long_to_wait(said: str, wait: float | None) -> None:
    assert sorted_fault(http(429, retry_after=said)).wait == wait


def test_texts_of_answers() -> None:
    assert text_of(ModelResponse([TextPart("a"), TextPart("b")])) == "ab"
    assert text_of(ModelResponse([ToolCallPart("outcome", '{"a": 1}')])) == '{"a":1}'
    with pytest.raises(faults.NoAnswer):
        text_of(ModelResponse([TextPart("  ")]))
    with pytest.raises(faults.CutShort):
        text_of(ModelResponse([TextPart('{"a')], finish_reason="length"))
    with pytest.raises(faults.Refused, match="cannot"):
        text_of(
            ModelResponse(
                [], finish_reason="content_filter", provider_details={"refusal": "I cannot."}
            )
        )
