"""In place of `google.api_core.exceptions`, which is only imported."""

from scripted import ModelError

Unauthorized = ResourceExhausted = GoogleAPIError = ModelError
