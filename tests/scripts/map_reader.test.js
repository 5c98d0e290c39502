/* The list of units for those who use no mouse. */
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { Clock } from "./clock.js";
import { FakeMap, installLeaflet, makeOwner, rectangle, Unit } from "./fakes.js";
import { loadMapScripts } from "./loading.js";

installLeaflet();
const ucjmap = loadMapScripts("map_geometry", "map_reader");

let clock;

beforeEach(() => { clock = new Clock(); });
afterEach(() => clock.release());

const NAMES = { 1: "Ende", 2: "Alor", 3: "Sikka", 4: "Desa 10", 5: "Desa 9", 6: "Sabu Raijua" };

function makeReader(names = NAMES, spec = {}) {
  const units = Object.fromEntries(Object.entries(names).map(([code, name], i) => [code, new Unit(name, [rectangle(i * 10, 0, i * 10 + 9, 9)])]));
  const owner = makeOwner({ units, spec, map: new FakeMap() });
  const reader = new ucjmap.parts.reader(owner);
  reader.update({ geometryChanged: true });
  const press = (key, more = {}) => {
    const event = { key, ...more };
    reader.list.onkeydown(event);
    return event;
  };
  const cursor = () => names[reader.code];
  return { reader, owner, press, cursor };
}

test("units stand in the order of the alphabet, numbers in that of numbers", () => {
  const { reader } = makeReader();
  assert.deepEqual(reader.codes.map((code) => NAMES[code]), ["Alor", "Desa 9", "Desa 10", "Ende", "Sabu Raijua", "Sikka"]);
});

test("arrow keys, Home and End go through the list and no further", () => {
  const { press, cursor } = makeReader();
  const way = [["ArrowDown", "Alor"], ["ArrowUp", "Alor"], ["ArrowRight", "Desa 9"], ["End", "Sikka"], ["ArrowDown", "Sikka"],
    ["ArrowLeft", "Sabu Raijua"], ["Home", "Alor"], ["PageDown", "Sikka"], ["PageUp", "Alor"]];
  for (const [key, name] of way) {
    assert.ok(press(key).stopped, "the page does not scroll and the map does not move");
    assert.equal(cursor(), name, key);
  }
});

test("keys held with Ctrl, Alt or Meta stay the browser's", () => {
  const { press, reader } = makeReader();
  for (const held of ["ctrlKey", "altKey", "metaKey"]) assert.equal(press("ArrowDown", { [held]: true }).stopped, undefined);
  assert.equal(press("Tab").stopped, undefined);
  assert.equal(reader.at, -1);
});

test("first letters typed in quick succession find a name", () => {
  const { press, cursor } = makeReader();
  press("S");
  assert.equal(cursor(), "Sabu Raijua");
  press("i");
  assert.equal(cursor(), "Sikka");
  clock.tick(800);
  press("d");
  assert.equal(cursor(), "Desa 9");
  clock.tick(800);
  press("d");
  assert.equal(cursor(), "Desa 10", "the same letter goes on to the next");
  clock.tick(800);
  press("x");
  assert.equal(cursor(), "Desa 10", "no such name: the cursor stays");
});

test("Enter picks as a click does; the space bar as a click with Shift, unless it is part of a name", () => {
  const { press, owner } = makeReader();
  press("ArrowDown");
  press("Enter");
  press(" ");
  assert.deepEqual(owner.picked, [["2", {}], ["2", { shiftKey: true }]]);
  for (const letter of "desa 1") press(letter);
  assert.equal(owner.picked.length, 2);
  press("Enter");
  assert.deepEqual(owner.picked.at(-1), ["4", {}]);
});

test("only the option at the cursor and its neighbours are elements, each with its place in the whole", () => {
  const { press, reader } = makeReader();
  press("End");
  press("ArrowUp");
  const options = reader.list.children;
  assert.deepEqual(options.map(({ textContent }) => textContent), ["Ende, line of 1", "Sabu Raijua, line of 6", "Sikka, line of 3"]);
  assert.deepEqual(options.map(({ attributes }) => [attributes["aria-posinset"], attributes["aria-setsize"]]), [["4", "6"], ["5", "6"], ["6", "6"]]);
  assert.equal(reader.list.attributes["aria-activedescendant"], options[1].id);
});

test("chosen units and the selected one are told as such", () => {
  const { press, reader } = makeReader(NAMES, { chosen: ["1"], selected: "3" });
  press("End");
  press("ArrowUp");
  assert.deepEqual(reader.list.children.map(({ attributes }) => attributes["aria-selected"]), ["true", "false", "true"]);
});

test("the unit at the cursor is outlined and told; when the list is left, neither", () => {
  const { reader, owner } = makeReader();
  reader.list.onfocus();
  assert.deepEqual(owner.parts.outlines.codes.cursor, ["2"]);
  assert.equal(reader.caption.hidden, false);
  reader.list.onblur();
  assert.deepEqual(owner.parts.outlines.codes.cursor, []);
  assert.equal(reader.caption.hidden, true);
});

test("the map follows the cursor out of sight, and stays where it is otherwise", () => {
  const { press, owner } = makeReader({ 1: "Dekat", 2: "Jauh" });
  press("Home");
  assert.equal(owner.map.pannedTo, undefined);
  owner.polygons.set("2", new Unit("Jauh", [rectangle(1000, 0, 1050, 50)]));
  press("End");
  assert.ok(owner.map.pannedTo.lng > 1000);
});

test("new units begin without a cursor; the same ones keep it", () => {
  const { press, reader, cursor } = makeReader();
  press("End");
  reader.update({ geometryChanged: false });
  assert.equal(cursor(), "Sikka");
  reader.update({ geometryChanged: true });
  assert.equal(reader.code, undefined);
  assert.equal(reader.list.attributes["aria-activedescendant"], undefined);
});

test("a map without units has no list", () => {
  const { reader, press } = makeReader({});
  assert.equal(reader.list.hidden, true);
  press("ArrowDown");
  assert.equal(reader.code, undefined);
});

test("the page is read out in the language of its words", () => {
  makeReader(NAMES, { language: "en" });
  assert.equal(globalThis.document.documentElement.lang, "en");
});
