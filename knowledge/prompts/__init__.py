"""Prompts that are files, and what fills them."""
