"""The subject itself: documents, passages, questions and cited answers. No Slack, no queue, no model runtime."""
