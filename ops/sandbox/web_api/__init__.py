"""Slack's Web API at /api/<method>: one file per family of methods, one table that lists them all."""
