/* Buttons of the map that ask something of others: a base map from elsewhere, and the place of the visitor. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Element, FakeMap, installLeaflet, makeOwner } from "./fakes.js";
import { loadMapScripts } from "./loading.js";

installLeaflet();
const ucjmap = loadMapScripts("map_basemap", "map_locate");

class Tiles {
  constructor(url, options) { Object.assign(this, { url, options, listeners: {} }); }
  on(name, act) { this.listeners[name] = act; }
  fail(times) { for (let i = 0; i < times; i++) this.listeners.tileerror(); }
}

function addBasemap() {
  const map = Object.assign(new FakeMap(), {
    layers: new Set(),
    hasLayer: (layer) => map.layers.has(layer),
    addLayer: (layer) => map.layers.add(layer),
    removeLayer: (layer) => map.layers.delete(layer),
  });
  globalThis.L.tileLayer = (url, options) => new Tiles(url, options);
  ucjmap.plainText = (text) => `plain ${text}`;
  const control = ucjmap.basemap({ url: "https://tiles/{z}/{x}/{y}.png", attribution: "<b>Peta</b>", words: { basemap: "Peta dasar", unreachable: "Tidak terjangkau" } });
  control.addTo(map);
  return { map, control, isOn: () => map.layers.has(control.tiles) };
}

test("a base map is off until somebody turns it on, and asks nobody before", () => {
  const { map, control, isOn } = addBasemap();
  assert.equal(isOn(), false);
  control.button.onclick();
  assert.equal(isOn(), true);
  assert.equal(control.button.attributes["aria-pressed"], "true");
  control.button.onclick();
  assert.equal(isOn(), false);
  assert.deepEqual(map.fired.map(({ name, on }) => [name, on]), [["ucjmap:basemap", false], ["ucjmap:basemap", true], ["ucjmap:basemap", false]]);
});

test("whom to name for it goes in as plain text", () => {
  assert.equal(addBasemap().control.tiles.options.attribution, "plain <b>Peta</b>");
});

test("three tiles in a row that fail turn it off and say why; one that comes starts the count anew", () => {
  const { control, isOn } = addBasemap();
  control.button.onclick();
  control.tiles.fail(2);
  control.tiles.listeners.tileload();
  control.tiles.fail(2);
  assert.equal(isOn(), true);
  control.tiles.fail(1);
  assert.deepEqual([isOn(), control.note.textContent, control.note.hidden], [false, "Tidak terjangkau", false]);
  control.button.onclick();
  assert.deepEqual([isOn(), control.note.hidden], [true, true]);
});

/* ---- Find me ---- */

let asked;

beforeEach(() => {
  asked = [];
  globalThis.isSecureContext = true;
  const geolocation = { getCurrentPosition: (found, failed) => asked.push({ found, failed }) };
  Object.defineProperty(globalThis, "navigator", { value: { geolocation }, configurable: true });
  const drawn = (latlng, options) => ({ latlng, options });
  Object.assign(globalThis.L, {
    svg: () => ({}), circle: drawn, circleMarker: drawn,
    layerGroup: () => ({ layers: [], addTo() { return this; }, clearLayers() { this.layers = []; }, addLayer(layer) { this.layers.push(layer); } }),
  });
});

function makeLocate() {
  const owner = makeOwner({ spec: { locate: true, bounds: [95, -11, 141, 6] } });
  const part = new ucjmap.parts.locate(owner);
  part.update();
  return { owner, part };
}

test("the place is asked for after a click only, and goes to the page", () => {
  const { owner, part } = makeLocate();
  assert.deepEqual(asked, []);
  part.button.onclick();
  assert.equal(part.note.textContent, "locating");
  asked[0].found({ coords: { latitude: -6.2, longitude: 106.8, accuracy: 30 } });
  assert.deepEqual(owner.sent, [{ at: [-6.2, 106.8], accuracy: 30 }]);
  assert.deepEqual([part.note.hidden, part.button.attributes["aria-busy"]], [true, undefined]);
  assert.deepEqual(part.marks.layers.map(({ latlng, options }) => [latlng, options.radius]), [[[-6.2, 106.8], 30], [[-6.2, 106.8], 7]]);
});

test("found again, there is one mark, not two", () => {
  const { part } = makeLocate();
  for (const longitude of [106.8, 107]) {
    part.button.onclick();
    asked.at(-1).found({ coords: { latitude: -6.2, longitude, accuracy: 30 } });
  }
  assert.equal(part.marks.layers.length, 2, "a dot and the circle of its accuracy");
});

test("a place outside the area shown is told as such", () => {
  const { part } = makeLocate();
  part.button.onclick();
  asked[0].found({ coords: { latitude: 52, longitude: 13, accuracy: 30 } });
  assert.equal(part.note.textContent, "locate_outside");
});

test("what stands in the way is said: refused, not found, not secure, not there", () => {
  const { owner, part } = makeLocate();
  assert.ok(part.note instanceof Element);
  part.button.onclick();
  asked[0].failed({ code: 1, PERMISSION_DENIED: 1 });
  assert.equal(part.note.textContent, "locate_denied");
  part.button.onclick();
  asked[1].failed({ code: 3, PERMISSION_DENIED: 1 });
  assert.equal(part.note.textContent, "locate_unavailable");
  globalThis.isSecureContext = false;
  part.button.onclick();
  assert.equal(part.note.textContent, "locate_insecure");
  globalThis.isSecureContext = true;
  globalThis.navigator.geolocation = undefined;
  part.button.onclick();
  assert.equal(part.note.textContent, "locate_unavailable");
  assert.deepEqual([asked.length, owner.sent], [2, []]);
});
