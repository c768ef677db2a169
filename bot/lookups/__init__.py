"""What is looked up other than questions: a search, a link, what a modal shows. The edge asks a worker, delivery tells.

Nothing of it stands in the ledger: Slack waits for seconds, and what is lost is asked for again by whoever missed it.
"""
