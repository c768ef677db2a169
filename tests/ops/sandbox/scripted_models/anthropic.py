"""In place of the package `anthropic`, whose client is only imported."""

from scripted import ModelError

APIConnectionError = RateLimitError = AuthenticationError = APIStatusError = ModelError
