// The view of exchanges: the newest rows, filtered, at most 200 of them in the document.

import { byId, clock, el, nameOf, plural, setText, visible } from "./dom.js";
import { colored } from "./packet.js";
import { redraw } from "./redraw.js";
import { store } from "./store.js";

const MAX_ROWS = 200;
const SAMPLED_MILLIS = 10_000;

/** The exchanges at the moment of the pause, or null. */
let frozen = null;
let rows = [];
let drawnFilter = null;

const filterOf = () => ({
  words: byId("filter").value.trim().toLowerCase(),
  outcome: byId("outcome").value,
  transport: byId("transport").value,
});

const nameNow = (exchange) => store.devices.get(exchange.device)?.name ?? exchange.name;

function matches(exchange, { words, outcome, transport }) {
  if (outcome !== "" && !exchange.reply.startsWith(outcome)) return false;
  if (transport !== "" && (exchange.tls === null) !== (transport === "plain")) return false;
  if (words === "") return true;
  return [exchange.device, nameNow(exchange), exchange.peer, exchange.message, exchange.reply, exchange.reason, exchange.tls, String(exchange.port)]
    .some((text) => text !== null && text.toLowerCase().includes(words));
}

function buildRow(exchange) {
  const accepted = exchange.reply.startsWith("A");
  const name = nameNow(exchange);
  return el("tr", { class: accepted ? null : "refused" },
    el("td", { class: "mono soft" }, el("time", { datetime: exchange.time }, clock(exchange.time, true))),
    el("td", {}, exchange.device === null ? "" : el("code", { class: "f-device" }, exchange.device)),
    el("td", { class: "name" }, name ? nameOf(name) : ""),
    el("td", { class: "mono" }, exchange.peer),
    el("td", { class: "ports" }, el("span", { class: exchange.tls ? "port secure" : "port" }, exchange.tls ?? "plain"), " ", el("span", { class: "mono soft" }, String(exchange.port))),
    el("td", {}, colored(exchange.message, false)),
    el("td", {}, colored(exchange.reply, true)),
    el("td", { class: "why" }, exchange.reason === null ? "" : visible(exchange.reason)),
    el("td", { class: "number mono" }, exchange.millis.toFixed(1)));
}

function newest(source, filter, after) {
  const found = [];
  let total = 0;
  for (let i = source.length - 1; i >= 0; i--) {
    if (!matches(source[i], filter)) continue;
    total++;
    if (found.length < MAX_ROWS && source[i].number > after) found.push(source[i]);
  }
  return { found, total };
}

export function drawExchanges() {
  const source = frozen ?? store.exchanges;
  const filter = filterOf();
  const names = [...store.devices.values()].map((device) => device.name ?? "").join("\n");
  const key = JSON.stringify([filter, frozen !== null, names]);
  const body = byId("exchange-rows");
  // A number that went back means that the lab was reset or restarted.
  const restarted = rows.length > 0 && (source.length === 0 || source.at(-1).number < rows[0].number);
  if (key !== drawnFilter || restarted) {
    drawnFilter = key;
    rows = [];
    body.replaceChildren();
  }
  const { found, total } = newest(source, filter, rows.length > 0 ? rows[0].number : -1);
  if (found.length > 0) {
    const added = found.map((exchange) => ({ number: exchange.number, node: buildRow(exchange) }));
    body.prepend(...added.map((row) => row.node));
    rows = [...added, ...rows];
    for (const row of rows.splice(MAX_ROWS)) row.node.remove();
  }
  showWords(source, total);
}

let afterFlood;

function redrawAfterFlood() {
  clearTimeout(afterFlood);
  afterFlood = setTimeout(redraw, SAMPLED_MILLIS);
}

function showWords(source, total) {
  let words = `${plural(rows.length, "row", "rows")} shown, newest first`;
  if (total > rows.length) words += `; ${(total - rows.length).toLocaleString("en")} older ones match too`;
  if (frozen) {
    const last = frozen.at(-1)?.number ?? 0;
    const newer = store.exchanges.filter((exchange) => exchange.number > last).length;
    words += `. Paused, ${newer >= 1000 ? "1,000 or more" : newer} newer`;
  }
  setText(byId("shown"), `${words}.`);
  const sampled = byId("sampled");
  const isFlood = store.skipped > 0;
  if (isFlood) {
    const now = Date.now() - store.skippedAt < SAMPLED_MILLIS;
    setText(sampled, `${now ? "More exchanges arrive than can be shown." : `More exchanges arrived than could be shown, last at ${clock(store.skippedAt)}.`} `
      + `Some were left out of this table${now ? "" : `: ${plural(store.skipped, "row", "rows")}`}. The counts are exact.`);
    if (now) redrawAfterFlood();
  }
}

for (const id of ["filter", "outcome", "transport"]) byId(id).addEventListener("input", redraw);
byId("pause").addEventListener("click", () => {
  frozen = frozen ? null : [...store.exchanges];
  byId("pause").setAttribute("aria-pressed", String(frozen !== null));
  setText(byId("pause"), frozen ? "Go on" : "Pause");
  redraw();
});
