"""The sentences that a person in Slack reads, without their words. A field missing in one language does not type-check.

Fields in braces are filled with `str.format`. Text is Slack's mrkdwn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from knowledge.attached import FileProblem
from knowledge.domain import AnswerKind, Cached, Refusal, Shortfall, StageName, Why
from knowledge.errors import Reason
from workers.contract import Action, FailureCode

Misuse = Literal["missing", "too_many", "unknown_option", "open_quote"]
"""What can be wrong with a sub-command's arguments."""

More = Literal["step", "steps", "point", "points", "row", "rows", "source", "sources"]
"""What a message may have more of than it shows: of one, and of several."""

Announced = Literal["reload_done", "reload_unchanged", "reload_failed", "rollback_done", "rollback_failed"]
"""What a channel is told of."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One language's sentences."""

    searching: str
    waiting: str
    """{count} questions before this one."""
    stopped: str
    """Below what was shown of an answer before its asker stopped it."""
    sources: str
    page: str
    valid_from: str
    """{date} as ISO."""
    more: str
    """On the button that shows the rest of an answer."""
    more_title: str
    """Above its modal: at most 24 characters."""
    more_of: Mapping[More, str]
    """{count} that are not shown."""
    continued: str
    """Where words that are no list are cut, before the link to their document."""
    more_refused: str
    more_failed: str
    report_cut: str
    """Where a report is too long for a message."""
    your_question: str
    """Before an answer that could not be posted where it was asked: {question}."""
    asked_in: str
    """Behind that: {channel} is the channel's id."""
    own_name: str
    """The language's name in itself."""

    question_empty: str
    question_wordless: str
    question_is_file: str
    """{names} of the files that were shown without a word."""
    file_problems: Mapping[FileProblem, str]
    """{name} of a file that was not read, or not whole; {most} files a question, {megabytes} each."""
    file_private: str
    """Below an answer to what was asked in a channel about a file."""
    question_too_long: str
    """{count} and {limit} in characters."""
    question_is_hidden: str
    """Of a forwarded message that Slack does not show here."""
    forwarded_hidden: str
    """Below an answer to what was asked about such a message."""
    answered_again: str
    """Below an answer in the place of an earlier one."""
    other_workspace: str

    saved_for_later: str
    rights_unknown: str
    taken_away: str
    """In place of an answer that must not be read any more, where Slack does not remove its message."""
    rights_limited: str
    """Below an answer that was searched with fewer rights than its readers may have."""
    failures: Mapping[FailureCode, str]
    """{id} is the request's."""

    feedback_up: str
    feedback_down: str
    thanks_up: str
    thanks_down: str

    text_too_long: str
    """{count} and {limit} in characters."""
    cancel: str

    draft_usage: str
    draft_unknown: str
    """{genre} is what was typed."""
    draft_empty: str
    drafting: str
    draft_version: str
    """{number} of the version."""
    draft_use: str
    draft_edit: str
    draft_post: str
    draft_text: str
    draft_no_words: str
    draft_cut: str
    """{count} sentences were left out."""
    draft_folded: str
    """{count} characters that a message has no room for."""
    draft_check: str
    """{names} that nobody gave."""
    draft_sources: str
    draft_model: str
    draft_frame: str
    """Where no model wrote it."""
    draft_gone: str
    draft_posting: str
    """{number} of the version."""
    posted_for: str
    """{user} is a mention."""
    draft_not_posted: str
    """{channel} is the channel's id, {error} Slack's."""

    translate_usage: str
    translating: str
    translation_heading: str
    """{language} by its name."""
    translation_names: str
    """{names} that do not stand in it as they were written."""
    translation_cut: str
    translation_model: str
    """{model} is its name."""
    declined: Mapping[Reason, str]
    """{id} is the request's."""

    why_title: str
    """On a button, and above a modal: at most 24 characters."""
    why_close: str
    why_kinds: Mapping[AnswerKind, str]
    why_cached: Mapping[Cached, str]
    why_quotes: Mapping[Shortfall, str]
    why_completed: str
    """{model} is its name."""
    why_unshown: str
    """{reasons} for which sentences of the model were not shown, from the next."""
    why_refusals: Mapping[Refusal, str]
    why_stages: Mapping[str, str]
    why_quoted: str
    """{marks} are numbers of citations."""
    why_nothing: str
    why_previous: str
    why_next: str
    why_refused: str
    why_gone: str
    why_failed: str

    look_begun: str
    """In a modal until a worker said what of it may be read by now."""
    look_failed: str

    share_button: str
    share_title: str
    """Above a modal: at most 24 characters."""
    share_where: str
    share_what: str
    """Above the choice of a channel."""
    share_sure: str
    """{channel} is the channel's id."""
    share_submit: str
    share_taken: str
    share_not_opened: str
    shared_by: str
    """Above a shared answer: {user} is a mention, {question} what they asked."""
    share_done: str
    """{channel} is the channel's id, as in those that follow."""
    share_held_back: str
    share_nothing_left: str
    share_already: str
    share_refused: str
    share_gone: str
    share_archived: str
    share_unseen: str
    share_not_in: str
    share_not_yours: str
    share_no_channel: str
    share_read_only: str
    share_thread_gone: str
    share_unknown: str
    share_not_posted: str
    """{error} is Slack's."""
    share_failed: str

    kb_help_head: str
    kb_help_admins: str
    kb_help_foot: str
    kb_subcommands: Mapping[Action, tuple[str, str]]
    """How each is typed after ``/kb``, and what it does; in the order in which the help shows them."""
    kb_unknown: str
    """{command} is what was typed."""
    kb_misused: Mapping[Misuse, str]
    """{usage} is how it is typed."""
    kb_admins_only: str
    """{name} is the sub-command's."""
    kb_admins_unknown: str
    """{name} is the sub-command's, {method} and {error} Slack's."""
    kb_accepted: Mapping[Action, str]
    kb_nothing_approved: str
    kb_looking_up: str
    """What is said at once of an action that ``kb_accepted`` does not name."""

    running: Mapping[str, str]
    """What is said while it runs, by each kind of request whose progress is shown."""
    reload_done: str
    reload_unchanged: str
    rollback_done: str
    """{version} answers now."""
    status_heading: str
    answer_cache: str
    answer_cache_counts: str
    """{cached} of {asked} questions of the last seven days."""
    shortfalls: str
    shortfalls_counts: str
    """Questions of the last 7 days: {failed} and {late}."""
    suspicions: str
    suspicions_counts: str
    """{questions} and {documents} of the last 30 days."""
    suspicions_documents: str
    sources_heading: str
    versions_heading: str
    version_in_use: str
    diff_heading: str
    """{old} and {new} are versions."""
    diff_empty: str
    check_answers: str
    """{confidence} is a number up to 1."""
    check_abstains: str
    check_retrieved: str
    show_heading: str
    """{title} of the document."""
    show_unreadable: str
    show_left_out: str
    left_out: Mapping[Why, str]
    """{letters} that are no part of a document's text, by why."""
    who_heading: str
    """{title} of the document."""
    who_restricted: str
    """{rule} is what says who may read it."""
    eval_heading: str
    """{same} of {asked} questions."""
    eval_changed: str
    eval_declined: str
    eval_left: str
    """{left} questions."""
    nobody: str
    nothing: str
    stages: Mapping[str, str]
    report_labels: Mapping[str, str]
    """Names of a report's fields, in the order they are shown."""
    report_problems: str
    report_problems_hidden: str
    """{count} documents; their names are not everybody's."""
    report_past: str
    report_awaited: str
    report_failed: str
    all_sources: str
    report_unknown_groups: str
    report_slack_refuses: str
    report_error: str
    """{error} is one sentence, {id} the request's."""

    announced: Mapping[Announced, str]
    """{by} is who did it, {version} and {before} are versions, {documents} how many, {id} the request's."""
    announced_changes: str
    """{added}, {modified} and {removed} documents."""
    announced_by_schedule: str
    not_announced: str
    """{channel} is the channel's id, {error} Slack's."""

    home_title: str
    home_what: str
    home_how: str
    home_trust: str
    home_ask: str
    home_pasts: str
    home_outcomes: Mapping[str, str]
    """By `bot.records.histories.Outcome`."""
    home_deleted: str
    """In place of the words of a question that was deleted."""
    home_show: str
    home_answer: str
    """Above a modal: at most 24 characters."""
    home_answer_hidden: str
    home_changes: str
    home_settings: str
    home_language: str
    home_automatic: str
    home_privately: str
    home_administration: str
    home_status_awaited: str
    home_unanswered: str
    home_reasons: Mapping[str, str]
    """By `FailureCode`, and ``unsaid``."""
    home_refusals: str
    home_more: str

    ask_title: str
    """Above a modal: at most 24 characters."""
    ask_submit: str
    ask_question: str
    ask_about: str
    ask_what: str
    """The question about a message, until another one is written."""
    ask_taken: str
    ask_no_words: str
    ask_not_opened: str

    search_failed: str
    """In place of what Slack's search would find."""
    search_language: str
    search_languages: str
    search_source: str
    search_sources: str
    """What a search is narrowed by: one, and several."""
    card_kind: str
    """What a document is called below a link to it."""
    card_quote: str
    card_section: str
    card_valid_from: str
    card_valid_until: str
    card_owner: str
    card_version: str
    live_tasks: Mapping[StageName, str]
    """What is done for an answer: titles of tasks, and with an ellipsis the status."""
    live_loading: Mapping[StageName, tuple[str, ...]]
    """What takes turns with that status."""
    live_waiting: tuple[str, ...]
    """What takes turns with `waiting`."""
    live_plan: Mapping[Literal["working", "done", "failed"], str]
    """Above the tasks."""
    next_questions: str
    """Above buttons with what else may be asked."""
    next_refused: str
    asked_by: str
    """Before an answer to what somebody asked by such a button: {user} is a mention, {question} theirs."""
    kb_channel: str
    """What ``/kb channel`` does, in the help."""
    channel_title: str
    """Above a modal: at most 24 characters."""
    channel_loading: str
    channel_intro: str
    """{channel} is the channel's id."""
    channel_labels: Mapping[str, str]
    """By the names of `bot.records.channel_rules.ChannelRules`."""
    channel_choices: Mapping[str, tuple[str, str]]
    """What a switch among them says when it is off, and when it is on."""
    channel_all_sources: str
    channel_save: str
    channel_not_here: str
    channel_not_yours: str
    channel_unknown: str
    """{method} and {error} are Slack's."""
    channel_not_opened: str
    channel_saved: str
    """{channel} is the channel's id, {changed} are labels."""
    channel_same: str
    """{channel} is the channel's id."""
    channel_outdated: str
    """{user} is who was faster."""
    channel_off: str
    """{channel} is the channel's id, {user} who switched it off."""
    channel_unanswered: str
    """{channel} is the channel's id, {link} the address of a question."""
    channels_changed: str
    offer_head: str
    offer_dismiss: str
    offer_never: str
    offer_never_said: str
    home_unoffered: str

    prompts_title: str
    prompts: tuple[tuple[str, str], ...]
    """Title and message of each suggested question."""

    @property
    def kb_help(self) -> str:
        """What the bot can do, sub-command by sub-command; all but the first two are for administrators."""
        first, *others = (f"• `/kb {usage}` – {purpose}" for usage, purpose in self.kb_subcommands.values())
        channel = f"• `/kb channel` – {self.kb_channel}"
        return "\n".join([self.kb_help_head, first, channel, self.kb_help_admins, *others, self.kb_help_foot])
