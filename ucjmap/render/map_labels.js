/* Names inside the units where they fit, with a second line such as the rate.

   A label stands only where the unit has room for all of it, so it never hides another; the boxes are compared all the
   same, since a border may wind between the lines that were looked at. The selected and chosen units come first, then
   the roomiest. Text and halo contrast with each other, whatever class lies below. */
(function () {
  "use strict";

  const FONT = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";
  const NAME = { font: `600 12px ${FONT}`, height: 15 };
  const SECOND = { font: `400 11px ${FONT}`, height: 14 };
  const SMALL_NAME = { font: `600 10px ${FONT}`, height: 12 };
  const SMALL_SECOND = { font: `400 10px ${FONT}`, height: 12 };
  const MARGIN = 1;
  const PAD = 0.15; // of the map beyond its edges, so that a short drag shows no bare rim

  class Labels {
    constructor(owner) {
      this.owner = owner;
      this.placed = [];
      this.on = null; // until the first specification says
      const { map } = owner;
      const pane = map.createPane("ucjmap-labels");
      Object.assign(pane.style, { zIndex: 450, pointerEvents: "none" });
      this.canvas = L.DomUtil.create("canvas", "ucjmap-labels leaflet-zoom-hide", pane);
      this.canvas.setAttribute("aria-hidden", "true"); // the list of areas says the same
      this.ctx = this.canvas.getContext("2d");
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

    draw() {
      this.placed = [];
      const { shown, map } = this.owner;
      const wanted = Boolean(this.on && shown && shown.labels !== null);
      this.canvas.hidden = !wanted;
      if (!wanted) return;
      const frame = this.prepareCanvas(map.getSize());
      const taken = this.controls();
      for (const unit of this.units(frame)) {
        const found = this.place(unit, frame, taken);
        if (!found) continue;
        taken.push(found);
        this.placed.push(found);
        this.write(found);
      }
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

    /* Boxes of the buttons in sight: a label below one could not be read. */
    controls() {
      const box = this.owner.map.getContainer();
      const corner = box.getBoundingClientRect();
      return [...box.querySelectorAll(".leaflet-control")].map((control) => {
        const at = control.getBoundingClientRect();
        return {
          left: at.left - corner.left, top: at.top - corner.top,
          right: at.right - corner.left, bottom: at.bottom - corner.top,
        };
      });
    }

    /* Units in sight that could hold any letters at all, the most important first. */
    units(frame) {
      const { map, polygons, shown } = this.owner;
      const first = new Set([shown.selected, ...shown.chosen]);
      const found = [];
      polygons.forEach((polygon, code) => {
        const bounds = polygon.getBounds();
        const low = map.latLngToContainerPoint(bounds.getSouthWest());
        const high = map.latLngToContainerPoint(bounds.getNorthEast());
        if (high.x - low.x < 20 || low.y - high.y < NAME.height) return;
        if (high.x < frame.left || low.x > frame.right || low.y < frame.top || high.y > frame.bottom) return;
        found.push({ code, polygon, rank: (first.has(code) ? 1e9 : 1) * (high.x - low.x) * (low.y - high.y) });
      });
      return found.sort((a, b) => b.rank - a.rank);
    }

    /* The most telling form that fits: with the second line before without, on one line before two, large before small. */
    place({ code, polygon }, frame, taken) {
      const rings = ucjmap.geometry.pixelRings(this.owner.map, polygon);
      const extent = ucjmap.geometry.extent(rings);
      for (const lines of this.forms(code)) {
        const width = Math.max(...lines.map((line) => line.width)) + 2 * MARGIN;
        const height = lines.reduce((sum, line) => sum + line.style.height, 0);
        if (width > extent.right - extent.left || height > extent.bottom - extent.top) continue;
        const at = ucjmap.geometry.placeBox(rings, extent, width, height, frame);
        if (!at) continue;
        const box = {
          code, lines, x: at.x, y: at.y,
          left: at.x - width / 2, right: at.x + width / 2, top: at.y - height / 2, bottom: at.y + height / 2,
        };
        if (!taken.some((other) => overlap(box, other))) return box;
      }
      return null;
    }

    forms(code) {
      const measured = (text, style) => {
        this.ctx.font = style.font;
        return { text, style, width: this.ctx.measureText(text).width };
      };
      // Short as on printed maps; a kota keeps its word, since a kabupaten of the same name may lie around it.
      const name = String(this.owner.nameOf(code)).replace(/^Kabupaten /, "Kab. ");
      const second = this.owner.parts.frames.labelOf(code) ?? this.owner.shown.labels[code] ?? "";
      const forms = [];
      for (const [first, other] of [[NAME, SECOND], [SMALL_NAME, SMALL_SECOND]]) {
        const below = second ? [measured(second, other)] : [];
        const names = [[name], breakName(name)].map((lines) => lines.map((line) => measured(line, first)));
        forms.push(...names.map((lines) => [...lines, ...below]));
        if (below.length) forms.push(...names);
      }
      return forms;
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

  /* A name on two lines that are about as long; one line where it has one word only. */
  function breakName(name) {
    const words = name.split(/\s+/).filter(Boolean);
    if (words.length < 2) return [name];
    const ways = words.slice(1).map((_, i) => [words.slice(0, i + 1).join(" "), words.slice(i + 1).join(" ")]);
    const longest = (lines) => Math.max(...lines.map((line) => line.length));
    return ways.reduce((best, way) => (longest(way) < longest(best) ? way : best));
  }

  function overlap(one, other) {
    return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
  }

  ucjmap.parts.labels = Labels;
})();
