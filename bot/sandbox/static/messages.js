// Draws one message: bubble, files, time, buttons.

import { fileUrl } from "./api.js";
import { rendered } from "./entities.js";

export function element(tag, className, ...content) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...content);
  return made;
}

export function button(label, dataset) {
  const made = element("button", "", label);
  made.type = "button";
  Object.assign(made.dataset, dataset);
  return made;
}

export function drawn(message, mine, waiting) {
  const own = message.from?.id === mine;
  const item = element("article", own ? "message own" : "message");
  item.dataset.id = message.message_id;
  const bubble = element("div", message.sticker ? "bubble bare" : "bubble");
  if (message.reply_to_message) bubble.append(quoted(message.reply_to_message));
  bubble.append(...media(message));
  const text = message.text ?? message.caption;
  if (text !== undefined) {
    const words = element("div", "words", rendered(text, message.entities ?? message.caption_entities));
    words.dir = "auto";
    bubble.append(words);
  }
  bubble.append(foot(message, own));
  item.append(bubble);
  if (message.reply_markup?.inline_keyboard) item.append(keyboard(message, waiting));
  if (message.reactions?.length) item.append(element("p", "reactions", message.reactions.map((one) => one.emoji ?? "★").join(" ")));
  return item;
}

function foot(message, own) {
  const foot = element("p", "foot");
  if (own && message.text !== undefined && !message.text.startsWith("/")) foot.append(button("Edit", { edit: message.message_id }));
  if (message.edited) foot.append(element("span", "", "edited"));
  if (message.silent) foot.append(element("span", "", "silent"));
  const when = element("time", "", clock(message.date));
  when.dateTime = new Date(message.date * 1000).toISOString();
  foot.append(when);
  return foot;
}

function quoted(message) {
  const words = element("span", "", message.text ?? message.caption ?? "a message");
  words.dir = "auto";
  const quote = button("", { goto: message.message_id });
  quote.className = "quoted";
  quote.append(element("b", "", message.from?.first_name ?? "Channel"), words);
  return quote;
}

function media(message) {
  const parts = [];
  if (message.photo) parts.push(image(message.photo.at(-1), "photo", message.caption || "A photo"));
  if (message.sticker) parts.push(image(message.sticker, "sticker", "A sticker"));
  if (message.voice) parts.push(file(message.voice, "♪", "Voice note"));
  if (message.video) parts.push(file(message.video, "▶", "Video"));
  if (message.document) parts.push(file(message.document, "↓", message.document.file_name));
  if (message.contact) parts.push(fact("☏", `${message.contact.first_name}, ${message.contact.phone_number}`));
  if (message.location) parts.push(fact("⌖", `Place ${message.location.latitude}, ${message.location.longitude}`));
  return parts;
}

function image(stored, className, alt) {
  const shown = element("img", className);
  Object.assign(shown, { src: fileUrl(stored.file_id), alt, width: stored.width, height: stored.height });
  return shown;
}

function file(stored, sign, name) {
  const size = stored.file_size < 1024 ? `${stored.file_size} B` : `${Math.round(stored.file_size / 1024)} KB`;
  const text = element("span", "file-text", element("b", "", name), " ", element("span", "", size));
  const made = element("a", "file", element("span", "file-sign", sign), text);
  made.firstChild.setAttribute("aria-hidden", "true");
  made.href = fileUrl(stored.file_id);
  made.download = name;
  return made;
}

function fact(sign, text) {
  const made = element("p", "file", element("span", "file-sign", sign), element("span", "file-text", text));
  made.firstChild.setAttribute("aria-hidden", "true");
  return made;
}

function keyboard(message, waiting) {
  const board = element("div", "buttons");
  message.reply_markup.inline_keyboard.forEach((row, y) => {
    const line = element("div", "buttons-row");
    row.forEach((one, x) => {
      const made = button("", { tap: message.message_id, row: y, column: x });
      const label = element("span", "label", one.text);
      label.dir = "auto";
      made.append(label);
      if (one.url) made.append(element("span", "corner", "↗"));
      if (waiting.has(`${message.message_id}:${one.callback_data}`)) made.setAttribute("aria-busy", "true");
      line.append(made);
    });
    board.append(line);
  });
  return board;
}

export function clock(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}

export function day(seconds) {
  return new Date(seconds * 1000).toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long" });
}

export function isService(message) {
  return ["text", "caption", "photo", "sticker", "voice", "video", "document", "contact", "location"].every((name) => message[name] === undefined);
}
