"""How Frontdesk is run: the command, the local stack, the sandbox, deployment."""
