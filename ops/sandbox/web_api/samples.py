"""developer.sampleData.get: what Slack's own search sample finds, here a few entries of the sandbox's."""

from ops.sandbox.errors import SlackError
from ops.sandbox.model import Json
from ops.sandbox.web_api.call import Call

# Name, kind, language, what it is.
ENTRIES = (
    ("starter", "template", "python", "The smallest app that answers a message"),
    ("assistant", "template", "javascript", "An assistant that suggests what to ask"),
    ("order-desk", "sample", "python", "Takes orders in a modal and keeps a list of them"),
    ("stand-up", "sample", "typescript", "Asks a team each morning what it works on"),
)


def get(call: Call) -> Json:
    """developer.sampleData.get: entries whose title or description has `query`, and that pass `filters`."""
    query = (call.optional("query") or "").lower()
    filters = _filters(call)
    languages, kind = filters.get("languages") or [], str(filters.get("type") or "").rstrip("s")
    found = [entry for entry in ENTRIES if query in f"{entry[0]} {entry[3]}".lower()]
    kept = [e for e in found if (not languages or e[2] in languages) and (not kind or e[1] == kind)]
    return {"samples": [_sample(call, *entry) for entry in kept]}


def _filters(call: Call) -> Json:
    """Return the filters; Slack's sample sends them as Python writes a dict, which no one can read: they are none."""
    try:
        filters = call.value("filters")
    except SlackError:
        return {}
    return filters if isinstance(filters, dict) else {}


def _sample(call: Call, name: str, kind: str, language: str, description: str) -> Json:
    return {
        "external_ref": {"id": name, "type": kind},
        "title": name,
        "description": description,
        "link": f"{call.sandbox.base_url}/samples/{name}",
        "date_updated": "2026-07-01",
        "content": f"{description}, in {language}.",
    }
