"""Measures on questions with known answers: what a search finds, and which of two searches finds more."""
