// The page of the lab: loads the state, follows the events, and draws the view that is open.

import { attempt, call, say } from "./api.js";
import { drawBoards } from "./boards.js";
import { drawClass } from "./class.js";
import { drawDevices } from "./devices.js";
import { byId, setText } from "./dom.js";
import { drawExchanges } from "./exchanges.js";
import { onRedraw } from "./redraw.js";
import { apply, restart, store } from "./store.js";
import { connect } from "./stream.js";

const MAX_PENDING = 5000;
const RETRY_MILLIS = 2000;
const VIEWS = { boards: drawBoards, exchanges: drawExchanges, devices: drawDevices, class: drawClass };

let view = "";
/** Events that arrive while the state is being loaded; null when they are applied at once. */
let pending = null;

async function load() {
  if (pending !== null) return;
  pending = [];
  let state;
  while (!state) {
    try {
      state = await call("GET", "/api/state");
    } catch (failure) {
      setText(byId("link"), failure.message);
      await new Promise((resolve) => setTimeout(resolve, RETRY_MILLIS));
    }
  }
  restart(state);
  const late = pending;
  pending = null;
  for (const event of late) receiveEvent(event);
  redraw();
}

function receiveEvent(event) {
  if (pending !== null) pending.push(event);
  else if (event.type === "reload") load();
  else apply(event.type, event.id, JSON.parse(event.data));
  if (pending?.length > MAX_PENDING) pending = pending.slice(-MAX_PENDING);
}

function receive(message) {
  if (message.kind === "open") {
    setStatus("live");
    if (message.reload || !store.loaded) load();
  } else if (message.kind === "down") {
    setStatus("connecting");
  } else {
    receiveEvent(message);
    redraw();
  }
}

function setStatus(status) {
  const link = byId("link");
  link.dataset.status = status;
  setText(link, status === "live" ? "live" : "connecting…");
}

function drawFrame() {
  for (const name of ["exchanges", "accepted", "refused"]) {
    setText(byId(`count-${name}`), store.counts[name].toLocaleString("en"));
  }
  setText(byId("server-plain"), store.server.plain);
  setText(byId("server-tls"), store.server.tls);
  setText(byId("server-profile"), store.server.course ? `course server (${store.server.profile})` : "standard server");
  setText(byId("you"), store.you.instructor ? "You are the instructor." : "");
  for (const node of document.querySelectorAll(".instructor")) node.hidden = !store.you.instructor;
  VIEWS[view]();
}

const redraw = onRedraw(() => {
  if (store.loaded) drawFrame();
});

function showView() {
  const wanted = location.hash.slice(1);
  if (wanted === "main") return;
  const before = view;
  view = wanted in VIEWS ? wanted : "boards";
  for (const name of Object.keys(VIEWS)) byId(`view-${name}`).hidden = name !== view;
  for (const link of document.querySelectorAll(".views a")) {
    if (link.hash === `#${view}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  document.title = `${byId(`${view}-title`).textContent} · WWEP lab`;
  if (before !== "" && before !== view) {
    byId(`${view}-title`).focus({ preventScroll: true });
    scrollTo(0, 0);
  }
  redraw();
}

/** Exchanges the token of the instructor's link for a cookie. The token leaves the address bar first. */
async function enterAsInstructor() {
  const token = /^#instructor=(.+)$/.exec(location.hash)?.[1];
  if (token === undefined) return;
  history.replaceState(null, "", "/#class");
  showView();
  await attempt(null, async () => {
    await call("POST", "/api/instructor", { token: decodeURIComponent(token) });
    say("You are the instructor.");
    if (store.loaded) await load();
  });
}

document.documentElement.classList.add("js");
setStatus("connecting");
addEventListener("hashchange", () => (location.hash.startsWith("#instructor=") ? enterAsInstructor() : showView()));
byId("skip").addEventListener("click", (event) => {
  event.preventDefault();
  byId("main").focus();
});
if (!location.hash.startsWith("#instructor=")) showView();
await enterAsInstructor();
connect(receive);
