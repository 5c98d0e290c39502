/* The table beside the map: how a column sorts, and what is chosen. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { loadModule } from "./loading.js";

const { RankingTable, kind, spareRoom } = await loadModule("app/map/ranking.js", "RankingTable", "kind", "spareRoom");

const DATA = {
  lang: "id",
  codes: ["51", "11", "12", "13", "14"],
  columns: [
    { label: "Wilayah", texts: ["Desa 10", "Desa 9", "ambon", "Ende", "Alor"], places: null, sorts: true },
    { label: "Cakupan", texts: ["40,0%", "–", "9,0%", "40,0%", "100,0%"], places: [1, null, 0, 1, 2], sorts: true },
    { label: "Catatan", texts: ["", "sedikit orang", "", "sedikit orang", ""], places: null, sorts: true },
  ],
};

/* A table that was told `DATA`, without a page around it. */
function makeTable({ by = null, falling = false, picked = undefined } = {}) {
  const table = Object.create(RankingTable.prototype);
  const sent = [];
  return Object.assign(table, {
    data: DATA, by, falling, picked: picked && new Set(picked), sent, send: (what) => sent.push(what),
    whole: {}, body: { boxes: DATA.codes.map(() => ({})), querySelectorAll() { return this.boxes; } },
  });
}

const order = (options) => makeTable(options).sorted().map((row) => DATA.codes[row]);

test("until a heading is pressed, areas stand as they came: the worst first", () => {
  assert.deepEqual(order({}), DATA.codes);
});

test("numbers sort by their places, not by their texts; equal ones stay as they came", () => {
  assert.deepEqual(order({ by: 1 }), ["12", "51", "13", "14", "11"]);
});

test("turned around, what has no data stays last, and equal ones stay as they came", () => {
  assert.deepEqual(order({ by: 1, falling: true }), ["14", "51", "13", "12", "11"]);
});

test("texts sort as the language does: small and capital letters alike, numbers by their value", () => {
  assert.deepEqual(order({ by: 0 }), ["14", "12", "11", "51", "13"]);
});

test("empty texts stay last either way", () => {
  assert.deepEqual(order({ by: 2 }), ["11", "13", "51", "12", "14"]);
  assert.deepEqual(order({ by: 2, falling: true }), ["11", "13", "51", "12", "14"]);
});

test("sorting changes no data", () => {
  const before = JSON.stringify(DATA);
  order({ by: 1, falling: true });
  assert.equal(JSON.stringify(DATA), before);
});

test("what is chosen is told as a whole, in the order of the table", () => {
  const table = makeTable({ picked: ["13"] });
  table.pick({ value: "51", checked: true });
  table.pick({ value: "13", checked: false });
  assert.deepEqual(table.sent, [["51", "13"], ["51"]]);
});

test("the box of all rows chooses all where none is chosen, and none where some are", () => {
  const table = makeTable({ picked: [] });
  table.pick(table.whole);
  assert.deepEqual(table.sent.at(-1), DATA.codes);
  assert.ok(table.body.boxes.every(({ checked }) => checked));
  table.pick({ value: "11", checked: false });
  table.pick(table.whole);
  assert.deepEqual(table.sent.at(-1), []);
});

test("the box of all rows says whether all are chosen, or some", () => {
  const table = makeTable({ picked: ["11"] });
  table.tally();
  assert.deepEqual([table.whole.checked, table.whole.indeterminate], [false, true]);
  table.pick(table.whole);
  table.pick(table.whole);
  assert.deepEqual([table.whole.checked, table.whole.indeterminate], [true, false]);
});

test("numbers are set apart from names and from prose", () => {
  assert.deepEqual(DATA.columns.map(kind), ["", "number", ""]);
  assert.equal(kind({ places: null, sorts: false }), "prose");
});

test("the names take what would show a part of a column", () => {
  assert.equal(spareRoom([170, 100, 90, 60], 310), 40); // the second figure is out of sight as a whole
  assert.equal(spareRoom([170, 100, 90, 60], 360), 0); // it ends at the edge
  assert.equal(spareRoom([170, 100, 90], 400), 0); // all are seen
  assert.equal(spareRoom([170, 200], 300), 0); // not even one has room: half of it is better than names alone
});
