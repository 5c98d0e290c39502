/* Names on the units, with a second line such as the rate.

   First those that lie inside their unit as a whole; then, for units that are too narrow, names that reach over the
   border: the middle and most of them stay inside, and no other unit is hidden by them. No label touches another one,
   a button, a circle or a mark. The selected and chosen units come first, then the roomiest. Text and halo contrast with each
   other, whatever class lies below. */
(function () {
  "use strict";

  const FONT = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";
  const NAME = { weight: 600, size: 12, height: 15 };
  const SECOND = { weight: 400, size: 11, height: 14 };
  const SMALL_NAME = { weight: 600, size: 10, height: 12 };
  const SMALL_SECOND = { weight: 400, size: 10, height: 12 };
  const MARGIN = 1;
  const APART = 3; // pixels between labels: nearer, two names read as one
  const WITHIN = 0.5; // the part of a label across the border that lies in its own unit, at least
  const HIDDEN = 0.3; // the part of another unit's bounds that it may cover, at most
  // On the map of kabupaten the word says nothing; a kota keeps its own, a kabupaten of the same name may lie around it.
  const KIND = /^(Kabupaten|Kab\.|Kecamatan|Kec\.) +/;
  const PAD = 0.15; // of the map beyond its edges, so that a short drag shows no bare rim

  class Labels {
    /** @param {Ucjmap.Choropleth} owner */
    constructor(owner) {
      this.owner = owner;
      this.placed = [];
      this.on = null; // until the first specification says
      const { map } = owner;
      const pane = map.createPane("ucjmap-labels");
      Object.assign(pane.style, { zIndex: 450, pointerEvents: "none" });
      this.canvas = L.DomUtil.create("canvas", "ucjmap-labels leaflet-zoom-hide", pane);
      this.canvas.setAttribute("aria-hidden", "true"); // the list of areas says the same
      this.ctx = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
      this.button = owner.addButton(() => this.turn(!this.on));
      map.on("moveend resize", () => this.draw());
    }

    update({ geometryChanged }) {
      const { labels, labels_on: on, words } = this.owner.spec;
      if (this.on === null && labels !== null) this.on = on;
      ucjmap.label(this.button, "Aa", words.labels);
      this.button.hidden = labels === null;
      this.button.setAttribute("aria-pressed", String(Boolean(this.on)));
      // New geometry is fitted into the map next, which ends with "moveend".
      if (!geometryChanged || !this.owner.polygons.size) this.draw();
    }

    turn(on) {
      this.on = on;
      this.button.setAttribute("aria-pressed", String(on));
      this.draw();
    }

    draw(isLast = false) {
      this.placed = [];
      const { shown, map } = this.owner;
      const wanted = Boolean(this.on && shown && shown.labels !== null);
      this.canvas.hidden = !wanted;
      const { key } = this.owner.parts;
      if (!wanted) return key.say([], 0);
      const size = map.getSize(), frame = this.prepareCanvas(size), sight = { left: 0, top: 0, right: size.x, bottom: size.y };
      const taken = [...ucjmap.controlBoxes(map), ...ucjmap.panels.boxes(), ...this.circles(), ...this.owner.parts.marks.covered];
      const units = this.units(frame);
      // No name is cut by the edge of the map: that of a unit in sight stands in sight.
      for (const unit of units) unit.limits = overlap(unit, sight) ? sight : frame;
      const narrow = units.filter((unit) => !this.put(this.inside(unit, taken), taken));
      const left = narrow.filter((unit) => !this.put(this.across(unit, units, taken), taken));
      const { height } = key;
      key.draw(this.ctx, left.filter((unit) => overlap(unit, sight)), units.length, taken);
      // Once more, where a name would lie below what has just grown.
      const grown = key.height > height ? ucjmap.geometry.boxOn(map, key.box) : null;
      if (grown && !isLast && this.placed.some((label) => overlap(label, grown))) this.draw(true);
    }

    put(label, taken) {
      if (!label) return false;
      const { left, top, right, bottom } = label;
      taken.push({ left: left - APART, top: top - APART, right: right + APART, bottom: bottom + APART });
      this.placed.push(label);
      this.write(label);
      return true;
    }

    /* The canvas over the map and a rim; its limits in pixels of the container. */
    prepareCanvas(size) {
      const { map } = this.owner;
      const rim = { x: Math.round(size.x * PAD), y: Math.round(size.y * PAD) };
      const width = size.x + 2 * rim.x, height = size.y + 2 * rim.y;
      const scale = window.devicePixelRatio || 1;
      this.canvas.width = width * scale; // also wipes it
      this.canvas.height = height * scale;
      Object.assign(this.canvas.style, { width: `${width}px`, height: `${height}px` });
      L.DomUtil.setPosition(this.canvas, map.containerPointToLayerPoint([-rim.x, -rim.y]));
      this.ctx.setTransform(scale, 0, 0, scale, rim.x * scale, rim.y * scale);
      this.ctx.textAlign = "center";
      this.ctx.textBaseline = "middle";
      this.ctx.lineJoin = "round";
      return { left: -rim.x, top: -rim.y, right: size.x + rim.x, bottom: size.y + rim.y };
    }

    circles() {
      const { map, parts } = this.owner;
      return [...parts.circles.drawn.values()].map((circle) => {
        const { x, y } = map.latLngToContainerPoint(circle.getLatLng()), radius = circle.getRadius();
        return { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius };
      });
    }

    /* Units in sight and their bounds in pixels, the most important first. */
    units(frame) {
      const { map, polygons, shown } = this.owner;
      const first = new Set([shown.selected, ...shown.chosen]);
      const units = [];
      polygons.forEach((polygon, code) => {
        const bounds = polygon.getBounds();
        const low = map.latLngToContainerPoint(bounds.getSouthWest());
        const high = map.latLngToContainerPoint(bounds.getNorthEast());
        const unit = { code, polygon, left: low.x, right: high.x, top: high.y, bottom: low.y };
        if (overlap(unit, frame)) units.push({ ...unit, rank: (first.has(code) ? 1e9 : 1) * sizeOf(unit) });
      });
      return units.sort((a, b) => b.rank - a.rank);
    }

    /* The most telling form that fits: with the second line before without, on one line before two, large before small. */
    inside(unit, taken) {
      if (unit.right - unit.left < 20 || unit.bottom - unit.top < NAME.height) return null; // no room for any letters
      const rings = ucjmap.geometry.pixelRings(this.owner.map, unit.polygon);
      for (const { lines, width, height } of this.forms(unit.code)) {
        if (width > unit.right - unit.left || height > unit.bottom - unit.top) continue;
        for (const at of ucjmap.geometry.placesOfBox(rings, unit, width, height, unit.limits)) {
          const box = boxAt(unit.code, lines, at, width, height);
          if (!taken.some((other) => overlap(box, other))) return box;
        }
      }
      return null;
    }

    across(unit, units, taken) {
      if (unit.right - unit.left < 12 || unit.bottom - unit.top < SMALL_NAME.height) return null;
      const rings = ucjmap.geometry.pixelRings(this.owner.map, unit.polygon);
      const fits = (box) => within(box, unit.limits) && !taken.some((other) => overlap(box, other)) &&
        units.every((other) => other === unit || shared(box, other) <= HIDDEN * sizeOf(other));
      for (const { lines, width, height } of this.forms(unit.code)) {
        if (WITHIN * width > unit.right - unit.left) continue;
        for (const at of ucjmap.geometry.placesAcross(rings, unit, width, height, unit.limits, WITHIN)) {
          const box = boxAt(unit.code, lines, at, width, height);
          if (fits(box)) return box;
        }
      }
      return null;
    }

    forms(code) {
      const measured = (text, style) => {
        this.ctx.font = style.font;
        return { text, style, width: this.ctx.measureText(text).width };
      };
      const name = String(this.owner.nameOf(code)).replace(KIND, "");
      const second = this.owner.parts.frames.labelOf(code) ?? this.owner.shown.labels?.[code] ?? "";
      const forms = [];
      for (const [first, other] of [[NAME, SECOND], [SMALL_NAME, SMALL_SECOND]].map((pair) => pair.map(styled))) {
        const below = second ? [measured(second, other)] : [];
        const names = [[name], breakName(name)].map((lines) => lines.map((line) => measured(line, first)));
        forms.push(...names.map((lines) => [...lines, ...below]));
        if (below.length) forms.push(...names);
      }
      return forms.map((lines) => ({
        lines,
        width: Math.max(...lines.map((line) => line.width)) + 2 * MARGIN,
        height: lines.reduce((sum, line) => sum + line.style.height, 0),
      }));
    }

    write({ x, top, lines }) {
      const dark = this.owner.spec.dark;
      const { ctx } = this;
      ctx.strokeStyle = dark ? "#111827" : "#ffffff";
      ctx.fillStyle = dark ? "#ffffff" : "#111827";
      ctx.lineWidth = 3.5;
      let y = top;
      for (const { text, style } of lines) {
        ctx.font = style.font;
        ctx.strokeText(text, x, y + style.height / 2);
        ctx.fillText(text, x, y + style.height / 2);
        y += style.height;
      }
    }
  }

  /* A style of letters as the canvas takes it. */
  function styled({ weight, size, height }) {
    const scale = ucjmap.letterScale();
    return { font: `${weight} ${size * scale}px ${FONT}`, height: height * scale };
  }

  /* A name on two lines that are about as long; one line where it has one word only. */
  function breakName(name) {
    const words = name.split(/\s+/).filter(Boolean);
    if (words.length < 2) return [name];
    const ways = words.slice(1).map((_, i) => [words.slice(0, i + 1).join(" "), words.slice(i + 1).join(" ")]);
    const longest = (lines) => Math.max(...lines.map((line) => line.length));
    return ways.reduce((best, way) => (longest(way) < longest(best) ? way : best));
  }

  function boxAt(code, lines, { x, y }, width, height) {
    return { code, lines, x, y, left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
  }

  function overlap(one, other) {
    return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
  }

  function within(box, { left, top, right, bottom }) {
    return box.left >= left && box.top >= top && box.right <= right && box.bottom <= bottom;
  }

  function sizeOf({ left, right, top, bottom }) {
    return (right - left) * (bottom - top);
  }

  function shared(one, other) {
    const width = Math.min(one.right, other.right) - Math.max(one.left, other.left);
    const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
    return width > 0 && height > 0 ? width * height : 0;
  }

  ucjmap.parts.labels = Labels;
})();
