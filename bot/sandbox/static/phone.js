// One phone: a person's private chat with the bot, drawn and kept up to date.

import { call } from "./api.js";
import { day, drawn, element, isService } from "./messages.js";
import { Composer } from "./composer.js";
import { deepLink } from "./entities.js";

const TOAST = 4000;
const TYPING = 5000;
const SPINNER = 30000;
const NEAR = 80;
const ACTIONS = { typing: "typing…", upload_photo: "sending a photo…", upload_document: "sending a file…", record_voice: "recording…" };

export class Phone {
  constructor(person, robot, hooks) {
    Object.assign(this, { person, robot, hooks, id: person.id });
    this.messages = new Map();
    this.waiting = new Map();
    this.chat = {};
    this.version = 0;
    this.atEnd = true;
    this.root = document.getElementById("phone-template").content.firstElementChild.cloneNode(true);
    this.root.dataset.person = person.id;
    this.find = (selector) => this.root.querySelector(selector);
    this.log = this.find(".log");
    this.composer = new Composer(this);
    this.root.addEventListener("click", (event) => this.clicked(event));
    this.root.addEventListener("keydown", (event) => event.key === "Escape" && this.closeMenus(true));
    this.log.addEventListener("scroll", () => this.scrolled());
    this.log.addEventListener("load", () => this.settle(), true);
    new ResizeObserver(() => this.settle()).observe(this.log);
    this.showOwner();
  }

  async load() {
    const history = await call("GET", `/chats/${this.id}/history`);
    this.version = history.version;
    this.log.setAttribute("aria-live", "off");
    this.log.replaceChildren();
    this.messages.clear();
    history.messages.forEach((message) => this.takeMessage(message, true));
    history.callbacks.forEach((callback) => this.takeCallback(callback));
    this.takeChat(history.chat);
    this.takeProfile(history);
    this.toEnd();
    requestAnimationFrame(() => this.log.setAttribute("aria-live", "polite"));
  }

  take(kind, change) {
    if (kind === "message") this.takeMessage(change.message);
    if (kind === "callback") this.takeCallback(change.callback);
    if (kind === "chat") this.takeChat(change.chat);
    if (kind === "person") this.takePerson(change.person);
    if (kind === "typing") this.showStatus(ACTIONS[change.about] ?? "typing…", TYPING);
    if (kind === "profile") this.hooks.profile(this);
  }

  takeProfile({ commands, description }) {
    this.composer.setCommands(commands);
    this.find(".about p").textContent = description;
    this.showAbout();
  }

  showAbout() {
    this.find(".about").hidden = this.messages.size > 0 || !this.find(".about p").textContent;
  }

  takePerson(person) {
    this.person = person;
    this.showOwner();
  }

  takeChat(chat) {
    this.chat = chat;
    const pinned = this.messages.get(chat.pinned?.at(-1));
    const bar = this.find(".pinned");
    bar.hidden = !pinned;
    bar.textContent = pinned ? `Pinned: ${pinned.text ?? pinned.caption ?? "a message"}` : "";
    this.composer.setKeyboard(chat.keyboard);
    this.showOwner();
  }

  takeMessage(message, quiet = false) {
    const known = this.messages.get(message.message_id);
    if (known && known.version >= message.version) return;
    const stick = this.atEnd;
    this.messages.set(message.message_id, message);
    const old = this.log.querySelector(`[data-id="${message.message_id}"]`);
    if (message.deleted) old?.remove();
    else if (old) this.redraw(message, old);
    else this.append(message);
    if (message.from?.is_bot && !known) this.showStatus("bot");
    this.showAbout();
    if (quiet || known) return;
    if (stick || message.from?.id === this.id) this.toEnd();
    else this.find(".newest").hidden = false;
  }

  append(message) {
    const last = [...this.messages.values()].filter((one) => one.message_id < message.message_id).at(-1);
    if (!last || day(last.date) !== day(message.date)) this.log.append(element("p", "day", day(message.date)));
    this.log.append(this.draw(message));
  }

  draw(message) {
    if (!isService(message)) return drawn(message, this.id, this.waiting);
    const line = element("p", "day", "Something happened here");
    line.dataset.id = message.message_id;
    return line;
  }

  redraw(message, old) {
    const focused = old.contains(document.activeElement) ? { ...document.activeElement.dataset } : null;
    const fresh = this.draw(message);
    old.replaceWith(fresh);
    if (!focused) return;
    const same = [...fresh.querySelectorAll("button")].find((one) => one.dataset.row === focused.row && one.dataset.column === focused.column);
    (same ?? this.log).focus({ preventScroll: true });
  }

  takeCallback(callback) {
    const key = `${callback.message_id}:${callback.data}`;
    if (callback.answered_at === null || !this.waiting.has(key)) return;
    this.stopWaiting(key, callback.message_id);
    const { text, show_alert: alert, url } = callback.answer;
    if (text && alert) this.hooks.alert(text);
    else if (text) this.toast(text);
    if (url && deepLink(url) !== null) this.start(deepLink(url));
  }

  stopWaiting(key, messageId) {
    clearTimeout(this.waiting.get(key));
    this.waiting.delete(key);
    const old = this.log.querySelector(`[data-id="${messageId}"]`);
    if (old) this.redraw(this.messages.get(messageId), old);
  }

  async tap({ tap, row, column }) {
    const messageId = Number(tap);
    const message = this.messages.get(messageId);
    const button = message.reply_markup.inline_keyboard[row][column];
    if (button.url) return this.follow(button.url);
    if (button.callback_data === undefined) return this.toast("The sandbox has no such button.");
    const key = `${messageId}:${button.callback_data}`;
    if (this.waiting.has(key)) return;
    this.waiting.set(key, setTimeout(() => this.stopWaiting(key, messageId), SPINNER));
    this.redraw(message, this.log.querySelector(`[data-id="${messageId}"]`));
    try {
      await call("POST", `/people/${this.id}/tap`, { message_id: messageId, data: button.callback_data });
    } catch (error) {
      this.stopWaiting(key, messageId);
      this.toast(error.message);
    }
  }

  follow(address) {
    const payload = deepLink(address);
    if (payload !== null) this.start(payload);
    else if (/^(https?|tg|mailto|tel):/i.test(address)) window.open(address, "_blank", "noopener,noreferrer");
  }

  start(payload = "") {
    return this.act(`/people/${this.id}/start`, { payload });
  }

  async act(path, body) {
    try {
      return await call("POST", path, body);
    } catch (error) {
      this.toast(error.message);
      return null;
    }
  }

  clicked(event) {
    const target = event.target.closest("button, a");
    const inside = event.target.closest(".menu") || target?.hasAttribute("aria-haspopup");
    if (!inside) this.closeMenus();
    if (!target) return;
    const { act, tap, command, edit, goto: place } = target.dataset;
    if (tap) this.tap(target.dataset);
    else if (command) this.composer.say(command);
    else if (edit) this.composer.edit(this.messages.get(Number(edit)));
    else if (place) this.show(Number(place));
    else if (target.href && deepLink(target.href) !== null) {
      event.preventDefault();
      this.follow(target.href);
    } else if (act) this.doAct(act, target);
  }

  doAct(act, target) {
    if (["menu", "commands", "attach"].includes(act)) return this.toggleMenu(act === "menu" ? "more" : act, target);
    this.closeMenus();
    if (act === "start") this.start();
    else if (act === "block") this.act(`/people/${this.id}/${this.person.blocked ? "unblock" : "block"}`);
    else if (act === "newest") this.toEnd();
    else if (act === "pinned") this.show(this.chat.pinned.at(-1));
    else if (act === "stop-edit") this.composer.stopEdit();
    else this.hooks[act]?.(this);
    return null;
  }

  toggleMenu(name, opener) {
    const menu = this.find(`[data-menu="${name}"]`);
    const open = menu.hidden;
    this.closeMenus();
    menu.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
    if (open) menu.querySelector("button")?.focus();
  }

  closeMenus(refocus = false) {
    for (const menu of this.root.querySelectorAll(".menu:not([hidden])")) menu.hidden = true;
    for (const opener of this.root.querySelectorAll('[aria-expanded="true"]')) {
      opener.setAttribute("aria-expanded", "false");
      if (refocus) opener.focus();
    }
  }

  show(messageId) {
    const found = this.log.querySelector(`[data-id="${messageId}"]`);
    found?.scrollIntoView({ block: "center" });
    found?.classList.add("found");
    setTimeout(() => found?.classList.remove("found"), 1500);
  }

  showOwner() {
    const { person } = this;
    const name = [person.first_name, person.last_name].filter(Boolean).join(" ");
    this.root.setAttribute("aria-label", `${name}'s phone`);
    this.find(".owner-name bdi").textContent = name;
    this.find(".owner-language").textContent = person.language_code ?? "";
    this.find(".chat-title h2").textContent = this.robot.name;
    this.find(".face").textContent = this.robot.name.slice(0, 1);
    this.find('[data-act="block"]').textContent = person.blocked ? "Unblock the bot" : "Block the bot";
    this.composer.showState(person);
  }

  showStatus(text, milliseconds = 0) {
    clearTimeout(this.statusTimer);
    this.find(".status").textContent = text;
    this.find(".status").classList.toggle("busy", text !== "bot");
    if (milliseconds) this.statusTimer = setTimeout(() => this.showStatus("bot"), milliseconds);
  }

  toast(text) {
    const shown = this.find(".toast");
    clearTimeout(this.toastTimer);
    shown.textContent = text;
    shown.hidden = false;
    this.toastTimer = setTimeout(() => (shown.hidden = true), TOAST);
  }

  scrolled() {
    this.atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR;
    if (this.atEnd) this.find(".newest").hidden = true;
  }

  // What stood at the end stays there when pictures arrive or the phone changes its size.
  settle() {
    if (this.atEnd) this.toEnd();
  }

  toEnd() {
    this.atEnd = true;
    this.log.scrollTop = this.log.scrollHeight;
    this.find(".newest").hidden = true;
  }
}
