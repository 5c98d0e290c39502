/* The choropleth in the browser: one controller per map, which stays while the views come and go.

   What lies over the units (borders, labels, circles, buttons) are its parts, a file each: a class in `ucjmap.parts`
   that is made with the controller and told by `update({geometryChanged})` whenever something new is shown.
   What a page or a test can ask for is in map_hook.js.
   A click sends {code, view, seq} through Streamlit.setComponentValue and as the event "ucjmap:click" of window; the
   choice of a unit {picked, view, seq}, a unit whose card is wanted {pinned, view, seq}, a place found {at, accuracy, view, seq}, a date {frame, view, seq}. */
(function () {
  "use strict";

  const LINE = { color: "#4a5560", opacity: 0.9, weight: 0.8 };
  const FINE_LINE_FROM = 800; // as many units lie so close that normal lines would hide the colours
  const FETCH_LIMIT_MS = 60000;
  const REST_MS = 150; // the mouse rests on a unit: it may be clicked next
  const DIM = 0.12; // of what is not of the class that is singled out

  const node = (tag, className, parent) => L.DomUtil.create(tag, className, parent);

  function codeOf(feature) {
    return String(feature.properties.code ?? feature.id);
  }

  /** @implements {Ucjmap.Choropleth} */
  class Choropleth {
    /** @param {Ucjmap.SharedMap} map */
    constructor(map) {
      this.map = map;
      /** @type {Ucjmap.Specification} */
      this.spec = /** @type {any} */ (null); // what is wanted
      /** @type {Ucjmap.Specification} */
      this.shown = /** @type {any} */ (null); // what is drawn; another one while geometry is on its way
      /** @type {L.GeoJSON | null} */
      this.layer = null; // the L.geoJSON on the map
      /** @type {Ucjmap.Units} */
      this.polygons = new Map(); // code -> polygon on the map
      /** @type {string | null} */
      this.drawnUrl = null;
      /** @type {string | null} */
      this.fetchingUrl = null;
      this.sequence = 0; // an answer counts only while its number is the last
      this.opacity = 1;
      this.fitting = false;
      this.moved = false; // by the user, since the last fit
      /** @type {string | null} */
      this.hovered = null;
      this.renderer = L.canvas({ padding: 0.1 });
      this.prepareContainer();
      /** @type {Ucjmap.Parts} */
      this.parts = /** @type {any} */ ({});
      for (const [name, Part] of Object.entries(ucjmap.parts)) this.parts[name] = new Part(this);
      this.hook = ucjmap.makeHook(this);
      map.on("movestart", () => { if (!this.fitting) this.moved = true; });
      map.on("resize", () => { if (this.layer && !this.moved) this.fit(); });
      map.on("ucjmap:shown", (event) => { if (event.by !== this) this.stepAside(); });
      map.on("ucjmap:basemap", (event) => this.setOpacity(event.on ? 0.7 : 1));
      ucjmap.panels.watch(map, () => {
        this.parts.frames.takeRoom();
        if (this.layer && !this.moved) this.fit();
        this.parts.key.rise(); // panels may come after the names, and a fit that changes nothing writes none anew
      });
    }

    prepareContainer() {
      const box = this.map.getContainer();
      ucjmap.prepareMap(this.map);
      /** @type {HTMLElement} */
      this.description = node("p", "ucjmap-unseen", box);
      this.description.id = "ucjmap-description";
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
      this.retry = ucjmap.button(this.veil, () => this.load(this.spec.geometry_url));
      /** @type {HTMLButtonElement} */
      this.up = this.addButton(() => this.send({ code: this.spec.parent }));
      for (const near of ["pointerenter", "pointerdown", "focus"]) this.up.addEventListener(near, () => this.near(this.spec.parent));
    }

    addButton(onclick) { return ucjmap.addButton(this.map, onclick); }

    show(spec) {
      if (this.parts.ahead.settles(spec)) return;
      this.accept(spec);
      if (spec.geometry_url === null) {
        this.clear();
      } else if (spec.geometry_url === this.drawnUrl) {
        this.settle();
        this.shown = spec;
        this.tellParts(false);
        this.restyle();
      } else {
        this.load(spec.geometry_url);
      }
    }

    /* Draws a map whose geometry is here already. */
    showReady(spec, geometry) {
      this.accept(spec);
      this.replace(geometry, spec.geometry_url);
    }

    accept(spec) {
      /** @type {Map<string, string> | null} */
      this.places = null;
      spec.smallCodes = new Set(spec.small);
      this.spec = spec;
      this.map.fire("ucjmap:shown", { by: this });
      window.__ucjmap = this.hook;
      this.writeWords();
    }

    writeWords() {
      const { words, parent, attribution, description, dark } = this.spec;
      const box = this.map.getContainer();
      box.setAttribute("aria-label", words.map);
      box.classList.toggle("ucjmap-dark", dark);
      this.description.textContent = description;
      box.setAttribute("aria-describedby", this.description.id);
      this.bar.setAttribute("aria-label", words.loading);
      this.retry.textContent = words.retry;
      ucjmap.label(this.up, "↑", words.up);
      ucjmap.nameZoomButtons(this.map, words);
      this.up.hidden = parent === null;
      this.map.attributionControl.removeAttribution(this.attribution || "");
      this.attribution = ucjmap.plainText(attribution);
      this.map.attributionControl.addAttribution(this.attribution);
    }

    async load(url) {
      if (this.fetchingUrl === url) return; // its answer will be drawn with the newest table
      this.settle();
      const number = this.sequence;
      this.fetchingUrl = url;
      this.bar.classList.add("ucjmap-on");
      let geometry;
      try {
        const answer = await fetch(url, { signal: AbortSignal.timeout(FETCH_LIMIT_MS) });
        if (!answer.ok) throw new Error(String(answer.status));
        geometry = await answer.json();
        if (this.sequence !== number) return; // too late: another view is wanted by now
        this.replace(geometry, url);
      } catch {
        if (this.sequence === number) this.fail(this.spec.words.failed, true);
      }
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

    removeUnits() {
      if (this.layer) this.layer.remove();
      this.layer = this.drawnUrl = null;
      this.polygons = new Map();
      this.hovered = null;
      this.tellParts(true);
    }

    // Another layer has taken the map over, with buttons of its own.
    stepAside() {
      if (!this.spec) return;
      this.parts.ahead.forget();
      this.settle();
      const nothing = { borders_url: null, around_url: null, labels: null, circles: {}, marks: [], chosen: [], selected: null, frames: null, locate: false, sync: null, whole: false };
      this.spec = this.shown = { ...this.spec, ...nothing };
      this.removeUnits();
      this.up.hidden = true;
    }

    clear() {
      this.shown = this.spec;
      this.removeUnits();
      this.fail(this.spec.words.no_boundaries, false);
      this.countPainting();
    }

    tellParts(geometryChanged) {
      for (const part of Object.values(this.parts)) part.update({ geometryChanged });
    }

    build(geometry) {
      const weight = geometry.features.length >= FINE_LINE_FROM ? LINE.weight / 2 : LINE.weight;
      const line = { ...LINE, weight };
      const layer = L.geoJSON(geometry, {
        renderer: this.renderer,
        smoothFactor: 0.5, // neighbours are simplified apart: more would open gaps between them
        style: (feature) => ({ ...line, ...this.fillOf(codeOf(feature)) }),
      });
      layer.on("mouseover", (event) => this.hover(codeOf(event.layer.feature)));
      layer.on("mouseout", () => this.hover(null));
      layer.on("mousedown", (event) => this.near(codeOf(event.layer.feature)));
      layer.on("click", (event) => this.pick(codeOf(event.layer.feature), event.originalEvent));
      layer.on("contextmenu", (event) => this.holdTooltip(event)); // a long press, where there is no mouse
      layer.bindTooltip((/** @type {any} */ polygon) => this.tooltip(codeOf(polygon.feature)), this.tooltipOptions());
      return layer;
    }

    tooltipOptions() {
      return { sticky: true, opacity: 0.97, className: "ucjmap-tooltip" };
    }

    // One task, so the browser never presents the state between the old layer and the new one.
    replace(geometry, url) {
      const before = this.shown;
      this.shown = this.spec;
      let layer;
      try {
        layer = this.build(geometry);
      } catch (error) {
        this.shown = before;
        throw error;
      }
      this.settle();
      const old = this.layer;
      this.layer = layer;
      this.drawnUrl = url;
      this.polygons = new Map();
      layer.eachLayer((/** @type {any} */ polygon) => this.polygons.set(codeOf(polygon.feature), polygon));
      layer.addTo(this.map);
      if (old) old.remove();
      this.hover(null);
      this.tellParts(true);
      this.fit(); // redraws at once, not in the next frame
      this.setCursor();
      this.countPainting();
    }

    restyle() {
      this.polygons.forEach((polygon, code) => polygon.setStyle(this.fillOf(code)));
      this.setCursor();
      this.countPainting();
    }

    fit() {
      const [west, south, east, north] = this.spec.bounds;
      this.fitTo([[south, west], [north, east]]);
      this.map.fire("ucjmap:fit");
    }

    fitTo(corners, maxZoom) {
      const size = this.map.getSize(), [left, top] = ucjmap.cornerMargin(this.map), below = this.marginBelow();
      // In a section of the page that is closed the map has next to no size; it fits when it gets one.
      if (size.x <= left + 10 || size.y <= top + below) return;
      this.fitting = true;
      ucjmap.fitBeside(this.map, corners, [left, top, 10, below], maxZoom);
      this.fitting = this.moved = false;
    }

    /* Pixels that lines of text take, in which no unit should begin. */
    marginBelow() {
      const below = Math.max(24, this.parts.frames.height); // the attribution lies below
      const corner = /** @type {HTMLElement} */ (this.map.getContainer().querySelector(".leaflet-bottom.leaflet-left"));
      return below + (ucjmap.isNarrow(this.map) ? corner.offsetHeight : 0);
    }

    setOpacity(opacity) {
      this.opacity = opacity;
      if (this.layer) this.restyle();
    }

    setCursor() {
      this.map.getContainer().classList.toggle("ucjmap-still", !this.spec.drillable && !this.spec.picking && !this.spec.pins);
    }

    /* Class, text and whether it stands on few people: of the date that is shown just now. */
    reading(code) {
      const played = this.parts.frames.reading(code);
      if (played) return played;
      const [classId, text] = this.shown.units[code] || [null, this.shown.words.no_data];
      return { classId, text, small: Boolean(this.shown.smallCodes?.has(code)) };
    }

    fillOf(code) {
      const { classId, small } = this.reading(code);
      const colour = classId === null ? this.shown.no_data_colour : this.shown.colours[classId];
      /** @type {any} */ // Leaflet hands it to the canvas, which takes a pattern wherever it takes a colour
      let fillColor = colour;
      if (classId === null) fillColor = ucjmap.patterns.hatched(colour);
      else if (colour === this.spec.lined_colour) fillColor = ucjmap.patterns.lined(colour);
      else if (small) fillColor = ucjmap.patterns.dotted(colour);
      return { fillColor, fillOpacity: this.parts.light.isDim(classId) ? DIM : this.opacity };
    }

    nameOf(code) {
      return this.polygons.get(code).feature?.properties.name || code;
    }

    tooltip(code) {
      const box = document.createElement("div"); // textContent: names come from foreign files
      node("strong", "", box).textContent = this.nameOf(code);
      for (const line of this.placeOf(code)) node("span", "ucjmap-quiet", box).textContent = line;
      for (const line of this.linesOf(code)) node("span", "", box).textContent = line;
      for (const line of this.dateOf(code)) node("span", "ucjmap-quiet", box).textContent = line;
      return box;
    }

    /* All that is known of a unit here, in words. */
    linesOf(code) {
      const { classId, text, small } = this.reading(code);
      const lines = [text];
      if (small && classId !== null) lines.push(this.shown.words.small);
      const people = this.parts.circles.textOf(code);
      if (people) lines.push(people);
      return lines;
    }

    /* The areas that a unit lies in: told for as many units in a row, in the order of their codes, as share them. */
    placeOf(code) {
      if (!this.places) {
        const codes = Object.keys(this.shown.units).sort();
        /** @type {Map<string, string>} */
        const places = (this.places = new Map());
        for (const [words, count] of this.shown.within) codes.splice(0, count).forEach((own) => places.set(own, words));
      }
      const words = this.places.get(code);
      return words ? [words] : [];
    }

    /* The date of the page; the player shows that of another one, and an area without data has none. */
    dateOf(code) {
      const { as_of: date } = this.shown;
      return date && this.reading(code).classId !== null && !this.parts.frames.elsewhere ? [date] : [];
    }

    holdTooltip(event) {
      L.DomEvent.preventDefault(event.originalEvent);
      event.layer.openTooltip(event.latlng);
    }

    hover(code) {
      if (this.hovered === code) return;
      this.hovered = code;
      clearTimeout(this.resting);
      if (!navigator.connection?.saveData) this.resting = setTimeout(() => this.near(code), REST_MS);
      this.parts.outlines.set("hover", code === null ? [] : [code]);
      this.map.fire("ucjmap:hover", { code });
    }

    pick(code, keys = {}) {
      // While the next view is on its way, the units in sight belong to the last one.
      if (this.fetchingUrl !== null) return;
      if (this.spec.picking || keys.shiftKey || keys.ctrlKey || keys.metaKey) this.send({ picked: code });
      else if (this.spec.drillable) this.send({ code });
      else this.pin(code);
    }

    /* All that is known of the area, as a card of the page. */
    pin(code) {
      if (this.spec.pins) this.send({ pinned: code });
    }

    /* The area may be opened next. */
    near(code) {
      if (code === this.spec.parent || this.spec.drillable) this.parts.ahead.fetch(code);
    }

    send(what) {
      if (this.parts.ahead.holds(() => this.send(what))) return;
      const value = { ...what, view: this.spec.view, seq: Date.now() }; // seq: the same unit twice is two clicks
      window.dispatchEvent(new CustomEvent("ucjmap:click", { detail: value }));
      this.parts.ahead.open(what.code, () => window.Streamlit?.setComponentValue(value));
    }

    countPainting() {
      const view = this.spec.view;
      requestAnimationFrame(() => requestAnimationFrame(() => {
        this.hook.view = view;
        this.hook.painted += 1;
      }));
    }
  }

  /* What folium puts on the map: it only hands its specification over, the drawing stays when it is taken away. */
  class ChoroplethLayer extends L.Layer {
    /** @param {Ucjmap.Specification} spec */
    constructor(spec) {
      super();
      this.spec = spec;
    }

    onAdd(map) {
      map.ucjmap = map.ucjmap || new Choropleth(map);
      map.ucjmap.show(this.spec);
      return this;
    }

    onRemove() { return this; }
  }

  ucjmap.choropleth = (spec) => new ChoroplethLayer(spec);
})();
