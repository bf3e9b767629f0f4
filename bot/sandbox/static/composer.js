// The lower end of a phone: writing, editing, commands, attachments, reply keyboards.

import { button, element } from "./messages.js";

const TALLEST = 140;

export class Composer {
  constructor(phone) {
    this.phone = phone;
    this.editing = null;
    this.keyboard = null;
    this.find = (selector) => phone.root.querySelector(selector);
    this.area = this.find("textarea");
    this.picker = this.find('input[type="file"]');
    this.area.setAttribute("aria-label", "Message");
    this.find(".write").addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.area.addEventListener("keydown", (event) => this.key(event));
    this.area.addEventListener("input", () => this.fit());
    this.picker.addEventListener("change", () => this.upload());
    this.find('[data-menu="attach"]').addEventListener("click", (event) => this.attach(event.target.dataset.send));
    this.find(".keys").addEventListener("click", (event) => this.press(event.target.closest("button")));
  }

  key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "ArrowUp" && !this.area.value) {
      const own = [...this.phone.messages.values()].filter((one) => one.from?.id === this.phone.id && one.text && !one.deleted);
      if (own.length) {
        event.preventDefault();
        this.edit(own.at(-1));
      }
    } else if (event.key === "Escape" && this.editing) this.stopEdit();
  }

  async submit() {
    const text = this.area.value.trim();
    if (!text) return;
    const { editing } = this;
    this.stopEdit();
    const path = `/people/${this.phone.id}`;
    const done = editing
      ? await this.phone.act(`${path}/edit`, { message_id: editing, text })
      : await this.phone.act(`${path}/text`, { text });
    if (done === null && !this.area.value) this.area.value = text;
    this.fit();
  }

  say(text) {
    this.phone.act(`/people/${this.phone.id}/text`, { text });
    this.area.focus();
  }

  edit(message) {
    this.editing = message.message_id;
    this.area.value = message.text;
    this.find(".editing").hidden = false;
    this.fit();
    this.area.focus();
  }

  stopEdit() {
    this.editing = null;
    this.area.value = "";
    this.find(".editing").hidden = true;
    this.fit();
  }

  fit() {
    this.area.style.height = "auto";
    this.area.style.height = `${Math.min(TALLEST, this.area.scrollHeight)}px`;
  }

  attach(kind) {
    if (!kind) return;
    this.phone.closeMenus();
    if (kind === "photo" || kind === "document") {
      this.picker.accept = kind === "photo" ? "image/*" : "";
      this.picker.dataset.kind = kind;
      this.picker.click();
    } else this.phone.act(`/people/${this.phone.id}/media`, { kind });
  }

  upload() {
    const [file] = this.picker.files;
    if (!file) return;
    const form = new FormData();
    form.append("kind", this.picker.dataset.kind);
    form.append("file", file, file.name);
    this.picker.value = "";
    this.phone.act(`/people/${this.phone.id}/upload`, form);
  }

  setCommands(commands) {
    const menu = this.find('[data-menu="commands"]');
    this.find('[data-act="commands"]').hidden = !commands.length;
    menu.replaceChildren(...commands.map((one) => {
      const line = button("", { command: `/${one.command}` });
      line.append(element("b", "", `/${one.command}`), " ", element("span", "", one.description));
      return line;
    }));
  }

  setKeyboard(keyboard) {
    const board = this.find(".keys");
    const rows = keyboard?.keyboard ?? [];
    board.hidden = !rows.length;
    board.replaceChildren(...rows.map((row) => element("div", "buttons-row", ...row.map((one) => {
      const label = one.text ?? one;
      const kind = one.request_contact ? "contact" : one.request_location ? "location" : "";
      const made = button(label, { say: label, kind });
      made.dir = "auto";
      return made;
    }))));
    this.area.placeholder = keyboard?.input_field_placeholder ?? "Message";
    if (keyboard?.force_reply) this.area.focus();
  }

  press(pressed) {
    if (!pressed) return;
    if (pressed.dataset.kind) this.phone.act(`/people/${this.phone.id}/media`, { kind: pressed.dataset.kind });
    else this.say(pressed.dataset.say);
  }

  showState(person) {
    const away = person.blocked || !person.started;
    const start = this.find(".start");
    const focused = start === document.activeElement;
    start.hidden = !away;
    start.textContent = person.blocked ? "Restart the bot" : "Start";
    this.find(".write").hidden = away;
    if (away) this.find(".keys").hidden = true;
    else this.find(".keys").hidden = !this.find(".keys").childElementCount;
    if (focused && !away) this.area.focus();
  }
}
