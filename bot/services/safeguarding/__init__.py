"""Safeguarding: the answer at once, the alert, the rota and the lead's desk."""
