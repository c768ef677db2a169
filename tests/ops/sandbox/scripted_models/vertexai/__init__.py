"""In place of the package `vertexai`, which is only imported."""
