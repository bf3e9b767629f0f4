"""Benchmarks: what Way In costs, beside its peers in the same run. `python -m benchmarks` runs them all."""
