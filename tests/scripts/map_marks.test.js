/* Marks that people put on areas. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { FakeMap, installLeaflet, makeOwner, rectangle, Unit } from "./fakes.js";
import { loadMapScripts } from "./loading.js";

installLeaflet();
const WORDS = { width: 80, height: 20 };
const { create } = globalThis.L.DomUtil;
globalThis.L.DomUtil.create = (...asked) => Object.assign(create(...asked), { offsetWidth: WORDS.width, offsetHeight: WORDS.height });
const ucjmap = loadMapScripts("map_geometry", "map_marks");

const UNITS = { a: new Unit("A", [rectangle(180, 130, 220, 170)]), b: new Unit("B", [rectangle(0, 0, 20, 20)]) };

function draw(marks, { panels = [] } = {}) {
  ucjmap.panels.boxes = () => panels;
  const part = new ucjmap.parts.marks(makeOwner({ units: UNITS, spec: { marks }, map: new FakeMap() }));
  part.update();
  return part;
}

const ofKind = (part, kind) => part.drawing.children.filter((shape) => String(shape.attributes.class).includes(kind));
const words = (part) => part.box.children.filter((child) => child.tagName === "P");
const boxOf = (line) => {
  const left = parseFloat(line.style.left), top = parseFloat(line.style.top);
  return { left, top, right: left + WORDS.width, bottom: top + WORDS.height };
};
const overlap = (one, other) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

test("an arrow ends inside its area, with its words as text", () => {
  const part = draw([["arrow", "a", "<b>Here</b>"]]);
  const [casing, line] = ofKind(part, "arrow");
  assert.ok(Number(line.attributes.x1) > 180 && Number(line.attributes.x1) < 220);
  assert.deepEqual([casing.attributes.x1, casing.attributes.y1], [line.attributes.x1, line.attributes.y1]);
  assert.equal(words(part)[0].textContent, "<b>Here</b>");
  assert.equal(ofKind(part, "tip")[0].tagName, "POLYGON");
});

test("the names are told what lies under an arrow and its words, and around a ring", () => {
  const part = draw([["arrow", "a", "Here"]]);
  const [box] = words(part).map(boxOf), [, way] = ofKind(part, "arrow");
  const covers = ({ covered }, x, y) => covered.some(({ left, top, right, bottom }) => left <= x && x <= right && top <= y && y <= bottom);
  assert.ok(part.covered.some((other) => overlap(other, box)));
  const [x1, y1, x2, y2] = ["x1", "y1", "x2", "y2"].map((end) => Number(way.attributes[end]));
  for (const part_of of [0, 0.25, 0.5, 1]) assert.ok(covers(part, x1 + (x2 - x1) * part_of, y1 + (y2 - y1) * part_of));
  const ring = draw([["circle", "a", ""]]), radius = Math.hypot(40, 40) / 2;
  assert.ok(covers(ring, 200 + radius, 150) && covers(ring, 200, 150 - radius));
  assert.ok(!covers(ring, 200, 150)); // the name inside of it stays
});

test("an arrow without words is an arrow still", () => {
  const part = draw([["arrow", "a", ""]]);
  assert.equal(ofKind(part, "arrow").length, 2);
  assert.deepEqual(words(part), []);
});

test("a ring stands around its area, and is never too small to be seen", () => {
  const [, ring] = ofKind(draw([["circle", "a", ""]]), "ring");
  assert.deepEqual([ring.attributes.cx, ring.attributes.cy], ["200", "150"]);
  assert.ok(Math.abs(Number(ring.attributes.r) - Math.hypot(40, 40) / 2) < 1e-9);
  const [, least] = ofKind(draw([["circle", "b", ""]]), "ring");
  assert.equal(least.attributes.r, "16");
});

test("words keep apart from panels, from each other and inside the map", () => {
  const panel = { left: 215, top: 0, right: 400, bottom: 300 };
  const part = draw([["label", "a", "one"], ["label", "a", "two"], ["circle", "a", "three"]], { panels: [panel] });
  const boxes = words(part).map(boxOf);
  assert.equal(boxes.length, 3);
  for (const [place, box] of boxes.entries()) {
    assert.ok(box.left >= 0 && box.top >= 0 && box.right <= 400 && box.bottom <= 300, JSON.stringify(box));
    assert.ok(!overlap(box, panel), "under a panel");
    assert.ok(boxes.slice(place + 1).every((other) => !overlap(box, other)), "over each other");
  }
});

test("where everything is taken the words stand where they hide least, inside the map", () => {
  const part = draw([["label", "a", "one"]], { panels: [{ left: 0, top: 0, right: 400, bottom: 300 }] });
  const box = boxOf(words(part)[0]);
  assert.ok(box.left >= 0 && box.right <= 400);
});

test("a mark on an area that is not on this map is not drawn, the others are", () => {
  const part = draw([["circle", "gone", "?"], ["circle", "b", ""]]);
  assert.equal(ofKind(part, "ring").length, 2);
  assert.deepEqual(words(part), []);
  assert.equal(part.box.hidden, false);
});

test("marks are laid anew when the map stands otherwise, and go when there are none", () => {
  const part = draw([["arrow", "a", "Here"]]);
  part.draw();
  assert.equal(words(part).length, 1);
  part.owner.shown.marks = [];
  part.update();
  assert.deepEqual([words(part), part.drawing.children, part.box.hidden], [[], [], true]);
});

test("a screen reader does not read them: the description of the map says them", () => {
  assert.equal(draw([]).box.attributes["aria-hidden"], "true");
});
