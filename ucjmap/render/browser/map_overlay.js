/* A geometry beside the units that a map names by its address. It is asked for once the units are painted and never
   holds a step up; the last few are kept, and where one cannot be had the map is whole without it. */
(function () {
  "use strict";

  const KEPT_AT_MOST = 8; // geometries that were seen last

  function inFrame(number, act) {
    if (number) requestAnimationFrame(() => inFrame(number - 1, act));
    else act();
  }

  /** @implements {Ucjmap.Overlay} */
  class Overlay {
    /**
     * @param {Ucjmap.Choropleth} owner
     * @param {{ pane: string, zIndex: number, address: "around_url" | "borders_url" }} place
     */
    constructor(owner, { pane, zIndex, address }) {
      this.owner = owner;
      this.address = address;
      this.pane = owner.map.createPane(pane);
      Object.assign(this.pane.style, { zIndex: String(zIndex), pointerEvents: "none" }); // the mouse is for the units
      /** @type {L.GeoJSONOptions & { smoothFactor: number, renderer: L.Renderer }} */
      this.options = { renderer: L.canvas({ pane, padding: 0.1 }), pane, interactive: false, smoothFactor: 0.5 };
      /** @type {string | null} */
      this.url = null; // of what is drawn, or on its way
      /** @type {L.Layer | null} */
      this.drawn = null;
      this.known = new Map(); // address -> geometry, the newest last
    }

    update() {
      const { shown, layer } = this.owner;
      const wanted = (layer && shown[this.address]) || null;
      if (wanted === this.url) return;
      this.drawn?.remove();
      this.drawn = null;
      this.url = wanted;
      // In the second frame from now the units are in sight, and told of: what is drawn in that one would hold it up.
      if (wanted) inFrame(3, () => this.load(wanted));
    }

    async load(url) {
      if (!this.known.has(url)) await this.owner.parts.ahead.confirmed; // the server makes one thing at a time
      if (this.url !== url) return; // another map is wanted by now
      try {
        const geometry = this.known.get(url) ?? await this.ask(url);
        this.known.delete(url);
        this.known.set(url, geometry);
        if (this.known.size > KEPT_AT_MOST) this.known.delete(this.known.keys().next().value);
        if (this.url === url) this.drawn = this.draw(geometry).addTo(this.owner.map);
      } catch {
        if (this.url === url) this.url = null; // the next update asks again
      }
    }

    async ask(url) {
      const answer = await fetch(url, { priority: "low" });
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    }

    /** @returns {L.Layer} */
    draw(geometry) {
      return L.geoJSON(geometry, this.options);
    }
  }

  ucjmap.Overlay = Overlay;
})();
