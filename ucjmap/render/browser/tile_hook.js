/* window.__ucjmap of the map of tiles, see map_hook.js. Besides:
     named          whether codes and names have come; codes() is empty before */
(function () {
  "use strict";

  const { SIDE, AREA, NO_DATA, OUTSIDE, SMALL } = ucjmap.cells;

  /** @param {Ucjmap.TiledChoropleth} owner
      @returns {Ucjmap.Hook} */
  ucjmap.makeTileHook = (owner) => {
    const inSight = () => [...owner.tiles.values()].filter((tile) => tile.cells && tile.zoom === owner.grid.zoom);
    const numberOf = (code) => owner.names?.numbers.get(code) ?? -1;
    const classOf = (code) => owner.classes[numberOf(code)];
    return {
      view: null,
      painted: 0,
      get named() { return owner.names !== null; },
      codes: () => {
        if (!owner.names) return [];
        const seen = new Uint8Array(owner.spec.areas + 1);
        inSight().forEach(({ cells }) => cells?.forEach((cell) => { seen[cell & AREA] = 1; }));
        return owner.names.codes.filter((_, i) => seen[i + 1] && owner.classes[i + 1] !== OUTSIDE);
      },
      fills: (code) => (classOf(code) === NO_DATA ? owner.spec.no_data_colour : owner.spec.colours[classOf(code) % SMALL]),
      hatched: (code) => classOf(code) === NO_DATA,
      dotted: (code) => classOf(code) >= SMALL,
      labels: () => owner.places.placed,
      point: (code) => pointInside(owner.map, inSight(), numberOf(code)),
    };
  };

  /* The middle of the stretch of an area's cells that has most room around it, in pixels of the map's container. */
  function pointInside(map, tiles, owner) {
    const box = map.getContainer().getBoundingClientRect();
    /** @type {{x: number, y: number, room: number} | null} */
    let best = null;
    for (const { canvas, cells } of tiles) {
      const place = canvas.getBoundingClientRect(), pixels = place.width / SIDE;
      const own = (row, column) => column < SIDE && (cells[row * SIDE + column] & AREA) === owner;
      for (let row = 0; row < SIDE; row++) {
        for (let column = 0; column < SIDE; column++) {
          if (!own(row, column)) continue;
          const from = column;
          while (own(row, column + 1)) column += 1;
          const middle = (from + column) >> 1;
          let up = row, down = row;
          while (up > 0 && own(up - 1, middle)) up -= 1;
          while (down < SIDE - 1 && own(down + 1, middle)) down += 1;
          const x = place.left - box.left + (middle + 0.5) * pixels, y = place.top - box.top + (row + 0.5) * pixels;
          const room = Math.min(column - from + 1, 2 * (row - up) + 1, 2 * (down - row) + 1) * pixels;
          const seen = x >= 0 && y >= 0 && x < box.width && y < box.height;
          if (seen && (!best || room > best.room)) best = { x, y, room };
        }
      }
    }
    return best && { x: best.x, y: best.y };
  }
})();
