// Follows the live changes; takes up where it left off, and says when it cannot.

import { bot } from "./api.js";

const KINDS = ["message", "callback", "chat", "person", "profile", "typing"];
const RETRY = 1000;

export class Stream {
  constructor(onChange, onReset, onState) {
    Object.assign(this, { onChange, onReset, onState });
    this.seen = 0;
    this.source = null;
    this.timer = 0;
  }

  follow(chats, version) {
    this.chats = chats;
    this.seen = version;
    this.connect();
  }

  connect() {
    clearTimeout(this.timer);
    this.source?.close();
    const query = new URLSearchParams({ after: this.seen, chats: this.chats.join(",") });
    if (bot) query.set("bot", bot);
    const source = new EventSource(`/sandbox/events?${query}`);
    this.source = source;
    source.onopen = () => this.onState("live");
    source.onerror = () => {
      this.onState("waiting");
      // The browser reconnects by itself unless the server answered with an error.
      if (source.readyState === EventSource.CLOSED) this.timer = setTimeout(() => this.connect(), RETRY);
    };
    for (const kind of KINDS) source.addEventListener(kind, (event) => this.take(kind, event));
    source.addEventListener("reset", (event) => {
      this.seen = Number(event.lastEventId);
      this.onReset();
    });
  }

  take(kind, event) {
    this.seen = Number(event.lastEventId);
    this.onChange(kind, JSON.parse(event.data));
  }
}
