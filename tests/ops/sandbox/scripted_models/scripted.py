"""What every scripted model says."""

ANSWER = "The scripted answer"


class ModelError(Exception):
    """Stands for each error that a client of a model raises; none is raised here."""
