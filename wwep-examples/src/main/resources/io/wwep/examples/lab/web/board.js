// A board as a picture with real buttons: a display, two LEDs, and two buttons with a choice of port each.

import { el, nameOf, setText, svg, visible } from "./dom.js";

const PORTS = [["plain", "plain"], ["tls", "TLS"]];

function portChoice(number, chosen) {
  const group = el("div", { class: "choice", role: "radiogroup", "aria-label": `Port of button ${number}` });
  for (const [value, label] of PORTS) {
    const id = `port-${number}-${value}`;
    group.append(el("input", { type: "radio", name: `port-${number}`, id, value, checked: value === chosen }), el("label", { for: id }, label));
  }
  return group;
}

function antenna() {
  return svg("svg", { class: "antenna", viewBox: "0 0 64 24", "aria-hidden": "true" },
    svg("path", { d: "M4 22V4h8v14h8V4h8v14h8V4h8v14h8V4h8" }));
}

function describe({ last, leds }) {
  if (!last) return "Nothing sent yet.";
  const what = last.button === null || last.button === undefined ? "Packet" : `Button ${last.button}`;
  const port = last.tls ?? "plain";
  if (last.reply === null) return `${what}, ${port}: no reply. ${visible(last.failure ?? "")}`;
  return `${what}, ${port}: ${visible(last.request)} was ${last.reply.startsWith("A") ? "accepted" : "refused"}, reply ${visible(last.reply)}.`
    + (last.button === null || last.button === undefined ? "" : ` LED ${last.button} is ${leds[last.button] ? "on" : "off"}.`);
}

/** Has a screen reader read words, even if they are those that it read before. */
function read(status, words) {
  status.textContent = status.textContent === words ? `${words}\u00a0` : words;
}

/** Builds it inside the target. Calls press(button, tls, control) when a button is pressed. */
export function buildBoard(target, press) {
  const line = (label, node) => el("div", { class: "line" }, el("dt", {}, label), node);
  const mac = el("dd"), device = el("dd"), server = el("dd"), request = el("dd"), reply = el("dd");
  const name = el("span", { class: "silk" });
  const status = el("p", { class: "hidden", role: "status", "aria-label": "Last exchange" });
  const leds = [];
  const halves = [0, 1].map((number) => {
    const light = el("span", { class: "light" });
    const words = el("span", { class: "led-words" });
    const choice = portChoice(number, number === 0 ? "plain" : "tls");
    const button = el("button", { type: "button", class: "push", "data-button": number }, el("span", { class: "cap" }), el("span", {}, `Button ${number}`));
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled") !== "true") press(number, choice.querySelector("input:checked").value === "tls", button);
    });
    leds.push({ light, words });
    return el("div", { class: "half" }, el("div", { class: "led", "data-led": number }, light, words), button, choice);
  });
  target.append(
    el("div", { class: "head" }, antenna(), name),
    el("dl", { class: "display" }, line("mac", mac), line("id", device), line("srv", server), line("→", request), line("←", reply)),
    el("div", { class: "halves" }, ...halves), status);

  return {
    update(board, labServer) {
      name.replaceChildren(board.name ? nameOf(board.name) : "no name");
      setText(mac, board.mac);
      setText(device, board.device);
      const last = board.last;
      setText(server, last?.tls ? labServer.tls : labServer.plain);
      setText(request, last ? visible(last.request) : "-");
      setText(reply, last ? visible(last.reply ?? "no reply") : "-");
      leds.forEach(({ light, words }, number) => {
        light.classList.toggle("on", board.leds[number] === true);
        setText(words, `LED ${number} ${board.leds[number] === null ? "unknown" : board.leds[number] ? "on" : "off"}`);
      });
    },
    announce(board) {
      read(status, describe(board));
    },
  };
}
