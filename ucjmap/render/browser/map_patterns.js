/* Fillings that are more than a colour: hatched where there is no data, lined where the figure applies to nothing, dotted
   where a rate stands on few people.

   Lines aslant, level lines and dots, so that they differ without any colour. Canvas takes a pattern wherever it takes a colour,
   so Leaflet's renderer needs no change. */
(function () {
  "use strict";

  const SIZE = 8;

  function pattern(colour, kind, draw) {
    const tile = document.createElement("canvas");
    tile.width = tile.height = SIZE;
    const ctx = /** @type {CanvasRenderingContext2D} */ (tile.getContext("2d"));
    ctx.fillStyle = colour;
    ctx.fillRect(0, 0, SIZE, SIZE);
    draw(ctx);
    return Object.assign(/** @type {CanvasPattern} */ (ctx.createPattern(tile, "repeat")), { ground: colour, kind });
  }

  function hatched(colour) {
    return pattern(colour, "hatched", (ctx) => {
      ctx.strokeStyle = luminance(colour) > 0.18 ? "#6b7280" : "#8a94a1"; // as in the page's legend
      ctx.lineWidth = 1.5;
      ctx.beginPath();
      for (const shift of [-SIZE, 0, SIZE]) { // thrice, so that the corners join from tile to tile
        ctx.moveTo(shift - 1, SIZE + 1);
        ctx.lineTo(shift + SIZE + 1, -1);
      }
      ctx.stroke();
    });
  }

  function lined(colour) {
    return pattern(colour, "lined", (ctx) => {
      ctx.fillStyle = luminance(colour) > 0.18 ? "#9aa5b1" : "#4a5560"; // as in the page's legend
      ctx.fillRect(0, SIZE / 2, SIZE, 1);
    });
  }

  function dotted(colour) {
    return pattern(colour, "dotted", (ctx) => {
      ctx.fillStyle = inkOn(colour);
      for (const [x, y] of [[2, 2], [6, 6]]) {
        ctx.beginPath();
        ctx.arc(x, y, 1.2, 0, 2 * Math.PI);
        ctx.fill();
      }
    });
  }

  /* The one with more contrast (WCAG). */
  function inkOn(colour) {
    return luminance(colour) > 0.18 ? "#111827" : "#ffffff";
  }

  function luminance(colour) {
    const [red, green, blue] = [1, 3, 5].map((at) => {
      const part = parseInt(colour.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  const made = new Map();
  const once = (make) => (colour) => {
    const key = make.name + colour;
    if (!made.has(key)) made.set(key, make(colour));
    return made.get(key);
  };

  ucjmap.patterns = { hatched: once(hatched), lined: once(lined), dotted: once(dotted), inkOn };
})();
