/* Borders of the areas between the map's own area and its units, such as those of kabupaten over all desa of a province:
   a dark line on a light one, so that it is seen on every class. They come after the units and never hold them up. */
(function () {
  "use strict";

  const CASING = { color: "#ffffff", weight: 3.2, opacity: 0.75 };
  const LINE = { color: "#111827", weight: 1.3, opacity: 1 };
  const FINE_LINE_FROM = 30; // as many areas have small islands, which normal lines would fill

  class Borders {
    /** @param {Ucjmap.Choropleth} owner */
    constructor(owner) {
      this.owner = owner;
      const pane = owner.map.createPane("ucjmap-borders");
      pane.style.zIndex = "410"; // above the fillings, below what singles a unit out
      pane.style.pointerEvents = "none"; // the mouse is for the units
      this.renderer = L.canvas({ pane: "ucjmap-borders", padding: 0.1 });
      /** @type {string | null} */
      this.url = null; // of what is drawn, or on its way
      /** @type {L.LayerGroup | null} */
      this.drawn = null;
    }

    update() {
      const { shown, layer } = this.owner;
      const wanted = (layer && shown.borders_url) || null;
      if (wanted === this.url) return;
      this.clear();
      this.url = wanted;
      if (wanted) this.load(wanted);
    }

    async load(url) {
      try {
        const answer = await fetch(url);
        if (!answer.ok) throw new Error(String(answer.status));
        const geometry = await answer.json();
        if (this.url === url) this.draw(geometry); // else another map is in sight by now
      } catch {
        if (this.url === url) this.url = null; // the map is whole without them; the next update asks again
      }
    }

    draw(geometry) {
      const width = geometry.features.length < FINE_LINE_FROM ? 1 : 0.6;
      const lines = [CASING, LINE].map((line) => L.geoJSON(geometry, {
        renderer: this.renderer, pane: "ucjmap-borders", interactive: false, smoothFactor: 0.5,
        style: { ...line, weight: line.weight * width, fill: false },
      }));
      this.drawn = L.layerGroup(lines).addTo(this.owner.map);
    }

    clear() {
      this.drawn?.remove();
      this.drawn = this.url = null;
    }
  }

  ucjmap.parts.borders = Borders;
})();
