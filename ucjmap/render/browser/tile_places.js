/* Names of provinces, or of kabupaten and kota where the map is zoomed in far enough, on the map of tiles.

   The largest come first; a name that would touch another one or a button is left out until there is room for it. */
(function () {
  "use strict";

  const REGENCIES_FROM_ZOOM = 7;
  const APART = 4;
  const LINE_PX = 15;

  class Places {
    /** @param {Ucjmap.TiledChoropleth} owner */
    constructor(owner) {
      this.owner = owner;
      this.placed = [];
      this.on = null; // until the first specification says
      const { map } = owner;
      this.pane = map.createPane("ucjmap-places");
      Object.assign(this.pane.style, { zIndex: 450, pointerEvents: "none" });
      this.pane.classList.add("leaflet-zoom-hide");
      this.pane.setAttribute("aria-hidden", "true"); // the tooltip says them too
      this.ctx = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
      this.ctx.font = "600 12px system-ui, sans-serif";
      this.button = owner.addButton(() => this.turn(!this.on));
      map.on("moveend resize", () => this.draw());
    }

    update() {
      const { labels_on: on, words } = this.owner.spec;
      this.on ??= on;
      ucjmap.label(this.button, "Aa", words.labels);
      this.button.hidden = on === null;
      this.turn(this.on);
    }

    turn(on) {
      this.on = on;
      this.button.setAttribute("aria-pressed", String(Boolean(on)));
      this.draw();
    }

    draw() {
      const { map, names, spec } = this.owner;
      this.pane.replaceChildren();
      this.placed = [];
      if (!this.on || !spec || spec.labels_on === null || !names) return;
      const places = names.places[map.getZoom() < REGENCIES_FROM_ZOOM ? "adm1" : "adm2"];
      const taken = ucjmap.controlBoxes(map);
      const { x: width, y: height } = map.getSize();
      for (const [name, longitude, latitude] of places) {
        const { x, y } = map.latLngToContainerPoint([latitude, longitude]);
        const half = this.ctx.measureText(name).width / 2 + APART;
        const box = { left: x - half, right: x + half, top: y - LINE_PX / 2, bottom: y + LINE_PX / 2 };
        if (box.left < 0 || box.top < 0 || box.right > width || box.bottom > height || taken.some((other) => overlap(box, other))) continue;
        taken.push(box);
        this.placed.push({ name, ...box });
        this.write(name, map.containerPointToLayerPoint([x, y]));
      }
    }

    write(name, at) {
      const label = L.DomUtil.create("span", "ucjmap-place", this.pane);
      label.textContent = name;
      L.DomUtil.setPosition(label, at);
    }
  }

  function overlap(one, other) {
    return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
  }

  ucjmap.Places = Places;
})();
