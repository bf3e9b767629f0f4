"""Feeds: brought in, fetched on a schedule, and kept fresh."""
