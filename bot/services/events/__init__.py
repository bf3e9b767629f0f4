"""Events and their dates: who comes, who waits, and what they are told."""
