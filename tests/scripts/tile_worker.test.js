/* Vector tiles in, cells out: as the page talks to the worker, by messages, with tiles written by the specification. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { runScript } from "./loading.js";

const SIZE = 512, SIDE = SIZE + 2, AREA = 0xffffff;
const BORDER = { area: 1, coast: 2, regency: 3, province: 4 };
const URL_OF_TILES = "http://localhost/tiles/{z}/{x}/{y}.mvt";

/* ---- A writer of tiles, by the Mapbox Vector Tile specification 2.1 ---- */

function varint(value) {
  const bytes = [];
  for (; value > 0x7f; value = Math.floor(value / 128)) bytes.push((value % 128) | 0x80);
  return [...bytes, value];
}

const zigzag = (value) => (value < 0 ? -2 * value - 1 : 2 * value);
const number = (field, value) => [...varint(field << 3), ...varint(value)];
const bytes = (field, content) => [...varint((field << 3) | 2), ...varint(content.length), ...content];

function geometry(rings) {
  const commands = [];
  let x = 0, y = 0;
  for (const ring of rings) {
    ring.forEach(([toX, toY], place) => {
      if (place === 0) commands.push((1 << 3) | 1);
      if (place === 1) commands.push(((ring.length - 1) << 3) | 2);
      commands.push(zigzag(toX - x), zigzag(toY - y));
      [x, y] = [toX, toY];
    });
    commands.push((1 << 3) | 7);
  }
  return commands.flatMap(varint);
}

/* `areas` are [number of the area, ring, ring, ...]. */
function writeTile(areas, { extent = 4096, more = [] } = {}) {
  const features = areas.flatMap(([area, ...rings]) => bytes(2, [...number(1, area), ...number(3, 3), ...bytes(4, geometry(rings))]));
  const name = bytes(1, [...new TextEncoder().encode("desa")]);
  return Uint8Array.from(bytes(3, [...number(15, 2), ...name, ...more, ...features, ...number(5, extent)]));
}

const square = (left, top, right, bottom) => [[left, top], [right, top], [right, bottom], [left, bottom]];

/* ---- The worker and who asks it ---- */

globalThis.onmessage = null;
const answers = new Map(); // key -> what resolves it
globalThis.postMessage = (answer) => answers.get(answer.key)?.(answer);
runScript("render/browser/tile_worker.js");

let asked; // addresses
let served; // address -> bytes of a tile, a status, or a promise of either

beforeEach(() => {
  asked = [];
  served = {};
});

globalThis.fetch = async (url) => {
  asked.push(url);
  const tile = await served[url.replace("http://localhost/tiles/", "").replace(".mvt", "")];
  return tile instanceof Uint8Array ? new Response(tile) : new Response(null, { status: tile ?? 404 });
};

function start({ areas = 10, regencies = [0], provinces = [0], native = [3, 6] } = {}) {
  globalThis.onmessage({ data: { start: { url: URL_OF_TILES, areas, regencies, provinces, native } } });
}

function ask(z, x, y, key = `${z}/${x}/${y}`) {
  const answer = new Promise((resolve) => answers.set(key, resolve));
  globalThis.onmessage({ data: { key, z, x, y } });
  return answer;
}

async function cellsOf(areas, options) {
  start(options);
  served["6/0/0"] = writeTile(areas, options);
  const { cells } = await ask(6, 0, 0);
  return cells;
}

/* Rows and columns are those of the 512 cells of the tile itself. */
const at = (cells, column, row) => cells[row * SIDE + column];
const ownerAt = (cells, column, row) => (at(cells, column, row) & AREA) - 1;
const borderAt = (cells, column, row) => at(cells, column, row) >>> 24;

test("a cell belongs to the area that its middle lies in", async () => {
  const cells = await cellsOf([[4, square(0, 0, 2048, 4096)], [7, square(2048, 0, 4096, 4096)]]);
  assert.equal(cells.length, SIDE * SIDE);
  assert.equal(ownerAt(cells, 255, 100), 4);
  assert.equal(ownerAt(cells, 256, 100), 7);
});

test("on a slope too", async () => {
  const cells = await cellsOf([[4, [[0, 0], [4096, 2048], [0, 2048]]]]);
  for (const row of [0, 1, 100, 255]) assert.deepEqual([ownerAt(cells, 2 * row, row), ownerAt(cells, 2 * row + 1, row)], [4, -1], `row ${row}`);
});

test("numbers, strings and fixed-width fields that nobody asks for are passed over", async () => {
  // What is in them would be a feature of 16,383 bytes, were one of them taken for shorter than it is.
  const feature = [0x12, 0xff, 0x7f, 0];
  const more = [...varint((9 << 3) | 1), 0, 0, 0, 0, ...feature, ...varint((10 << 3) | 5), ...feature, ...bytes(4, feature)];
  const cells = await cellsOf([[300, square(0, 0, 4096, 4096)]], { more, areas: 400 });
  assert.equal(ownerAt(cells, 0, 0), 300);
});

test("the extent is the tile's own, and 4096 where it says none", async () => {
  const cells = await cellsOf([[1, square(0, 0, 128, 256)]], { extent: 256 });
  assert.deepEqual([ownerAt(cells, 255, 511), ownerAt(cells, 256, 511)], [1, -1]);
});

test("neighbours leave no gap and do not overlap, whatever line parts them", () => {
  let seed = 7;
  const random = () => ((seed = (seed * 48271) % 2147483647) / 2147483647);
  const line = Array.from({ length: 30 }, (_, i) => [1000 + Math.round(2000 * random()), Math.round((4096 * i) / 29)]);
  const left = [[-64, 0], ...line, [-64, 4096]], right = [...line, [4200, 4096], [4200, 0]];
  // Before slivers are closed, which would fill what is narrow between an area and itself.
  const layOut = (areas) => globalThis.layOut(globalThis.decodeTile(writeTile(areas)), SIZE / 4096, 0, 0);
  const [one, other, both] = [[[0, left]], [[1, right]], [[0, left], [1, right]]].map(layOut);
  for (let i = 0; i < both.length; i++) {
    assert.ok((one[i] === 0) !== (other[i] === 0) || both[i] === 0, `cell ${i} has one owner`);
    assert.equal(both[i], one[i] || other[i]);
  }
  const width = Math.sqrt(both.length);
  for (let row = 0; row < SIZE; row++) assert.ok(both.subarray(row * width, row * width + SIZE).every((owner) => owner > 0), `no gap in row ${row}`);
});

test("a hole is not the area's, and an island in it is its own", async () => {
  const cells = await cellsOf([[2, square(0, 0, 4096, 4096), square(1024, 1024, 3072, 3072)], [3, square(1600, 1600, 2400, 2400)]]);
  assert.deepEqual([100, 150, 250].map((place) => ownerAt(cells, place, place)), [2, -1, 3]);
});

test("the cells beyond the edge are there, so that the next tile does not only touch", async () => {
  const cells = await cellsOf([[5, square(-64, -64, 4160, 4160)]]);
  assert.equal(ownerAt(cells, SIDE - 1, SIDE - 1), 5);
  assert.equal(borderAt(cells, SIDE - 1, SIDE - 1), 0, "no border where the area goes on");
});

test("an island smaller than a cell is a dot in the sea and nothing on land", async () => {
  const islet = square(2001, 2001, 2003, 2003);
  const sea = await cellsOf([[6, islet]]);
  assert.deepEqual([[250, 250], [251, 250], [250, 251], [251, 251], [252, 250]].map(([x, y]) => ownerAt(sea, x, y)), [6, 6, 6, 6, -1]);
  const land = await cellsOf([[1, square(0, 0, 4096, 4096)], [6, islet]]);
  assert.equal(ownerAt(land, 250, 250), 1);
});

test("a sliver of one cell between neighbours is closed, a strait of two is not", async () => {
  const sliver = await cellsOf([[0, square(0, 0, 2048, 4096)], [1, square(2056, 0, 4096, 4096)]]);
  assert.equal(ownerAt(sliver, 256, 50), 0);
  const strait = await cellsOf([[0, square(0, 0, 2048, 4096)], [1, square(2064, 0, 4096, 4096)]]);
  assert.deepEqual([ownerAt(strait, 256, 50), ownerAt(strait, 257, 50)], [-1, -1]);
});

test("a border is that of the highest areas that it parts", async () => {
  // Areas 0 and 1 are one kabupaten; 2 is another of the same province; 3 lies in the next province; then the sea.
  const strips = [0, 1, 2, 3].map((area) => [area, square(area * 800, 0, (area + 1) * 800, 4096)]);
  const cells = await cellsOf(strips, { areas: 4, regencies: [0, 2, 3], provinces: [0, 3] });
  const borders = (from, to) => Array.from({ length: to - from }, (_, i) => borderAt(cells, from + i, 200));
  assert.deepEqual(borders(98, 102), [0, BORDER.area, 0, 0], "one cell between desa");
  assert.deepEqual(borders(197, 203), [0, 0, BORDER.regency, BORDER.regency, 0, 0], "two between kabupaten");
  assert.deepEqual(borders(296, 304), [0, 0, ...Array(4).fill(BORDER.province), 0, 0], "four between provinces");
  assert.deepEqual(borders(397, 402), [0, 0, BORDER.coast, 0, 0], "the coast lies on the land");
  assert.equal(ownerAt(cells, 400, 200), -1);
});

test("where borders meet, the highest is seen", async () => {
  const quarters = [[0, 0, 0], [1, 0, 2048], [2, 2048, 0], [3, 2048, 2048]].map(([area, x, y]) => [area, square(x, y, x + 2048, y + 2048)]);
  const cells = await cellsOf(quarters, { areas: 4, regencies: [0, 2], provinces: [0, 2] });
  assert.equal(borderAt(cells, 200, 255), BORDER.area);
  for (const column of [254, 255, 256, 257]) assert.equal(borderAt(cells, column, 255), BORDER.province, `column ${column}`);
});

test("beyond the last zoom that there are tiles of, they are cut out and drawn larger", async () => {
  start();
  served["6/1/2"] = writeTile([[0, [[0, 0], [4096, 0], [0, 4096]]], [1, [[4096, 0], [4096, 4096], [0, 4096]]]]);
  const whole = (await ask(6, 1, 2)).cells;
  assert.deepEqual([ownerAt(whole, 10, 10), ownerAt(whole, 500, 500)], [0, 1]);
  for (const [x, y] of [[0, 0], [1, 0], [0, 1], [1, 1]]) {
    const { cells } = await ask(7, 2 + x, 4 + y);
    for (const [column, row] of [[20, 40], [300, 100], [410, 480], [8, 500]]) {
      const [wholeColumn, wholeRow] = [(x * SIZE + column) >> 1, (y * SIZE + row) >> 1];
      if (Math.abs(wholeColumn + wholeRow - SIZE) < 3) continue; // on the line that parts them the finer one is right
      assert.equal(ownerAt(cells, column, row), ownerAt(whole, wholeColumn, wholeRow), `${x} ${y} ${column} ${row}`);
    }
  }
  assert.equal(asked.length, 1, "one fetching for all that are cut out of it");
});

test("tiles that are asked for at once are fetched once", async () => {
  start();
  served["6/0/0"] = writeTile([[0, square(0, 0, 4096, 4096)]]);
  await Promise.all([ask(8, 0, 0), ask(8, 1, 0), ask(8, 0, 1), ask(6, 0, 0)]);
  assert.deepEqual(asked, ["http://localhost/tiles/6/0/0.mvt"]);
});

test("where there is nothing, the answer says so", async () => {
  start();
  served["6/0/0"] = 204;
  assert.deepEqual(await ask(6, 0, 0), { key: "6/0/0", empty: true });
});

test("what failed is told with its status, and is fetched anew when it is asked for again", async () => {
  start();
  served["6/0/0"] = 503;
  assert.deepEqual(await ask(6, 0, 0), { key: "6/0/0", error: "503" });
  served["6/0/0"] = writeTile([[0, square(0, 0, 4096, 4096)]]);
  assert.ok((await ask(6, 0, 0)).cells);
});

test("a tile that nobody waits for is not answered", async () => {
  start();
  let arrive;
  served["6/0/0"] = new Promise((resolve) => { arrive = resolve; });
  let told = false;
  ask(6, 0, 0, "given up").then(() => { told = true; });
  const wanted = ask(6, 0, 0, "wanted");
  globalThis.onmessage({ data: { drop: "given up" } });
  arrive(writeTile([[0, square(0, 0, 4096, 4096)]]));
  assert.ok((await wanted).cells);
  assert.equal(told, false);
});

test("no more than 24 tiles are kept, and those asked for last stay", async () => {
  start();
  const tile = writeTile([[0, square(0, 0, 4096, 4096)]]);
  const first = Array.from({ length: 24 }, (_, x) => `6/${x}/0`);
  for (const name of [...first, "6/24/0"]) served[name] = tile;
  for (let x = 0; x < 24; x++) await ask(6, x, 0);
  await ask(6, 0, 0); // wanted again: the newest now
  await ask(6, 24, 0); // 6/1/0 has to go
  asked.length = 0;
  await ask(6, 0, 0);
  assert.deepEqual(asked, []);
  await ask(6, 1, 0);
  assert.deepEqual(asked, ["http://localhost/tiles/6/1/0.mvt"]);
});

test("new boundaries make all that was decoded worthless", async () => {
  const before = await cellsOf([[1, square(0, 0, 4096, 4096)]]);
  const after = await cellsOf([[2, square(0, 0, 4096, 4096)]]);
  assert.deepEqual([ownerAt(before, 9, 9), ownerAt(after, 9, 9)], [1, 2]);
});
