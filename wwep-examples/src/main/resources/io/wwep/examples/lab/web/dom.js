// Builds elements. Data only ever becomes text nodes and attributes, never markup.

export const byId = (id) => document.getElementById(id);

const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child != null));
  return node;
}

export const el = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);

export const svg = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

/** Sets a text, and leaves the node alone if it has that text, so that no screen reader repeats it. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/**
 * Makes a parent's children follow a list. An item keeps its node, so that focus and clicks survive updates.
 * create(item) returns {node, update(item)}.
 */
export class KeyedList {
  constructor(parent, keyOf, create) {
    this.parent = parent;
    this.keyOf = keyOf;
    this.create = create;
    this.entries = new Map();
  }

  show(items) {
    const wanted = new Set(items.map(this.keyOf));
    for (const [key, entry] of this.entries) {
      if (!wanted.has(key)) {
        entry.node.remove();
        this.entries.delete(key);
      }
    }
    let at = this.parent.firstChild;
    for (const item of items) {
      const key = this.keyOf(item);
      let entry = this.entries.get(key);
      if (!entry) {
        entry = this.create(item);
        this.entries.set(key, entry);
      }
      if (entry.item !== item) {
        entry.update(item);
        entry.item = item;
      }
      if (entry.node === at) at = at.nextSibling;
      else this.parent.insertBefore(entry.node, at);
    }
  }
}

const two = (number) => String(number).padStart(2, "0");

/** The time of day here. */
export function clock(time, withMillis) {
  const at = new Date(time);
  if (Number.isNaN(at.getTime())) return "";
  const text = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
  return withMillis ? `${text}.${String(at.getMilliseconds()).padStart(3, "0")}` : text;
}

/** Shows characters that cannot be seen, or that turn the direction of text around, as their code. */
export const visible = (text) =>
  String(text).replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** A name that a person typed, kept apart from the direction of the text around it. */
export const nameOf = (name) => el("bdi", {}, visible(name));

export const hex = (number, digits) => number.toString(16).toUpperCase().padStart(digits, "0");

export const plural = (count, one, many) => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
