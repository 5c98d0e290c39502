/* Marks that people put on areas: an arrow, a ring, words. They are laid anew whenever the map stands otherwise, where
   no panel of the page lies; they take no click. */
(function () {
  "use strict";

  const WAYS = [44, 70, 104, 150]; // pixels from the area to its words
  const TURNS = [1, 3, 0, 4, 7, 5, 2, 6].map((eighth) => (eighth * Math.PI) / 4);
  const LEAST_RING = 16, LARGEST_RING = 0.25; // pixels; part of the map
  const HEAD = 13, APART = 4;
  const STEP = 8, HALF = 4; // pixels: a line is told to the names as a row of small boxes

  const overlaps = (one, other) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

  function shape(parent, tag, attributes) {
    const made = L.SVG.create(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
    parent.appendChild(made);
    return made;
  }

  /* Points along a line and around a circle. */
  function line(from, to) {
    const count = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / STEP));
    return Array.from({ length: count + 1 }, (_, step) => ({ x: from.x + ((to.x - from.x) * step) / count, y: from.y + ((to.y - from.y) * step) / count }));
  }

  function circle({ x, y, radius }) {
    const count = Math.ceil((2 * Math.PI * radius) / STEP);
    const turns = Array.from({ length: count }, (_, step) => (2 * Math.PI * step) / count);
    return turns.map((turn) => ({ x: x + radius * Math.cos(turn), y: y + radius * Math.sin(turn) }));
  }

  class Marks {
    /** @param {Ucjmap.Choropleth} owner */
    constructor(owner) {
      this.owner = owner;
      /** @type {HTMLElement} */
      this.box = L.DomUtil.create("div", "ucjmap-marks", owner.map.getContainer());
      this.box.setAttribute("aria-hidden", "true"); // the description of the map says them
      this.drawing = L.SVG.create("svg");
      /** @type {Ucjmap.Box[]} */
      this.taken = [];
      /** @type {Ucjmap.Box[]} */
      this.covered = []; // what lies under marks, where no name can be read
      this.box.append(this.drawing);
      owner.map.on("move zoomend resize ucjmap:fit", () => this.draw());
    }

    update() { this.draw(); }

    draw() {
      const { shown, polygons, map } = this.owner;
      const marks = (shown?.marks ?? []).filter(([, code]) => polygons.has(code));
      this.covered = [];
      if (!marks.length && this.box.hidden) return; // nearly every map: to ask where the panels are takes time
      this.box.replaceChildren(this.drawing);
      this.drawing.replaceChildren();
      this.box.hidden = !marks.length;
      this.taken = marks.length ? [...ucjmap.panels.boxes(), ...ucjmap.controlBoxes(map)] : [];
      for (const mark of marks) this.add(mark);
    }

    add([kind, code, text]) {
      const { map, polygons } = this.owner, polygon = polygons.get(code);
      const ring = kind === "circle" ? this.ringOf(polygon) : null;
      const start = ring ?? map.latLngToContainerPoint(ucjmap.geometry.innerLatLng(map, polygon));
      const words = text ? this.addWords(text) : null;
      const box = this.place(start, ring?.radius ?? 0, words);
      const end = { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 };
      if (words) Object.assign(words.style, { left: `${box.left}px`, top: `${box.top}px` });
      if (words || kind === "arrow") this.taken.push(box);
      if (words) this.covered.push(box);
      if (ring) this.drawRing(ring, words ? end : null);
      else this.drawWay(kind, start, end);
    }

    addWords(text) {
      const words = L.DomUtil.create("p", "", this.box);
      words.textContent = text; // from people: never as HTML
      return words;
    }

    ringOf(polygon) {
      const { map } = this.owner, bounds = polygon.getBounds(), size = map.getSize();
      const west = map.latLngToContainerPoint(bounds.getNorthWest()), east = map.latLngToContainerPoint(bounds.getSouthEast());
      const half = Math.hypot(east.x - west.x, east.y - west.y) / 2;
      const radius = Math.max(LEAST_RING, Math.min(half, LARGEST_RING * Math.min(size.x, size.y)));
      return { x: (west.x + east.x) / 2, y: (west.y + east.y) / 2, radius };
    }

    /* Where words stand: inside the map, apart from panels and other words, as near as there is room. */
    place(start, radius, words) {
      const width = words?.offsetWidth ?? 0, height = words?.offsetHeight ?? 0, size = this.owner.map.getSize();
      /** @type {Ucjmap.Box} */
      let best = { left: start.x, top: start.y, right: start.x + width, bottom: start.y + height };
      let fewest = Infinity;
      for (const way of WAYS) {
        for (const turn of TURNS) {
          const x = start.x + (radius + way) * Math.cos(turn), y = start.y - (radius + way) * Math.sin(turn);
          const left = x - (width / 2) * (1 - Math.cos(turn)), top = y - (height / 2) * (1 + Math.sin(turn));
          const box = { left, top, right: left + width, bottom: top + height };
          const isInside = left >= APART && top >= APART && box.right <= size.x - APART && box.bottom <= size.y - APART;
          const wide = { left: left - APART, top: top - APART, right: box.right + APART, bottom: box.bottom + APART };
          const hidden = (isInside ? 0 : 100) + this.taken.filter((other) => overlaps(wide, other)).length;
          if (hidden < fewest) [best, fewest] = [box, hidden];
          if (!hidden) return box;
        }
      }
      return best;
    }

    drawLine(from, to, name) {
      this.hide(line(from, to));
      const ends = { x1: from.x, y1: from.y, x2: to.x, y2: to.y };
      shape(this.drawing, "line", { ...ends, class: `${name} casing` });
      shape(this.drawing, "line", { ...ends, class: name });
    }

    hide(points) {
      this.covered.push(...points.map(({ x, y }) => ({ left: x - HALF, top: y - HALF, right: x + HALF, bottom: y + HALF })));
    }

    drawRing(ring, end) {
      if (end) {
        const turn = Math.atan2(end.y - ring.y, end.x - ring.x);
        this.drawLine({ x: ring.x + ring.radius * Math.cos(turn), y: ring.y + ring.radius * Math.sin(turn) }, end, "way");
      }
      this.hide(circle(ring));
      const round = { cx: ring.x, cy: ring.y, r: ring.radius };
      shape(this.drawing, "circle", { ...round, class: "ring casing" });
      shape(this.drawing, "circle", { ...round, class: "ring" });
    }

    drawWay(kind, tip, end) {
      this.drawLine(tip, end, kind === "arrow" ? "arrow" : "way");
      if (kind !== "arrow") return shape(this.drawing, "circle", { cx: tip.x, cy: tip.y, r: 4, class: "tip" });
      const length = Math.hypot(end.x - tip.x, end.y - tip.y) || 1;
      const along = { x: ((end.x - tip.x) / length) * HEAD, y: ((end.y - tip.y) / length) * HEAD };
      const corners = [[0, 0], [along.x - along.y / 2, along.y + along.x / 2], [along.x + along.y / 2, along.y - along.x / 2]];
      return shape(this.drawing, "polygon", { points: corners.map(([x, y]) => `${tip.x + x},${tip.y + y}`).join(" "), class: "tip" });
    }
  }

  ucjmap.parts.marks = Marks;
})();
