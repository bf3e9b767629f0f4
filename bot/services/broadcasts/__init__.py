"""Writing to many: drafts, audiences, the last check before sending, reports, and what people want news about."""
