"""What we need of each thing that Slack sends, so that a listener may rely on it. Whatever else is there may be.

One line a kind in the tables below. Ids and times are as short as the columns that keep them (`bot.records.models`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Final, Self

from pydantic import BaseModel, ConfigDict, Field, Json, StringConstraints, model_validator

from bot.home.channel_form import CHANNEL_FORM
from bot.home.view import ASK, OPEN_ANSWER, SEND
from bot.listeners.actions.draft import EDITOR, TEXT
from bot.sharing.form import CHANNEL
from bot.sharing.form import FORM as SHARE_FORM
from bot.slack.blocks import (
    DRAFT_EDIT,
    DRAFT_USE,
    FEEDBACK_ACTION,
    MORE_ACTION,
    MORE_PAGE_ACTION,
    NEXT_ACTION,
    OFFER_DISMISS,
    OFFER_NEVER,
    SHARE_ACTION,
    WHY_ACTION,
    WHY_PAGE_ACTION,
)

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,32}$")]
Ts = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,20}\.[0-9]{1,10}$")]
Token = Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{1,2000}$")]
"""What is kept or looked up as it is: an address, the value of one of our buttons."""
Number = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,6}$")]

_SAID: Final = frozenset({None, "thread_broadcast", "file_share"})
"""Subtypes of what somebody says; whatever has another one tells what happened."""


class Shape(BaseModel):
    """Has at least these fields, of these types exactly."""

    model_config = ConfigDict(extra="allow", strict=True)


class Payload(Shape):
    """Whatever says of which type it is."""

    type: str


class Envelope(Payload):
    """Around an event."""

    event: Payload


class Thing(Shape):
    """A person or a place."""

    id: Id


class Edited(Shape):
    """When a message was edited last."""

    ts: Ts


class Message(Shape):
    """A message as it stands in other things."""

    user: Id | None = None
    bot_id: Id | None = None
    text: str | None = None
    ts: Ts | None = None
    thread_ts: Ts | None = None
    subtype: str | None = None
    edited: Edited | None = None


class MessageEvent(Message):
    """A message, or what happened to one."""

    channel: Id
    ts: Ts
    channel_type: str | None = None
    deleted_ts: Ts | None = None
    message: Message | None = None
    previous_message: Message | None = None

    @model_validator(mode="after")
    def somebody_said_it(self) -> Self:
        """Raise ValueError where nobody did."""
        if self.subtype in _SAID and self.user is None and self.bot_id is None:
            raise ValueError("nobody said it")
        return self


class Entity(Payload):
    """Something that somebody looks at; its value is of many kinds, and looked into by whoever needs it."""


class LookedAt(Shape):
    """What somebody looks at beside the app, if anything."""

    entities: Sequence[Entity] | None = None


class HomeOpened(Shape):
    """Somebody looks at the app's own page."""

    user: Id
    channel: Id
    tab: str | None = None
    context: LookedAt | None = None


class ContextChanged(Shape):
    """Somebody looks at something else beside the app. Slack's reference has it without the person, its types with."""

    user: Id | None = None
    channel: Id | None = None
    context: LookedAt | None = None


class SessionStopped(Shape):
    """Somebody pressed Stop."""

    channel: Id
    user: Id
    event_ts: Annotated[str, StringConstraints(pattern=r"^[0-9.]{1,30}$")]
    thread_ts: Ts | None = None


class SessionRetitled(Shape):
    """Somebody gave a thread a title."""

    channel: Id
    user: Id | None = None
    thread_ts: Ts | None = None


class UserChanged(Shape):
    """A person changed."""

    user: Thing


class ChannelChanged(Shape):
    """Something changed in a channel."""

    channel: Id


class ChannelIdChanged(Shape):
    """A channel has another id."""

    old_channel_id: Id
    new_channel_id: Id


class Link(Shape):
    """An address in a message."""

    url: Annotated[str, StringConstraints(min_length=1, max_length=8000)]


class LinkShared(Shape):
    """Somebody posted links of ours, or is about to."""

    channel: Id
    message_ts: Token
    links: Annotated[Sequence[Link], Field(min_length=1)]
    user: Id | None = None
    source: str | None = None
    is_bot_user_member: bool | None = None


class Reference(Shape):
    """The name by which Slack knows a document."""

    id: Annotated[str, StringConstraints(min_length=1, max_length=255)]


class EntityRequested(Shape):
    """Somebody opens a document beside the conversation."""

    user: Id
    trigger_id: Token
    external_ref: Reference
    entity_url: str | None = None


class Function(Shape):
    """Which function it is."""

    callback_id: str


class Inputs(Shape):
    """What a search is given; of whom nobody knows, what is public is found."""

    query: str | None = None
    user_context: Thing | None = None


class FunctionExecuted(Shape):
    """Slack runs one of our functions."""

    function: Function
    function_execution_id: Id
    inputs: Inputs | None = None


class Command(Shape):
    """A slash command."""

    command: str
    user_id: Id
    channel_id: Id
    trigger_id: Token
    response_url: Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{0,2000}$")]
    """Without one the reply goes into the direct messages."""
    text: str | None = None


class Action(Shape):
    """A click."""

    action_id: str
    value: str | None = None


class View(Shape):
    """A form, or what a modal is."""

    type: str | None = None
    callback_id: str | None = None


class Interaction(Shape):
    """Somebody clicked, chose or sent something."""

    user: Thing
    view: View | None = None


class Clicked(Interaction):
    """A click, on whatever."""

    actions: Annotated[Sequence[Action], Field(min_length=1)]


class Named(Action):
    """A click on what carries a name."""

    value: Token


class ClickedBelowMessage(Clicked):
    """A click below one of our messages."""

    actions: Annotated[Sequence[Named], Field(min_length=1)]
    response_url: Token


class ClickedForModal(ClickedBelowMessage):
    """A click that opens a modal."""

    trigger_id: Token


class ClickedInChannel(ClickedForModal):
    """A click that explains an answer, or shows the rest of it, to whoever sees the channel."""

    channel: Thing


class NextQuestion(Action):
    """A question, behind the id of what it is below."""

    value: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}:", max_length=2000)]
    action_ts: Ts


class ClickedNext(Clicked):
    """A click that asks what else is answered."""

    actions: Annotated[Sequence[NextQuestion], Field(min_length=1)]
    channel: Thing
    response_url: Token


class Place(Shape):
    """Which answer a modal explains, and where."""

    request: Token
    channel: Id


class ModalOfAnswer(View):
    """The modal that explains an answer."""

    id: str
    private_metadata: Json[Place]


class Page(Action):
    """A click that turns to a page."""

    value: Number


class ClickedAtHome(Clicked):
    """A click on the Home tab: on its field to ask in, on a question."""

    view: View
    trigger_id: Token


class TurnedPage(Clicked):
    """A click in the modal that explains an answer."""

    actions: Annotated[Sequence[Page], Field(min_length=1)]
    view: ModalOfAnswer


class Shortcut(Interaction):
    """A shortcut, wherever it was chosen."""

    callback_id: str
    trigger_id: Token


class MessageShortcut(Shortcut):
    """A shortcut on a message."""

    channel: Thing
    message: Message
    response_url: Token


class Form(View):
    """A form. Bolt looks at its type before any listener does."""

    type: str


class OfForm(Interaction):
    """A form that was sent or closed."""

    view: Form


class Editing(Shape):
    """Which version is edited, and where its buttons are."""

    value: Token
    response_url: Token


class Typed(Shape):
    """What was typed into a field."""

    value: str | None


class EditorField(Shape):
    """The editor's one field."""

    typed: Annotated[Typed, Field(alias=TEXT)]


class Fields(Shape):
    """The editor's one block."""

    block: Annotated[EditorField, Field(alias=TEXT)]


class Filled(Shape):
    """What was filled in."""

    values: Fields


class Editor(Form):
    """The form in which a version of a draft is edited."""

    private_metadata: Json[Editing]
    state: Filled


class SubmittedEditor(Interaction):
    """An edited version of a draft."""

    view: Editor


class Shared(Shape):
    """Which answer is shared, and where its button is."""

    request: Token
    response_url: Token


class ChosenConversation(Shape):
    """The channel that was chosen."""

    selected_conversation: Id | None = None


class ChannelField(Shape):
    """The one field of a share."""

    chosen: Annotated[ChosenConversation, Field(alias=CHANNEL)]


class ChannelBlock(Shape):
    """The one block of a share."""

    block: Annotated[ChannelField, Field(alias=CHANNEL)]


class ChosenChannel(Shape):
    """What was filled in."""

    values: ChannelBlock


class ShareForm(Form):
    """The form in which a channel is chosen for an answer."""

    private_metadata: Json[Shared]
    state: ChosenChannel


class SubmittedShare(Interaction):
    """A channel to share an answer in."""

    view: ShareForm


class Option(Shape):
    """One option of a menu."""

    value: str


class Chosen(Shape):
    """What was chosen in one field."""

    selected_option: Option | None = None
    selected_options: Sequence[Option] | None = None


class MeantChannel(Shape):
    """Which channel a form is about, and the version of its rules that it began with."""

    channel: Id
    version: Annotated[int, Field(ge=0)]


class ChannelState(Shape):
    """What was chosen, by block and field; what an element of ours holds is read in `bot.home.channel_form`."""

    values: Mapping[str, Mapping[str, Chosen]]


class ChannelForm(View):
    """The form in which it is said how the bot behaves in a channel."""

    id: Id
    private_metadata: Json[MeantChannel]
    state: ChannelState


class SubmittedChannelForm(Interaction):
    """A form of that kind that was sent."""

    view: ChannelForm
    trigger_id: Token


EVENTS: Final[Mapping[str, type[Shape]]] = {
    "message": MessageEvent,
    "app_mention": MessageEvent,
    "app_home_opened": HomeOpened,
    "app_context_changed": ContextChanged,
    "agent_session_stopped": SessionStopped,
    "agent_session_title_changed": SessionRetitled,
    "user_change": UserChanged,
    "team_join": UserChanged,
    "member_joined_channel": ChannelChanged,
    "member_left_channel": ChannelChanged,
    "channel_shared": ChannelChanged,
    "channel_unshared": ChannelChanged,
    "channel_id_changed": ChannelIdChanged,
    "link_shared": LinkShared,
    "entity_details_requested": EntityRequested,
    "function_executed": FunctionExecuted,
}
"""By the event's type; of others nothing is needed."""
TYPES: Final[Mapping[str, type[Shape]]] = {
    "url_verification": Payload,
    "app_rate_limited": Payload,
    "event_callback": Envelope,
    "block_actions": Clicked,
    "message_action": MessageShortcut,
    "shortcut": Shortcut,
    "view_submission": OfForm,
    "view_closed": OfForm,
}
"""By the payload's type; others are not for us."""
ACTIONS: Final[tuple[tuple[re.Pattern[str], type[Shape]], ...]] = (
    (re.compile(f"({WHY_PAGE_ACTION}|{MORE_PAGE_ACTION})_.+"), TurnedPage),
    (re.compile(f"{WHY_ACTION}|{MORE_ACTION}"), ClickedInChannel),
    (re.compile(f"{DRAFT_EDIT}|{SHARE_ACTION}"), ClickedForModal),
    (re.compile(f"{NEXT_ACTION}_.+"), ClickedNext),
    (re.compile(f"{FEEDBACK_ACTION}|{DRAFT_USE}|{OFFER_DISMISS}|{OFFER_NEVER}"), ClickedBelowMessage),
    (re.compile(f"{ASK}|{SEND}|{OPEN_ANSWER}"), ClickedAtHome),
)
"""By the action's id."""
FORMS: Final[Mapping[str, type[Shape]]] = {
    EDITOR: SubmittedEditor,
    SHARE_FORM: SubmittedShare,
    CHANNEL_FORM: SubmittedChannelForm,
}
"""By the callback's id."""
