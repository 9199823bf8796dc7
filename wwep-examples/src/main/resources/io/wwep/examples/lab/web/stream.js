// The events of the lab: through the worker that all tabs share, or else through a stream of this tab.

const TYPES = ["exchange", "device", "board", "student", "sampled", "reload"];
const RETRY_MILLIS = 2000;

/** Calls receive({kind, …}) for each event, and when the stream opens or breaks. */
export function connect(receive) {
  if (!("SharedWorker" in window)) {
    ownStream(receive, false);
    return;
  }
  let worker;
  try {
    worker = new SharedWorker("/shared.js", { name: "wwep-lab" });
  } catch {
    ownStream(receive, false);
    return;
  }
  worker.onerror = () => {
    worker.port.close();
    ownStream(receive, true);
  };
  worker.port.onmessage = (message) => receive(message.data);
  addEventListener("pagehide", () => worker.port.postMessage("leave"));
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}

function ownStream(receive, again) {
  const source = new EventSource("/api/events");
  source.onopen = () => {
    receive({ kind: "open", reload: again });
    again = false;
  };
  source.onerror = () => {
    receive({ kind: "down" });
    if (source.readyState === EventSource.CLOSED) setTimeout(() => ownStream(receive, true), RETRY_MILLIS);
  };
  for (const type of TYPES) {
    source.addEventListener(type, (event) =>
      receive({ kind: "event", id: Number(event.lastEventId), type, data: event.data }));
  }
}
