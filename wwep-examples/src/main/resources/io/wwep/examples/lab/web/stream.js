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

/** A browser opens six connections to a host, so a tab of many gives its own back while it is hidden. */
function ownStream(receive, again) {
  let source = null;
  let missed = again;

  function open() {
    if (source !== null || document.hidden) return;
    source = new EventSource("/api/events");
    source.onopen = () => {
      receive({ kind: "open", reload: missed });
      missed = false;
    };
    source.onerror = () => {
      receive({ kind: "down" });
      if (source?.readyState === EventSource.CLOSED) {
        close();
        setTimeout(open, RETRY_MILLIS);
      }
    };
    for (const type of TYPES) {
      source.addEventListener(type, (event) =>
        receive({ kind: "event", id: Number(event.lastEventId), type, data: event.data }));
    }
  }

  function close() {
    source?.close();
    source = null;
    missed = true;
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  open();
}
