/* Places inside units, in pixels. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { FakeMap, installLeaflet, rectangle, Unit } from "./fakes.js";
import { loadMapScripts } from "./loading.js";

installLeaflet();
const { geometry } = loadMapScripts("map_geometry");
const map = new FakeMap({ width: 400, height: 300 });
const EVERYWHERE = { left: 0, top: 0, right: 400, bottom: 300 };

const ringsOf = (unit) => geometry.pixelRings(map, unit);
const places = (unit, width, height, limits = EVERYWHERE) => {
  const rings = ringsOf(unit);
  return geometry.placesOfBox(rings, geometry.extent(rings), width, height, limits);
};

/* Even-odd, written another way than the script does: a ray to the right from each point. */
function isInside(rings, x, y) {
  const corners = ({ x: xs, y: ys }) => Array.from(xs, (x, i) => ({ x, y: ys[i] }));
  const crossings = rings.map(corners).flatMap((ring) => ring.map((a, i) => [a, ring[(i + 1) % ring.length]]))
    .filter(([a, b]) => (a.y <= y) !== (b.y <= y) && x < a.x + ((y - a.y) * (b.x - a.x)) / (b.y - a.y));
  return crossings.length % 2 === 1;
}

const RING = new Unit("ring", [rectangle(0, 0, 300, 300), rectangle(40, 40, 260, 260)]);
const HORSESHOE = new Unit("horseshoe", [[[0, 0], [300, 0], [300, 300], [220, 300], [220, 60], [80, 60], [80, 300], [0, 300]]]);
const ISLANDS = new Unit("islands", [rectangle(0, 0, 20, 20)], [rectangle(100, 100, 220, 180)]);

test("rings of all parts, in pixels", () => {
  const rings = ringsOf(ISLANDS);
  assert.equal(rings.length, 2);
  assert.deepEqual(geometry.extent(rings), { left: 0, top: 0, right: 220, bottom: 180 });
});

test("the point inside lies in the unit where that has a hole, a bay or islands", () => {
  for (const unit of [RING, HORSESHOE, ISLANDS]) {
    const { x, y } = geometry.pointInside(map, unit);
    assert.ok(isInside(ringsOf(unit), x, y), `${unit.feature.properties.name}: ${x}, ${y}`);
  }
});

test("of several islands the point lies on the roomiest", () => {
  const { x, y } = geometry.pointInside(map, ISLANDS);
  assert.ok(Math.abs(x - 160) < 1 && Math.abs(y - 140) <= 10, `${x}, ${y}`);
});

test("the point inside is in sight; there is none where nothing of the unit is", () => {
  const large = new Unit("large", [rectangle(-2000, -100, 50, 3000)]);
  const { x, y } = geometry.pointInside(map, large);
  assert.ok(x > 0 && x < 50 && y > 0 && y < 300);
  assert.equal(geometry.pointInside(map, new Unit("away", [rectangle(500, 0, 600, 100)])), null);
});

test("the middle of a circle is the same wherever the map is, and is computed once", () => {
  const away = new Unit("away", [rectangle(500, 0, 600, 100)]);
  const middle = geometry.innerLatLng(map, away);
  assert.ok(middle.lng > 500 && middle.lng < 600 && middle.lat < 0 && middle.lat > -100);
  away.parts = [];
  assert.equal(geometry.innerLatLng(map, away), middle);
});

test("a unit without any area has its middle in its bounds", () => {
  const line = new Unit("line", [[[10, 10], [20, 10], [10, 10]]]);
  assert.deepEqual({ ...geometry.innerLatLng(map, line) }, { lat: -10, lng: 15 });
});

test("a box lies inside the unit as a whole, the roomiest place first", () => {
  for (const unit of [RING, HORSESHOE, ISLANDS]) {
    const rings = ringsOf(unit), [width, height] = [60, 14];
    const all = places(unit, width, height);
    assert.ok(all.length > 0, unit.feature.properties.name);
    for (const { x, y } of all) {
      for (let i = 0; i <= 20; i++) {
        for (const edge of [-0.45, 0, 0.45]) {
          const [px, py] = [x + ((i / 20) * 0.998 - 0.499) * width, y + edge * height];
          assert.ok(isInside(rings, px, py), `${unit.feature.properties.name}: ${px}, ${py}`);
        }
      }
    }
    assert.deepEqual(all.map(({ room }) => room), all.map(({ room }) => room).sort((a, b) => b - a));
  }
});

test("there is no place for a box that is too wide or too high", () => {
  assert.deepEqual(places(ISLANDS, 121, 10), []);
  assert.deepEqual(places(ISLANDS, 60, 90), []);
});

test("places keep to the limits, and a wide stretch has more than its middle", () => {
  const wide = new Unit("wide", [rectangle(-500, 0, 380, 40)]);
  const all = places(wide, 100, 20);
  assert.ok(all.every(({ x }) => x >= 50 && x <= 330));
  assert.deepEqual([...new Set(all.map(({ x }) => x))].sort((a, b) => a - b), [50, 190, 330]);
});

test("across the border at least the part asked for stays inside, the most of it first", () => {
  const narrow = new Unit("narrow", [rectangle(100, 100, 130, 200)]);
  const rings = ringsOf(narrow), box = geometry.extent(rings);
  const all = geometry.placesAcross(rings, box, 50, 12, EVERYWHERE, 0.5);
  assert.ok(all.length > 0);
  for (const { x, y, share } of all) {
    const inside = (Math.min(130, x + 25) - Math.max(100, x - 25)) / 50;
    assert.ok(Math.abs(share - inside) < 1e-9 && share >= 0.5, `${x}, ${y}: ${share}`);
  }
  assert.equal(all[0].share, 0.6);
  assert.deepEqual(geometry.placesAcross(rings, box, 61, 12, EVERYWHERE, 0.5), []);
});
