// Turns a text and its entities into DOM nodes; text is only ever text.

const TAGS = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};
const SAFE = /^(https?|tg|mailto|tel):/i;

export function rendered(text, entities = []) {
  const fragment = document.createDocumentFragment();
  build(fragment, text, [...entities], 0, text.length);
  return fragment;
}

function build(parent, text, entities, from, to) {
  let at = from;
  while (entities.length && entities[0].offset < to) {
    const entity = entities.shift();
    const begin = Math.max(at, entity.offset);
    const end = Math.min(to, entity.offset + entity.length);
    if (end <= begin) continue;
    parent.append(text.slice(at, begin));
    const element = made(entity, text.slice(entity.offset, entity.offset + entity.length));
    const inner = [];
    while (entities.length && entities[0].offset < end) inner.push(entities.shift());
    build(element, text, inner, begin, end);
    parent.append(element);
    // A quotation or code block ends its own line.
    const isBlock = ["BLOCKQUOTE", "PRE"].includes(element.tagName);
    at = isBlock && text[end] === "\n" ? end + 1 : end;
  }
  parent.append(text.slice(at, to));
}

function made(entity, words) {
  if (entity.type === "bot_command") {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "command" });
    button.dataset.command = words;
    return button;
  }
  const address = addressOf(entity, words);
  if (address !== null) return link(address);
  const element = document.createElement(TAGS[entity.type] ?? "span");
  element.className = `entity-${entity.type}`;
  if (entity.type === "spoiler") element.tabIndex = 0;
  return element;
}

function addressOf(entity, words) {
  if (entity.type === "text_link") return entity.url;
  if (entity.type === "url") return SAFE.test(words) ? words : `https://${words}`;
  return entity.type === "email" ? `mailto:${words}` : null;
}

export function link(address) {
  const anchor = document.createElement("a");
  if (SAFE.test(address)) anchor.href = address;
  anchor.target = "_blank";
  anchor.rel = "noopener noreferrer";
  return anchor;
}

// The payload of a deep link to a bot, or null for any other address.
export function deepLink(address) {
  const found = /^(?:https?:\/\/)?(?:t|telegram)\.me\/[A-Za-z0-9_]+(?:\?(?:.*&)?start=([A-Za-z0-9_-]*))?$/.exec(address.trim())
    ?? /^tg:\/\/resolve\?(?:.*&)?start=([A-Za-z0-9_-]*)/.exec(address.trim());
  return found ? (found[1] ?? "") : null;
}
