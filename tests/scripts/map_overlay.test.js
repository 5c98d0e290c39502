/* What is drawn beside the units: the areas around that of the map, and the borders of those between it and its units. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { FakeMap, installLeaflet, makeOwner, rectangle, Unit } from "./fakes.js";
import { loadMapScripts } from "./loading.js";

installLeaflet();
const ucjmap = loadMapScripts("map_overlay", "map_around", "map_borders");
const UNITS = { a: new Unit("A", [rectangle(0, 0, 50, 50)]) };
const ADDRESS_OF = { around: "around_url", borders: "borders_url" };

/* A part whose frames and requests are answered by hand, in any order. */
function make(name, url) {
  const asked = [], frames = [];
  globalThis.requestAnimationFrame = (act) => frames.push(act);
  globalThis.fetch = (address) => new Promise((resolve, reject) => {
    asked.push({ address, answer: (geometry) => resolve({ ok: true, json: async () => geometry }), refuse: reject });
  });
  const owner = makeOwner({ units: UNITS, spec: { [ADDRESS_OF[name]]: url }, map: new FakeMap() });
  owner.layer = {};
  owner.parts.ahead = { confirmed: Promise.resolve() };
  const part = new ucjmap.parts[name](owner);
  const drawn = [];
  part.draw = (geometry) => ({
    addTo() { drawn.push(geometry); return this; },
    remove() { drawn.splice(drawn.indexOf(geometry), 1); },
  });
  const show = (address) => { owner.shown[ADDRESS_OF[name]] = address; part.update({}); };
  part.update({});
  return { part, asked, drawn, frames, show };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
async function paint(frames) {
  for (let left = 3; left; left -= 1) frames.splice(0).forEach((act) => act());
  await settled();
}

for (const name of ["around", "borders"]) {
  test(`${name}: asked for once, when the units are painted and not before`, async () => {
    const { part, asked, drawn, frames } = make(name, "/61");
    frames.splice(0).forEach((act) => act());
    assert.equal(asked.length, 0);
    await paint(frames);
    part.update({});
    await paint(frames);
    asked[0].answer("Kalbar");
    await settled();
    assert.deepEqual([asked.map(({ address }) => address), drawn], [["/61"], ["Kalbar"]]);
  });

  test(`${name}: who steps on before the painting asks for nothing of the map that is gone`, async () => {
    const { asked, frames, show } = make(name, "/61");
    show("/17");
    await paint(frames);
    assert.deepEqual(asked.map(({ address }) => address), ["/17"]);
  });

  test(`${name}: what is not known is asked for once the page has confirmed its map`, async () => {
    const { part, asked, frames, show } = make(name, "/61");
    let confirm;
    part.owner.parts.ahead.confirmed = new Promise((resolve) => { confirm = resolve; });
    show("/17");
    await paint(frames);
    assert.equal(asked.length, 0);
    confirm();
    await settled();
    assert.deepEqual(asked.map(({ address }) => address), ["/17"]);
  });

  test(`${name}: what comes too late is not drawn on another map`, async () => {
    const { asked, drawn, frames, show } = make(name, "/61");
    await paint(frames);
    show("/17");
    await paint(frames);
    asked[1].answer("Bengkulu");
    await settled();
    asked[0].answer("Kalbar");
    await settled();
    assert.deepEqual(drawn, ["Bengkulu"]);
  });

  test(`${name}: taken away with its map, and back on it nothing is asked for again`, async () => {
    const { asked, drawn, frames, show } = make(name, "/61");
    await paint(frames);
    asked[0].answer("Kalbar");
    await settled();
    show(null);
    assert.deepEqual(drawn, []);
    show("/61");
    await paint(frames);
    await settled();
    assert.deepEqual([asked.length, drawn], [1, ["Kalbar"]]);
  });

  test(`${name}: where it cannot be had the map is whole without it, and it is asked for again`, async () => {
    const { part, asked, drawn, frames } = make(name, "/61");
    await paint(frames);
    asked[0].refuse(new Error("no network"));
    await settled();
    part.update({});
    await paint(frames);
    asked[1].answer("Kalbar");
    await settled();
    assert.deepEqual(drawn, ["Kalbar"]);
  });

  test(`${name}: no more than a few are kept`, async () => {
    const { part, asked, frames, show } = make(name, "/0");
    for (let number = 0; number < 12; number += 1) {
      show(`/${number}`);
      await paint(frames);
      asked.at(-1).answer(number);
      await settled();
    }
    assert.deepEqual([...part.known.keys()], ["/4", "/5", "/6", "/7", "/8", "/9", "/10", "/11"]);
  });
}

test("the ground lies below the units and the borders above them, and neither takes the mouse", () => {
  const [ground, borders] = ["around", "borders"].map((name) => make(name, null).part.pane.style);
  assert.ok(Number(ground.zIndex) < 400 && Number(borders.zIndex) > 400); // that of Leaflet's own shapes
  assert.deepEqual([ground.pointerEvents, borders.pointerEvents], ["none", "none"]);
});
