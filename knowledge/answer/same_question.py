"""Whether two questions ask for the same, so that one answer does for both. In doubt they do not.

The embedder cannot tell alone: of the 69 pairs in `tests/eval/alike_pairs.jsonl` that differ in something that matters
("own laptop, work stick" for "work laptop, own stick", one city for another), it puts 65 nearer to each other than the
farthest of the 38 paraphrases. So the words must agree as well, but for those that carry nothing, and what is found
for the new question must bear the answer out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from knowledge.answer.reading import Evidence
from knowledge.domain import Answer, Citation
from knowledge.language.text import language_of, negated, normalise, numbers, stem

LEAST_SIMILARITY: Final = 0.97
"""Cosine of two questions. The 8 paraphrases of the pairs whose words agree have .977 and more; no other pair's do."""

_LIGHT: Final = frozenset(
    """a an the i we my our you your me us it is are be am do does can could may might will would please what which
    current currently exact exactly per to of for in on at get""".split()
)
_WORD: Final = re.compile(r"[^\W_]+(?:['’][a-z]+)?")
_CJK_SAME: Final = (
    (re.compile("怎么样|怎么|怎样"), "如何"),
    (re.compile("(?:的?流程)?是(?:什么|如何)的?$"), "如何"),
    (re.compile("[是有]?(?:多少|几)"), "几"),
    (re.compile("请问|一共|总共|总计|的|了|吗|呢|吧|我们|我|您|你"), ""),
)
"""Ways of asking that mean the same; `如何` may stand anywhere."""


def same_particulars(one: str, other: str) -> bool:
    """Whether two questions agree in all that matters: the words in their order, numbers and denials."""
    return all(part(one) == part(other) for part in (language_of, numbers, negated, _content))


def borne_out(answer: Answer, best: Sequence[Evidence]) -> bool:
    """Whether the answer quotes nothing but what is the best evidence for this question, too."""
    return bool(answer.citations) and all(_among(citation, best) for citation in answer.citations)


def _among(citation: Citation, best: Sequence[Evidence]) -> bool:
    sentences = (evidence.sentence for evidence in best)
    return any(
        sentence.passage.document_id == citation.document
        and sentence.passage.text[sentence.start : sentence.end] in citation.quote
        for sentence in sentences
    )


def _content(question: str) -> tuple[bool, list[str]]:
    """The words that carry something, in order; of Chinese, which has no spaces, the characters."""
    folded = normalise(question)
    if language_of(question) == "zh":
        written = "".join(_WORD.findall(folded))
        for pattern, same in _CJK_SAME:
            written = pattern.sub(same, written)
        return "如何" in written, list(written.replace("如何", ""))
    words = (word.removesuffix("'s") for word in _WORD.findall(folded))
    return False, [stem(word) for word in words if word not in _LIGHT]
