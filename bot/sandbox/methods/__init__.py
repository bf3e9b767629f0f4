"""The Bot API's methods, one module a noun; the table says which names the sandbox answers."""
