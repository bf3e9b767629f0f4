// A case that is open in a tab: what is said arrives by itself. Without this, the page shows it when it is loaded.
"use strict";

const list = document.getElementById("conversation");
const live = document.getElementById("live");
const writing = document.getElementById("write");

const atEnd = () => window.innerHeight + window.scrollY >= document.body.scrollHeight - 160;

function place(entry) {
  const box = document.createElement("template");
  box.innerHTML = entry.html.trim();
  const made = box.content.firstElementChild;
  if (!made) return;
  const there = document.getElementById(made.id);
  const stay = atEnd();
  if (there) there.replaceWith(made);
  else list.append(made);
  list.querySelector("[data-empty]")?.remove();
  if (stay && !there) document.getElementById("end").scrollIntoView({ block: "center" });
}

let version = new URL(list.dataset.stream, location.href).searchParams.get("after");
let source = null;
let again = 500;

// The browser's own tries end when an answer is no stream (a restart, a sign-out); ours go on, a little slower each time.
function open() {
  const address = new URL(list.dataset.stream, location.href);
  address.searchParams.set("after", version);
  source = new EventSource(address);
  source.addEventListener("open", () => { live.hidden = true; again = 500; });
  source.addEventListener("entry", (event) => { version = event.lastEventId || version; place(JSON.parse(event.data)); });
  source.addEventListener("moved", () => { if (!busy()) location.reload(); else tell(list.dataset.gone); });
  source.addEventListener("gone", () => { source.close(); tell(list.dataset.gone); });
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
const busy = () => Boolean(writing?.querySelector("textarea").value || document.querySelector("details[open] textarea")?.value);

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
  // Sent without leaving the page; whatever goes wrong falls back to the plain way.
  writing.addEventListener("submit", async (event) => {
    if (writing.querySelector("[type=file]").value) return;
    event.preventDefault();
    const sent = words.value;
    try {
      const answer = await fetch(writing.action, { method: "POST", body: new FormData(writing), redirect: "manual" });
      if (answer.type !== "opaqueredirect") throw new Error("not taken");
      words.value = "";
      words.focus();
    } catch {
      words.value = sent;
      HTMLFormElement.prototype.submit.call(writing);
    }
    delete writing.dataset.sent;
    for (const button of writing.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
  });
}
