"""Modals that show again what was found, once a worker has said who may read it by now."""
