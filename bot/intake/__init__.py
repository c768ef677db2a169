"""From what somebody typed to a request in the ledger and the queue."""
