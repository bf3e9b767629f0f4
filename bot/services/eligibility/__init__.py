"""Eligibility: questions, answers, verdicts, and the way from the first message to something to do."""
