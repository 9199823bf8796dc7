// Runs once for all tabs of a browser, and keeps their one event stream: a browser opens six connections to a host.
"use strict";

const TYPES = ["exchange", "device", "board", "student", "sampled", "reload"];
const RETRY_MILLIS = 2000;
const tabs = new Set();
let source = null;
let isOpen = false;

function tell(message) {
  for (const tab of tabs) tab.postMessage(message);
}

function open(again) {
  source = new EventSource("/api/events");
  source.onopen = () => {
    isOpen = true;
    tell({ kind: "open", reload: again });
    again = false;
  };
  source.onerror = () => {
    isOpen = false;
    tell({ kind: "down" });
    if (source.readyState === EventSource.CLOSED) {
      // The browser gave up, for instance after a 503. A new source cannot resume, so the tabs load the state again.
      setTimeout(() => open(true), RETRY_MILLIS);
    }
  };
  for (const type of TYPES) {
    source.addEventListener(type, (event) =>
      tell({ kind: "event", id: Number(event.lastEventId), type, data: event.data }));
  }
}

self.onconnect = (event) => {
  const tab = event.ports[0];
  tabs.add(tab);
  tab.onmessage = (message) => {
    if (message.data === "leave") tabs.delete(tab);
  };
  if (!source) open(false);
  else if (isOpen) tab.postMessage({ kind: "open", reload: false });
};
