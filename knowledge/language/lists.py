"""A whole list, table or procedure from one of its sentences: what asks for it gets all of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from knowledge.language.blocks import SAID, Block, blocks
from knowledge.language.leads import INTRODUCES
from knowledge.language.sentences import Sentence, split_sentences

_COUNTED: Final = frozenset({"1.", "(1)", "（一）", "一、", "第一步", "①", "a)"})
"""The marks of items in an order."""
_OF_PARAGRAPHS: Final = frozenset({"(1)", "（一）", "一、", "a)"})
"""What the paragraphs of a statute are counted with too: each of those is a rule of its own, and no item."""
_EMPHASIS: Final = len("**")


@dataclass(eq=False, slots=True)
class _List:
    """A list or a table while it is read: where its items stand, and the number of the last one."""

    indent: int
    mark: str
    number: int | None = None
    of_paragraphs: bool = False

    def takes(self, block: Block) -> bool:
        return (self.indent, self.mark) == (block.indent, block.mark)

    def goes_on_with(self, block: Block) -> bool:
        """Whether the item is the next one; a lower number begins another list, and a header another table."""
        again = self.number is not None and block.number is not None and block.number <= self.number
        return self.takes(block) and not again and block.kind != "header"


@dataclass(slots=True)
class _Reader:
    """Finds the lists that each block of a text is in, the outermost first."""

    text: str
    read: Sequence[Block]
    lists: list[tuple[_List, ...]] = field(default_factory=list)

    def paths(self) -> list[tuple[_List, ...]]:
        open_lists: list[_List] = []
        for place, block in enumerate(self.read):
            open_lists = self._open(open_lists, place, block)
            self.lists.append(tuple(open_lists))
        return self.lists

    def _open(self, before: list[_List], place: int, block: Block) -> list[_List]:
        """The lists that are open in the block."""
        if block.kind == "heading":
            return []
        if block.kind == "paragraph":
            return [each for each in before if each.indent < block.indent or self._bridges(each, place)]
        introduced = self._introduced(place)
        around = self._around(before, place, block)
        inside = around[-1] if around and around[-1].goes_on_with(block) else None
        if inside is None:
            inside = _List(block.indent, block.mark, of_paragraphs=block.mark in _OF_PARAGRAPHS and not introduced)
        inside.number = block.number
        return [*(each for each in around if not each.takes(block)), inside]

    def _around(self, before: list[_List], place: int, block: Block) -> list[_List]:
        """The lists that an item may be in: its own, and those that it is nested in."""
        known = [depth for depth, each in enumerate(before) if each.takes(block)]
        if known:
            return before[: known[0] + 1]
        return [each for each in before if each.indent < block.indent + self._introduced(place)]

    def _introduced(self, place: int) -> bool:
        """Whether the block before ends with a colon."""
        end = self.read[place - 1].end if place else 0
        return bool(INTRODUCES.search(self.text, max(0, end - _EMPHASIS - 2), end))

    def _bridges(self, around: _List, place: int) -> bool:
        """Whether the numbers go on behind a paragraph that is not indented, as it should be."""
        following = next((each for each in self.read[place + 1 :] if each.kind != "paragraph"), None)
        if following is None or around.number is None or not around.takes(following):
            return False
        return following.number == around.number + 1


def block_of(sentence: Sentence) -> tuple[Sentence, ...]:
    """Return all sentences of the list, or rows of the table, that a sentence is part of or introduces; else it alone.

    An item of a nested list gives that list, unless the one around it is in steps: they are wanted whole.
    """
    text = sentence.passage.text
    read = blocks(text)
    paths, here = _Reader(text, read).paths(), _place(read, sentence)
    path = [each for each in paths[here] if not each.of_paragraphs]
    if not path and sentence.end + _EMPHASIS >= read[here].end:
        path = [each for each in paths[here + 1] if each not in paths[here]][:1] if here + 1 < len(read) else []
    if not path:
        return (sentence,)
    wanted = next((each for each in path if each.mark in _COUNTED), path[-1])
    spans = [(block.start, block.end) for block, lists in zip(read, paths, strict=True) if wanted in lists]
    inside = (each for each in split_sentences(sentence.passage) if any(s <= each.start < e for s, e in spans))
    return tuple(inside) or (sentence,)


def is_steps(block: Sequence[Sentence]) -> bool:
    """Whether sentences that belong together are the items of a numbered list."""
    if len(block) < 2:  # noqa: PLR2004 -- one item is no list
        return False
    read = blocks(block[0].passage.text)
    return read[_place(read, block[0])].mark in _COUNTED


def number_of(sentence: Sentence) -> int | None:
    """Return the number of the item that the sentence begins, in digits or Chinese numerals; None without one."""
    block = _block_of(sentence)
    return None if sentence.passage.text[block.body : sentence.start].strip() else block.number


def says_its_mark(sentence: Sentence) -> bool:
    """Whether the mark of the item that a sentence begins is among its words: “(2)”, 二、."""
    return number_of(sentence) is not None and _block_of(sentence).mark in SAID


def _block_of(sentence: Sentence) -> Block:
    read = blocks(sentence.passage.text)
    return read[_place(read, sentence)]


def _place(read: Sequence[Block], sentence: Sentence) -> int:
    return next(place for place, block in enumerate(read) if block.start <= sentence.start < block.end)
