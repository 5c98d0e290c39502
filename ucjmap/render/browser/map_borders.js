/* Borders of the areas between the map's own area and its units, such as those of kabupaten over all desa of a province:
   a dark line on a light one, so that it is seen on every class. */
(function () {
  "use strict";

  const CASING = { color: "#ffffff", weight: 3.2, opacity: 0.75 };
  const LINE = { color: "#111827", weight: 1.3, opacity: 1 };
  const FINE_LINE_FROM = 30; // as many areas have small islands, which normal lines would fill

  class Borders extends ucjmap.Overlay {
    /** @param {Ucjmap.Choropleth} owner */
    constructor(owner) {
      super(owner, { pane: "ucjmap-borders", zIndex: 410, address: "borders_url" }); // above the fillings, below what singles a unit out
    }

    draw(geometry) {
      const width = geometry.features.length < FINE_LINE_FROM ? 1 : 0.6;
      return L.layerGroup([CASING, LINE].map((line) => L.geoJSON(geometry, {
        ...this.options, style: { ...line, weight: line.weight * width, fill: false },
      })));
    }
  }

  ucjmap.parts.borders = Borders;
})();
