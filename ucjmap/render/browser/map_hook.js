/* window.__ucjmap, for pages that embed the map and for tests:
     view           key of the view that is painted, null before the first
     painted        number of paintings; counted in the second animation frame after a drawing
     codes()        codes of the units drawn
     fills(code)    fill colour of a unit as drawn; the ground of a pattern
     hatched(code)  whether the unit is drawn as "no data"
     dotted(code)   whether the unit is drawn as standing on few people
     point(code)    {x, y} in pixels of the map container, well inside the unit; null when it is out of sight
     labels()       {code, lines, left, top, right, bottom} of each label in sight, in pixels of the map container
     circles()      code -> radius in pixels of each circle
     outlined(kind) codes singled out as "selected", "chosen", "hover", "peer" or "cursor"
     observe()      starts to count, in blank_frames, the frames presented without any unit in sight */
(function () {
  "use strict";

  /** @param {Ucjmap.Choropleth} owner */
  ucjmap.makeHook = (owner) => {
    /** @returns {Partial<Ucjmap.Pattern>} a plain colour has no ground of its own */
    const fill = (code) => /** @type {any} */ (owner.polygons.get(code).options.fillColor);
    const { labels, circles, outlines } = owner.parts;
    return (window.__ucjmap = {
      view: null,
      painted: 0,
      blank_frames: 0,
      codes: () => [...owner.polygons.keys()],
      fills: (code) => fill(code).ground || String(fill(code)),
      hatched: (code) => fill(code).kind === "hatched",
      dotted: (code) => fill(code).kind === "dotted",
      point: (code) => ucjmap.geometry.pointInside(owner.map, owner.polygons.get(code)),
      labels: () => labels.placed,
      circles: () => Object.fromEntries([...circles.drawn].map(([code, circle]) => [code, circle.getRadius()])),
      outlined: (kind) => outlines.codes[kind] || [],
      observe: () => observeFrames(owner.map, window.__ucjmap),
    });
  };

  /* Looks after each frame was presented (a message comes after it), at a small copy of what is in sight. */
  function observeFrames(map, hook) {
    const copy = document.createElement("canvas");
    copy.width = copy.height = 48;
    const ctx = /** @type {CanvasRenderingContext2D} */ (copy.getContext("2d", { willReadFrequently: true }));
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      const box = map.getContainer().getBoundingClientRect();
      const kx = copy.width / box.width, ky = copy.height / box.height;
      ctx.clearRect(0, 0, copy.width, copy.height);
      map.getPane("overlayPane").querySelectorAll("canvas").forEach((canvas) => {
        const at = canvas.getBoundingClientRect();
        if (!canvas.width || !canvas.height) return;
        ctx.drawImage(canvas, (at.left - box.left) * kx, (at.top - box.top) * ky, at.width * kx, at.height * ky);
      });
      const pixels = ctx.getImageData(0, 0, copy.width, copy.height).data;
      if (!pixels.some((value, i) => i % 4 === 3 && value > 0)) hook.blank_frames += 1;
      requestAnimationFrame(() => channel.port2.postMessage(0));
    };
    requestAnimationFrame(() => channel.port2.postMessage(0));
  }
})();
