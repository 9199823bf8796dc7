// The view of devices: a card each, with its registers as a grid that lights up what changes.

import { byId, clock, el, hex, KeyedList, nameOf, plural, setText, svg, visible } from "./dom.js";
import { redraw } from "./redraw.js";
import { store } from "./store.js";

const PAGE = 48;
const CELL = 8;
const MAX_LIT = 32;
const LIT_MILLIS = 2000;

let limit = PAGE;
/** The device whose registers the dialog shows. */
let opened = null;

const square = (register) => `M${(register % 16) * CELL + 0.5} ${Math.floor(register / 16) * CELL + 0.5}h${CELL - 1}v${CELL - 1}h-${CELL - 1}z`;

/** The grid's shapes: two paths, however many registers are set, and a square for each that has just changed. */
function miniature() {
  const zero = svg("path", { class: "zero" });
  const set = svg("path", { class: "set" });
  const lit = svg("g");
  const side = 16 * CELL;
  const empty = Array.from({ length: 256 }, (_, register) => square(register)).join("");
  const node = svg("svg", { class: "grid", viewBox: `0 0 ${side} ${side}`, "aria-hidden": "true" }, svg("path", { class: "empty", d: empty }), zero, set, lit);
  const update = (device) => {
    const paths = { zero: "", set: "" };
    for (const [register, value] of Object.entries(device.registers)) {
      paths[value === "0000" ? "zero" : "set"] += square(parseInt(register, 16));
    }
    zero.setAttribute("d", paths.zero);
    set.setAttribute("d", paths.set);
    for (const register of [...(store.changed.get(device.device) ?? [])].slice(0, MAX_LIT)) {
      const flash = svg("path", { class: "lit", d: square(parseInt(register, 16)) });
      while (lit.childElementCount >= MAX_LIT) lit.firstChild.remove();
      lit.append(flash);
      setTimeout(() => flash.remove(), LIT_MILLIS);
    }
    store.changed.delete(device.device);
  };
  return { node, update };
}

function card(first) {
  const grid = miniature();
  const id = el("code", { class: "f-device" });
  const name = el("span", { class: "name" });
  const leds = [0, 1].map(() => el("span", { class: "dot" }));
  const ledWords = el("span");
  const seen = el("dd"), counts = el("dd"), peers = el("dd", { class: "mono" });
  const warning = el("p", { class: "warn", role: "status", "aria-label": "Warning" });
  const show = el("button", { type: "button", class: "quiet" });
  show.addEventListener("click", () => openGrid(first.device));
  const title = el("h2", { id: `device-${first.device}` }, id, " ", name);
  const node = el("li", { class: "card", "aria-labelledby": `device-${first.device}` }, title,
    el("div", { class: "card-body" }, grid.node,
      el("dl", {},
        el("dt", {}, "LEDs"), el("dd", {}, el("span", { class: "dots", "aria-hidden": "true" }, ...leds), " ", ledWords),
        el("dt", {}, "last seen"), seen, el("dt", {}, "exchanges"), counts, el("dt", {}, "peers"), peers)),
    warning, show);
  const update = (device) => {
    grid.update(device);
    setText(id, device.device);
    name.replaceChildren(device.name ? nameOf(device.name) : "");
    leds.forEach((led, number) => {
      led.classList.toggle("on", device.leds[number] === true);
      led.classList.toggle("unknown", device.leds[number] === null);
    });
    setText(ledWords, device.leds.map((on) => (on === null ? "?" : on ? "on" : "off")).join(", "));
    setText(seen, device.lastSeen === null ? "not yet" : clock(device.lastSeen));
    setText(counts, `${device.accepted.toLocaleString("en")} accepted, ${device.refused.toLocaleString("en")} refused`);
    setText(peers, device.peers.join(", "));
    node.classList.toggle("conflict", device.conflict);
    setText(warning, device.conflict ? "Two boards use this device id. Give one of them another MAC address." : "");
    setText(show, plural(Object.keys(device.registers).length, "register", "registers"));
    show.setAttribute("aria-label", `${show.textContent} of device ${device.device}`);
  };
  return { node, update };
}

let cards = null;

function chosen() {
  const words = byId("device-filter").value.trim().toLowerCase();
  const order = byId("device-order").value;
  const found = [...store.devices.values()].filter((device) =>
    words === "" || [device.device, device.name ?? "", ...device.peers].some((text) => text.toLowerCase().includes(words)));
  const compare = {
    device: (a, b) => a.device.localeCompare(b.device),
    name: (a, b) => (a.name ?? "\uffff").localeCompare(b.name ?? "\uffff") || a.device.localeCompare(b.device),
    seen: (a, b) => (b.lastSeen ?? "").localeCompare(a.lastSeen ?? ""),
  }[order];
  return found.sort(compare);
}

export function drawDevices() {
  const found = chosen();
  cards ??= new KeyedList(byId("cards"), (device) => device.device, card);
  cards.show(found.slice(0, limit));
  const conflicts = found.filter((device) => device.conflict).length;
  setText(byId("devices-shown"), `${plural(found.length, "device", "devices")}${conflicts > 0 ? `; ${conflicts} with a conflict` : ""}.`);
  byId("more-devices").hidden = found.length <= limit;
  if (opened !== null) drawGrid();
}

function openGrid(device) {
  opened = device;
  byId("grid").replaceChildren(gridTable());
  drawGrid();
  byId("grid-dialog").showModal();
  byId("grid-title").focus();
}

function gridTable() {
  const columns = Array.from({ length: 16 }, (_, column) => el("th", { scope: "col" }, `_${hex(column, 1)}`));
  const body = el("tbody");
  for (let row = 0; row < 16; row++) {
    const cells = Array.from({ length: 16 }, (_, column) => el("td", { "data-register": hex(row * 16 + column, 2) }));
    body.append(el("tr", {}, el("th", { scope: "row" }, `${hex(row, 1)}_`), ...cells));
  }
  return el("table", { class: "registers", "aria-labelledby": "grid-title" }, el("thead", {}, el("tr", {}, el("td"), ...columns)), body);
}

function drawGrid() {
  const device = store.devices.get(opened);
  if (!device) return;
  setText(byId("grid-title"), `Registers of ${device.device}${device.name ? `, ${visible(device.name)}` : ""}`);
  for (const cell of byId("grid").querySelectorAll("td[data-register]")) {
    const value = device.registers[cell.dataset.register] ?? "";
    if (cell.textContent === value) continue;
    const isNews = cell.dataset.drawn === "yes";
    cell.textContent = value;
    cell.className = value === "0000" ? "zero" : value === "" ? "" : "set";
    if (isNews) {
      cell.classList.add("lit");
      setTimeout(() => cell.classList.remove("lit"), LIT_MILLIS);
    }
  }
  for (const cell of byId("grid").querySelectorAll("td[data-register]")) cell.dataset.drawn = "yes";
}

byId("grid-dialog").addEventListener("close", () => (opened = null));
byId("more-devices").addEventListener("click", () => {
  limit += PAGE;
  redraw();
});
for (const id of ["device-filter", "device-order"]) byId(id).addEventListener("input", redraw);
