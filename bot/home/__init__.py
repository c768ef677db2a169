"""Somebody's Home tab: what stands on it, how it looks, and keeping it up to date in Slack."""
