"""A local Telegram Bot API with a phone-like chat page: for the demo, the tests and the benchmarks."""
