/* Two maps that move as one, each in its own frame of the same page: they talk through a channel of the browser.

   What a map does because it was told is not told again, so nothing echoes. Positions go out once a frame at most. */
(function () {
  "use strict";

  class Sync {
    /** @param {Ucjmap.Layer} owner */
    constructor(owner) {
      this.owner = owner;
      this.name = null;
      this.channel = null;
      this.told = false; // moving because the other map did
      this.waiting = false;
      const { map } = owner;
      map.on("move zoomend", () => this.moved());
      map.on("ucjmap:fit", () => this.fitted());
      map.on("ucjmap:hover", ({ code }) => this.post({ hover: code }));
    }

    update() {
      const { sync } = this.owner.spec;
      if (sync === this.name) return;
      if (this.channel) this.channel.close();
      this.name = sync;
      this.channel = sync === null ? null : new BroadcastChannel(`ucjmap:${sync}`);
      if (this.channel) this.channel.onmessage = (event) => this.take(event.data);
      this.outline([]);
    }

    post(message) {
      if (this.channel && !this.told) this.channel.postMessage(message);
    }

    moved() {
      if (this.told || this.owner.fitting || this.waiting || !this.channel) return;
      this.waiting = true;
      requestAnimationFrame(() => {
        this.waiting = false;
        const { lat, lng } = this.owner.map.getCenter();
        this.post({ centre: [lat, lng], zoom: this.owner.map.getZoom() });
      });
    }

    fitted() {
      if (!this.channel) return;
      const [west, south, east, north] = this.owner.spec.bounds;
      this.post({ fit: [[south, west], [north, east]], zoom: this.owner.map.getZoom() });
    }

    /* Beside other panels the area would be larger or smaller than on the other map: both take the smaller scale. */
    fitAlike({ fit: corners, zoom }) {
      this.owner.fitTo(corners);
      const own = this.owner.map.getZoom();
      if (own > zoom) this.owner.fitTo(corners, zoom);
      else if (own < zoom) this.channel?.postMessage({ fit: corners, zoom: own });
    }

    /* The unit under the mouse of the other map; the map of tiles outlines none. */
    outline(codes) {
      const { parts } = this.owner;
      if ("outlines" in parts) parts.outlines.set("peer", codes);
    }

    take(message) {
      this.told = true;
      if (message.fit) {
        this.fitAlike(message);
      } else if (message.centre) {
        this.owner.map.setView(message.centre, message.zoom, { animate: false });
        this.owner.moved = true;
      } else {
        this.outline(message.hover ? [message.hover] : []);
      }
      this.told = false;
    }
  }

  ucjmap.parts.sync = Sync;
})();
