/* The choropleth in the browser: one controller per map, which stays while the views come and go.

   Public, for pages that embed the map and for tests: window.__ucjmap
     view           key of the view that is painted, null before the first
     painted        number of paintings; counted in the second animation frame after a drawing
     codes()        codes of the units drawn
     fills(code)    fill colour of a unit as drawn; the ground of the hatching where there is no data
     hatched(code)  whether the unit is drawn as "no data"
     point(code)    {x, y} in pixels of the map container, well inside the unit; null when it is out of sight
     observe()      starts to count, in blank_frames, the frames presented without any unit in sight
   A click sends {code, view, seq} through Streamlit.setComponentValue and as the event "ucjmap:click" of window. */
(function () {
  "use strict";

  const LINE = { color: "#4a5560", opacity: 0.9, weight: 0.8 };
  const FINE_LINE_FROM = 800; // as many units lie so close that normal lines would hide the colours
  const HIGHLIGHT = { color: "#111827", opacity: 1, weight: 3 };
  const FETCH_LIMIT_MS = 60000;

  const node = (tag, className, parent) => L.DomUtil.create(tag, className, parent);

  function plainText(text) {
    const holder = document.createElement("span");
    holder.textContent = text;
    return holder.innerHTML; // Leaflet's attribution takes HTML
  }

  // Canvas takes a pattern wherever it takes a colour, so Leaflet's renderer needs no change.
  function hatching(colour) {
    const size = 8;
    const tile = document.createElement("canvas");
    tile.width = tile.height = size;
    const ctx = tile.getContext("2d");
    ctx.fillStyle = colour;
    ctx.fillRect(0, 0, size, size);
    ctx.strokeStyle = "rgba(75, 85, 99, 0.6)";
    ctx.lineWidth = 1.5;
    ctx.beginPath();
    for (const shift of [-size, 0, size]) { // thrice, so that the corners join from tile to tile
      ctx.moveTo(shift - 1, size + 1);
      ctx.lineTo(shift + size + 1, -1);
    }
    ctx.stroke();
    const pattern = ctx.createPattern(tile, "repeat");
    pattern.ground = colour;
    return pattern;
  }

  class Choropleth {
    constructor(map) {
      this.map = map;
      this.spec = null;
      this.layer = null; // the L.geoJSON on the map
      this.polygons = new Map(); // code -> polygon on the map
      this.drawnUrl = null;
      this.fetchingUrl = null;
      this.sequence = 0; // an answer counts only while its number is the last
      this.opacity = 1;
      this.fitting = false;
      this.moved = false; // by the user, since the last fit
      this.renderer = L.canvas({ padding: 0.1 });
      this.hook = this.makeHook();
      this.prepareContainer();
      map.on("movestart", () => { if (!this.fitting) this.moved = true; });
      map.on("resize", () => { if (this.layer && !this.moved) this.fit(); });
      map.on("ucjmap:basemap", (event) => this.setOpacity(event.on ? 0.7 : 1));
    }

    prepareContainer() {
      const box = this.map.getContainer();
      // Leaflet focuses the map on mouse-down; were the page to scroll then, the click would hit another unit.
      box.focus = () => HTMLElement.prototype.focus.call(box, { preventScroll: true });
      box.setAttribute("role", "region");
      this.map.attributionControl.setPrefix(false);
      this.bar = node("div", "ucjmap-bar", box);
      this.bar.setAttribute("role", "progressbar");
      this.veil = node("div", "ucjmap-veil", box);
      this.veil.setAttribute("role", "alert");
      L.DomEvent.disableClickPropagation(this.veil);
      L.DomEvent.disableScrollPropagation(this.veil);
      this.message = node("p", "", this.veil);
      this.retry = node("button", "ucjmap-button", this.veil);
      this.retry.type = "button";
      this.retry.onclick = () => this.load(this.spec.geometry_url);
      const corner = L.control({ position: "topleft" });
      corner.onAdd = () => {
        this.up = node("button", "ucjmap-button");
        this.up.type = "button";
        this.up.onclick = () => this.send(this.spec.parent);
        L.DomEvent.disableClickPropagation(this.up);
        return this.up;
      };
      corner.addTo(this.map);
    }

    show(spec) {
      if (!this.spec || spec.no_data_colour !== this.spec.no_data_colour) this.hatch = hatching(spec.no_data_colour);
      this.spec = spec;
      this.writeWords();
      if (spec.geometry_url === null) {
        this.clear();
      } else if (spec.geometry_url === this.drawnUrl) {
        this.settle();
        this.restyle();
      } else {
        this.load(spec.geometry_url);
      }
    }

    writeWords() {
      const { words, parent, attribution } = this.spec;
      this.map.getContainer().setAttribute("aria-label", words.map);
      this.bar.setAttribute("aria-label", words.loading);
      this.retry.textContent = words.retry;
      this.up.textContent = "↑ " + words.up;
      this.up.hidden = parent === null;
      this.map.attributionControl.removeAttribution(this.attribution || "");
      this.attribution = plainText(attribution);
      this.map.attributionControl.addAttribution(this.attribution);
    }

    async load(url) {
      if (this.fetchingUrl === url) return; // its answer will be drawn with the newest table
      this.settle();
      const number = this.sequence;
      this.fetchingUrl = url;
      this.bar.classList.add("ucjmap-on");
      let layer;
      try {
        const answer = await fetch(url, { signal: AbortSignal.timeout(FETCH_LIMIT_MS) });
        if (!answer.ok) throw new Error(String(answer.status));
        const geometry = await answer.json();
        if (this.sequence !== number) return; // too late: another view is wanted by now
        layer = this.build(geometry);
      } catch (error) {
        if (this.sequence === number) this.fail(this.spec.words.failed, true);
        return;
      }
      this.settle();
      this.replace(layer, url);
    }

    // Nothing is under way any more, and nothing stands in the way.
    settle() {
      this.fetchingUrl = null;
      this.sequence += 1;
      this.bar.classList.remove("ucjmap-on");
      this.veil.classList.remove("ucjmap-on");
    }

    fail(words, canRetry) {
      this.settle();
      this.message.textContent = words;
      this.retry.hidden = !canRetry;
      this.veil.classList.add("ucjmap-on");
    }

    clear() {
      if (this.layer) this.layer.remove();
      this.layer = this.drawnUrl = null;
      this.polygons = new Map();
      this.fail(this.spec.words.no_boundaries, false);
      this.countPainting();
    }

    build(geometry) {
      const weight = geometry.features.length >= FINE_LINE_FROM ? LINE.weight / 2 : LINE.weight;
      this.line = { ...LINE, weight };
      const layer = L.geoJSON(geometry, {
        renderer: this.renderer,
        smoothFactor: 0.5, // neighbours are simplified apart: more would open gaps between them
        style: (feature) => this.styleOf(codeOf(feature)),
      });
      layer.on("mouseover", (event) => event.layer.setStyle(HIGHLIGHT).bringToFront());
      layer.on("mouseout", (event) => event.layer.setStyle(this.lineOf(codeOf(event.layer.feature))));
      layer.on("click", (event) => this.pick(event.layer));
      layer.bindTooltip((polygon) => this.tooltip(polygon.feature), {
        sticky: true, opacity: 0.97, className: "ucjmap-tooltip",
      });
      return layer;
    }

    // One task, so the browser never presents the state between the old layer and the new one.
    replace(layer, url) {
      const old = this.layer;
      this.layer = layer;
      this.drawnUrl = url;
      this.polygons = new Map();
      layer.eachLayer((polygon) => this.polygons.set(codeOf(polygon.feature), polygon));
      layer.addTo(this.map);
      if (old) old.remove();
      this.markSelected();
      this.fit(); // redraws at once, not in the next frame
      this.setCursor();
      this.countPainting();
    }

    restyle() {
      this.polygons.forEach((polygon, code) => polygon.setStyle(this.styleOf(code)));
      this.markSelected();
      this.setCursor();
      this.countPainting();
    }

    fit() {
      const [west, south, east, north] = this.spec.bounds;
      this.fitting = true;
      this.map.fitBounds([[south, west], [north, east]], {
        animate: false, paddingTopLeft: [10, 10], paddingBottomRight: [10, 24], // the attribution lies below
      });
      this.fitting = this.moved = false;
    }

    setOpacity(opacity) {
      this.opacity = opacity;
      if (this.layer) this.restyle();
    }

    setCursor() {
      this.map.getContainer().classList.toggle("ucjmap-still", !this.spec.drillable);
    }

    lineOf(code) {
      return code === this.spec.selected ? HIGHLIGHT : this.line;
    }

    styleOf(code) {
      return { ...this.lineOf(code), ...this.fillOf(code) };
    }

    markSelected() { // above its neighbours, whose borders would cover half of its own
      const polygon = this.polygons.get(this.spec.selected);
      if (polygon) polygon.bringToFront();
    }

    fillOf(code) {
      const [classId] = this.spec.units[code] || [null];
      const fillColor = classId === null ? this.hatch : this.spec.colours[classId];
      return { fillColor, fillOpacity: this.opacity };
    }

    tooltip(feature) {
      const code = codeOf(feature);
      const box = document.createElement("div"); // textContent: names come from foreign files
      node("strong", "", box).textContent = feature.properties.name || code;
      node("span", "", box).textContent = (this.spec.units[code] || [null, this.spec.words.no_data])[1];
      return box;
    }

    pick(polygon) {
      // While the next view is on its way, the units in sight belong to the last one.
      if (this.spec.drillable && this.fetchingUrl === null) this.send(codeOf(polygon.feature));
    }

    send(code) {
      const value = { code, view: this.spec.view, seq: Date.now() }; // seq: the same unit twice is two clicks
      window.dispatchEvent(new CustomEvent("ucjmap:click", { detail: value }));
      if (window.Streamlit) window.Streamlit.setComponentValue(value);
    }

    countPainting() {
      const view = this.spec.view;
      requestAnimationFrame(() => requestAnimationFrame(() => {
        this.hook.view = view;
        this.hook.painted += 1;
      }));
    }

    makeHook() {
      const fillColour = (code) => this.polygons.get(code).options.fillColor;
      return (window.__ucjmap = {
        view: null,
        painted: 0,
        blank_frames: 0,
        codes: () => [...this.polygons.keys()],
        fills: (code) => fillColour(code).ground || fillColour(code),
        hatched: (code) => fillColour(code) instanceof CanvasPattern,
        point: (code) => pointInside(this.map, this.polygons.get(code)),
        observe: () => observeFrames(this.map, this.hook),
      });
    }
  }

  function codeOf(feature) {
    return String(feature.properties.code ?? feature.id);
  }

  /* A point inside: along some lines across the polygon, the middle of the stretch that has most room around it. */
  function pointInside(map, polygon) {
    const rings = pixelRings(map, polygon.getLatLngs());
    const size = map.getSize();
    const ys = rings.flat().map((p) => p.y);
    const top = Math.max(0, Math.min(...ys)), bottom = Math.min(size.y, Math.max(...ys));
    let best = null;
    for (let i = 1; i < 24 && top < bottom; i++) {
      const y = top + ((bottom - top) * i) / 24;
      for (const [left, right] of stretches(rings, "x", "y", y, size.x)) {
        const x = (left + right) / 2;
        const column = stretches(rings, "y", "x", x, size.y).find(([from, to]) => from <= y && y <= to);
        const room = column ? Math.min(right - left, 2 * (y - column[0]), 2 * (column[1] - y)) : 0;
        if (room > 0 && (!best || room > best.room)) best = { x, y, room };
      }
    }
    return best && { x: best.x, y: best.y };
  }

  function pixelRings(map, latLngs) {
    if (latLngs.length && latLngs[0] instanceof L.LatLng) return [latLngs.map((p) => map.latLngToContainerPoint(p))];
    return latLngs.flatMap((part) => pixelRings(map, part));
  }

  /* Where the line `across = at` lies inside the rings (even-odd), cut to 0..limit. */
  function stretches(rings, along, across, at, limit) {
    const cuts = [];
    for (const ring of rings) {
      ring.forEach((a, i) => {
        const b = ring[(i + 1) % ring.length];
        if (a[across] > at !== b[across] > at) {
          cuts.push(a[along] + ((at - a[across]) / (b[across] - a[across])) * (b[along] - a[along]));
        }
      });
    }
    cuts.sort((a, b) => a - b);
    const inside = [];
    for (let i = 0; i + 1 < cuts.length; i += 2) {
      const from = Math.max(0, cuts[i]), to = Math.min(limit, cuts[i + 1]);
      if (from < to) inside.push([from, to]);
    }
    return inside;
  }

  /* Looks after each frame was presented (a message comes after it), at a small copy of what is in sight. */
  function observeFrames(map, hook) {
    const copy = document.createElement("canvas");
    copy.width = copy.height = 48;
    const ctx = copy.getContext("2d", { willReadFrequently: true });
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      const box = map.getContainer().getBoundingClientRect();
      const kx = copy.width / box.width, ky = copy.height / box.height;
      ctx.clearRect(0, 0, copy.width, copy.height);
      map.getContainer().querySelectorAll("canvas").forEach((canvas) => {
        const at = canvas.getBoundingClientRect();
        if (!canvas.width || !canvas.height) return;
        ctx.drawImage(canvas, (at.left - box.left) * kx, (at.top - box.top) * ky, at.width * kx, at.height * ky);
      });
      const pixels = ctx.getImageData(0, 0, copy.width, copy.height).data;
      if (!pixels.some((value, i) => i % 4 === 3 && value > 0)) hook.blank_frames += 1;
      requestAnimationFrame(() => channel.port2.postMessage(0));
    };
    requestAnimationFrame(() => channel.port2.postMessage(0));
  }

  /* What folium puts on the map: it only hands its specification over, the drawing stays when it is taken away. */
  const ChoroplethLayer = L.Layer.extend({
    initialize(spec) { this.spec = spec; },
    onAdd(map) {
      map.ucjmap = map.ucjmap || new Choropleth(map);
      map.ucjmap.show(this.spec);
    },
    onRemove() {},
  });

  const BasemapSwitch = L.Control.extend({
    options: { position: "topright" },
    initialize(options) {
      L.setOptions(this, options);
      this.failures = 0;
      this.tiles = L.tileLayer(options.url, { attribution: plainText(options.attribution), maxZoom: 18 });
      this.tiles.on("tileload", () => { this.failures = 0; });
      this.tiles.on("tileerror", () => { if (++this.failures === 3) this.turn(false, options.words.unreachable); });
    },
    onAdd(map) {
      this.map = map;
      const box = node("div", "");
      L.DomEvent.disableClickPropagation(box);
      this.button = node("button", "ucjmap-button", box);
      this.button.type = "button";
      this.button.textContent = this.options.words.basemap;
      this.button.onclick = () => this.turn(!map.hasLayer(this.tiles), "");
      this.note = node("p", "ucjmap-note", box);
      this.note.setAttribute("role", "status");
      this.turn(false, "");
      return box;
    },
    turn(on, words) {
      this.failures = 0;
      this.map[on ? "addLayer" : "removeLayer"](this.tiles);
      this.map.fire("ucjmap:basemap", { on });
      this.button.setAttribute("aria-pressed", String(on));
      this.note.textContent = words;
      this.note.hidden = !words;
    },
  });

  window.ucjmap = {
    choropleth: (spec) => new ChoroplethLayer(spec),
    basemap: (options) => new BasemapSwitch(options),
  };
})();
