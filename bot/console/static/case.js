// A case that is open in a tab: what is said arrives by itself. Without this, the page shows it when it is loaded.
"use strict";

const talk = document.getElementById("conversation");
const list = talk.querySelector(":scope > .conversation");
const live = document.getElementById("live");
const writing = document.getElementById("write");

const atEnd = () => document.getElementById("end").getBoundingClientRect().top < window.innerHeight + 160;
const numberOf = (line) => Number(line.id.slice("entry-".length));

// Every entry has one place, by its number: what comes again replaces itself, and what comes late goes where it belongs.
function place(entry) {
  const box = document.createElement("template");
  box.innerHTML = entry.html.trim();
  const made = box.content.firstElementChild;
  if (!made) return;
  const there = document.getElementById(made.id);
  const stay = atEnd();
  if (there) there.replaceWith(made);
  else list.insertBefore(made, [...list.children].find((line) => line.id && numberOf(line) > entry.number) ?? null);
  list.querySelector("[data-empty]")?.remove();
  if (stay && !there) document.getElementById("end").scrollIntoView({ block: "nearest" });
}

let version = new URL(talk.dataset.stream, location.href).searchParams.get("after");
let source = null;
let again = 500;

// The browser's own tries end when an answer is no stream (a restart, a sign-out); ours go on, a little slower each time.
function open() {
  const address = new URL(talk.dataset.stream, location.href);
  address.searchParams.set("after", version);
  const unsure = [...talk.querySelectorAll("[data-unsure]")].slice(-50).map(numberOf);
  if (unsure.length) address.searchParams.set("unsure", unsure.join());
  source = new EventSource(address);
  source.addEventListener("open", () => { live.hidden = true; again = 500; });
  source.addEventListener("entry", (event) => { version = event.lastEventId || version; place(JSON.parse(event.data)); });
  source.addEventListener("moved", () => { if (!busy()) location.reload(); else tell(talk.dataset.gone); });
  source.addEventListener("gone", () => { source.close(); tell(talk.dataset.gone); });
  source.addEventListener("error", () => {
    tell(live.dataset.lost);
    if (source.readyState !== EventSource.CLOSED) return;
    setTimeout(open, again);
    again = Math.min(again * 2, 8000);
  });
}

function tell(words) {
  live.textContent = words;
  live.hidden = false;
}

// Half a sentence is not thrown away by a page that loads itself anew.
const FIELDS = "textarea, input[type=text], input[type=date], input[type=file]";
const busy = () => [...document.querySelectorAll(FIELDS)].some((field) => field.value !== field.defaultValue);

open();

if (writing) {
  const words = writing.querySelector("textarea");
  let told = 0;
  words.addEventListener("input", () => {
    if (Date.now() - told < 4000 || !words.value) return;
    told = Date.now();
    fetch(writing.dataset.typing, { method: "POST", headers: { "X-CSRF-Token": writing.querySelector("[name=csrf]").value } }).catch(() => {});
  });
  words.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) writing.requestSubmit();
  });
  // Sent without leaving the page. What the server refuses is sent the plain way, so that its page says why;
  // where no answer comes at all the words stay: leaving the page would lose them.
  writing.addEventListener("submit", async (event) => {
    if (writing.querySelector("[type=file]").value) return;
    event.preventDefault();
    const sent = words.value;
    try {
      const answer = await fetch(writing.action, { method: "POST", body: new FormData(writing), redirect: "manual" });
      if (answer.type !== "opaqueredirect") { HTMLFormElement.prototype.submit.call(writing); return; }
      // The next words are another message; until an answer comes the same ones are the same message.
      writing.elements.once.value = Date.now() + String(Math.random()).slice(2);
      words.defaultValue = "";
      words.value = words.value === sent ? "" : words.value.slice(sent.length);
      words.focus();
    } catch {
      tell(live.dataset.unsent);
    }
    delete writing.dataset.sent;
    for (const button of writing.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
  });
}
