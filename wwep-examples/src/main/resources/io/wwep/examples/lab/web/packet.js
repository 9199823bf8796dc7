// The fields of WWEP's messages.

import { el, hex, visible } from "./dom.js";

const REQUEST = /^(?:(W)([0-9A-Fa-f]{4})([0-9A-Fa-f]{2})([0-9A-Fa-f]{4})|(R)([0-9A-Fa-f]{4})([0-9A-Fa-f]{2}))\n?$/;
const ACCEPTED = /^(A)([0-9A-Fa-f]{4})([0-9A-Fa-f]{2})([0-9A-Fa-f]{4})$/;
/** A text of more characters is broken into lines. */
const LONG = 22;
const NAMES = { command: "command", accepted: "accepted", device: "device id", register: "register", value: "value", end: "line end", illegal: "not a request", refused: "refused", text: "text", reply: "not a reply" };

/** Splits a message into [kind, text] pairs. */
export function fields(text, isReply) {
  const match = (isReply ? ACCEPTED : REQUEST).exec(text);
  if (match) {
    const [command, device, register, value] = match.slice(1).filter((part) => part !== undefined);
    const parts = [[isReply ? "accepted" : "command", command], ["device", device], ["register", register]];
    if (value !== undefined) parts.push(["value", value]);
    if (text.endsWith("\n")) parts.push(["end", "\n"]);
    return parts;
  }
  if (isReply && text.startsWith("X")) {
    return text.length > 1 ? [["refused", "X"], ["text", text.slice(1)]] : [["refused", "X"]];
  }
  return text === "" ? [] : [[isReply ? "reply" : "illegal", text]];
}

/** A message in one line, its fields colored. */
export function colored(text, isReply) {
  const code = el("code", { class: text.length > LONG ? "message long" : "message" });
  for (const [kind, part] of fields(text, isReply)) code.append(el("span", { class: `f-${kind}` }, visible(part)));
  return code;
}

function inWords(parts) {
  return parts.map(([kind, text]) => `${NAMES[kind]} ${visible(text)}`).join(", ");
}

/** A message byte by byte: each character above its code, each field above its name. */
export function bytes(text, isReply) {
  const parts = fields(text, isReply);
  const packet = el("div", { class: "packet", role: "img", "aria-label": `${inWords(parts)}; ${text.length} bytes` });
  for (const [kind, part] of parts) {
    const row = el("div", { class: "bytes" });
    for (const char of part) {
      const code = char.codePointAt(0);
      const shown = code < 33 || code === 127 ? { 10: "LF", 13: "CR", 32: "SP", 9: "TAB" }[code] ?? "·" : visible(char);
      row.append(el("span", { class: "byte" }, el("b", {}, shown), el("small", {}, hex(code, 2))));
    }
    packet.append(el("div", { class: `field f-${kind}` }, row, el("span", { class: "field-name" }, NAMES[kind])));
  }
  return packet;
}

/** Says why a server must refuse a packet, or null if it is a legal request. */
export function whyIllegal(text) {
  if (REQUEST.test(text)) return null;
  if (text === "") return "Nothing to send.";
  const command = text[0];
  if (command !== "W" && command !== "R") {
    return /[wr]/.test(command) ? "The command is in lower case." : `A request begins with W or R, not with ${visible(command)}.`;
  }
  const length = command === "W" ? 11 : 7;
  if (text.length !== length) {
    return `A ${command === "W" ? "write" : "read"} has ${length} bytes; this has ${text.length}.`;
  }
  return "There is a character that is not a hex digit.";
}
