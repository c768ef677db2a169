"""In place of the package `google.api_core`, which is only imported."""
