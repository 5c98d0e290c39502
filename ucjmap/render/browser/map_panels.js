/* Panels of the page that lie over the map: areas are fitted beside them, and no name is written below one.

   The frame is of the same origin as its page, so it can ask where they are. */
(function () {
  "use strict";

  const PANELS = ".st-key-title, .st-key-legend-newer, .st-key-legend-older, .st-key-card, .st-key-shell"; // the last in a presentation
  const EDGES = ".leaflet-top.leaflet-left, .leaflet-bottom.leaflet-left, .ucjmap-player"; // what an area is fitted beside
  const CARD = ".st-key-card", NARROW_PX = 761;
  const APART = 6;
  const ROOM_PX = 60; // less than this is no room for a map
  const SETTLED_MS = 30; // several panels change at once

  function page() {
    try {
      return window.frameElement?.ownerDocument ?? null;
    } catch {
      return null; // a page of another origin has no panels of ours
    }
  }

  /* Boxes of the panels in pixels of the map's container, where they lie over it. */
  function boxes() {
    const outside = page();
    if (!outside) return [];
    const at = /** @type {Element} */ (window.frameElement).getBoundingClientRect();
    const sheets = at.width < NARROW_PX; // where a card is a sheet over the map, it hides what it hides
    return [...outside.querySelectorAll(PANELS)].filter((panel) => !sheets || !panel.matches(CARD)).map((panel) => {
      const box = panel.getBoundingClientRect();
      return { left: box.left - at.left, top: box.top - at.top, right: box.right - at.left, bottom: box.bottom - at.top };
    }).filter((box) => box.right > box.left && box.left < at.width && box.right > 0 && box.top < at.height && box.bottom > 0);
  }

  /* Margins left, above, right and below within which the area is largest, with every panel outside of them. */
  function margins(map, corners, base) {
    const { x, y } = map.getSize();
    let ways = [base];
    for (const box of boxes()) {
      ways = ways.flatMap(([left, top, right, bottom]) => [
        [Math.max(left, box.right + APART), top, right, bottom],
        [left, top, Math.max(right, x - box.left + APART), bottom],
        [left, Math.max(top, box.bottom + APART), right, bottom],
        [left, top, right, Math.max(bottom, y - box.top + APART)],
      ]);
    }
    const zoomOf = ([left, top, right, bottom]) => {
      if (left + right > x - ROOM_PX || top + bottom > y - ROOM_PX) return -1;
      return map.getBoundsZoom(corners, false, L.point(left + right, top + bottom));
    };
    const best = ways.map((way) => ({ way, zoom: zoomOf(way) })).sort((one, other) => other.zoom - one.zoom)[0];
    return best.zoom < 0 ? base : best.way;
  }

  /* A panel or a control that grows would cover areas: those who have not moved the map see it fitted anew. */
  function watch(map, refit) {
    const outside = page(), box = map.getContainer();
    // The style sheet may come after the map was made. Leaflet is not told that its container has another size by then,
    // and buttons without a style are as wide as the map.
    new ResizeObserver(() => map.invalidateSize({ pan: false })).observe(box);
    const edges = new ResizeObserver(() => refit());
    box.querySelectorAll(EDGES).forEach((edge) => edges.observe(edge));
    if (!outside) return;
    const around = /** @type {Window & typeof globalThis} */ (outside.defaultView);
    let before = "", timer = 0;
    const look = () => {
      const now = JSON.stringify(boxes());
      if (now === before) return;
      before = now;
      refit();
    };
    const soon = () => { clearTimeout(timer); timer = setTimeout(look, SETTLED_MS); };
    const sizes = new around.ResizeObserver(soon);
    const seen = new WeakSet();
    const find = () => outside.querySelectorAll(PANELS).forEach((panel) => {
      if (!seen.has(panel)) sizes.observe(panel);
      seen.add(panel);
    });
    const stage = outside.querySelector(".st-key-stage");
    if (!stage) return;
    new around.MutationObserver(() => { find(); soon(); }).observe(stage, { childList: true, subtree: true });
    find();
    soon();
  }

  /* Whether the page around the map can be scrolled. */
  function pageScrolls() {
    for (let at = window.frameElement; at; at = at.parentElement) {
      const flow = at.ownerDocument.defaultView?.getComputedStyle(at).overflowY;
      if (at.scrollHeight > at.clientHeight + 1 && (flow === "auto" || flow === "scroll")) return true;
    }
    return false;
  }

  ucjmap.panels = { page, boxes, margins, watch, pageScrolls };
})();
