"""The records: the ledger of requests, answers, feedback and the audit trail."""
