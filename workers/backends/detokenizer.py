"""Token ids -> text as it grows."""

from __future__ import annotations

from transformers import PreTrainedTokenizerBase

_INCOMPLETE = "\ufffd"


class Detokenizer:
    """Turns tokens into text deltas; a character that spans tokens is held back until it is whole."""

    def __init__(self, tokenizer: PreTrainedTokenizerBase) -> None:
        self._tokenizer = tokenizer
        self._ids: list[int] = []
        # Text of the tokens before _shown is out. Decoding starts a little earlier, at _context: what a token
        # looks like may depend on the one before it.
        self._context = self._shown = 0

    def push(self, token_id: int) -> str:
        """Add a token and return the text that is certain now, often nothing or more than one character."""
        self._ids.append(token_id)
        before, text = self._decode(self._context, self._shown), self._decode(self._context, len(self._ids))
        if len(text) <= len(before) or text.endswith(_INCOMPLETE):
            return ""
        self._context, self._shown = self._shown, len(self._ids)
        return text[len(before) :]

    def flush(self) -> str:
        """Return what was held back, less a character that never became whole."""
        before, text = self._decode(self._context, self._shown), self._decode(self._context, len(self._ids))
        return text[len(before) :].rstrip(_INCOMPLETE)

    def _decode(self, start: int, end: int) -> str:
        text = self._tokenizer.decode(
            self._ids[start:end], skip_special_tokens=True, clean_up_tokenization_spaces=False
        )
        return str(text)
