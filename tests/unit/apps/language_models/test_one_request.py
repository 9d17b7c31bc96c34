"""Which model an endpoint is, what an answer's price is, and what is sent where."""

import pytest
from pydantic import SecretStr
from pydantic_ai.messages import ModelResponse, TextPart
from pydantic_ai.usage import RequestUsage

from apps.language_models.asking import ask
from apps.language_models.faults import Misconfigured
from apps.language_models.one_request import model_of, price_of
from apps.language_models.questions import Endpoint, Question
from tests.fakes.model_server import ModelServer, fails, says

SCHEMA = {
    "type": "object",
    "properties": {"a": {"type": "string"}},
    "required": ["a"],
    "additionalProperties": False,
}
QUESTION = Question("Answer.", (("user", "Say a."),), SCHEMA, SCHEMA)
USED = RequestUsage(input_tokens=1_000_000, output_tokens=1_000_000)


def test_an_address_wins_over_the_provider_and_the_rest_is_the_models_name() -> None:
    model = model_of(Endpoint("ours:small/one:7b", "http://127.0.0.1:1/v1"))
    assert model.model_name == "small/one:7b"
    assert str(model.base_url).rstrip("/") == "http://127.0.0.1:1/v1"


def test_a_name_without_a_provider_is_asked_for_as_it_is() -> None:
    assert model_of(Endpoint("small-one", "http://127.0.0.1:1/v1")).model_name == "small-one"


def test_a_provider_gets_the_key_that_is_set() -> None:
    model = model_of(Endpoint("openai:gpt-4o", api_key=SecretStr("k3y")))
    assert (model.model_name, model.system) == ("gpt-4o", "openai")


@pytest.mark.parametrize("key", ["", "k3y"], ids=["without a key", "with a key"])
@pytest.mark.parametrize(
    "name", ["nosuch:model", "nothing", ""], ids=["provider", "no provider", "empty"]
)
def test_a_provider_that_there_is_not_is_an_admins_turn(name: str, key: str) -> None:
    with pytest.raises(Misconfigured, match="not set up rightly") as failed:
        ask(Endpoint(name, api_key=SecretStr(key)), QUESTION)
    assert failed.value.turn == "admin"
    assert "k3y" not in failed.value.sentence


def test_a_model_of_a_price_list_has_a_price() -> None:
    answer = ModelResponse([TextPart("a")], usage=USED, model_name="gpt-4o", provider_name="openai")
    price = price_of(answer)
    assert price is not None
    assert price > 0


@pytest.mark.parametrize("name", ["bridge-1", "a-model-of-our-own"])
def test_a_model_of_ones_own_has_none(name: str) -> None:
    assert price_of(ModelResponse([TextPart("a")], usage=USED, model_name=name)) is None


def test_a_server_without_schemas_is_asked_in_words_and_both_are_counted() -> None:
    with ModelServer(fails(400), says({"a": "b"})) as server:
        reply = ask(Endpoint("openai:bridge-1", server.url, SecretStr("k3y")), QUESTION)
    assert (reply.text, reply.calls) == ('{"a": "b"}', 2)
    assert [("response_format" in request) for request in server.requests] == [True, False]


def test_a_conversation_is_sent_in_its_order() -> None:
    said = (("user", "Say a."), ("assistant", "b"), ("user", "No, a."))
    with ModelServer(says({"a": "a"})) as server:
        ask(
            Endpoint("openai:bridge-1", server.url, SecretStr("k3y")),
            Question("Answer.", said, SCHEMA, SCHEMA),  # type: ignore[arg-type]
        )
    (request,) = server.requests
    turns = [(turn["role"], turn["content"]) for turn in request["messages"]]
    assert [turn for turn in turns if turn[0] != "system"] == list(said)
