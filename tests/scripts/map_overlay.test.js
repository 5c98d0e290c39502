/* The areas around that of the map. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { FakeMap, installLeaflet, makeOwner, rectangle, Unit } from "./fakes.js";
import { loadMapScripts } from "./loading.js";

installLeaflet();
const ucjmap = loadMapScripts("map_around");
const UNITS = { a: new Unit("A", [rectangle(0, 0, 50, 50)]) };

/* A part whose frames and requests are answered by hand. */
function make(url) {
  const asked = [], frames = [];
  globalThis.requestAnimationFrame = (act) => frames.push(act);
  globalThis.fetch = (address) => new Promise((resolve, reject) => {
    asked.push({ address, answer: (geometry) => resolve({ ok: true, json: async () => geometry }), refuse: reject });
  });
  const owner = makeOwner({ units: UNITS, spec: { around_url: url }, map: new FakeMap() });
  owner.layer = {};
  const part = new ucjmap.parts.around(owner);
  const drawn = [];
  part.draw = (geometry) => { drawn.push(geometry); part.drawn = { remove: () => drawn.pop() }; };
  const show = (address) => { owner.shown.around_url = address; part.update(); };
  part.update();
  return { part, asked, drawn, frames, show };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
function paint(frames) {
  for (let left = 2; left; left -= 1) frames.splice(0).forEach((act) => act());
}

test("they are asked for when the units are painted, and not before", async () => {
  const { asked, drawn, frames } = make("/61/near");
  frames.splice(0).forEach((act) => act());
  assert.equal(asked.length, 0);
  paint(frames);
  asked[0].answer("around Kalbar");
  await settled();
  assert.deepEqual([asked[0].address, drawn], ["/61/near", ["around Kalbar"]]);
});

test("who steps on before the painting asks for nothing of the map that is gone", () => {
  const { asked, frames, show } = make("/61/near");
  show("/17/near");
  paint(frames);
  assert.deepEqual(asked.map(({ address }) => address), ["/17/near"]);
});

test("what comes too late is not drawn around another map", async () => {
  const { asked, drawn, frames, show } = make("/61/near");
  paint(frames);
  show("/17/near");
  paint(frames);
  asked[1].answer("around Bengkulu");
  await settled();
  asked[0].answer("around Kalbar");
  await settled();
  assert.deepEqual(drawn, ["around Bengkulu"]);
});

test("back on a map that was seen nothing is asked for again", async () => {
  const { asked, drawn, frames, show } = make("/61/near");
  paint(frames);
  asked[0].answer("around Kalbar");
  await settled();
  show(null);
  assert.deepEqual(drawn, []);
  show("/61/near");
  paint(frames);
  await settled();
  assert.deepEqual([asked.length, drawn], [1, ["around Kalbar"]]);
});

test("without them the map is whole, and they are asked for again", async () => {
  const { part, asked, drawn, frames } = make("/61/near");
  paint(frames);
  asked[0].refuse(new Error("no network"));
  await settled();
  part.update();
  paint(frames);
  asked[1].answer("around Kalbar");
  await settled();
  assert.deepEqual(drawn, ["around Kalbar"]);
});

test("no more than a few are kept", async () => {
  const { part, asked, frames, show } = make("/0/near");
  for (let number = 0; number < 12; number += 1) {
    show(`/${number}/near`);
    paint(frames);
    asked.at(-1).answer(number);
    await settled();
  }
  assert.deepEqual([...part.known.keys()], ["/4/near", "/5/near", "/6/near", "/7/near", "/8/near", "/9/near", "/10/near", "/11/near"]);
});
