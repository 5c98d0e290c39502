/* "Find me": asks the browser where it is, only after a click; the place goes to the page and to no other server. */
(function () {
  "use strict";

  const OPTIONS = { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 };

  class Locate {
    /** @param {Ucjmap.Layer} owner */
    constructor(owner) {
      this.owner = owner;
      this.button = owner.addButton(() => this.ask());
      this.note = L.DomUtil.create("p", "ucjmap-note ucjmap-found", owner.map.getContainer());
      this.note.setAttribute("role", "status");
      this.say("");
      const pane = owner.map.getPane("ucjmap-found") || owner.map.createPane("ucjmap-found");
      Object.assign(pane.style, { zIndex: 440, pointerEvents: "none" });
      /** @type {L.Renderer | null} */
      this.renderer = null;
      this.marks = L.layerGroup().addTo(owner.map);
    }

    update() {
      const { locate, words } = this.owner.spec;
      ucjmap.label(this.button, "place", words.locate);
      this.button.hidden = !locate;
    }

    say(words) {
      this.note.textContent = words;
      this.note.hidden = !words;
    }

    ask() {
      const { words } = this.owner.spec;
      if (!window.isSecureContext) return this.say(words.locate_insecure);
      if (!navigator.geolocation) return this.say(words.locate_unavailable);
      this.button.setAttribute("aria-busy", "true");
      this.say(words.locating);
      navigator.geolocation.getCurrentPosition((position) => this.show(position.coords), (error) => this.fail(error), OPTIONS);
    }

    fail(error) {
      const { words } = this.owner.spec;
      this.button.removeAttribute("aria-busy");
      this.say(error.code === error.PERMISSION_DENIED ? words.locate_denied : words.locate_unavailable);
    }

    show({ latitude, longitude, accuracy }) {
      this.button.removeAttribute("aria-busy");
      /** @type {[number, number]} */
      const at = [latitude, longitude];
      const [west, south, east, north] = this.owner.spec.bounds;
      const inside = west <= longitude && longitude <= east && south <= latitude && latitude <= north;
      this.say(inside ? "" : this.owner.spec.words.locate_outside);
      const common = { renderer: this.renderer ??= L.svg({ pane: "ucjmap-found" }), pane: "ucjmap-found", interactive: false };
      this.marks.clearLayers();
      this.marks.addLayer(L.circle(at, { ...common, radius: accuracy, color: "#1d4f91", weight: 1, fillOpacity: 0.15 }));
      this.dot = L.circleMarker(at, { ...common, radius: 7, color: "#ffffff", weight: 2, fillColor: "#1d4f91", fillOpacity: 1 });
      this.marks.addLayer(this.dot);
      this.owner.send({ at, accuracy });
    }
  }

  ucjmap.parts.locate = Locate;
})();
