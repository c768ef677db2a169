"""How the page shows a legacy dialog: as a modal whose fields are the dialog's elements."""

from ops.sandbox.model import Json


def submission_of(state: Json) -> dict[str, str | None]:
    """Return what was entered into the modal that stands for a dialog, by the names of the dialog's elements."""
    return {name: _entered(fields.get(name) or {}) for name, fields in state.get("values", {}).items()}


def _entered(field_state: Json) -> str | None:
    option = field_state.get("selected_option") or {}
    names = ("value", "selected_user", "selected_channel", "selected_conversation")
    return option.get("value") or next((field_state[name] for name in names if field_state.get(name)), None)


def as_view(dialog_id: str, dialog: Json) -> Json:
    """Return the modal by which the page shows a dialog: each element is an input of its name."""
    blocks = [_as_block(element) for element in dialog["elements"]]
    submit = _plain(dialog.get("submit_label") or "Submit")
    return {
        "id": dialog_id,
        "type": "modal",
        "title": _plain(dialog["title"]),
        "submit": submit,
        "blocks": blocks,
    }


def _as_block(element: Json) -> Json:
    block = {"type": "input", "block_id": element["name"], "label": _plain(element["label"])}
    hint = {"hint": _plain(element["hint"])} if element.get("hint") else {}
    return {**block, **hint, "optional": bool(element.get("optional")), "element": _as_field(element)}


def _as_field(element: Json) -> Json:
    shared: Json = {"action_id": element["name"]}
    if element.get("placeholder"):
        shared["placeholder"] = _plain(element["placeholder"])
    if element["type"] != "select":
        value = {"initial_value": element["value"]} if element.get("value") else {}
        return {**shared, **value, "type": "plain_text_input", "multiline": element["type"] == "textarea"}
    if source := element.get("data_source"):
        return {**shared, "type": f"{source}_select"}
    return {**shared, "type": "static_select", "options": options_of(element)}


def options_of(element: Json) -> list[Json]:
    """Return a dialog's options, alone or in groups, as those of a modal."""
    grouped = [option for group in element.get("option_groups") or [] for option in group.get("options", [])]
    given = element.get("options") or grouped
    return [{"text": _plain(option["label"]), "value": option["value"]} for option in given]


def _plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}
