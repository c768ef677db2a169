"""All that is about words."""
