"""What a bot says of itself: name, descriptions, commands, menu button."""

from typing import Any

from bot.sandbox.store import Store


class Profile:
    """The bot's own page; texts and commands by language and scope."""

    def __init__(self, name: str, store: Store) -> None:
        self.texts: dict[str, str] = {}
        """Keys are `name:`, `description:sv` and so on."""
        self.commands: dict[str, list[dict[str, str]]] = {}
        """Keys are `scope:language`, as `scope_key` makes them."""
        self.menu_button: dict[str, Any] = {"type": "commands"}
        self.webhook: dict[str, Any] = {}
        self.logged_out_until = 0.0
        self._store, self._key = store, f"{name}:"
        for _, row in store.load("profile", self._key):
            self.texts, self.commands = row["texts"], row["commands"]
            self.menu_button, self.webhook = row["menu_button"], row["webhook"]

    def save(self) -> None:
        """Keep the present state."""
        self._store.changed("profile", self._key, self._row)

    def text(self, kind: str, language: str) -> str:
        """A text in a language, or the general one."""
        return self.texts.get(f"{kind}:{language}") or self.texts.get(f"{kind}:", "")

    def commands_for(self, chat_id: int, is_private: bool, language: str) -> list[dict[str, str]]:
        """The commands a phone shows: the narrowest scope and the phone's language first."""
        kind = "all_private_chats" if is_private else "all_group_chats"
        for scope in (f"chat/{chat_id}", kind, "default"):
            for spoken in (language, ""):
                if f"{scope}:{spoken}" in self.commands:
                    return self.commands[f"{scope}:{spoken}"]
        return []

    def _row(self) -> dict[str, Any]:
        return {
            "texts": self.texts,
            "commands": self.commands,
            "menu_button": self.menu_button,
            "webhook": self.webhook,
        }
