// The view of the class: who has done which exercise, the check of a student's server, and the instructor's tools.

import { attempt, call, say } from "./api.js";
import { byId, clock, el, KeyedList, nameOf, setText, visible } from "./dom.js";
import { store } from "./store.js";

const EXERCISES = ["6.1", "6.2", "6.3", "6.4", "6.5", "6.6", "6.7"];
const CHECK_PORTS = { min: 1024, max: 65535 };
const MAX_CLASS_BYTES = 1 << 20;

function studentRow(first) {
  const name = el("th", { scope: "row" });
  const id = el("code", { class: "f-device" });
  const ticks = EXERCISES.map((exercise) => el("td", { class: "tick", "data-exercise": exercise }));
  const node = el("tr", { "data-device": first.device }, name, el("td", {}, id), ...ticks);
  const update = (student) => {
    name.replaceChildren(student.name ? nameOf(student.name) : el("span", { class: "soft" }, "no name"));
    setText(id, student.device);
    ticks.forEach((cell, index) => {
      const time = student.ticks[EXERCISES[index]];
      if (cell.dataset.time === String(time)) return;
      cell.dataset.time = String(time);
      cell.classList.toggle("done", time !== null && time !== undefined);
      cell.replaceChildren(time
        ? el("span", { title: `${EXERCISES[index]} done at ${clock(time)}` }, el("span", { "aria-hidden": "true" }, "✓"), el("span", { class: "hidden" }, `done at ${clock(time)}`))
        : el("span", {}, el("span", { "aria-hidden": "true" }, "·"), el("span", { class: "hidden" }, "open")));
    });
    node.classList.toggle("mine", student.device === store.boards.get(store.you.board)?.device);
  };
  return { node, update };
}

let students = null;
let totals = null;

function totalOf(first) {
  const bar = el("progress", { max: 1, "aria-label": `Students with ${first.exercise}` });
  const words = el("span");
  const node = el("div", {}, el("b", {}, first.exercise), bar, words);
  const update = ({ done, all }) => {
    bar.max = Math.max(1, all);
    bar.value = done;
    setText(words, `${done} of ${all}`);
  };
  return { node, update };
}

export function drawClass() {
  const all = [...store.students.values()].sort((a, b) =>
    (a.name ?? "\uffff").localeCompare(b.name ?? "\uffff") || a.device.localeCompare(b.device));
  students ??= new KeyedList(byId("students"), (student) => student.device, studentRow);
  students.show(all);
  totals ??= new KeyedList(byId("totals"), (total) => total.exercise, totalOf);
  totals.show(EXERCISES.map((exercise) => ({ exercise, done: all.filter((student) => student.ticks[exercise]).length, all: all.length })));
  setText(byId("check-intro"), store.you.instructor
    ? "The lab connects to a server, and writes only to its devices FFFE and FFFD."
    : "The lab connects to a server on the machine that this page is open on. It writes only to its devices FFFE and FFFD.");
  const ids = byId("device-ids");
  if (store.you.instructor && ids.childElementCount !== store.devices.size) {
    ids.replaceChildren(...[...store.devices.keys()].sort().map((device) => el("option", { value: device })));
  }
}

function showReport(report) {
  const failed = report.failed > 0;
  setText(byId("report-summary"), `${visible(report.server)}: ${report.passed} passed, ${report.failed} failed, ${report.skipped} skipped. `
    + (failed ? "Look at the first that failed." : "All is well."));
  byId("report-summary").className = failed ? "warn" : "good";
  const body = el("tbody");
  for (const row of report.rows) {
    body.append(el("tr", { class: row.result === "FAIL" ? "refused" : null },
      el("td", {}, el("span", { class: `result-${String(row.result).toLowerCase()} result` }, visible(row.result))),
      el("td", {}, visible(row.row)),
      el("td", {}, visible(row.exercise ?? "")),
      el("td", {}, el("code", {}, visible(row.sent ?? ""))),
      el("td", {}, el("code", {}, visible(row.expected ?? ""))),
      el("td", {}, el("code", {}, visible(row.got ?? ""))),
      el("td", { class: "why" }, visible(row.why ?? ""), row.source ? el("div", { class: "hint" }, visible(row.source)) : null),
      el("td", { class: "number mono" }, row.ms === null || row.ms === undefined ? "" : String(Math.round(row.ms)))));
  }
  const heads = ["result", "row", "exercise", "sent", "expected", "got", "why", "ms"];
  byId("report").replaceChildren(el("table", { class: "report", "aria-labelledby": "report-title" },
    el("thead", {}, el("tr", {}, ...heads.map((head) => el("th", { scope: "col" }, head)))), body));
  byId("report-title").focus();
}

async function check() {
  const port = Number(byId("check-port").value.trim() || "NaN");
  if (!Number.isInteger(port) || port < CHECK_PORTS.min || port > CHECK_PORTS.max) {
    byId("check-port").focus();
    throw new Error("Enter a port from 1024 to 65535.");
  }
  byId("report-summary").className = "";
  setText(byId("report-summary"), "Checking. This takes up to a minute.");
  byId("report").replaceChildren();
  const body = { port, tls: byId("check-tls").checked };
  const host = byId("check-host").value.trim();
  if (store.you.instructor && host !== "") body.host = host;
  try {
    showReport(await call("POST", "/api/check", body));
  } catch (failure) {
    setText(byId("report-summary"), "The check did not run.");
    throw failure;
  }
}

function hexOf(id, digits, what) {
  const value = byId(id).value.trim().toUpperCase();
  if (!/^[0-9A-F]+$/.test(value) || value.length > digits) {
    byId(id).focus();
    throw new Error(`Enter ${what}: up to ${digits} hex digits.`);
  }
  return value.padStart(digits, "0");
}

async function nameDevice() {
  const device = hexOf("naming-device", 4, "a device id");
  await call("PUT", `/api/devices/${device}`, { name: byId("naming-name").value.trim() });
  say(`Device ${device} has its name.`);
}

async function writeRegister() {
  const device = hexOf("writing-device", 4, "a device id");
  const register = hexOf("writing-register", 2, "a register");
  const value = hexOf("writing-value", 4, "a value");
  await call("PUT", `/api/devices/${device}/registers/${register}`, { value });
  say(`Register ${register} of device ${device} is ${value}.`);
}

async function loadClass(file) {
  if (file.size > MAX_CLASS_BYTES) throw new Error("This file is too large for a saved class.");
  await call("PUT", "/api/class", await file.text());
  say("The progress of the class is loaded.");
}

function onSubmit(id, action) {
  byId(id).addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(event.submitter, action);
  });
}

onSubmit("check", check);
onSubmit("naming", nameDevice);
onSubmit("writing", writeRegister);
byId("load-class").addEventListener("change", async (event) => {
  const input = event.target;
  if (input.files.length === 1) await attempt(input, () => loadClass(input.files[0]));
  input.value = "";
});
byId("reset").addEventListener("click", () => {
  byId("reset-dialog").returnValue = "no";
  byId("reset-dialog").showModal();
});
byId("reset-dialog").addEventListener("close", () => {
  if (byId("reset-dialog").returnValue !== "yes") return;
  attempt(byId("reset"), async () => {
    await call("POST", "/api/reset", {});
    say("The class is reset.");
  });
});
