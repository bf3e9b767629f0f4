"""Bare echo bots in other frameworks, with their defaults: what a durable turn is compared with."""
