/* Vector tiles off the page's own thread: fetched, decoded once, and laid out as cells that only want a colour.

   In:   {start: {url, areas, regencies, provinces, native: [first, last]}}   addresses with {z}, {x}, {y}; where groups begin
         {key, z, x, y}                                                       a tile, of any zoom
         {drop: key}                                                          nobody waits for it any more
   Out:  {key, cells}   Uint32Array of SIDE x SIDE: (border << 24) | (number of the area + 1), 0 where there is no area
         {key, empty}   nothing there
         {key, error}   status of the answer, or what the network said

   A cell belongs to the area that its middle lies in. Neighbours have the same vertices, so each cell has one owner:
   no gap and no overlap between them, whatever the zoom. Decoding follows the Mapbox Vector Tile specification 2.1. */
"use strict";

const SIZE = 512; // two cells a pixel of a plain screen: the browser smooths the steps away
const SIDE = SIZE + 2; // what is handed out: at fractions of a zoom a gap would shine through between tiles that only touch
const MARGIN = 4; // cells beyond the edge that its borders need to know
const WIDTH = SIZE + 2 * MARGIN;
const BORDER = { area: 1, coast: 2, regency: 3, province: 4 };
const KEPT_TILES = 24;
const FETCH_LIMIT_MS = 60000;

/** @type {{url: string, native: [number, number], regency: Uint16Array, province: Uint16Array}} */
let settings; // before the first tile is asked for
/** @type {Map<string, AbortController>} */
const waiting = new Map(); // key -> AbortController
/** @type {Map<string, Promise<Tile | null>>} */
const decoded = new Map(); // native "z/x/y" -> promise of a tile, the newest last

onmessage = ({ data }) => {
  if (data.start) start(data.start);
  else if (data.drop) waiting.get(data.drop)?.abort();
  else serve(data);
};

function start({ url, areas, regencies, provinces, native }) {
  const groups = (begins) => {
    const group = new Uint16Array(areas + 1);
    begins.forEach((begin, i) => group.fill(i + 1, begin + 1, (begins[i + 1] ?? areas) + 1));
    return group;
  };
  settings = { url, native, regency: groups(regencies), province: groups(provinces) };
  decoded.clear();
}

async function serve({ key, z, x, y }) {
  const control = new AbortController();
  waiting.set(key, control);
  try {
    const depth = Math.max(0, z - settings.native[1]);
    const tile = await nativeTile(z - depth, x >> depth, y >> depth);
    if (control.signal.aborted) return;
    if (tile === null) {
      postMessage({ key, empty: true });
      return;
    }
    const scale = (SIZE << depth) / tile.extent, mask = (1 << depth) - 1;
    const owners = layOut(tile, scale, (x & mask) * SIZE - MARGIN, (y & mask) * SIZE - MARGIN);
    closeGaps(owners);
    const cells = withBorders(owners);
    postMessage({ key, cells }, [cells.buffer]);
  } catch (error) {
    if (!control.signal.aborted) postMessage({ key, error: String(error instanceof Error ? error.message : error) });
  } finally {
    waiting.delete(key);
  }
}

/* One fetching and one decoding for all tiles that are cut out of the same one. */
function nativeTile(z, x, y) {
  const name = `${z}/${x}/${y}`;
  const known = decoded.get(name);
  const tile = known ?? fetchTile(z, x, y);
  decoded.delete(name);
  decoded.set(name, tile);
  if (!known) tile.catch(() => decoded.delete(name));
  if (decoded.size > KEPT_TILES) decoded.delete(String(decoded.keys().next().value));
  return tile;
}

async function fetchTile(z, x, y) {
  const url = settings.url.replace("{z}", z).replace("{x}", x).replace("{y}", y);
  const answer = await fetch(url, { signal: AbortSignal.timeout(FETCH_LIMIT_MS) });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.status === 204 ? null : decodeTile(new Uint8Array(await answer.arrayBuffer()));
}

/* ---- Decoding ---- */

class Message {
  constructor(bytes, from = 0, to = bytes.length) {
    this.bytes = bytes;
    this.at = from;
    this.end = to;
  }

  varint() {
    let value = 0, factor = 1, byte;
    do {
      byte = this.bytes[this.at++];
      value += (byte & 0x7f) * factor;
      factor *= 128;
    } while (byte > 0x7f);
    return value;
  }

  /* Calls take(field, message or number) for each field. */
  fields(take) {
    while (this.at < this.end) {
      const tag = this.varint(), wire = tag & 7;
      if (wire === 0) take(tag >> 3, this.varint());
      else if (wire === 2) {
        const from = this.varint() + this.at;
        take(tag >> 3, new Message(this.bytes, this.at, from));
        this.at = from;
      } else this.at += wire === 1 ? 8 : 4;
    }
  }
}

/** @typedef {{area: number, rings: Int32Array[]}} Feature rings of x, y, x, y, ... */
/** @typedef {{extent: number, features: Feature[]}} Tile of its only layer */

/** @returns {Tile} */
function decodeTile(bytes) {
  /** @type {Tile} */
  const tile = { extent: 4096, features: [] };
  new Message(bytes).fields((field, layer) => {
    if (field !== 3) return;
    layer.fields((part, value) => {
      if (part === 5) tile.extent = value;
      else if (part === 2) tile.features.push(decodeFeature(value));
    });
  });
  return tile;
}

/** @returns {Feature} */
function decodeFeature(message) {
  /** @type {Feature} */
  const feature = { area: 0, rings: [] };
  message.fields((field, value) => {
    if (field === 1) feature.area = value;
    else if (field === 4) feature.rings = decodeRings(value);
  });
  return feature;
}

/** @returns {Int32Array[]} */
function decodeRings(message) {
  const rings = [];
  let x = 0, y = 0, ring = /** @type {number[]} */ ([]);
  const step = () => {
    const dx = message.varint(), dy = message.varint();
    ring.push(x += (dx >>> 1) ^ -(dx & 1), y += (dy >>> 1) ^ -(dy & 1));
  };
  while (message.at < message.end) {
    const command = message.varint();
    if ((command & 7) === 7) {
      rings.push(Int32Array.from(ring));
      ring = [];
    } else for (let count = command >> 3; count > 0; count--) step();
  }
  return rings;
}

/* ---- Cells ---- */

/** @type {number[][]} */
const crossings = Array.from({ length: WIDTH }, () => []);

/* Owner of each cell of a square of WIDTH, whose corner lies at (left, top) of the tile in cells; 0 is nobody. */
function layOut(tile, scale, left, top) {
  const owners = new Uint32Array(WIDTH * WIDTH);
  for (const { area, rings } of tile.features) {
    let first = WIDTH, last = -1;
    for (const ring of rings) {
      for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
        // From the upper end to the lower, in either direction of travel: both neighbours cross at the same place.
        const [a, b] = ring[j + 1] < ring[i + 1] ? [j, i] : [i, j];
        const x = ring[a] * scale - left, y = ring[a + 1] * scale - top;
        const bottom = ring[b + 1] * scale - top;
        const from = Math.max(0, Math.ceil(y - 0.5)), to = Math.min(WIDTH, Math.ceil(bottom - 0.5));
        if (from >= to) continue;
        const slope = ((ring[b] - ring[a]) * scale) / (bottom - y);
        for (let row = from; row < to; row++) crossings[row].push(x + (row + 0.5 - y) * slope);
        if (from < first) first = from;
        if (to > last) last = to;
      }
    }
    if (!fillRows(owners, first, last, area + 1)) dot(owners, rings, scale, left, top, area + 1);
  }
  return owners;
}

/* Fills what lies between each two crossings (even-odd); whether there was anything. */
function fillRows(owners, first, last, owner) {
  let filled = false;
  for (let row = first; row < last; row++) {
    const cuts = crossings[row];
    if (cuts.length > 2) cuts.sort((a, b) => a - b);
    else if (cuts[0] > cuts[1]) cuts.reverse();
    for (let i = 0; i + 1 < cuts.length; i += 2) {
      const from = Math.max(0, Math.ceil(cuts[i] - 0.5)), to = Math.min(WIDTH, Math.ceil(cuts[i + 1] - 0.5));
      if (from >= to) continue;
      owners.fill(owner, row * WIDTH + from, row * WIDTH + to);
      filled = true;
    }
    cuts.length = 0;
  }
  return filled;
}

/* An island smaller than a cell is still to be seen: a dot in the sea. Between neighbours it merges with them. */
function dot(owners, rings, scale, left, top, owner) {
  if (!rings.length) return;
  const x = Math.floor(rings[0][0] * scale - left), y = Math.floor(rings[0][1] * scale - top);
  for (const [column, row] of [[x, y], [x + 1, y], [x, y + 1], [x + 1, y + 1]]) {
    if (column < 0 || row < 0 || column >= WIDTH || row >= WIDTH) continue;
    if (owners[row * WIDTH + column] === 0) owners[row * WIDTH + column] = owner;
  }
}

/* Boundary files have slivers between neighbours: a gap of one cell is none. */
function closeGaps(owners) {
  for (let i = WIDTH; i < owners.length - WIDTH; i++) {
    if (owners[i] !== 0) continue;
    if (owners[i - 1] !== 0 && owners[i + 1] !== 0) owners[i] = owners[i - 1];
    else if (owners[i - WIDTH] !== 0 && owners[i + WIDTH] !== 0) owners[i] = owners[i - WIDTH];
  }
}

/* The inner SIDE x SIDE cells with the strongest border that runs through each. */
function withBorders(owners) {
  const borders = new Uint8Array(owners.length);
  const raise = (i, border) => { if (borders[i] < border) borders[i] = border; };
  const mark = (i, next) => {
    const a = owners[i], b = owners[i + next];
    if (a === b) return;
    if (a === 0 || b === 0) raise(a === 0 ? i + next : i, BORDER.coast);
    else if (settings.province[a] !== settings.province[b]) {
      for (const step of [-1, 0, 1, 2]) raise(i + step * next, BORDER.province);
    } else if (settings.regency[a] !== settings.regency[b]) {
      raise(i, BORDER.regency);
      raise(i + next, BORDER.regency);
    } else raise(i, BORDER.area);
  };
  for (let row = 1; row < WIDTH - 2; row++) {
    for (let i = row * WIDTH + 1; i < (row + 1) * WIDTH - 2; i++) {
      if (owners[i] !== owners[i + 1]) mark(i, 1);
      if (owners[i] !== owners[i + WIDTH]) mark(i, WIDTH);
    }
  }
  const cells = new Uint32Array(SIDE * SIDE);
  for (let row = 0; row < SIDE; row++) {
    const from = (row + MARGIN) * WIDTH + MARGIN;
    for (let column = 0; column < SIDE; column++) {
      cells[row * SIDE + column] = (borders[from + column] << 24) | owners[from + column];
    }
  }
  return cells;
}
