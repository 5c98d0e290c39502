/* The key of units whose name finds no room. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { FakeMap, installLeaflet, makeOwner, rectangle, Unit } from "./fakes.js";
import { loadMapScripts } from "./loading.js";

installLeaflet();
const ucjmap = loadMapScripts("map_geometry", "map_key");
const UNITS = { a: new Unit("Kota A", [rectangle(10, 10, 20, 20)]), b: new Unit("<b>B</b>", [rectangle(100, 100, 110, 110)]) };
const LEFT = Object.entries(UNITS).map(([code, polygon]) => ({ code, polygon }));
const words = { names_left: "Without room: {count}", names_zoom: "{count} more" };

function draw(left, { inSight = 2, taken = [] } = {}) {
  const written = [];
  const ctx = { strokeText() {}, fillText: (text, x, y) => written.push([text, x, y]) };
  const part = new ucjmap.parts.key(makeOwner({ units: UNITS, spec: { labels: { a: "45,2%" }, words }, map: new FakeMap() }));
  part.draw(ctx, left.map((unit) => ({ ...unit })), inSight, taken);
  return { part, written, lines: part.list.children.map((line) => line.textContent) };
}

test("each has a number inside its area, and a line that says its name and figure as text", () => {
  const { part, written, lines } = draw(LEFT);
  assert.deepEqual(written.map(([text]) => text), ["1", "2"]);
  assert.ok(written[0][1] > 10 && written[0][1] < 20 && written[0][2] > 10 && written[0][2] < 20);
  assert.deepEqual(lines, ["Kota A 45,2%", "<b>B</b>"]);
  assert.equal(part.heading.textContent, "Without room: 2");
});

test("where even a number has no room it is counted", () => {
  const { written, lines } = draw(LEFT, { taken: [{ left: 0, top: 0, right: 50, bottom: 50 }] });
  assert.deepEqual([written.map(([text]) => text), lines], [["1"], ["<b>B</b>", "1 more"]]);
});

test("two numbers do not lie on each other", () => {
  const { written } = draw([LEFT[0], { ...LEFT[0], code: "b" }]);
  assert.equal(written.length, 1);
});

test("on a crowded map it is said how many are left out, without numbers", () => {
  const { part, written, lines } = draw(LEFT, { inSight: 61 });
  assert.deepEqual([written, lines, part.heading.textContent], [[], ["2 more"], "Without room: 2"]);
});

test("large numbers are written as the language writes them", () => {
  const many = Array.from({ length: 2088 }, () => LEFT[0]);
  assert.equal(draw(many, { inSight: 2145 }).part.heading.textContent, "Without room: 2.088");
});

test("where every name has room there is no key", () => {
  const { part } = draw([]);
  assert.deepEqual([part.box.hidden, part.height], [true, 0]);
});

test("before a projector numbers are larger and the list that explains them is open, until the presentation ends", () => {
  const fonts = [], ctx = { strokeText() {}, fillText() { fonts.push(this.font); } };
  const { part } = draw(LEFT);
  const show = (scale) => {
    ucjmap.letterScale = () => scale;
    part.draw(ctx, LEFT.map((unit) => ({ ...unit })), 2, []);
    return [part.box.open, fonts.splice(0)[0].split(" ").slice(0, 2).join(" ")];
  };
  part.box.open = false;
  assert.deepEqual([show(1), show(1.4)], [[false, "600 11px"], [true, "600 15.399999999999999px"]]);
  part.box.open = false; // by a click meanwhile
  assert.deepEqual([show(1.4)[0], show(1)[0]], [false, false]);
  ucjmap.isNarrow = () => true;
  assert.equal(show(1.4)[0], false, "a phone has no room for it");
  ucjmap.isNarrow = () => false;
  part.draw(ctx, LEFT.map((unit) => ({ ...unit })), 61, []);
  assert.equal(part.box.open, false, "where nothing is numbered there is nothing to be looked up");
});

test("on paper the list is open, and afterwards as before", () => {
  ucjmap.letterScale = () => 1;
  const told = {}, { addEventListener } = globalThis;
  globalThis.addEventListener = (name, act) => { told[name] = act; };
  const { part } = draw(LEFT);
  globalThis.addEventListener = addEventListener;
  told.beforeprint();
  assert.equal(part.box.open, true);
  told.afterprint();
  assert.equal(part.box.open, false);
});

test("it stands above a panel of the page that would lie over it", () => {
  const { part } = draw(LEFT);
  part.owner.map.getContainer().getBoundingClientRect = () => ({ left: 5, top: 5 });
  part.box.getBoundingClientRect = () => ({ left: 205, top: 255, right: 395, bottom: 285 });
  globalThis.ucjmap.panels.boxes = () => [{ left: 0, top: 200, right: 390, bottom: 290 }];
  part.rise();
  assert.equal(part.box.style.marginBottom, "96px");
  globalThis.ucjmap.panels.boxes = () => [{ left: 150, top: 5, right: 390, bottom: 260 }];
  part.rise();
  assert.deepEqual([part.box.style.marginBottom, part.box.style.marginRight], ["", "256px"], "beside a card as high as the map");
  globalThis.ucjmap.panels.boxes = () => [];
  part.rise();
  assert.equal(part.box.style.marginBottom, "", "back again once the panel is gone");
});
