"""What is written on request: drafts and translations."""
