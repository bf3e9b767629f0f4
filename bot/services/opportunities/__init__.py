"""Opportunities: written, found, shown and answered."""
