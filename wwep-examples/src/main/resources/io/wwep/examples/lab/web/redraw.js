// Draws at most ten times a second, however fast events arrive, and not at all while the tab is hidden.

const MIN_MILLIS = 100;

const draws = [];
let last = 0;
let waiting = false;

function run() {
  waiting = false;
  if (document.hidden) return;
  last = performance.now();
  for (const draw of draws) draw();
}

/** Asks for a drawing soon. */
export function redraw() {
  if (waiting || document.hidden) return;
  waiting = true;
  const rest = MIN_MILLIS - (performance.now() - last);
  setTimeout(() => requestAnimationFrame(run), Math.max(0, rest));
}

/** Registers what is to be drawn, and returns the function that asks for it. */
export function onRedraw(draw) {
  draws.push(draw);
  return redraw;
}

document.addEventListener("visibilitychange", redraw);
