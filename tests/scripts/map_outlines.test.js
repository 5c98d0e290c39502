/* Units that are singled out by a line around them. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { FakeMap, installLeaflet, makeOwner, rectangle, Unit } from "./fakes.js";
import { loadMapScripts } from "./loading.js";

installLeaflet();
Object.assign(globalThis.L, {
  svg: (options) => ({ options }),
  polygon: (shape) => ({ shape }),
  layerGroup: (layers) => ({ layers, addTo() { return this; }, remove() {} }),
});
const ucjmap = loadMapScripts("map_outlines");
const UNITS = { a: new Unit("A", [rectangle(0, 0, 50, 50)]), b: new Unit("B", [rectangle(60, 0, 90, 50)]) };

function make(dataset) {
  ucjmap.panels.page = () => ({ documentElement: { dataset } });
  const owner = makeOwner({ units: UNITS, map: new FakeMap() });
  return new ucjmap.parts.outlines(owner);
}

test("a link that opens a card has its area outlined when the map comes, and on the next one no more", () => {
  const dataset = { pinned: "a" }, part = make(dataset);
  part.update({ geometryChanged: true });
  assert.deepEqual(part.codes.pinned, ["a"]);
  dataset.pinned = "61.04"; // which is not on this map
  part.update({ geometryChanged: true });
  assert.deepEqual(part.codes.pinned, []);
});

test("new areas bring none of the lines of those before, but the choice stays", () => {
  const part = make({});
  part.set("hover", ["b"]);
  part.owner.spec.chosen = ["a"];
  part.update({ geometryChanged: true });
  assert.deepEqual([part.codes.hover, part.codes.chosen], [[], ["a"]]);
});
