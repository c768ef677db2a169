"""In place of the package `openai`: a model that always says the same."""

from types import SimpleNamespace

from scripted import ANSWER, ModelError

APIConnectionError = RateLimitError = AuthenticationError = APIStatusError = ModelError


class OpenAI:
    """The client, with chat completions and responses."""

    def __init__(self, **_settings: object) -> None:
        self.chat = SimpleNamespace(completions=SimpleNamespace(create=_completion))
        self.responses = SimpleNamespace(create=_response)


def _completion(**_asked: object) -> SimpleNamespace:
    return SimpleNamespace(choices=[SimpleNamespace(message=SimpleNamespace(content=ANSWER))])


def _response(**_asked: object) -> SimpleNamespace:
    return SimpleNamespace(output_text=ANSWER)
