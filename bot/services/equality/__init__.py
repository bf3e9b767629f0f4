"""The equality questions: asked by consent, kept apart, and only counted."""
