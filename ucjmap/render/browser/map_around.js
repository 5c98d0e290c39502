/* What lies around the map's area: others of its level as a quiet grey ground, without figures. They take no click: a map
   of them is opened from the card or the search. */
(function () {
  "use strict";

  const LAND = { fillColor: "#8a96a3", fillOpacity: 0.16, color: "#8a96a3", opacity: 0.55, weight: 0.8 };

  class Around extends ucjmap.Overlay {
    /** @param {Ucjmap.Choropleth} owner */
    constructor(owner) {
      super(owner, { pane: "ucjmap-around", zIndex: 350, address: "around_url" }); // below the units
      this.options.style = LAND;
      owner.map.on("ucjmap:basemap", (event) => { this.pane.hidden = Boolean(event.on); }); // which shows what lies there itself
    }
  }

  ucjmap.parts.around = Around;
})();
