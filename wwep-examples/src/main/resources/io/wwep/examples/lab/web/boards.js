// The view of boards: opens one, presses its buttons, and shows what goes over the wire.

import { attempt, call } from "./api.js";
import { buildBoard } from "./board.js";
import { byId, el, hex, KeyedList, nameOf, setText, visible } from "./dom.js";
import { bytes, whyIllegal } from "./packet.js";
import { redraw } from "./redraw.js";
import { store } from "./store.js";

/** An empty form is shown although there is a board. */
let opensAnother = false;
let board = null;
let shownBoard = null;
let shownLast = null;

const octetsOf = (mac) => {
  const digits = mac.trim().replace(/[:\-. ]/g, "");
  return /^[0-9a-fA-F]{0,12}$/.test(digits) ? digits.match(/../g)?.map((pair) => parseInt(pair, 16)) ?? [] : null;
};

const idOf = (octets) => hex(octets.reduce((sum, octet) => sum + octet, 0) & 0xffff, 4);

const WHOLE = 6;
const NO_ID = "····";

/** Shows the sum, one row for each octet, and the device id. */
function showSum(target, id, octets) {
  const body = el("tbody");
  let sum = 0;
  for (let i = 0; i < WHOLE; i++) {
    const octet = octets?.[i];
    const before = sum;
    if (octet !== undefined) sum += octet;
    body.append(el("tr", { class: octet === undefined ? "open" : null },
      el("td", { class: "mono" }, octet === undefined ? "··" : hex(octet, 2)),
      el("td", { class: "mono soft" }, octet === undefined ? "" : `${hex(before, 4)} + ${hex(octet, 2)}`),
      el("td", { class: "mono" }, octet === undefined ? NO_ID : hex(sum, 4))));
  }
  const isWhole = octets?.length === WHOLE;
  target.replaceChildren(el("table", { class: "sum", "aria-label": "Device id, step by step" },
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "octet"), el("th", { scope: "col" }, "step"), el("th", { scope: "col" }, "sum"))),
    body));
  id.className = isWhole ? "sum-id mono f-device" : "sum-id mono soft";
  setText(id, isWhole ? idOf(octets) : NO_ID);
}

function inspectMac() {
  const octets = octetsOf(byId("mac").value);
  showSum(byId("sum"), byId("sum-id"), octets);
  let warning = "";
  if (octets === null) warning = "That has characters that are not hex digits.";
  else if (octets.length === WHOLE) warning = takenBy(idOf(octets));
  setText(byId("mac-warning"), warning);
}

function takenBy(id) {
  const device = store.devices.get(id);
  const other = [...store.boards.values()].find((one) => one.device === id && one.board !== store.you.board);
  if (!device && !other) return "";
  const name = device?.name ?? other?.name;
  return `Device ${id} is already in use${name ? ` by ${visible(name)}` : ""}. Two boards with one id share registers and LEDs.`;
}

/** Makes up a MAC address, locally administered, whose device id nobody uses yet. */
function makeMac() {
  for (let attempts = 0; attempts < 200; attempts++) {
    const octets = [0x02, ...crypto.getRandomValues(new Uint8Array(5))];
    if (takenBy(idOf(octets)) === "" || attempts === 199) {
      byId("mac").value = octets.map((octet) => hex(octet, 2)).join(":");
      inspectMac();
      return;
    }
  }
}

async function openBoard() {
  const opened = await call("POST", "/api/boards", { mac: byId("mac").value.trim(), name: byId("board-name").value.trim() });
  store.boards.set(opened.board, opened);
  store.you = { ...store.you, board: opened.board };
  opensAnother = false;
  drawBoards();
  byId("board").querySelector("button").focus();
}

async function send(path, body) {
  const mine = await call("POST", `/api/boards/${encodeURIComponent(store.you.board)}/${path}`, body);
  store.boards.set(mine.board, mine);
  redraw();
}

/** Shows the request and the reply of the last exchange. */
function showWire(last) {
  if (!last) {
    byId("wire").replaceChildren(el("p", { class: "hint" }, "Press a button: the request and the reply appear here, byte by byte."));
    return;
  }
  const port = last.tls ? `inside ${last.tls}` : "in the clear";
  byId("wire").replaceChildren(
    el("h3", { class: "to" }, el("span", { "aria-hidden": "true" }, "→ "), `Request, ${port}`),
    bytes(last.request, false),
    el("h3", { class: "from" }, el("span", { "aria-hidden": "true" }, "← "), "Reply", last.reply === null ? "" : `, after ${last.millis.toFixed(1)} ms`),
    last.reply === null ? el("p", { class: "warn" }, visible(last.failure ?? "none")) : bytes(last.reply, true));
  if (last.reply !== null && last.failure) byId("wire").append(el("p", { class: "hint" }, visible(last.failure)));
}

function wallItem(item) {
  const leds = [0, 1].map((number) => el("span", { class: "dot", "data-led": number }));
  const words = el("span", { class: "hidden" });
  const name = el("strong");
  const id = el("code", { class: "f-device" });
  const node = el("li", {}, el("span", { class: "dots", "aria-hidden": "true" }, ...leds), el("span", { class: "who" }, name, " ", id), words);
  const update = (one) => {
    leds.forEach((led, number) => led.classList.toggle("on", one.leds[number] === true));
    setText(words, `, LED 0 ${one.leds[0] ? "on" : "off"}, LED 1 ${one.leds[1] ? "on" : "off"}`);
    name.replaceChildren(one.name ? nameOf(one.name) : "no name");
    setText(id, one.device);
    node.classList.toggle("mine", one.board === store.you.board);
  };
  return { node, update };
}

let wall = null;

export function drawBoards() {
  const mine = opensAnother ? undefined : store.boards.get(store.you.board);
  byId("no-board").hidden = mine !== undefined;
  byId("my-board").hidden = mine === undefined;
  byId("back-to-board").hidden = !store.boards.has(store.you.board);
  if (mine) {
    if (shownBoard !== mine.board) {
      shownBoard = mine.board;
      shownLast = undefined;
      showSum(byId("my-sum"), byId("my-sum-id"), octetsOf(mine.mac));
    }
    board.update(mine, store.server);
    const last = JSON.stringify(mine.last);
    if (last !== shownLast) {
      shownLast = last;
      showWire(mine.last);
      board.announce(mine);
    }
  }
  wall ??= new KeyedList(byId("everyones-boards"), (one) => one.board, wallItem);
  wall.show([...store.boards.values()]);
}

function inspectPacket() {
  setText(byId("raw-why"), whyIllegal(byId("raw-text").value) ?? "This is a legal request: the server answers it, and exercise 6.2 wants an illegal one.");
}

board = buildBoard(byId("board"), (button, tls, control) => attempt(control, () => send("press", { button, tls })));
byId("mac").addEventListener("input", inspectMac);
byId("make-mac").addEventListener("click", makeMac);
byId("open-board").addEventListener("submit", (event) => {
  event.preventDefault();
  attempt(event.submitter, openBoard);
});
byId("raw-text").addEventListener("input", inspectPacket);
byId("raw").addEventListener("submit", (event) => {
  event.preventDefault();
  if (byId("raw-text").value !== "") attempt(byId("raw-send"), () => send("raw", { text: byId("raw-text").value, tls: byId("raw-tls").checked }));
});
byId("other-board").addEventListener("click", () => {
  opensAnother = true;
  drawBoards();
  byId("mac").focus();
});
byId("back-to-board").addEventListener("click", () => {
  opensAnother = false;
  drawBoards();
  byId("other-board").focus();
});
inspectMac();
inspectPacket();
