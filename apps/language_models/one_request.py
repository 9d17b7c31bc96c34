"""One request through pydantic-ai. Everything that knows the library is here and in `sorting`."""

import json
import time

from pydantic_ai.direct import model_request
from pydantic_ai.exceptions import AgentRunError, UserError
from pydantic_ai.messages import (
    ModelMessage,
    ModelRequest,
    ModelResponse,
    TextPart,
    UserPromptPart,
)
from pydantic_ai.models import Model, ModelRequestParameters, infer_model
from pydantic_ai.output import OutputObjectDefinition
from pydantic_ai.providers import Provider, infer_provider_class
from pydantic_ai.settings import ModelSettings

from apps.language_models.faults import ModelFault, Rejected
from apps.language_models.questions import Endpoint, Question, Reply
from apps.language_models.sorting import sorted_fault, text_of

SCHEMA_WORDS = "\n\nAnswer with one JSON object and nothing else. Its JSON schema:\n"


async def one_request(endpoint: Endpoint, question: Question, left: float) -> Reply:
    """The answer, by the provider's own schema where it has one, else with the schema in words."""
    started = time.monotonic()
    try:
        model = model_of(endpoint)
        async with model:
            native = bool(model.profile.get("supports_json_schema_output"))
            response, calls = await _requested(model, question, left, native)
    except (AgentRunError, UserError) as error:
        raise sorted_fault(error) from error
    usage = response.usage
    try:
        text = text_of(response)
    except ModelFault as fault:
        fault.input_tokens, fault.output_tokens = usage.input_tokens, usage.output_tokens
        raise
    return Reply(
        text,
        response.model_name or endpoint.model,
        usage.input_tokens,
        usage.output_tokens,
        time.monotonic() - started,
        calls,
        price_of(response),
    )


def price_of(response: ModelResponse) -> float | None:
    """What the provider's price list says; None for a model that is on no list."""
    try:
        return float(response.cost().total_price)
    except (LookupError, ValueError):
        return None


async def _requested(
    model: Model, question: Question, left: float, native: bool
) -> tuple[ModelResponse, int]:
    """A server that claims schemas and then refuses this one is asked again in words."""
    if native:
        try:
            return await _send(model, question, left, native=True), 1
        except AgentRunError as error:
            if not isinstance(sorted_fault(error), Rejected):
                raise
    return await _send(model, question, left, native=False), 2 if native else 1


async def _send(model: Model, question: Question, left: float, *, native: bool) -> ModelResponse:
    instructions = question.instructions
    parameters = ModelRequestParameters()
    if native:
        schema = OutputObjectDefinition(question.strict_schema, question.schema_name, strict=True)
        parameters = ModelRequestParameters(output_mode="native", output_object=schema)
    else:
        lean = json.dumps(question.schema, separators=(",", ":"), ensure_ascii=False)
        instructions += SCHEMA_WORDS + lean
    settings = ModelSettings(max_tokens=question.max_tokens, timeout=left, max_retries=0)
    return await model_request(
        model,
        _messages(question, instructions),
        model_settings=settings,
        model_request_parameters=parameters,
    )


def _messages(question: Question, instructions: str) -> list[ModelMessage]:
    messages: list[ModelMessage] = []
    for role, text in question.said:
        if role == "user":
            messages.append(ModelRequest([UserPromptPart(text)], instructions=instructions))
        else:
            messages.append(ModelResponse([TextPart(text)]))
    return messages


def model_of(endpoint: Endpoint) -> Model:
    """The model of an endpoint; raises the library's UserError for a name it does not know."""
    provider, _, name = endpoint.model.partition(":")
    key = endpoint.api_key.get_secret_value()
    if endpoint.base_url:
        from pydantic_ai.models.openai import OpenAIChatModel
        from pydantic_ai.providers.openai_compatible import OpenAICompatibleProvider

        compatible = OpenAICompatibleProvider(
            provider, base_url=endpoint.base_url, api_key=key or "none"
        )
        return OpenAIChatModel(name or provider, provider=compatible)
    try:
        if not key:
            return infer_model(endpoint.model)
        return infer_model(endpoint.model, provider_factory=lambda called: _with_key(called, key))
    except (ImportError, TypeError, ValueError) as error:
        # No such provider, its package is not there, or it takes no key.
        raise UserError(str(error)) from error


def _with_key(called: str, key: str) -> Provider[object]:
    made: Provider[object] = infer_provider_class(called)(api_key=key)  # type: ignore[call-arg]
    return made
