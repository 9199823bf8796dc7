// Calls the lab.

import { byId, setText, visible } from "./dom.js";

/** Sends a request, and returns what the lab answered. Throws an Error with words for the person. */
export async function call(method, path, body) {
  let response;
  try {
    response = await fetch(path, {
      method,
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body),
    });
  } catch {
    throw new Error("The lab does not answer. Is it still running?");
  }
  const text = await response.text();
  let answer = null;
  try {
    answer = text === "" ? null : JSON.parse(text);
  } catch {
    throw new Error(`The lab answered ${response.status} with something that is not JSON.`);
  }
  if (!response.ok) throw new Error(sentence(answer?.error ?? `the lab answered ${response.status}`));
  return answer;
}

function sentence(words) {
  const text = visible(words);
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}

/** Does what a form or a button asks for, and shows the failure if there is one. */
export async function attempt(control, action) {
  if (control?.getAttribute("aria-disabled") === "true") return undefined;
  const alert = byId("alert");
  alert.hidden = true;
  control?.setAttribute("aria-disabled", "true");
  try {
    return await action();
  } catch (failure) {
    setText(alert, failure.message);
    alert.hidden = false;
    alert.scrollIntoView({ block: "nearest" });
    return undefined;
  } finally {
    control?.removeAttribute("aria-disabled");
  }
}

let clearing;

/** Says what was done, for a few seconds. */
export function say(words) {
  setText(byId("done"), words);
  clearTimeout(clearing);
  clearing = setTimeout(() => setText(byId("done"), ""), 4000);
}
