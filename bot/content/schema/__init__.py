"""The shape of every kind of content file; published as JSON Schemas under docs/schemas."""
