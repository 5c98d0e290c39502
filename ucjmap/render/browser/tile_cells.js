/* What the cells of tiles look like: a colour by class and border, stripes where there is no data, level lines where the
   figure applies to nothing, dots on few people.

   A cell is (border << 24) | (number of the area + 1), as tile_worker.js makes it; `classes` says by that number which class
   the area has, and a table which colour a class has beside a border. */
(function () {
  "use strict";

  const SIZE = 512, SIDE = SIZE + 2; // cells of a tile, and with what it shares with the next ones, as in the worker
  const AREA = 0xffffff; // the part of a cell that is the number of an area, plus one
  const BORDERS = { area: 1, coast: 2, regency: 3, province: 4 };
  const SLOTS = 48; // of the colour table, per border: classes first, then
  const STRIPE = 13, NO_DATA = 14, OUTSIDE = 15;
  const SMALL = 16, DOT = 32; // classes of areas with few people, and the dots on them
  const LINE = 45; // the lines upon the colour of what the figure does not apply to
  const STRIPE_CELLS = 3, STRIPE_EVERY = 16;
  const DOT_CELLS = 4, DOT_EVERY = 16;
  const LINE_CELLS = 2, LINE_EVERY = 16;
  const HIGHLIGHT_CELLS = 3;
  const LIGHT = { line: [51, 62, 74], stripe: [75, 85, 99], lined: [154, 165, 177], highlight: [17, 24, 39], ground: [238, 242, 245] };
  const DARK = { line: [15, 20, 26], stripe: [160, 172, 186], lined: [74, 85, 96], highlight: [255, 255, 255], ground: [14, 17, 23] };
  const DIM = 0.85; // how far what is not singled out turns to the ground

  const pixelOf = (/** @type {number[]} */ [red, green, blue]) => ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
  const channels = (colour) => [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16));
  const mixed = (ground, line, share) => ground.map((value, i) => Math.round(value + (line[i] - value) * share));

  /* How strongly a border covers the colours, by the zoom of the tile; thin ones only where there is room for them. */
  function strength(border, zoom) {
    if (border === BORDERS.province) return zoom < 5 ? 0.55 : 0.85;
    if (border === BORDERS.regency) return zoom < 6 ? 0.25 : 0.6;
    if (border === BORDERS.coast) return zoom < 8 ? 0 : 0.35;
    return zoom < 9 ? 0 : zoom < 11 ? 0.22 : 0.4;
  }

  /* Dots in a row and between those of the next one, as map_patterns.js has them. */
  function isDot(row, column) {
    const shift = row % (2 * DOT_EVERY) < DOT_EVERY ? 0 : DOT_EVERY / 2;
    return row % DOT_EVERY < DOT_CELLS && (column + shift) % DOT_EVERY < DOT_CELLS;
  }

  /* Colour by border and class at one zoom; where a class is singled out (`single`, "none" for no data), the others fade. */
  function colourTable({ colours, no_data_colour, lined_colour, dark }, zoom, single) {
    const shade = dark ? DARK : LIGHT;
    const ground = channels(no_data_colour);
    const shown = (colour, key) => (single === null || single === key ? colour : mixed(colour, shade.ground, DIM));
    const table = new Uint32Array(8 * SLOTS);
    for (const border of [0, ...Object.values(BORDERS)]) {
      const share = border === 0 ? 0 : strength(border, zoom);
      const put = (slot, colour) => {
        table[border * SLOTS + slot] = pixelOf(mixed(colour, shade.line, share));
      };
      colours.forEach((colour, slot) => {
        const seen = shown(channels(colour), String(slot));
        put(slot, seen);
        put(SMALL + slot, seen);
        put(DOT + slot, shown(channels(ucjmap.patterns.inkOn(colour)), String(slot)));
      });
      put(NO_DATA, shown(ground, "none"));
      put(LINE, shown(shade.lined, String(colours.indexOf(lined_colour))));
      put(STRIPE, shown(mixed(ground, shade.stripe, 0.6), "none"));
    }
    return table;
  }

  /* Puts the colours of a tile's cells into `pixels`; `lined` is the class that has lines, -1 for none. */
  function paint(pixels, cells, classes, table, lined) {
    for (let row = 0, i = 0; row < SIDE; row++) {
      const onLine = row % LINE_EVERY < LINE_CELLS ? lined : -1;
      for (let column = 0; column < SIDE; column++, i++) {
        const cell = cells[i];
        let slot = classes[cell & AREA];
        if (slot >= NO_DATA) {
          if (slot === NO_DATA && (row + column) % STRIPE_EVERY < STRIPE_CELLS) slot = STRIPE;
          else if (slot >= SMALL && isDot(row, column)) slot += DOT - SMALL;
        } else if (slot === onLine) slot = LINE;
        pixels[i] = table[(cell >>> 24) * SLOTS + slot];
      }
    }
  }

  /* Puts a line along the inner edge of an area into `pixels`; whether the tile has any of that area. */
  function outline(pixels, cells, owner, dark) {
    const colour = pixelOf((dark ? DARK : LIGHT).highlight);
    const differs = (row, column) =>
      row >= 0 && row < SIDE && column >= 0 && column < SIDE && (cells[row * SIDE + column] & AREA) !== owner;
    let isHere = false;
    for (let i = 0; i < cells.length; i++) {
      if ((cells[i] & AREA) !== owner) continue;
      isHere = true;
      const row = Math.floor(i / SIDE), column = i % SIDE;
      for (let far = 1; far <= HIGHLIGHT_CELLS; far++) {
        if (differs(row - far, column) || differs(row + far, column) || differs(row, column - far) || differs(row, column + far)) {
          pixels[i] = colour;
          break;
        }
      }
    }
    return isHere;
  }

  ucjmap.cells = { SIZE, SIDE, AREA, NO_DATA, OUTSIDE, SMALL, colourTable, paint, outline };
})();
