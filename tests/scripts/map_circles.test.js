/* Numbers of people as circles. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { FakeMap, installLeaflet, makeOwner, rectangle, Unit } from "./fakes.js";
import { loadMapScripts } from "./loading.js";

installLeaflet();
const ucjmap = loadMapScripts("map_geometry", "map_circles");

const UNITS = {
  a: new Unit("A", [rectangle(0, 0, 50, 50)]), b: new Unit("B", [rectangle(60, 0, 110, 50)]),
  c: new Unit("C", [rectangle(120, 0, 170, 50)]), d: new Unit("D", [rectangle(180, 0, 230, 50)]),
};

function draw(circles, { spec = {}, width = 600, ...more } = {}) {
  const owner = makeOwner({ units: UNITS, spec: { circles, circle_label: "Orang", circle_max: null, ...spec }, map: new FakeMap({ width }), ...more });
  const part = new ucjmap.parts.circles(owner);
  part.update({});
  return part;
}

const radius = (part, code) => part.drawn.get(code).getRadius();
const values = (part) => part.legend.children.slice(1).map((line) => line.children[1]);

test("the area of a circle is its number, and the largest is drawn first", () => {
  const part = draw({ a: [100, "100 orang"], b: [400, "400 orang"], c: [25, "25 orang"] });
  assert.deepEqual([...part.drawn.keys()], ["b", "a", "c"]);
  assert.equal(radius(part, "b"), 26);
  assert.ok(Math.abs((radius(part, "a") / radius(part, "b")) ** 2 - 100 / 400) < 1e-12);
  assert.ok(Math.abs((radius(part, "c") / radius(part, "b")) ** 2 - 25 / 400) < 1e-12);
});

test("the largest number of other dates keeps the scale the same", () => {
  assert.equal(radius(draw({ a: [100, ""] }, { spec: { circle_max: 400 } }), "a"), 13);
});

test("circles are smaller on a narrow map", () => {
  assert.equal(radius(draw({ a: [100, ""] }, { width: 320 }), "a"), 18);
});

test("there is no circle for nobody, nor for a unit that is not drawn", () => {
  const part = draw({ a: [0, "0 orang"], b: [5, "5 orang"], elsewhere: [900, "900 orang"] });
  assert.deepEqual([...part.drawn.keys()], ["b"]);
  assert.equal(radius(part, "b"), 26, "the number of a unit that is not here scales nothing");
});

test("the circle lies in its unit", () => {
  const { lat, lng } = draw({ b: [5, ""] }).drawn.get("b").getLatLng();
  assert.ok(lng > 60 && lng < 110 && lat < 0 && lat > -50);
});

test("the legend tells up to three round numbers, none above the largest", () => {
  assert.deepEqual(values(draw({ a: [7300, ""] })), ["5.000", "1.000", "200"]);
  assert.deepEqual(values(draw({ a: [1000, ""] })), ["1.000", "200", "20"]);
  assert.deepEqual(values(draw({ a: [4, ""] })), ["2"]);
});

test("beside another date's colours the page's numbers would be wrong: they go, and so does the legend", () => {
  const part = draw({ a: [100, "100 orang"] });
  assert.equal(part.textOf("a"), "100 orang");
  part.owner.parts.frames.elsewhere = true;
  part.draw();
  assert.deepEqual([part.drawn.size, part.legend.hidden, part.textOf("a")], [0, true, ""]);
});

test("before anything is drawn there is nothing to tell", () => {
  const owner = makeOwner({ units: UNITS });
  owner.shown = null;
  const part = new ucjmap.parts.circles(owner);
  part.draw();
  assert.deepEqual([part.textOf("a"), part.legend.hidden], ["", true]);
});
