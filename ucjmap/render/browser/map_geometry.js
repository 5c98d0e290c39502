/* Places on the map, in pixels: inside a unit for the mouse of tests, for labels, and for the middle of a circle. */
(function () {
  "use strict";

  const SCAN_LINES = 24;

  /* Rings of all parts, each as two rows of numbers: thousands of lines are laid across them for every step of a visitor.
     `project` turns a LatLng into a point. */
  function ringsOf(latLngs, project) {
    if (!(latLngs.length && latLngs[0] instanceof L.LatLng)) return latLngs.flatMap((part) => ringsOf(part, project));
    const points = latLngs.map(project);
    return [{ x: Float64Array.from(points, (point) => point.x), y: Float64Array.from(points, (point) => point.y) }];
  }

  function pixelRings(map, polygon) {
    return ringsOf(polygon.getLatLngs(), (p) => map.latLngToContainerPoint(p));
  }

  function extent(rings) {
    const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
    for (const { x, y } of rings) {
      for (let i = 0; i < x.length; i++) {
        if (x[i] < box.left) box.left = x[i];
        if (x[i] > box.right) box.right = x[i];
        if (y[i] < box.top) box.top = y[i];
        if (y[i] > box.bottom) box.bottom = y[i];
      }
    }
    return box;
  }

  /* Where the line `across = at` lies inside the rings (even-odd), cut to from..to. */
  function stretches(rings, along, across, at, from = -Infinity, to = Infinity) {
    const cuts = [];
    for (const ring of rings) {
      const far = ring[across], near = ring[along];
      for (let i = 0, last = far.length - 1; i < far.length; last = i++) {
        if (far[i] > at !== far[last] > at) {
          cuts.push(near[i] + ((at - far[i]) / (far[last] - far[i])) * (near[last] - near[i]));
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
    /** @type {{x: number, y: number, room: number} | null} */
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

  const ROWS = 9;

  /* Heights at which the middle of a box of this height can lie in the extent, from above to below. */
  function* rowsFor(box, height, limits) {
    const top = Math.max(limits.top, box.top), bottom = Math.min(limits.bottom, box.bottom);
    for (let i = 0; i < ROWS && top + height <= bottom; i++) {
      yield top + height / 2 + ((bottom - top - height) * i) / (ROWS - 1);
    }
  }

  /* Middles of the places where a box of this size lies inside the rings, those with most room beside it first. */
  function placesOfBox(rings, box, width, height, limits) {
    const places = [];
    for (const y of rowsFor(box, height, limits)) {
      // Nearly the edges of the box: a border that starts exactly there does not cut it.
      let free = stretches(rings, "x", "y", y, limits.left, limits.right);
      for (const edge of [y - height * 0.45, y + height * 0.45]) {
        if (!free.some(([a, b]) => b - a >= width)) break;
        free = common(free, stretches(rings, "x", "y", edge, limits.left, limits.right));
      }
      for (const [left, right] of free) {
        const room = right - left;
        if (room < width) continue;
        // Where the middle of a wide stretch is taken, there may be room at its ends.
        const ends = room > 2 * width ? [left + width / 2, right - width / 2] : [];
        places.push({ x: (left + right) / 2, y, room }, ...ends.map((x) => ({ x, y, room: width })));
      }
    }
    return places.sort((a, b) => b.room - a.room);
  }

  /* Middles of places, inside the rings, where at least `within` of a box lies in them; those with the largest part first. */
  function placesAcross(rings, box, width, height, limits, within) {
    const places = [];
    const inside = (at) => stretches(rings, "x", "y", at, limits.left, limits.right);
    for (const y of rowsFor(box, Math.min(height, box.bottom - box.top), limits)) {
      const lines = [y - height * 0.4, y, y + height * 0.4].map(inside);
      for (const [left, right] of lines[1]) {
        for (const x of [(left + right) / 2, left + (right - left) / 4, right - (right - left) / 4]) {
          const [from, to] = [x - width / 2, x + width / 2];
          const covered = lines.flat().reduce((sum, [a, b]) => sum + Math.max(0, Math.min(b, to) - Math.max(a, from)), 0);
          const share = covered / (lines.length * width);
          if (share >= within) places.push({ x, y, share });
        }
      }
    }
    return places.sort((a, b) => b.share - a.share);
  }

  function common(some, others) {
    return some.flatMap(([a, b]) => others.map(([c, d]) => [Math.max(a, c), Math.min(b, d)])).filter(([a, b]) => a < b);
  }

  /* Where a thing lies, in pixels of the map's container. */
  function boxOn(map, thing) {
    const corner = map.getContainer().getBoundingClientRect(), at = thing.getBoundingClientRect();
    return { left: at.left - corner.left, top: at.top - corner.top, right: at.right - corner.left, bottom: at.bottom - corner.top };
  }

  ucjmap.geometry = { boxOn, pixelRings, extent, pointInside, innerLatLng, placesOfBox, placesAcross };
})();
