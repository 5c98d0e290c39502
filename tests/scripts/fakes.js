/* As much of a page and of Leaflet as the scripts ask for: elements that remember what they were told, and a map whose
   pixels are its degrees. Nothing is laid out and nothing is drawn. */

export class Element {
  constructor(tag, className = "") {
    Object.assign(this, { tagName: tag.toUpperCase(), className, textContent: "", hidden: false, value: "" });
    this.attributes = {};
    this.children = [];
    this.dataset = {};
    this.listeners = {};
    this.style = { setProperty: (name, value) => { this.style[name] = value; } };
    this.classes = new Set();
    this.classList = {
      add: (name) => this.classes.add(name),
      remove: (name) => this.classes.delete(name),
      contains: (name) => this.classes.has(name),
      toggle: (name, on) => (on ? this.classes.add(name) : this.classes.delete(name)),
    };
  }

  hasAttribute(name) { return name in this.attributes; }
  setAttribute(name, value) { this.attributes[name] = value; }
  getAttribute(name) { return this.attributes[name]; }
  removeAttribute(name) { delete this.attributes[name]; }
  addEventListener(name, act) { (this.listeners[name] ??= []).push(act); }
  append(...nodes) { this.children.push(...nodes); }
  appendChild(node) { this.children.push(node); }
  replaceChildren(...nodes) { this.children = nodes; }
  scrollIntoView() {}
  focus() { this.onfocus?.(); }

  /* What happens when the browser tells of an event. */
  fire(name, event = {}) {
    const whole = { target: this, preventDefault() {}, stopPropagation() {}, ...event };
    this.listeners[name]?.forEach((act) => act(whole));
  }

  getContext() {
    return { measureText: (text) => ({ width: 6 * text.length }), setTransform() {}, strokeText() {}, fillText() {} };
  }
}

class LatLng {
  constructor(lat, lng) { Object.assign(this, { lat, lng }); }
}

/* Degrees of longitude are pixels from the left, degrees of latitude pixels from below 0. */
export class FakeMap {
  constructor({ width = 400, height = 300, zoom = 5 } = {}) {
    Object.assign(this, { size: { x: width, y: height }, zoom, box: new Element("div"), panes: {}, listeners: {}, fired: [] });
  }

  getContainer() { return this.box; }
  getSize() { return this.size; }
  getZoom() { return this.zoom; }
  createPane(name) { return (this.panes[name] = new Element("div")); }
  getPane(name) { return this.panes[name]; }
  on(names, act) { for (const name of names.split(" ")) (this.listeners[name] ??= []).push(act); }
  fire(name, event) { this.fired.push({ name, ...event }); }
  getBounds() { return { contains: ({ lat, lng }) => lng >= 0 && lng <= this.size.x && lat <= 0 && lat >= -this.size.y }; }
  panTo(latlng) { this.pannedTo = latlng; }

  latLngToContainerPoint(place) {
    const { lat, lng } = Array.isArray(place) ? new LatLng(...place) : place;
    return { x: lng, y: -lat };
  }

  containerPointToLayerPoint(point) { return point; }
  project({ lat, lng }) { return { x: lng, y: -lat }; }
  unproject({ x, y }) { return new LatLng(-y, x); }
}

/* A unit whose corners are pixels; several rings are holes, several lists of rings are islands. */
export class Unit {
  constructor(name, ...parts) {
    this.feature = { properties: { name } };
    this.parts = parts;
    this.options = {};
  }

  getLatLngs() { return this.parts.map((rings) => rings.map((ring) => ring.map(([x, y]) => new LatLng(-y, x)))); }

  getBounds() {
    const points = this.parts.flat(2), xs = points.map(([x]) => x), ys = points.map(([, y]) => y);
    return {
      getSouthWest: () => new LatLng(-Math.max(...ys), Math.min(...xs)),
      getNorthEast: () => new LatLng(-Math.min(...ys), Math.max(...xs)),
      getNorthWest: () => new LatLng(-Math.min(...ys), Math.min(...xs)),
      getSouthEast: () => new LatLng(-Math.max(...ys), Math.max(...xs)),
      getCenter: () => new LatLng(-(Math.min(...ys) + Math.max(...ys)) / 2, (Math.min(...xs) + Math.max(...xs)) / 2),
    };
  }
}

export const rectangle = (left, top, right, bottom) => [[left, top], [right, top], [right, bottom], [left, bottom]];

class Circle {
  constructor(latlng, options) { Object.assign(this, { latlng, options }); }
  getLatLng() { return this.latlng; }
  getRadius() { return this.options.radius; }
}

class Group {
  constructor() { this.layers = []; }
  addTo() { return this; }
  on() { return this; }
  bindTooltip() { return this; }
  clearLayers() { this.layers = []; }
  addLayer(layer) { this.layers.push(layer); }
}

class Control {
  addTo(map) { this.container = this.onAdd(map); }
  getContainer() { return this.container; }
}

export function installLeaflet() {
  globalThis.addEventListener ??= () => {};
  globalThis.document = {
    hidden: false,
    activeElement: null,
    documentElement: new Element("html"),
    createElement: (tag) => new Element(tag),
    addEventListener() {},
  };
  globalThis.L = {
    LatLng,
    Control,
    point: (x, y) => ({ x, y }),
    featureGroup: () => new Group(),
    canvas: (options) => ({ options }),
    SVG: { create: (tag) => new Element(tag) },
    circleMarker: (latlng, options) => new Circle(latlng, options),
    DomUtil: {
      create(tag, className, parent) {
        const made = new Element(tag, className);
        parent?.append(made);
        return made;
      },
      setPosition(element, at) { element.at = at; },
    },
    DomEvent: { stop(event) { event.stopped = true; }, disableClickPropagation() {}, disableScrollPropagation() {} },
  };
  Object.assign((globalThis.ucjmap ??= { parts: {} }), {
    label(target, sign, words) { target.textContent = `${sign} ${words}`; },
    button(parent, onclick) {
      const made = globalThis.L.DomUtil.create("button", "", parent);
      made.onclick = onclick;
      return made;
    },
    controlBoxes: () => [],
    isNarrow: () => false,
    letterScale: () => 1,
    panels: { page: () => null, boxes: () => [], watch() {} },
    fitBeside() {},
    prefersLittleMotion: () => false,
  });
}

/* Words that tell their own key. */
export const WORDS = new Proxy({}, { get: (_, key) => String(key), ownKeys: () => [] });

/* The controller of a map as its parts see it. */
export function makeOwner({ spec = {}, units = {}, map = new FakeMap(), parts = {} } = {}) {
  const whole = {
    view: "11/adm2", labels: null, labels_on: true, circles: {}, chosen: [], selected: null, frames: null, frame: null, words: WORDS,
    language: "id", picking: false, dark: false, ...spec,
  };
  const owner = {
    map, spec: whole, shown: whole, layer: {}, polygons: new Map(Object.entries(units)), moved: false, sequence: 0,
    bar: new Element("div"), sent: [], picked: [], renderer: {},
    addButton(onclick) { return globalThis.ucjmap.button(undefined, onclick); },
    nameOf: (code) => owner.polygons.get(code).feature.properties.name,
    linesOf: (code) => [`line of ${code}`],
    placeOf: () => [],
    dateOf: () => [],
    send: (what) => owner.sent.push(what),
    pick: (code, keys = {}) => owner.picked.push([code, keys]),
    fit() {}, restyle() {}, tooltipOptions: () => ({}),
  };
  owner.parts = {
    circles: { drawn: new Map(), draw() {} }, key: { draw() {}, say() {} }, frames: { elsewhere: false, labelOf: () => undefined }, labels: { draw() {} },
    outlines: { codes: {}, set(kind, codes) { this.codes[kind] = codes; } }, marks: { covered: [] }, ...parts,
  };
  return owner;
}
