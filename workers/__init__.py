"""The model side: Celery tasks, torch, transformers. Never Slack."""
