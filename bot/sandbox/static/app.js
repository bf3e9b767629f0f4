// The page: which phones are open, who is who, and the live line to the sandbox.

import { bot, call } from "./api.js";
import { deepLink } from "./entities.js";
import { button, element } from "./messages.js";
import { Phone } from "./phone.js";
import { Stream } from "./stream.js";

const OPEN_FIRST = 3;
const SHOWN_PEOPLE = 200;
const MEMORY = `open-phones-${bot}`;
const STATES = { connecting: "Connecting", live: "Live", waiting: "Reconnecting" };
const find = (selector) => document.querySelector(selector);

const phones = new Map();
let robot = { name: "Sandbox bot", version: 0 };
let front = null;
let acting = null;

const hooks = { alert: showAlert, link: askLink, change: askChange, close: closePhone, profile: refreshProfile };
const stream = new Stream(takeChange, reloadAll, showLink);

function takeChange(kind, change) {
  if (kind === "profile") phones.forEach((phone) => refreshProfile(phone));
  else phones.get(change.chat_id)?.take(kind, change);
  if (kind === "person") drawTabs();
}

async function reloadAll() {
  await Promise.all([...phones.values()].map((phone) => phone.load()));
}

async function refreshProfile(phone) {
  phone.takeProfile(await call("GET", `/chats/${phone.id}/history?after=${stream.seen}`));
}

function showLink(state) {
  find("#link").dataset.state = state;
  find("#link").textContent = STATES[state];
}

async function openPhone(person) {
  if (!phones.has(person.id)) {
    const phone = new Phone(person, robot, hooks);
    phones.set(person.id, phone);
    find("#phones").append(phone.root);
    await phone.load();
    listen();
  }
  bringForward(person.id);
  remember();
  phones.get(person.id).composer.area.focus({ preventScroll: true });
}

function closePhone(phone) {
  phone.root.remove();
  phones.delete(phone.id);
  if (front === phone.id) front = phones.keys().next().value ?? null;
  if (front !== null) bringForward(front);
  remember();
  listen();
  find("#phones").focus();
}

function listen() {
  const versions = [...phones.values()].map((phone) => phone.version);
  const seen = stream.source ? stream.seen : Math.min(...versions, robot.version);
  // Chat 0 exists nowhere: with no phone open, nothing is sent.
  stream.follow(phones.size ? [...phones.keys()] : [0], Math.max(0, seen));
}

function bringForward(personId) {
  front = personId;
  phones.forEach((phone) => phone.root.classList.toggle("front", phone.id === personId));
  phones.get(personId)?.root.scrollIntoView({ block: "nearest", inline: "nearest" });
  phones.get(personId)?.toEnd();
  drawTabs();
}

function drawTabs() {
  find("#welcome").hidden = phones.size > 0;
  find("#tabs").replaceChildren(...[...phones.values()].map((phone) => {
    const tab = button(phone.person.first_name, {});
    tab.dir = "auto";
    tab.setAttribute("aria-pressed", String(phone.id === front));
    tab.addEventListener("click", () => bringForward(phone.id));
    return tab;
  }));
}

function remember() {
  localStorage.setItem(MEMORY, JSON.stringify([...phones.keys()]));
  drawTabs();
}

function asked(dialog) {
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue ? new FormData(dialog.querySelector("form")) : null), { once: true });
  });
}

async function askPerson(person = null) {
  const dialog = find("#person-dialog");
  const form = dialog.querySelector("form");
  form.reset();
  find("#person-title").textContent = person ? "Name and language" : "A new person";
  for (const name of ["first_name", "last_name", "language_code"]) {
    if (person) form.elements[name].value = person[name] ?? "";
  }
  const answer = await asked(dialog);
  return answer && Object.fromEntries([...answer].map(([name, value]) => [name, value.trim()]));
}

async function addPerson() {
  const fields = await askPerson();
  if (fields?.first_name) await openPhone(await call("POST", "/people", fields));
}

async function askChange(phone) {
  const fields = await askPerson(phone.person);
  if (!fields?.first_name) return;
  phone.takePerson(await call("PATCH", `/people/${phone.id}`, fields));
  await refreshProfile(phone);
}

async function askLink(phone) {
  acting = phone;
  const dialog = find("#link-dialog");
  dialog.querySelector("form").reset();
  const answer = await asked(dialog);
  if (!answer) return;
  const written = answer.get("link").trim();
  acting.start(deepLink(written) ?? written.replace(/^.*start=/, ""));
}

function showAlert(text) {
  find("#alert-text").textContent = text;
  if (!find("#alert-dialog").open) asked(find("#alert-dialog"));
}

async function choosePeople() {
  const people = (await call("GET", "/people")).filter((one) => !one.deleted);
  const search = find("#people-find");
  search.value = "";
  const draw = () => {
    const wanted = search.value.toLowerCase();
    const fitting = people.filter((one) => `${one.first_name} ${one.last_name ?? ""} ${one.id}`.toLowerCase().includes(wanted));
    find("#people-list").replaceChildren(...fitting.slice(0, SHOWN_PEOPLE).map(personLine));
    if (!fitting.length) find("#people-list").append(element("li", "hint", "Nobody of that name."));
  };
  search.oninput = draw;
  draw();
  await asked(find("#people-dialog"));
}

function personLine(person) {
  const made = button("", {});
  const name = element("b", "", [person.first_name, person.last_name].filter(Boolean).join(" "));
  name.dir = "auto";
  const state = phones.has(person.id) ? "open" : person.blocked ? "blocked the bot" : person.started ? "" : "not started";
  made.append(name, " ", element("span", "", [person.language_code, state].filter(Boolean).join(" · ")));
  made.addEventListener("click", () => {
    find("#people-dialog").close();
    openPhone(person);
  });
  return element("li", "", made);
}

async function chooseBot() {
  const bots = await call("GET", "/bots");
  robot = bots.find((one) => String(one.id) === bot) ?? bots[0];
  find("#bot-name").textContent = `@${robot.username}`;
  find(".bot-choice").hidden = bots.length < 2;
  const select = find("#bot-choice");
  select.replaceChildren(...bots.map((one) => new Option(one.name, one.id, false, one.id === robot.id)));
  select.addEventListener("change", () => location.assign(`/?bot=${select.value}`));
}

async function begin() {
  await chooseBot();
  const people = (await call("GET", "/people")).filter((one) => !one.deleted);
  const remembered = JSON.parse(localStorage.getItem(MEMORY) ?? "null");
  const wanted = remembered ?? people.slice(0, OPEN_FIRST).map((one) => one.id);
  for (const person of people.filter((one) => wanted.includes(one.id))) {
    const phone = new Phone(person, robot, hooks);
    phones.set(person.id, phone);
    find("#phones").append(phone.root);
  }
  await reloadAll();
  drawTabs();
  if (phones.size) bringForward(phones.keys().next().value);
  listen();
}

find("#add-person").addEventListener("click", addPerson);
find("#welcome-add").addEventListener("click", addPerson);
find("#open-people").addEventListener("click", choosePeople);
for (const closer of document.querySelectorAll("[data-close]")) closer.addEventListener("click", () => closer.closest("dialog").close(""));
document.addEventListener("click", (event) => phones.forEach((phone) => phone.root.contains(event.target) || phone.closeMenus()));
begin();
