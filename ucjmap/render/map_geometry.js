/* Places inside a unit, in pixels: for the mouse of tests, for labels, and for the middle of a circle. */
(function () {
  "use strict";

  const SCAN_LINES = 24;

  /* Rings of all parts; `project` turns a LatLng into a point. */
  function ringsOf(latLngs, project) {
    if (latLngs.length && latLngs[0] instanceof L.LatLng) return [latLngs.map(project)];
    return latLngs.flatMap((part) => ringsOf(part, project));
  }

  function pixelRings(map, polygon) {
    return ringsOf(polygon.getLatLngs(), (p) => map.latLngToContainerPoint(p));
  }

  function extent(rings) {
    const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
    for (const ring of rings) {
      for (const { x, y } of ring) {
        if (x < box.left) box.left = x;
        if (x > box.right) box.right = x;
        if (y < box.top) box.top = y;
        if (y > box.bottom) box.bottom = y;
      }
    }
    return box;
  }

  /* Where the line `across = at` lies inside the rings (even-odd), cut to from..to. */
  function stretches(rings, along, across, at, from = -Infinity, to = Infinity) {
    const cuts = [];
    for (const ring of rings) {
      for (let i = 0, b = ring[ring.length - 1]; i < ring.length; b = ring[i++]) {
        const a = ring[i];
        if (a[across] > at !== b[across] > at) {
          cuts.push(a[along] + ((at - a[across]) / (b[across] - a[across])) * (b[along] - a[along]));
        }
      }
    }
    cuts.sort((a, b) => a - b);
    const inside = [];
    for (let i = 0; i + 1 < cuts.length; i += 2) {
      const start = Math.max(from, cuts[i]), end = Math.min(to, cuts[i + 1]);
      if (start < end) inside.push([start, end]);
    }
    return inside;
  }

  /* A point well inside: along some lines across, the middle of the stretch that has most room around it. */
  function roomiestPoint(rings, limits) {
    const box = extent(rings);
    const top = Math.max(limits.top, box.top), bottom = Math.min(limits.bottom, box.bottom);
    let best = null;
    for (let i = 1; i < SCAN_LINES && top < bottom; i++) {
      const y = top + ((bottom - top) * i) / SCAN_LINES;
      for (const [left, right] of stretches(rings, "x", "y", y, limits.left, limits.right)) {
        const x = (left + right) / 2;
        if (best && right - left <= best.room) continue;
        const column = stretches(rings, "y", "x", x, limits.top, limits.bottom).find(([a, b]) => a <= y && y <= b);
        const room = column ? Math.min(right - left, 2 * (y - column[0]), 2 * (column[1] - y)) : 0;
        if (room > 0 && (!best || room > best.room)) best = { x, y, room };
      }
    }
    return best;
  }

  /* The point of the map's container well inside what is in sight of a unit; null when nothing is. */
  function pointInside(map, polygon) {
    const size = map.getSize();
    const best = roomiestPoint(pixelRings(map, polygon), { left: 0, top: 0, right: size.x, bottom: size.y });
    return best && { x: best.x, y: best.y };
  }

  /* The LatLng well inside a unit, whatever is in sight; computed once for each polygon. */
  function innerLatLng(map, polygon) {
    if (!polygon.ucjmapInner) {
      const everywhere = { left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity };
      const zoom = 12; // of the computation only: fine enough, and the same however the map is zoomed
      const best = roomiestPoint(ringsOf(polygon.getLatLngs(), (p) => map.project(p, zoom)), everywhere);
      polygon.ucjmapInner = best ? map.unproject(L.point(best.x, best.y), zoom) : polygon.getBounds().getCenter();
    }
    return polygon.ucjmapInner;
  }

  /* Middle of the place where a box of this size lies inside the rings and has most room beside it; null: nowhere. */
  function placeBox(rings, box, width, height, limits) {
    const top = Math.max(limits.top, box.top), bottom = Math.min(limits.bottom, box.bottom);
    let best = null;
    const lines = 9;
    for (let i = 0; i < lines; i++) {
      const y = top + height / 2 + ((bottom - top - height) * i) / (lines - 1);
      if (y - height / 2 < top || y + height / 2 > bottom) break;
      // Nearly the edges of the box: a border that starts exactly there does not cut it.
      let free = stretches(rings, "x", "y", y, limits.left, limits.right);
      for (const edge of [y - height * 0.45, y + height * 0.45]) {
        if (!free.some(([a, b]) => b - a >= width)) break;
        free = common(free, stretches(rings, "x", "y", edge, limits.left, limits.right));
      }
      for (const [left, right] of free) {
        if (right - left >= width && (!best || right - left > best.room)) {
          best = { x: (left + right) / 2, y, room: right - left };
        }
      }
    }
    return best;
  }

  function common(some, others) {
    return some.flatMap(([a, b]) => others.map(([c, d]) => [Math.max(a, c), Math.min(b, d)])).filter(([a, b]) => a < b);
  }

  ucjmap.geometry = { pixelRings, extent, pointInside, innerLatLng, placeBox };
})();
