"""The few sentences that an answer says in its own words, in both languages."""

from __future__ import annotations

from typing import Final

from knowledge.domain import Language

ABSTENTION: Final[dict[Language, str]] = {
    "en": "The policies don't say. I found nothing in the documents you may read that answers this, so I won't guess.",
    "zh": "现有的公司制度没有说明。在您有权查看的文件中，我没有找到能回答这个问题的内容，因此不作猜测。",
}

OTHER_LANGUAGE: Final[dict[Language, str]] = {
    "en": "The policy is written in Chinese. It says:",
    "zh": "相关制度只有英文版，原文如下：",
}
