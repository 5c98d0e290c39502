/* Borders that single units out, above all fillings. Each has a light casing under a dark line, so that it is seen on
   every class and on a light and a dark page; they differ by dashes and width, not by colour alone. */
(function () {
  "use strict";

  const KINDS = {
    selected: { casing: 5, line: { color: "#111827", weight: 3 } },
    chosen: { casing: 6, line: { color: "#111827", weight: 3.5, dashArray: "9 6", lineCap: "butt" } },
    peer: { casing: 5, line: { color: "#111827", weight: 3, dashArray: "2 5" } }, // under the mouse in the other map
    hover: { casing: 5, line: { color: "#111827", weight: 3 } },
    pinned: { casing: 6, line: { color: "#1d4f91", weight: 4 } },
    cursor: { casing: 8, line: { color: "#1d4f91", weight: 5 } },
  };

  class Outlines {
    /** @param {Ucjmap.Choropleth} owner */
    constructor(owner) {
      this.owner = owner;
      const pane = owner.map.createPane("ucjmap-outlines");
      pane.style.zIndex = "420";
      this.renderer = L.svg({ pane: "ucjmap-outlines", padding: 0.1 });
      this.codes = {}; // kind -> codes
      this.drawn = {}; // kind -> layer group
      window.addEventListener("ucjmap:pinned", () => this.outlinePinned());
    }

    update({ geometryChanged }) {
      if (geometryChanged) this.clear(); // also the unit under the mouse of another map, which says nothing yet
      const { selected, chosen } = this.owner.spec;
      this.set("selected", selected === null ? [] : [selected], true);
      this.set("chosen", chosen, true);
      this.outlinePinned();
    }

    /* The area whose card is shown (`data-pinned` of the page), also where a link has opened the card before the map. */
    outlinePinned() {
      const code = ucjmap.panels.page()?.documentElement.dataset.pinned;
      this.set("pinned", code ? [code] : [], true);
    }

    set(kind, codes, anyway = false) {
      const known = codes.filter((code) => this.owner.polygons.has(code));
      if (!anyway && String(known) === String(this.codes[kind] || [])) return;
      this.codes[kind] = known;
      if (this.drawn[kind]) this.drawn[kind].remove();
      delete this.drawn[kind];
      if (!known.length) return;
      const { casing, line } = KINDS[kind];
      const common = { renderer: this.renderer, pane: "ucjmap-outlines", interactive: false, fill: false };
      const shapes = known.map((code) => this.owner.polygons.get(code).getLatLngs());
      const white = shapes.map((shape) => L.polygon(shape, { ...common, color: "#ffffff", weight: casing, opacity: 1 }));
      const dark = shapes.map((shape) => L.polygon(shape, { ...common, ...line, opacity: 1 }));
      this.drawn[kind] = L.layerGroup([...white, ...dark]).addTo(this.owner.map);
    }

    clear() {
      for (const kind of Object.keys(KINDS)) this.set(kind, []);
    }
  }

  ucjmap.parts.outlines = Outlines;
})();
