"""From a yes to work that lasts."""
