"""Answers that were given privately, shared in a channel: with what all who read it may read, and never more."""
