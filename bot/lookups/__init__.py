"""What Slack asks for other than questions: a search, what is behind a link. The edge asks a worker, delivery tells.

Nothing of it stands in the ledger: Slack waits for seconds, and what is lost is asked for again by whoever missed it.
"""
