/* Borders of the areas between the map's own and its units. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { FakeMap, installLeaflet, makeOwner, rectangle, Unit } from "./fakes.js";
import { loadMapScripts } from "./loading.js";

installLeaflet();
const ucjmap = loadMapScripts("map_borders");
const UNITS = { a: new Unit("A", [rectangle(0, 0, 50, 50)]) };

/* A part whose requests are answered by hand, in any order. */
function make(url) {
  const asked = [];
  globalThis.fetch = (address) => new Promise((resolve, reject) => {
    asked.push({ address, answer: (geometry) => resolve({ ok: true, json: async () => geometry }), refuse: reject });
  });
  const owner = makeOwner({ units: UNITS, spec: { borders_url: url }, map: new FakeMap() });
  owner.layer = {};
  const part = new ucjmap.parts.borders(owner);
  const drawn = [];
  part.draw = (geometry) => { drawn.push(geometry); part.drawn = { remove: () => drawn.pop() }; };
  part.update({});
  return { owner, part, asked, drawn };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("they are asked for once and drawn", async () => {
  const { part, asked, drawn } = make("/61/adm2");
  part.update({});
  asked[0].answer("kabupaten");
  await settled();
  assert.deepEqual([asked.length, drawn], [1, ["kabupaten"]]);
});

test("those of a map that is gone are not drawn over the next one", async () => {
  const { owner, part, asked, drawn } = make("/61/adm2");
  owner.shown.borders_url = "/17/adm2";
  part.update({});
  asked[1].answer("Bengkulu");
  await settled();
  asked[0].answer("Kalbar");
  await settled();
  assert.deepEqual(drawn, ["Bengkulu"]);
});

test("a map without them takes those of the one before away", async () => {
  const { owner, part, asked, drawn } = make("/61/adm2");
  asked[0].answer("kabupaten");
  await settled();
  owner.shown.borders_url = null;
  part.update({});
  assert.deepEqual(drawn, []);
});

test("where they cannot be had the map is whole without them, and they are asked for again", async () => {
  const { part, asked, drawn } = make("/61/adm2");
  asked[0].refuse(new Error("no network"));
  await settled();
  part.update({});
  asked[1].answer("kabupaten");
  await settled();
  assert.deepEqual([asked.length, drawn], [2, ["kabupaten"]]);
});
