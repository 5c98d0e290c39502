/* Numbers of people as circles over the units: the area of a circle is its number, and nothing is drawn where there is
   no number or none above zero. Small ones lie upon large ones. */
(function () {
  "use strict";

  const LARGEST_PX = 26;
  const LARGEST_NARROW_PX = 18;
  const NARROW_PX = 480;
  // Without a hue of their own, which no palette of classes has, and cased: seen on the lightest class and the darkest.
  const COMMON = { weight: 1.5, opacity: 1, fillOpacity: 0.72 };
  const LIGHT = { ...COMMON, color: "#ffffff", fillColor: "#1f2933" };
  const DARK = { ...COMMON, color: "#0e1117", fillColor: "#f3f5f7" };

  class Circles {
    /** @param {Ucjmap.Choropleth} owner */
    constructor(owner) {
      this.owner = owner;
      this.drawn = new Map(); // code -> circle, largest first
      this.group = this.makeGroup();
      this.legend = this.addLegend();
      owner.map.on("resize", () => this.draw());
    }

    /* On the canvas of the units, after them: one of its own above would keep the mouse from the units. */
    makeGroup() {
      const { owner } = this;
      const group = L.featureGroup().addTo(owner.map);
      group.on("mouseover", (event) => owner.hover(event.layer.code));
      group.on("mouseout", () => owner.hover(null));
      group.on("click", (event) => owner.pick(event.layer.code, event.originalEvent));
      group.on("contextmenu", (event) => owner.holdTooltip(event));
      return group.bindTooltip((/** @type {any} */ circle) => owner.tooltip(circle.code), owner.tooltipOptions());
    }

    addLegend() {
      const corner = new L.Control({ position: "bottomleft" });
      corner.onAdd = () => L.DomUtil.create("div", "ucjmap-legend");
      corner.addTo(this.owner.map);
      return /** @type {HTMLElement} */ (corner.getContainer());
    }

    update() {
      this.draw();
    }

    // The numbers are those of the page's date: beside another date's colours they would be wrong.
    get numbers() {
      const { shown, parts } = this.owner;
      return shown && !parts.frames.elsewhere ? shown.circles : {};
    }

    textOf(code) {
      return (this.numbers[code] || [0, ""])[1];
    }

    draw() {
      this.group.clearLayers();
      this.drawn = new Map();
      const { polygons, map } = this.owner;
      const numbers = Object.entries(this.numbers).filter(([code, [number]]) => number > 0 && polygons.has(code));
      this.legend.hidden = !numbers.length;
      if (!numbers.length) return;
      numbers.sort(([, [one]], [, [other]]) => other - one);
      const largest = Math.max(this.owner.shown.circle_max || 0, numbers[0][1][0]);
      const bound = map.getSize().x < NARROW_PX ? LARGEST_NARROW_PX : LARGEST_PX;
      const radius = (number) => bound * Math.sqrt(number / largest);
      for (const [code, [number]] of numbers) this.add(code, radius(number));
      this.writeLegend(numbers[0][1][0], radius);
    }

    add(code, radius) {
      const { owner } = this;
      const polygon = owner.polygons.get(code);
      const circle = L.circleMarker(ucjmap.geometry.innerLatLng(owner.map, polygon), {
        ...(owner.shown.dark ? DARK : LIGHT), radius, renderer: owner.renderer,
      });
      circle.code = code;
      this.group.addLayer(circle);
      this.drawn.set(code, circle);
    }

    writeLegend(largest, radius) {
      const { circle_label: heading, language } = this.owner.shown;
      const number = new Intl.NumberFormat(language);
      this.legend.textContent = "";
      L.DomUtil.create("strong", "", this.legend).textContent = heading;
      for (const value of roundValues(largest)) {
        const line = L.DomUtil.create("span", "", this.legend);
        const size = 2 * radius(value);
        const dot = L.DomUtil.create("i", "", line);
        Object.assign(dot.style, { width: `${size}px`, height: `${size}px` });
        line.append(number.format(value));
      }
    }
  }

  /* Up to three round numbers of people, each about a fifth of the one before, the first not above `largest`. */
  function roundValues(largest) {
    const values = [];
    for (let below = largest; values.length < 3 && below >= 1; below = values.at(-1) / 5) {
      const power = 10 ** Math.floor(Math.log10(below));
      values.push(([5, 2].find((step) => step * power <= below) ?? 1) * power);
    }
    return values;
  }

  ucjmap.parts.circles = Circles;
})();
