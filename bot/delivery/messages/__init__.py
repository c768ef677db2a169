"""Requests and their replies as the messages that people read; pure."""
