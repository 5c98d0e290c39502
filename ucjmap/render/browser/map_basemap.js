/* The switch for a base map from elsewhere: off at first, and off again when its tiles cannot be reached. */
(function () {
  "use strict";

  class BasemapSwitch extends L.Control {
    /** @param {{url: string, attribution: string, words: Record<string, string>}} options */
    constructor(options) {
      super({ position: "topleft" });
      this.words = options.words;
      this.failures = 0;
      this.tiles = L.tileLayer(options.url, { attribution: ucjmap.plainText(options.attribution), maxZoom: 18 });
      this.tiles.on("tileload", () => { this.failures = 0; });
      this.tiles.on("tileerror", () => { if (++this.failures === 3) this.turn(false, options.words.unreachable); });
    }

    onAdd(map) {
      /** @type {L.Map} */
      this.map = map;
      const box = L.DomUtil.create("div", "");
      L.DomEvent.disableClickPropagation(box);
      /** @type {HTMLButtonElement} */
      this.button = ucjmap.button(box, () => this.turn(!map.hasLayer(this.tiles), ""));
      ucjmap.label(this.button, "basemap", this.words.basemap);
      /** @type {HTMLElement} */
      this.note = L.DomUtil.create("p", "ucjmap-note ucjmap-found", map.getContainer());
      this.note.setAttribute("role", "status");
      this.turn(false, "");
      return box;
    }

    turn(on, words) {
      this.failures = 0;
      this.map[on ? "addLayer" : "removeLayer"](this.tiles);
      this.map.fire("ucjmap:basemap", { on });
      this.button.setAttribute("aria-pressed", String(on));
      this.note.textContent = words;
      this.note.hidden = !words;
    }
  }

  ucjmap.basemap = (options) => new BasemapSwitch(options);
})();
