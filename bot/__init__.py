"""The Slack edge: listeners, the ledger of questions, delivery. Never torch."""
