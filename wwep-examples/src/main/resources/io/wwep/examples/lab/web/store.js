// What the lab has told this page.

const MAX_EXCHANGES = 1000;
const MAX_DEVICES = 500;

export const store = {
  loaded: false,
  event: 0,
  server: null,
  you: { instructor: false, board: null },
  counts: { exchanges: 0, accepted: 0, refused: 0 },
  exchanges: [],
  devices: new Map(),
  boards: new Map(),
  students: new Map(),
  /** How many exchanges the lab left out of its events since this page was opened, and when it last did. */
  skipped: 0,
  skippedAt: 0,
  /** By device, the registers that changed since the devices were last drawn. */
  changed: new Map(),
};

const byKey = (items, key) => new Map(items.map((item) => [item[key], item]));

/** Starts from a snapshot. */
export function restart(state) {
  store.loaded = true;
  store.event = state.event;
  store.server = state.server;
  store.you = state.you;
  store.counts = state.counts;
  store.exchanges = state.exchanges.slice(-MAX_EXCHANGES);
  store.devices = byKey(state.devices, "device");
  store.boards = byKey(state.boards, "board");
  store.students = byKey(state.students, "device");
  store.changed.clear();
}

/** Applies an event. One that the snapshot already contains changes nothing. */
export function apply(type, id, data) {
  if (type === "sampled") {
    store.counts = { exchanges: data.exchanges, accepted: data.accepted, refused: data.refused };
    if (data.skipped > 0) {
      store.skipped += data.skipped;
      store.skippedAt = Date.now();
    }
    store.event = Math.max(store.event, id);
    return;
  }
  if (id <= store.event) return;
  store.event = id;
  switch (type) {
    case "exchange":
      store.exchanges.push(data);
      if (store.exchanges.length > MAX_EXCHANGES * 1.2) store.exchanges = store.exchanges.slice(-MAX_EXCHANGES);
      break;
    case "device":
      noteChanges(data);
      keepNewest(store.devices, data.device, data);
      break;
    case "board":
      store.boards.set(data.board, data);
      break;
    case "student":
      store.students.set(data.device, data);
      break;
  }
}

function keepNewest(devices, key, device) {
  devices.set(key, device);
  if (devices.size > MAX_DEVICES) {
    const nameless = [...devices.values()].filter((other) => other.name === null);
    const oldest = nameless.reduce((first, other) => ((other.lastSeen ?? "") < (first.lastSeen ?? "") ? other : first), nameless[0]);
    if (oldest) devices.delete(oldest.device);
  }
}

function noteChanges(device) {
  const before = store.devices.get(device.device)?.registers ?? {};
  let changed = store.changed.get(device.device);
  for (const [register, value] of Object.entries(device.registers)) {
    if (before[register] !== value) {
      if (!changed) store.changed.set(device.device, (changed = new Set()));
      changed.add(register);
    }
  }
}
