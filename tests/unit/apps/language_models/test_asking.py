"""One question to one model: answered, tried again, or given up with a sentence for somebody."""

import pytest
from pydantic import SecretStr

from apps.language_models.asking import ask
from apps.language_models.faults import Busy, CutShort, Misconfigured, ModelFault, Refused
from apps.language_models.questions import Endpoint, Question, Reply
from tests.fakes.model_server import ModelServer, Said, busy, cut, fails, late, refuses, says

SCHEMA = {
    "type": "object",
    "properties": {"a": {"type": "string"}},
    "required": ["a"],
    "additionalProperties": False,
}
QUESTION = Question("Answer.", (("user", "Say a."),), SCHEMA, SCHEMA)


def asked(*replies: Said, seconds: float = 20.0) -> tuple[Reply, int]:
    with ModelServer(*replies) as server:
        endpoint = Endpoint("openai:bridge-1", server.url, SecretStr("key"))
        return ask(endpoint, QUESTION, seconds=seconds), len(server.requests)


def test_an_answer_comes_with_what_it_cost() -> None:
    reply, calls = asked(says({"a": "b"}))
    assert (reply.text, reply.calls, calls) == ('{"a": "b"}', 1, 1)
    assert reply.input_tokens > 0


def test_a_busy_server_is_asked_again_and_counted() -> None:
    reply, calls = asked(busy(), fails(500), says({"a": "b"}))
    assert (reply.calls, calls) == (3, 3)


@pytest.mark.parametrize(
    ("reply", "fault"),
    [
        (refuses(), Refused),
        (cut({"a": "b" * 50}), CutShort),
        (fails(401), Misconfigured),
        (busy(), Busy),
    ],
    ids=["refused", "cut", "key", "busy for ever"],
)
def test_each_fault_has_its_kind(reply: Said, fault: type[ModelFault]) -> None:
    with pytest.raises(fault):
        asked(reply, seconds=6.0)


def test_a_slow_model_is_given_up_in_time() -> None:
    with pytest.raises(ModelFault, match="did not answer in time"):
        asked(late({"a": "b"}, 3.0), seconds=0.5)
