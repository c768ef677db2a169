"""A local Slack: Web API, Events API, Socket Mode and a web page, for trying Frontdesk out and for its tests."""
