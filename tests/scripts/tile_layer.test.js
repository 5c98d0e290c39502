/* The map of tiles: what is said of an area, and which colour its cells get, from the table that Python packs. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

import { Element, FakeMap, installLeaflet, WORDS } from "./fakes.js";
import { loadMapScripts } from "./loading.js";

installLeaflet();
const SIDE = 514;
const NO_DATA = 14, OUTSIDE = 15, SMALL = 16, MISSING = 0xffff, LARGEST = 0xfffe, NO_POINTS = -0x8000;

class Layer {
  on() { return this; }
  addTo() { return this; }
  setOpacity() {}
  remove() {}
}

const ucjmap = loadMapScripts("map_patterns");
ucjmap.Places = class {
  constructor() { this.placed = []; }
  update() {}
};
ucjmap.parts = new Proxy({}, { get: () => ucjmap.Places }); // whichever part it takes
Object.assign(ucjmap, { addButton: () => new Element("button"), cornerMargin: () => [0, 0], nameZoomButtons() {}, plainText: (text) => text, prepareMap() {} });
Object.assign(globalThis.L, { Layer, GridLayer: Layer, tooltip: () => ({ remove() {} }) });
globalThis.ImageData = class {
  constructor(width, height) { this.data = new Uint8ClampedArray(4 * width * height); }
};
globalThis.location = { href: "http://localhost/" };
globalThis.requestAnimationFrame = (act) => act();
globalThis.Worker = class {
  postMessage() {}
  terminate() {}
};
loadMapScripts("tile_cells", "tile_hook", "tile_layer");

/* As pack_values of ucjmap/render/browser/tiled.py writes it; `areas` are [class, rate in tenths, points in tenths]. */
function pack(areas) {
  const table = Buffer.alloc(5 * areas.length);
  areas.forEach(([slot, rate, points = NO_POINTS], i) => {
    table.writeUInt8(slot, i);
    table.writeUInt16LE(rate, areas.length + 2 * i);
    table.writeInt16LE(points, 3 * areas.length + 2 * i);
  });
  return gzipSync(table).toString("base64");
}

const COLOURS = ["#112233", "#445566"];

async function show(areas, spec = {}) {
  const map = Object.assign(new FakeMap(), { attributionControl: { setPrefix() {}, removeAttribution() {}, addAttribution() {} }, fitBounds() {} });
  const whole = {
    view: "00/adm4", tiles_url: "/tiles/{z}/{x}/{y}.mvt", names_url: "/names", worker_url: "/worker.js", native: [3, 6], bounds: [95, -11, 141, 6],
    areas: areas.length, regencies: [0], provinces: [0], colours: COLOURS, class_words: [null, null], no_data_colour: "#eeeeee", values: pack(areas),
    in_points: false, selected: null, parent: null, drillable: true, attribution: "", language: "id", description: "", dark: false, labels_on: true,
    chosen: [], picking: false, locate: false, sync: null, words: WORDS, ...spec,
  };
  ucjmap.tiles(whole).onAdd(map);
  const layer = map.ucjmapTiles;
  await layer.show(whole);
  return layer;
}

test("a rate is told in percent with one decimal, as the language writes it", async () => {
  const layer = await show([[0, 0], [1, 370], [1, 1000], [1, 1234]]);
  assert.deepEqual([1, 2, 3, 4].map((owner) => layer.linesOf(owner)), [["0,0%"], ["37,0%"], ["100,0%"], ["123,4%"]]);
  const english = await show([[1, 370]], { language: "en" });
  assert.deepEqual(english.linesOf(1), ["37.0%"]);
});

test("no data is never a number", async () => {
  const layer = await show([[NO_DATA, MISSING], [NO_DATA, 0], [0, MISSING]]);
  assert.deepEqual([1, 2, 3].map((owner) => layer.linesOf(owner)), [["no_data"], ["no_data"], ["no_data"]]);
});

test("what is larger than the table can tell is told as at least that", async () => {
  assert.deepEqual((await show([[1, LARGEST]])).linesOf(1), ["≥ 6.553,4%"]);
});

test("a rate on few people says so", async () => {
  assert.deepEqual((await show([[1 + SMALL, 370]])).linesOf(1), ["37,0%", "small"]);
});

test("points are told with their sign, beside the rate", async () => {
  const layer = await show([[1, 370, 25], [0, 370, -105], [0, 370, 0], [0, 370, NO_POINTS]], { in_points: true });
  const lines = [1, 2, 3, 4].map((owner) => layer.linesOf(owner)[0]);
  assert.deepEqual(lines, ["+2,5 points · 37,0%", "−10,5 points · 37,0%", "0,0 points · 37,0%", "– points · 37,0%"]);
});

test("a class that has words is told by them, on few people too", async () => {
  const layer = await show([[0, 0], [1 + SMALL, 1000]], { class_words: ["belum", "sudah"] });
  assert.deepEqual([layer.linesOf(1), layer.linesOf(2)], [["belum"], ["sudah"]]);
});

/* Colours of the cells of a tile that holds area after area, one column each. */
function paint(layer, owners, { zoom = 6, border = 0 } = {}) {
  const cells = new Uint32Array(SIDE * SIDE);
  owners.forEach((owner, column) => { for (let row = 0; row < SIDE; row++) cells[row * SIDE + column] = (border << 24) | owner; });
  layer.paint({ canvas: { getContext: () => ({ putImageData() {} }) }, cells, zoom, done() {}, lit: false });
  const { data } = layer.image;
  return (column, row) => `#${[0, 1, 2].map((i) => data[4 * (row * SIDE + column) + i].toString(16).padStart(2, "0")).join("")}`;
}

const columnOf = (colourAt, column) => new Set(Array.from({ length: SIDE }, (_, row) => colourAt(column, row)));

test("a cell has the colour of its area's class", async () => {
  const colourAt = paint(await show([[0, 100], [1, 500]]), [1, 2]);
  assert.deepEqual([...columnOf(colourAt, 0)], [COLOURS[0]]);
  assert.deepEqual([...columnOf(colourAt, 1)], [COLOURS[1]]);
});

test("no data is hatched, few people are dotted, and nothing else is", async () => {
  const layer = await show([[NO_DATA, MISSING], [1 + SMALL, 500], [1, 500]]);
  const colourAt = paint(layer, [1, 2, 3]);
  assert.ok(columnOf(colourAt, 0).size === 2 && columnOf(colourAt, 0).has("#eeeeee"));
  assert.deepEqual([...columnOf(colourAt, 1)].sort(), [COLOURS[1], ucjmap.patterns.inkOn(COLOURS[1])].sort());
  assert.deepEqual([...columnOf(colourAt, 2)], [COLOURS[1]]);
});

test("the class to which the figure does not apply has level lines", async () => {
  const layer = await show([[1, MISSING], [0, 100]]);
  layer.spec.lined_colour = COLOURS[1];
  const colourAt = paint(layer, [1, 2]);
  const row = (at) => new Set([0].map((column) => colourAt(column, at)));
  assert.deepEqual([...columnOf(colourAt, 0)].sort(), [COLOURS[1], "#9aa5b1"].sort());
  assert.notDeepEqual(row(0), row(8));
  assert.deepEqual([...columnOf(colourAt, 1)], [COLOURS[0]]);
});

test("what is outside, and nobody's, is not painted", async () => {
  const layer = await show([[OUTSIDE, MISSING]]);
  paint(layer, [0, 1]);
  assert.deepEqual([layer.image.data[3], layer.image.data[7]], [0, 0]);
});

test("a border darkens its cells, a province's from afar and a desa's only from near", async () => {
  const layer = await show([[0, 100]]);
  const at = (border, zoom) => paint(layer, [1], { border, zoom })(0, 0);
  assert.equal(at(1, 8), COLOURS[0]);
  assert.notEqual(at(1, 11), COLOURS[0]);
  assert.notEqual(at(4, 3), COLOURS[0]);
});

test("an older table that is unpacked later than a newer one is not shown", async () => {
  const layer = await show([[0, 100]]);
  const older = layer.show({ ...layer.spec, values: gzipSync(Buffer.alloc(2e7)).toString("base64") }); // takes its time
  const newer = layer.show({ ...layer.spec, values: pack([[1, 999]]) });
  await Promise.all([newer, older]);
  assert.deepEqual(layer.linesOf(1), ["99,9%"]);
});
