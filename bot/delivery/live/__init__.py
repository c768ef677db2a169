"""What is shown while a request is worked on: status, streaming words, progress, the Stop button."""
