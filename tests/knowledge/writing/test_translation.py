"""Translations: what must survive does, or nothing is shown."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import pytest

from knowledge.domain import Message, ModelProfile, Sampling
from knowledge.errors import Declined
from knowledge.writing.translation import Translating, Translation


@dataclass
class Bilingual:
    """Gives one translation after the other."""

    translations: Sequence[str]
    profile: ModelProfile = ModelProfile(frozenset({"en", "zh"}))  # noqa: RUF009 - it is frozen
    name: str = "bilingual"
    prompts: list[str] = field(default_factory=list)

    def generate(
        self,
        prompt: Sequence[Message],
        *,
        max_new_tokens: int,
        deadline: float,
        cancelled: Callable[[], bool],
        sampling: Sampling | None = None,
    ) -> Iterator[str]:
        """Yield the next one."""
        self.prompts.append(prompt[-1].content)
        yield self.translations[len(self.prompts) - 1]


def translate(text: str, *translations: str, target: str = "zh") -> Translation:
    """Translate with a model that says this."""
    translating = Translating(Bilingual(translations))
    return translating.translate("t-1", text, target, deadline=time.monotonic() + 60, cancelled=lambda: False)


@pytest.mark.parametrize(
    ("text", "translation", "target"),
    [
        ("The office closes on 3 May 2026 at 17:00.", "办公室于2026年5月3日17:00关闭。", "zh"),
        ("You have 25 days and 1.5 million euros.", "您有25天和150万欧元。", "zh"),
        ("You may take up to five days.", "您最多可以休五天。", "zh"),
        ("五天内退货，见第三条。", "Return it within five days, see article 3.", "en"),
        ("Reports are due in January.", "报告应于一月提交。", "zh"),
        ("Fill in the two-factor form.", "请填写双因素认证表格。", "zh"),
        ("The office is closed on Friday.", "Le bureau est fermé vendredi.", "fr"),
    ],
)
def test_numbers_are_compared_however_they_are_written(text: str, translation: str, target: str) -> None:
    """Digits, words, Chinese numerals, months and large units."""
    assert translation == translate(text, translation, target=target).text


@pytest.mark.parametrize(
    "wrong",
    [
        "办公室于2026年5月4日关闭。",
        "办公室于2026年关闭。",
        "办公室于2026年5月3日关闭，费用为300元。",
        "The office closes on 3 May 2026.",
        "办",
        "办公室于2026年5月3日关闭。" * 40,
        "办公室于2026年5月3日关闭，见 https://evil.example/x 。",
        "<!channel> 办公室于2026年5月3日关闭。",
        "<@U0TOM> 办公室于2026年5月3日关闭。",
    ],
    ids=["other", "missing", "added", "untranslated", "too short", "endless", "a link", "a broadcast", "a mention"],
)
def test_what_is_not_faithful_is_tried_once_more_and_never_shown(wrong: str) -> None:
    """A wrong number is worse than none."""
    right = "办公室于2026年5月3日关闭。"

    assert right == translate("The office closes on 3 May 2026.", wrong, right).text
    with pytest.raises(Declined) as declined:
        translate("The office closes on 3 May 2026.", wrong, wrong)
    assert "translate_wrong" == declined.value.reason


def test_links_mentions_and_code_are_put_aside_and_put_back() -> None:
    """The model never sees them; it may move them."""
    text = "Ask <@U0TOM> at https://intranet.example/vpn?x=1 or run `vpn --up` [1]."
    model = Bilingual(["请在 ⟦2⟧ 询问 ⟦1⟧，或运行 ⟦3⟧ ⟦4⟧。"])
    done = Translating(model).translate("t-1", text, "zh", deadline=time.monotonic() + 60, cancelled=lambda: False)

    assert "请在 https://intranet.example/vpn?x=1 询问 <@U0TOM>，或运行 `vpn --up` [1]。" == done.text
    assert ["Ask ⟦1⟧ at ⟦2⟧ or run ⟦3⟧ ⟦4⟧."] == model.prompts


def test_a_mark_that_is_lost_or_doubled_is_not_faithful() -> None:
    """A link that disappears, or one that is put in a second time."""
    text = "Please see https://intranet.example/vpn for help."

    assert translate(text, "请参阅帮助。", "请参阅 ⟦1⟧ 。").text.count("https://") == 1
    with pytest.raises(Declined):
        translate(text, "请参阅 ⟦1⟧ 和 ⟦1⟧ 。", "请参阅 ⟦2⟧ 。")


def test_names_that_were_written_otherwise_are_shown_for_the_reader_to_check() -> None:
    """Some names are translated rightly; nobody can tell which."""
    done = translate("Please ask the team of Harbour and Priya.", "请询问 Harbour 团队和普里娅。")

    assert ("Priya",) == done.unmatched


def test_a_text_may_hold_anything_that_looks_like_a_mark() -> None:
    """It is no mark, and nothing breaks."""
    with pytest.raises(Declined):
        translate("Please ⟦9⟧ come here now.", "请 ⟦9⟧ 过来。", "请 ⟦9⟧ 过来。")


@pytest.mark.parametrize(
    ("generator", "target", "reason"),
    [
        (None, "zh", "no_model"),
        (Bilingual([], ModelProfile(frozenset({"en"}))), "zh", "translate_language"),
        (Bilingual([], ModelProfile(frozenset({"en"}))), "fr", "translate_language"),
        (Bilingual([]), "en", "translate_same"),
    ],
)
def test_what_cannot_be_done_is_declined(generator: Bilingual | None, target: str, reason: str) -> None:
    """Without asking the model."""
    with pytest.raises(Declined) as declined:
        Translating(generator).translate("t-1", "The office is closed.", target, deadline=0, cancelled=lambda: False)

    assert reason == declined.value.reason
