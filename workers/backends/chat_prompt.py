"""Chat messages -> the model's token ids."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from jinja2 import TemplateError
from transformers import PreTrainedTokenizerBase

from knowledge.domain import Message
from knowledge.errors import SettingError


@dataclass(frozen=True, slots=True)
class ChatPrompt:
    """Token ids of a prompt; the first ``shared`` of them come from the template and the system message alone."""

    token_ids: list[int]
    shared: int


class ChatTemplate:
    """A tokenizer's chat template, in which what people wrote cannot pose as the template's own markers.

    Raises SettingError when the model has no chat template or one that takes no system message.
    """

    def __init__(self, tokenizer: PreTrainedTokenizerBase) -> None:
        self.tokenizer = tokenizer
        special = [token.content for token in tokenizer.added_tokens_decoder.values() if token.special]
        self._special = re.compile("|".join(map(re.escape, special)) or r"(?!)")
        self._require_chat()

    def encode(self, messages: Sequence[Message]) -> ChatPrompt:
        """Return the prompt, ending where the model's answer begins."""
        token_ids = self._token_ids(messages)
        emptied = [m if m.role == "system" else replace(m, content="") for m in messages]
        pairs = zip(token_ids[:-1], self._token_ids(emptied), strict=False)  # one token is always left to be read
        return ChatPrompt(token_ids, shared=sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs)))

    def _token_ids(self, messages: Sequence[Message]) -> list[int]:
        chat = [{"role": m.role, "content": self._disarmed(m.content)} for m in messages]
        text = self.tokenizer.apply_chat_template(
            chat,
            tokenize=False,
            add_generation_prompt=True,
            enable_thinking=False,  # read by templates of models that think aloud (Qwen3), ignored by others
        )
        token_ids: list[int] = self.tokenizer(text, add_special_tokens=False)["input_ids"]
        return token_ids

    def _disarmed(self, content: str) -> str:
        """Break up the model's special tokens (``<|im_end|>``) so that they are read as the characters they are."""
        return self._special.sub(lambda match: f"{match[0][0]} {match[0][1:]}", content)

    def _require_chat(self) -> None:
        try:
            self._token_ids([Message("system", "You answer."), Message("user", "Hello")])
        except (TemplateError, ValueError) as error:  # ValueError: it has no template
            raise SettingError(
                f"The model {self.tokenizer.name_or_path} does not take a system message and a question. "
                "Set FRONTDESK_GENERATOR_MODEL to a chat (instruct) model."
            ) from error
