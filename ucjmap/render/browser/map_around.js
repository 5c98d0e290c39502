/* What lies around the map's area: others of its level as a quiet grey ground, without figures. They are asked for once
   the units are painted, never hold a step up, and take no click: a map of them is opened from the card or the search. */
(function () {
  "use strict";

  const LAND = { fillColor: "#8a96a3", fillOpacity: 0.16, color: "#8a96a3", opacity: 0.55, weight: 0.8 };
  const KEPT_AT_MOST = 8; // areas whose surroundings were seen last

  class Around {
    /** @param {Ucjmap.Choropleth} owner */
    constructor(owner) {
      this.owner = owner;
      const pane = owner.map.createPane("ucjmap-around");
      pane.style.zIndex = "350"; // below the units
      pane.style.pointerEvents = "none";
      this.renderer = L.canvas({ pane: "ucjmap-around", padding: 0.1 });
      /** @type {string | null} */
      this.url = null; // of what is drawn, or on its way
      /** @type {L.GeoJSON | null} */
      this.drawn = null;
      this.known = new Map(); // address -> geometry, the newest last
      owner.map.on("ucjmap:basemap", (event) => { pane.hidden = Boolean(event.on); }); // which shows what lies there itself
    }

    update() {
      const { shown, layer } = this.owner;
      const wanted = (layer && shown.around_url) || null;
      if (wanted === this.url) return;
      this.drawn?.remove();
      this.drawn = null;
      this.url = wanted;
      // In the second frame from now the units are in sight.
      if (wanted) requestAnimationFrame(() => requestAnimationFrame(() => this.load(wanted)));
    }

    async load(url) {
      if (this.url !== url) return; // another map is wanted by now
      try {
        const geometry = this.known.get(url) ?? await this.ask(url);
        this.known.delete(url);
        this.known.set(url, geometry);
        if (this.known.size > KEPT_AT_MOST) this.known.delete(this.known.keys().next().value);
        if (this.url === url) this.draw(geometry);
      } catch {
        if (this.url === url) this.url = null; // the map is whole without them; the next update asks again
      }
    }

    async ask(url) {
      const answer = await fetch(url, { priority: "low" });
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    }

    draw(geometry) {
      const options = { renderer: this.renderer, pane: "ucjmap-around", interactive: false, smoothFactor: 0.5, style: LAND };
      this.drawn = L.geoJSON(geometry, options).addTo(this.owner.map);
    }
  }

  ucjmap.parts.around = Around;
})();
