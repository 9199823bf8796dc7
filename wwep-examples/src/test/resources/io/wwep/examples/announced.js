// Gathers in window.announced what live regions tell a screen reader from now on.

const LIVE = "[role=status], [role=alert], [aria-live]:not([aria-live=off]), output";

window.announced = [];
new MutationObserver((records) => {
  const regions = new Set();
  for (const { target, addedNodes, type } of records) {
    if (type === "childList" && addedNodes.length === 0) continue;
    if (type === "attributes" && !target.matches("[role=alert]")) continue;
    const region = (target instanceof Element ? target : target.parentElement)?.closest(LIVE);
    if (region) regions.add(region);
  }
  for (const region of regions) {
    if (region.checkVisibility() && region.textContent !== "") window.announced.push(region.textContent);
  }
}).observe(document, { subtree: true, childList: true, characterData: true, attributeFilter: ["hidden"] });
