/* Which names are written on a map, and where: letters of the fake canvas are six pixels wide. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { FakeMap, installLeaflet, makeOwner, rectangle, Unit } from "./fakes.js";
import { loadMapScripts } from "./loading.js";

installLeaflet();
const ucjmap = loadMapScripts("map_geometry", "map_labels");
const APART = 3, HIDDEN = 0.3;

beforeEach(() => { ucjmap.controlBoxes = () => []; });

function place(units, { spec = {}, ...more } = {}) {
  const labels = Object.fromEntries(Object.keys(units).map((code) => [code, "40,0%"]));
  const owner = makeOwner({ units, spec: { labels, ...spec }, map: new FakeMap({ width: 600, height: 400 }), ...more });
  const part = new ucjmap.parts.labels(owner);
  part.update({ geometryChanged: false });
  return part;
}

const unit = (name, ...box) => new Unit(name, [rectangle(...box)]);
const textOf = (label) => label.lines.map(({ text }) => text);
const within = (box, [left, top, right, bottom]) => box.left >= left && box.top >= top && box.right <= right && box.bottom <= bottom;
const touch = (one, other, apart) => one.left < other.right + apart && other.left < one.right + apart &&
  one.top < other.bottom + apart && other.top < one.bottom + apart;

test("a name and its second line lie inside the unit", () => {
  const { placed } = place({ 11: unit("Aceh", 100, 100, 300, 200) });
  assert.equal(placed.length, 1);
  assert.deepEqual(textOf(placed[0]), ["Aceh", "40,0%"]);
  assert.ok(within(placed[0], [100, 100, 300, 200]));
});

test("the kind of a kabupaten is left out, that of a kota is not", () => {
  const { placed } = place({
    1171: unit("Kota Banda Aceh", 0, 0, 290, 100), 1101: unit("Kabupaten Aceh Selatan", 300, 0, 590, 100), 1102: unit("Kec. Bakongan", 0, 110, 290, 200),
  });
  const names = placed.map((label) => textOf(label).slice(0, -1).join(" ")).sort();
  assert.deepEqual(names, ["Aceh Selatan", "Bakongan", "Kota Banda Aceh"]);
});

test("a long name is broken where its lines are about as long, before it loses the second line", () => {
  const { placed } = place({ 1: unit("Ogan Komering Ulu Selatan", 100, 100, 200, 160) });
  assert.deepEqual(textOf(placed[0]), ["Ogan Komering", "Ulu Selatan", "40,0%"]);
});

test("a name gives way to a mark within its unit", () => {
  const units = { 11: unit("Aceh", 100, 100, 300, 200) };
  const [free] = place(units).placed;
  const mark = { left: free.left, top: free.top, right: free.right, bottom: free.bottom };
  const [beside] = place(units, { parts: { marks: { covered: [mark] } } }).placed;
  assert.ok(within(beside, [100, 100, 300, 200]));
  assert.ok(!touch(beside, mark, 0));
});

test("where both lines find no room, the name stands alone", () => {
  const { placed } = place({ 1: unit("Ende", 100, 100, 200, 120) });
  assert.deepEqual(textOf(placed[0]), ["Ende"]);
});

test("no label touches another one or a button", () => {
  const button = { left: 0, top: 0, right: 120, bottom: 60 };
  ucjmap.controlBoxes = () => [button];
  const units = {};
  for (let i = 0; i < 40; i++) units[i] = unit(`Kabupaten Nomor ${i}`, (i % 8) * 70, Math.floor(i / 8) * 40, (i % 8) * 70 + 72, Math.floor(i / 8) * 40 + 41);
  const { placed } = place(units);
  assert.ok(placed.length > 10);
  placed.forEach((one, i) => {
    assert.ok(!touch(one, button, 0), textOf(one).join());
    for (const other of placed.slice(i + 1)) assert.ok(!touch(one, other, APART - 0.001), `${textOf(one)} and ${textOf(other)}`);
  });
});

test("names do not stand closer than three pixels, whichever is written first", () => {
  const units = { a: unit("Abcdefghi", 0, 0, 58, 16), b: unit("Bcdefghij", 58, 0, 116, 16) };
  for (const selected of ["a", "b"]) {
    const [first, ...others] = place(units, { spec: { selected } }).placed;
    assert.equal(first.code, selected);
    for (const other of others) assert.ok(!touch(first, other, APART - 0.001), selected);
  }
});

test("of two units with room for one name, the chosen one is named, else the roomier", () => {
  const units = { large: unit("Besar sekali", 100, 100, 200, 120), small: unit("Kecil sekali", 100, 106, 190, 126) };
  const first = (spec) => textOf(place(units, { spec }).placed[0])[0];
  assert.equal(first({}), "Besar sekali");
  assert.equal(first({ chosen: ["small"] }), "Kecil sekali");
  assert.equal(first({ selected: "small" }), "Kecil sekali");
});

test("a name too wide for its unit reaches over the border and hides no other unit", () => {
  const islets = Array.from({ length: 12 }, (_, i) => [326, 95 + 10 * i, 332, 101 + 10 * i]);
  const units = { narrow: unit("Sabang", 300, 100, 322, 200), ...islets.map((box) => unit("Pulo", ...box)) };
  const { placed } = place(units);
  const label = placed.find(({ code }) => code === "narrow");
  assert.ok(label.left < 300 && label.right > 322, "it is wider than its unit");
  assert.ok(label.x >= 300 && label.x <= 322, "its middle is inside");
  for (const [left, top, right, bottom] of islets) {
    const width = Math.max(0, Math.min(label.right, right) - Math.max(label.left, left));
    const height = Math.max(0, Math.min(label.bottom, bottom) - Math.max(label.top, top));
    assert.ok(width * height <= HIDDEN * (right - left) * (bottom - top));
  }
});

test("the edge of the map cuts no name of a unit in sight", () => {
  const units = {
    narrow: unit("Papua Pegunungan Tengah", 540, 100, 590, 200), // its name would reach over the edge
    wide: unit("Kalimantan", 500, 250, 900, 350), // its middle is out of sight
    beyond: unit("Jauh", 610, 10, 680, 60), // a drag away
  };
  const { placed } = place(units);
  const boxes = Object.fromEntries(placed.map((label) => [label.code, label]));
  assert.ok(within(boxes.wide, [500, 250, 600, 350]));
  assert.ok(!("narrow" in boxes) || within(boxes.narrow, [0, 0, 600, 400]));
  assert.ok(boxes.beyond.left >= 600);
});

test("a name lies beside the circle of people", () => {
  const circle = { getLatLng: () => [-150, 200], getRadius: () => 30 };
  const { placed } = place({ 11: unit("Aceh", 100, 100, 300, 200) }, { parts: { circles: { drawn: new Map([["11", circle]]) } } });
  assert.equal(placed.length, 1);
  assert.ok(!touch(placed[0], { left: 170, top: 120, right: 230, bottom: 180 }, 0));
});

test("during playback the second line is that of the date shown", () => {
  const frames = { labelOf: () => "12,5%" };
  const { placed } = place({ 11: unit("Aceh", 100, 100, 300, 200) }, { parts: { frames } });
  assert.deepEqual(textOf(placed[0]), ["Aceh", "12,5%"]);
});

test("nothing is written out of sight, when turned off, or on a map without labels", () => {
  assert.deepEqual(place({ 1: unit("Jauh", 5000, 100, 5200, 200) }).placed, []);
  const part = place({ 11: unit("Aceh", 100, 100, 300, 200) });
  part.turn(false);
  assert.deepEqual(part.placed, []);
  assert.equal(part.button.attributes["aria-pressed"], "false");
  const without = place({ 11: unit("Aceh", 100, 100, 300, 200) }, { spec: { labels: null } });
  assert.deepEqual([without.placed, without.button.hidden, without.canvas.hidden], [[], true, true]);
});

test("what the visitor chose stays when another map comes", () => {
  const part = place({ 11: unit("Aceh", 100, 100, 300, 200) });
  part.turn(false);
  part.update({ geometryChanged: false });
  assert.deepEqual(part.placed, []);
});
