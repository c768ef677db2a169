"""What a worker keeps in memory between questions."""
