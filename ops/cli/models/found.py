"""``frontdesk models found``: the chat models that a server on this machine has."""

from __future__ import annotations

from ops.cli.console import err


def found() -> None:
    """List the models of servers on this machine: Ollama, LM Studio, llama.cpp and vLLM, on their usual ports.

    Nothing but this machine's own addresses is asked.
    """
    from rich.table import Table

    from workers.models.servers import USUAL, running_servers

    servers = list(running_servers())
    if not servers:
        looked = ", ".join(f"{name} on {port}" for name, port in USUAL.items())
        err.print(f"No model server answers on this machine (looked for {looked}).", highlight=False)
        return
    table = Table(title="Models on this machine", caption="To use one: FRONTDESK_GENERATOR=auto, or its three settings")
    for column in ("model", "server", "address", "may write answers", "languages"):
        table.add_column(column)
    for server in servers:
        for name, profile in server.models:
            languages = ", ".join(sorted(profile.languages))
            table.add_row(name, server.name, server.url, "yes" if profile.freely else "no, quotes only", languages)
    err.print(table)
