"""Slack itself: its Web API, its two ways of calling us, its markup and its blocks."""
