/* Names of provinces, kabupaten and kota on the map of tiles: letters of the fake canvas are six pixels wide. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { FakeMap, installLeaflet, makeOwner } from "./fakes.js";
import { loadMapScripts } from "./loading.js";

installLeaflet();
const ucjmap = loadMapScripts("tile_places");

beforeEach(() => { ucjmap.controlBoxes = () => []; });

/* `places` are name, pixels from the left and from above. */
function write(places, { zoom = 5, labels_on = true, regencies = [] } = {}) {
  const inDegrees = (all) => all.map(([name, x, y]) => [name, x, -y]);
  const owner = makeOwner({ spec: { labels_on }, map: new FakeMap({ width: 600, height: 400, zoom }) });
  owner.names = { places: { adm1: inDegrees(places), adm2: inDegrees(regencies) } };
  const part = new ucjmap.Places(owner);
  part.update({});
  return part;
}

const names = (part) => part.placed.map(({ name }) => name);

test("a name stands at its place, with as much room as its letters take", () => {
  const [box] = write([["Aceh", 300, 200]]).placed;
  assert.deepEqual(box, { name: "Aceh", left: 284, right: 316, top: 192.5, bottom: 207.5 });
});

test("of two names that would touch, the first one, which is the larger area's, is written", () => {
  assert.deepEqual(names(write([["Jawa Barat", 300, 200], ["Banten", 340, 205], ["Jawa Timur", 450, 205]])), ["Jawa Barat", "Jawa Timur"]);
});

test("names next to each other are both written where they do not touch", () => {
  assert.deepEqual(names(write([["Riau", 300, 200], ["Jambi", 300, 215]])), ["Riau", "Jambi"]);
  assert.deepEqual(names(write([["Riau", 300, 200], ["Jambi", 300, 214]])), ["Riau"]);
});

test("no name is cut by the edge or lies below a button", () => {
  ucjmap.controlBoxes = () => [{ left: 0, top: 0, right: 50, bottom: 100 }];
  const places = [["Aceh", 10, 200], ["Papua", 595, 200], ["Sabang", 300, 5], ["Medan", 45, 90], ["Bali", 300, 200]];
  assert.deepEqual(names(write(places)), ["Bali"]);
});

test("from zoom 7 on kabupaten and kota are named", () => {
  const regencies = [["Kota Sabang", 200, 100]];
  assert.deepEqual(names(write([["Aceh", 300, 200]], { zoom: 6.9, regencies })), ["Aceh"]);
  assert.deepEqual(names(write([["Aceh", 300, 200]], { zoom: 7, regencies })), ["Kota Sabang"]);
});

test("names go in as text", () => {
  const part = write([["<b>Aceh</b>", 300, 200]]);
  assert.deepEqual(part.pane.children.map(({ textContent }) => textContent), ["<b>Aceh</b>"]);
});

test("turned off, they stay off when another map comes", () => {
  const part = write([["Aceh", 300, 200]]);
  part.button.onclick();
  part.update({});
  assert.deepEqual([part.placed, part.pane.children, part.button.attributes["aria-pressed"]], [[], [], "false"]);
});

test("a map without names has no button and writes none", () => {
  const part = write([["Aceh", 300, 200]]);
  part.owner.spec.labels_on = null;
  part.update({});
  assert.deepEqual([part.placed, part.button.hidden], [[], true]);
});

test("nothing is written before the names have come", () => {
  const part = write([["Aceh", 300, 200]]);
  part.owner.names = null;
  part.draw();
  assert.deepEqual(part.placed, []);
});
