/* All desa of the country (or of some provinces) in one map: cells of vector tiles, coloured here from a table of classes.

   tile_worker.js says which area each cell belongs to; that lasts for as long as the tile is in sight. A new indicator, date
   or classification only changes the table, so it costs no geometry and one pass over the cells.

   How a cell looks is in tile_cells.js, what a page or a test can ask for in tile_hook.js.
   A click sends {code, view, seq} through Streamlit.setComponentValue and as the event "ucjmap:click" of window.
   On the map, "ucjmap:shown" with {by} tells that a layer took the map over: the others clear themselves. */
(function () {
  "use strict";

  const ME = "tiles";
  const { SIZE, SIDE, AREA, NO_DATA, OUTSIDE, SMALL } = ucjmap.cells;
  const MISSING = 0xffff, LARGEST = 0xfffe; // of the rates
  const NO_POINTS = -0x8000;

  const node = (tag, className, parent) => L.DomUtil.create(tag, className, parent);

  async function unpack(packed) {
    const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).arrayBuffer();
  }

  class Grid extends L.GridLayer {
    constructor(owner, native) {
      super({ keepBuffer: 1, updateWhenZooming: false, className: "ucjmap-tiles", minNativeZoom: native[0], maxZoom: 18 });
      this.owner = owner;
    }

    /* Leaflet's own, of the tiles that are wanted now. */
    get zoom() { return Number(this._tileZoom); }

    createTile(coords, done) { return this.owner.makeTile(coords, done); }
  }

  /** @implements {Ucjmap.TiledChoropleth} */
  class TiledChoropleth {
    /** @param {Ucjmap.SharedMap} map */
    constructor(map) {
      this.map = map;
      /** @type {Ucjmap.TiledSpecification} */
      this.spec = /** @type {any} */ (null); // while another layer is shown
      /** @type {Grid} */
      this.grid = /** @type {any} */ (null); // the same
      /** @type {Map<string, Ucjmap.Tile>} */
      this.tiles = new Map(); // key -> {canvas, cells, zoom, done, lit}
      this.hovered = 0; // number of an area plus one, like the cells
      this.selected = 0;
      /** @type {number[]} */
      this.chosen = [];
      /** @type {Ucjmap.Names | null} */
      this.names = null;
      this.sequence = 0;
      this.moved = false; // by the user, since the last fit
      this.fitting = false;
      this.opacity = 1;
      this.image = new ImageData(SIDE, SIDE);
      this.pixels = new Uint32Array(this.image.data.buffer);
      this.tooltip = L.tooltip({ className: "ucjmap-tooltip", opacity: 0.97, offset: [12, 0] });
      this.hook = ucjmap.makeTileHook(this);
      // Each frame of a tile's fading in would be a new composition of the whole map.
      map._fadeAnimated = false;
      this.prepareContainer();
      this.places = new ucjmap.Places(this);
      const { whole: Whole, locate: Locate, touch: Touch, wheel: Wheel, sync: Sync } = ucjmap.parts;
      this.parts = [new Whole(this), new Locate(this), new Touch(this), new Wheel(this), new Sync(this), this.places];
      this.single = null; // the only class of the legend that has its colour
      window.addEventListener("ucjmap:light", ({ detail }) => this.light(detail));
      ucjmap.panels.watch(map, () => { if (this.spec && !this.moved) this.fit(); });
      map.on("click", (event) => this.pick(event.latlng, event.originalEvent));
      map.on("mousemove", (event) => this.hover(event.latlng));
      map.on("mouseout movestart", () => this.hover(null));
      map.on("moveend", () => { if (this.pointing) this.hover(map.getCenter()); });
      map.on("dragstart zoomstart", () => { this.moved = true; });
      map.on("resize", () => { if (this.spec && !this.moved) this.fit(); });
      map.on("ucjmap:basemap", (event) => this.setOpacity(event.on ? 0.7 : 1));
      map.on("ucjmap:shown", (event) => { if (event.by !== ME) this.clear(); });
    }

    prepareContainer() {
      const box = this.map.getContainer();
      this.map.attributionControl.setPrefix(false);
      /** @type {HTMLElement} */
      this.bar = node("div", "ucjmap-bar", box);
      this.bar.setAttribute("role", "progressbar");
      /** @type {HTMLElement} */
      this.veil = node("div", "ucjmap-veil", box);
      this.veil.setAttribute("role", "alert");
      L.DomEvent.disableClickPropagation(this.veil);
      L.DomEvent.disableScrollPropagation(this.veil);
      /** @type {HTMLElement} */
      this.message = node("p", "", this.veil);
      /** @type {HTMLButtonElement} */
      this.retry = ucjmap.button(this.veil, () => this.tryAgain());
      ucjmap.prepareMap(this.map);
      /** @type {HTMLElement} */
      this.description = node("p", "ucjmap-unseen", box);
      this.description.id = "ucjmap-description-tiles";
      /** @type {HTMLButtonElement} */
      this.up = this.addButton(() => this.send({ code: this.spec.parent }));
      /** @type {HTMLElement} */
      this.cross = node("div", "ucjmap-cross", box);
      this.cross.hidden = true;
      box.addEventListener("keydown", (event) => this.press(event));
      box.addEventListener("blur", () => this.point(false));
    }

    addButton(onclick) { return ucjmap.addButton(this.map, onclick); }

    /* Those without a mouse: while the map is moved by keys, the area in its middle is told; Enter opens it. */
    press({ key, target }) {
      if (!this.spec || target !== this.map.getContainer()) return;
      if (key === "Enter") this.pick(this.map.getCenter());
      else if (key.startsWith("Arrow") || key === "+" || key === "-") this.point(true);
      else if (key === "Escape") this.point(false);
    }

    point(on) {
      this.pointing = on;
      this.cross.hidden = !on;
      this.hover(on ? this.map.getCenter() : null);
    }

    async show(spec) {
      this.map.fire("ucjmap:shown", { by: ME });
      window.__ucjmap = this.hook;
      const number = ++this.sequence;
      const before = this.spec;
      this.spec = spec;
      this.writeWords();
      const values = await unpack(spec.values);
      if (this.sequence !== number || this.spec !== spec) return; // a newer table came, or another layer
      this.takeValues(values);
      const sameTiles = this.grid !== null && before !== null && before.tiles_url === spec.tiles_url;
      if (!sameTiles) this.start();
      if (before === null || String(before.bounds) !== String(spec.bounds)) this.fit();
      if (sameTiles) this.recolour();
      else this.grid.addTo(this.map);
    }

    /* Number of the class of each area, and its rate; the cell's 0, nobody, comes first. */
    takeValues(values) {
      const { areas } = this.spec;
      /** @type {Uint8Array} */
      this.classes = new Uint8Array(areas + 1).fill(OUTSIDE);
      this.classes.set(new Uint8Array(values, 0, areas), 1);
      const view = new DataView(values, areas);
      /** @type {(area: number) => number} */
      this.rateOf = (area) => view.getUint16(2 * area, true);
      /** @type {(area: number) => number} */
      this.pointsOf = (area) => view.getInt16(2 * (areas + area), true);
      /** @type {Map<number, Uint32Array>} */
      this.tables = new Map();
      this.single = null;
      this.numberSelected();
    }

    start() {
      this.stop();
      const { tiles_url, areas, regencies, provinces, native } = this.spec;
      /** @type {Worker} */
      this.worker = new Worker(this.spec.worker_url);
      this.worker.onmessage = ({ data }) => this.receive(data);
      this.worker.onerror = () => this.fail();
      const url = new URL(tiles_url, window.location.href).href;
      this.worker.postMessage({ start: { url: decodeURI(url), areas, regencies, provinces, native } });
      this.grid = new Grid(this, native);
      this.grid.setOpacity(this.opacity);
      this.grid.on("loading", () => this.bar.classList.add("ucjmap-on"));
      this.grid.on("load", () => this.allPainted());
      this.grid.on("tileloadstart", ({ tile }) => { tile.style.width = tile.style.height = `${(256 * SIDE) / SIZE}px`; });
      this.grid.on("tileunload", (event) => this.dropTile(this.keyOf(event.coords)));
    }

    stop() {
      if (this.grid) this.grid.remove();
      if (this.worker) this.worker.terminate();
      this.grid = this.worker = /** @type {any} */ (null);
      this.tiles.clear();
      this.names = null;
    }

    clear() {
      if (!this.spec) return;
      this.sequence += 1;
      this.point(false);
      this.stop();
      this.settle();
      this.spec = { ...this.spec, locate: false, labels_on: null, sync: null, whole: false };
      for (const part of this.parts) part.update({});
      this.spec = /** @type {any} */ (null);
      this.up.hidden = true;
      this.map.attributionControl.removeAttribution(this.attribution || "");
      this.map.getContainer().classList.remove("ucjmap-still");
    }

    writeWords() {
      const { words, parent, attribution, description, drillable, dark, language } = this.spec;
      const box = this.map.getContainer();
      document.documentElement.lang = language; // or the words of the map would be read out as English
      box.setAttribute("aria-label", words.map);
      box.setAttribute("aria-describedby", this.description.id);
      box.classList.toggle("ucjmap-still", !drillable);
      box.classList.toggle("ucjmap-dark", dark);
      this.description.textContent = description;
      this.bar.setAttribute("aria-label", words.loading);
      this.retry.textContent = words.retry;
      ucjmap.label(this.up, "↑", words.up);
      this.up.hidden = parent === null;
      ucjmap.nameZoomButtons(this.map, words);
      if (this.attribution) this.map.attributionControl.removeAttribution(this.attribution);
      this.attribution = ucjmap.plainText(attribution);
      this.map.attributionControl.addAttribution(this.attribution);
      for (const part of this.parts) part.update({});
    }

    fit() {
      const [west, south, east, north] = this.spec.bounds;
      this.fitTo([[south, west], [north, east]]);
      this.map.fire("ucjmap:fit");
    }

    fitTo(corners, maxZoom) {
      this.fitting = true;
      const [left, top] = ucjmap.cornerMargin(this.map);
      ucjmap.fitBeside(this.map, corners, [left, top, 10, 24], maxZoom); // the attribution lies below
      this.fitting = this.moved = false;
    }

    setOpacity(opacity) {
      this.opacity = opacity;
      if (this.grid) this.grid.setOpacity(opacity);
    }

    /* ---- Tiles ---- */

    keyOf({ x, y, z }) { return `${z}/${x}/${y}`; }

    makeTile(coords, done) {
      const canvas = node("canvas", "");
      canvas.width = canvas.height = SIDE;
      const key = this.keyOf(coords);
      this.tiles.set(key, { canvas, cells: null, zoom: coords.z, done, lit: false });
      this.worker.postMessage({ key, z: coords.z, x: coords.x, y: coords.y });
      return canvas;
    }

    dropTile(key) {
      const tile = this.tiles.get(key);
      if (!tile) return;
      this.tiles.delete(key);
      this.worker.postMessage({ drop: key });
    }

    receive({ key, cells, error }) {
      const tile = this.tiles.get(key);
      if (!tile) return;
      if (error) {
        this.fail();
      } else if (cells) {
        tile.cells = cells;
        this.paint(tile);
      }
      tile.done(error ? new Error(error) : undefined, tile.canvas);
    }

    allPainted() {
      this.bar.classList.remove("ucjmap-on");
      if (this.veil.classList.contains("ucjmap-on")) return; // not all: some could not be loaded
      this.countPainting();
      this.loadNames();
    }

    recolour() {
      this.settle();
      for (const tile of this.tiles.values()) this.paint(tile);
      this.countPainting();
    }

    paint(tile) {
      if (!tile.cells) return;
      const { lit, pixels } = this;
      ucjmap.cells.paint(pixels, tile.cells, this.classes, this.tableOf(tile.zoom), this.spec.colours.indexOf(this.spec.lined_colour));
      tile.lit = false;
      for (const owner of lit) tile.lit = ucjmap.cells.outline(pixels, tile.cells, owner, this.spec.dark) || tile.lit;
      tile.canvas.getContext("2d").putImageData(this.image, 0, 0);
    }

    light(wanted) {
      const single = wanted === null ? null : String(wanted);
      if (single === this.single || !this.grid) return;
      this.single = single;
      this.tables = new Map();
      this.recolour();
    }

    /* Colour by border and class, made once for the tiles of one zoom. */
    tableOf(zoom) {
      const known = this.tables.get(zoom);
      if (known) return known;
      const table = ucjmap.cells.colourTable(this.spec, zoom, this.single);
      this.tables.set(zoom, table);
      return table;
    }

    /* Areas with a bold border. */
    get lit() {
      return new Set([this.selected, ...this.chosen, this.hovered].filter((owner) => owner > 0));
    }

    /* ---- Names and the mouse ---- */

    async loadNames() {
      if (this.names || this.fetchingNames === this.spec.names_url) return;
      const url = (this.fetchingNames = this.spec.names_url);
      try {
        const answer = await fetch(url);
        if (!answer.ok) throw new Error(String(answer.status));
        const names = await answer.json();
        if (!this.spec || this.spec.names_url !== url) return;
        names.numbers = new Map(names.codes.map((code, number) => [code, number + 1]));
        this.names = names;
        this.numberSelected();
        if (this.lit.size) this.repaintLit();
        for (const part of this.parts) part.update({});
      } catch {
        if (this.spec && this.spec.names_url === url) this.fail();
      } finally {
        this.fetchingNames = null;
      }
    }

    numberSelected() {
      const numberOf = (code) => (this.names && this.names.numbers.get(code)) || 0;
      this.selected = numberOf(this.spec.selected);
      this.chosen = this.spec.chosen.map(numberOf);
    }

    /* Number of the area at a place, plus one; 0 where there is none that is shown. */
    ownerAt(latlng) {
      if (!this.grid || !latlng) return 0;
      const { zoom } = this.grid, side = this.grid.getTileSize().x;
      const at = this.map.project(latlng, zoom);
      const x = Math.floor(at.x / side), y = Math.floor(at.y / side);
      const tile = this.tiles.get(this.keyOf({ x: L.Util.wrapNum(x, [0, 2 ** zoom]), y, z: zoom }));
      if (!tile || !tile.cells) return 0;
      const column = Math.floor((at.x / side - x) * SIZE), row = Math.floor((at.y / side - y) * SIZE);
      const owner = tile.cells[row * SIDE + column] & AREA;
      return this.classes[owner] === OUTSIDE ? 0 : owner;
    }

    hover(latlng) {
      const owner = this.spec ? this.ownerAt(latlng) : 0;
      if (owner !== this.hovered) {
        this.hovered = owner;
        if (this.grid) this.repaintLit();
        if (owner) this.tooltip.setContent(this.describe(owner));
        else this.tooltip.remove();
        this.map.getContainer().classList.toggle("ucjmap-over", owner > 0);
      }
      if (owner) this.tooltip.setLatLng(latlng).addTo(this.map);
    }

    repaintLit() {
      const { lit } = this;
      for (const tile of this.tiles.values()) {
        if (tile.cells && (tile.lit || tile.cells.some((cell) => lit.has(cell & AREA)))) this.paint(tile);
      }
    }

    describe(owner) {
      const box = document.createElement("div"); // textContent: names come from foreign files
      if (this.names) {
        node("strong", "", box).textContent = this.names.names[owner - 1] || this.names.codes[owner - 1];
        const above = this.names.above[this.names.parents[owner - 1]];
        if (above) node("span", "", box).textContent = above;
      }
      for (const line of this.linesOf(owner)) node("span", "", box).textContent = line;
      return box;
    }

    /* What is measured, the rate where that is something else, and whether it stands on few people. */
    linesOf(owner) {
      const slot = this.classes[owner];
      const { words, class_words, in_points } = this.spec;
      if (slot === NO_DATA) return [words.no_data];
      if (class_words[slot % SMALL]) return [class_words[slot % SMALL]];
      const value = in_points ? [`${this.pointsText(owner)} ${words.points} · ${this.rateText(owner)}`] : [this.rateText(owner)];
      return slot >= SMALL ? [...value, words.small] : value;
    }

    pointsText(owner) {
      const tenths = this.pointsOf(owner - 1);
      if (tenths === NO_POINTS) return "–";
      return `${tenths > 0 ? "+" : ""}${this.number(tenths / 10)}`.replace("-", "−");
    }

    number(value) {
      return value.toLocaleString(this.spec.language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
    }

    rateText(owner) {
      const rate = this.rateOf(owner - 1);
      if (rate === MISSING) return this.spec.words.no_data;
      return `${rate === LARGEST ? "≥ " : ""}${this.number(rate / 10)}%`;
    }

    pick(latlng, { shiftKey = false } = {}) {
      const owner = this.spec ? this.ownerAt(latlng) : 0;
      if (!owner || !this.names) return;
      const code = this.names.codes[owner - 1];
      if (this.spec.picking || shiftKey) this.send({ picked: code });
      else if (this.spec.pins) this.send({ pinned: code });
      else if (this.spec.drillable) this.send({ code });
    }

    send(what) {
      const value = { ...what, view: this.spec.view, seq: Date.now() }; // seq: the same area twice is two clicks
      window.dispatchEvent(new CustomEvent("ucjmap:click", { detail: value }));
      if (window.Streamlit) window.Streamlit.setComponentValue(value);
    }

    /* ---- When something fails ---- */

    fail() {
      this.message.textContent = this.spec.words.failed;
      this.veil.classList.add("ucjmap-on");
    }

    settle() {
      this.bar.classList.remove("ucjmap-on");
      this.veil.classList.remove("ucjmap-on");
    }

    tryAgain() {
      this.settle();
      this.start();
      this.grid.addTo(this.map);
    }

    countPainting() {
      const { view } = this.spec;
      requestAnimationFrame(() => requestAnimationFrame(() => {
        this.hook.view = view;
        this.hook.painted += 1;
      }));
    }
  }

  /* What folium puts on the map: it only hands its specification over, the drawing stays when it is taken away. */
  class TiledLayer extends L.Layer {
    /** @param {Ucjmap.TiledSpecification} spec */
    constructor(spec) {
      super();
      this.spec = spec;
    }

    onAdd(map) {
      map.ucjmapTiles = map.ucjmapTiles || new TiledChoropleth(map);
      map.ucjmapTiles.show(this.spec);
      return this;
    }

    onRemove() { return this; }
  }

  ucjmap.tiles = (spec) => new TiledLayer(spec);
})();
