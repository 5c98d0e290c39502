/* What every map needs, whichever layer it shows: buttons with signs and words, and how an area is fitted beside them.

   The first of the scripts: it makes `ucjmap`, which the others share. */
window.ucjmap = { parts: {} };
(function () {
  "use strict";

  const NARROW_PX = 480;
  const PROJECTED = 1.4; // how much larger letters are before a projector

  const node = (tag, className, parent) => L.DomUtil.create(tag, className, parent);
  const prefersLittleMotion = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  function plainText(text) {
    const holder = document.createElement("span");
    holder.textContent = text;
    // eslint-disable-next-line no-restricted-properties -- Leaflet's attribution takes HTML; textContent has escaped it
    return holder.innerHTML;
  }

  function button(parent, onclick) {
    const made = node("button", "ucjmap-button", parent);
    made.type = "button";
    made.onclick = onclick;
    return made;
  }

  /* A button below those of Leaflet. */
  function addButton(map, onclick) {
    const corner = new L.Control({ position: "topleft" });
    corner.onAdd = () => {
      const made = button(undefined, onclick);
      L.DomEvent.disableClickPropagation(made);
      return made;
    };
    corner.addTo(map);
    return /** @type {HTMLButtonElement} */ (corner.getContainer());
  }

  /* Boxes of the buttons in sight: a label below one could not be read. */
  function controlBoxes(map) {
    return [...map.getContainer().querySelectorAll(".leaflet-control")].map((control) => ucjmap.geometry.boxOn(map, control));
  }

  const letterScale = () => (document.documentElement.hasAttribute("data-present") ? PROJECTED : 1);
  const isNarrow = (map) => map.getContainer().clientWidth < NARROW_PX;

  /* On a narrow map the title of the page takes the upper edge: the buttons begin below it. */
  function clearTools(map) {
    const box = map.getContainer();
    const over = isNarrow(map) ? ucjmap.panels.boxes().filter((panel) => panel.top < box.clientHeight / 4) : [];
    box.style.setProperty("--ucjmap-tools-top", `${Math.max(0, ...over.map((panel) => panel.bottom))}px`);
  }

  /* Pixels from the left and from above that the buttons take: a column, or a row on a narrow map. Before the style
     sheet has come they would take the whole width. */
  function cornerMargin(map) {
    const box = map.getContainer();
    clearTools(map);
    const { offsetWidth, offsetHeight, offsetTop } = box.querySelector(".leaflet-top.leaflet-left");
    if (isNarrow(map)) return [10, Math.min(Math.max(offsetTop + offsetHeight, 10), box.clientHeight / 2)];
    return [Math.min(offsetWidth + 6, box.clientWidth / 6), 10];
  }

  /* The area as large as it can be beside the panels of the page and within the margins `base`. */
  function fitBeside(map, corners, base, maxZoom) {
    const [left, top, right, bottom] = ucjmap.panels.margins(map, corners, base), { x, y } = map.getSize();
    if (left + right >= x || top + bottom >= y) return; // a container without room yet: when it grows the area is fitted
    map.fitBounds(corners, { animate: false, maxZoom, paddingTopLeft: [left, top], paddingBottomRight: [right, bottom] });
  }

  /* What every map needs, whichever layer comes first. */
  function prepareMap(map) {
    const box = map.getContainer();
    // Leaflet focuses the map on mouse-down; were the page to scroll then, the click would hit another unit.
    box.focus = () => HTMLElement.prototype.focus.call(box, { preventScroll: true });
    box.setAttribute("role", "region");
    map.attributionControl.setPrefix(false);
    // Folium forbids to enlarge the page, which those with weak eyes need.
    /** @type {NodeListOf<HTMLMetaElement>} */
    (document.querySelectorAll("meta[name=viewport]")).forEach((meta) => { meta.content = "width=device-width, initial-scale=1"; });
    if (!prefersLittleMotion()) return;
    // Leaflet decides when the map is made whether zooming is animated: nothing is drawn on it by then.
    map._zoomAnimated = map.options.zoomAnimation = map.options.inertia = false;
    map.panBy = (offset, options) => L.Map.prototype.panBy.call(map, offset, { ...options, animate: false });
  }

  const DRAWN_SIGNS = {
    place: "M8 1.5v3M8 11.5v3M1.5 8h3M11.5 8h3M8 4.2a3.8 3.8 0 1 0 0 7.6a3.8 3.8 0 1 0 0-7.6M8 7.4v1.2",
    whole: "M2 5.5V2h3.5M10.5 2H14v3.5M14 10.5V14h-3.5M5.5 14H2v-3.5M5.5 5.5h5v5h-5z",
    basemap: "M1.5 3.5l4.3-1.8 4.4 1.8 4.3-1.8v10.8l-4.3 1.8-4.4-1.8-4.3 1.8zM5.8 1.7v10.8M10.2 3.5v10.8",
  };

  /* A sign and its words, which a button of the map shows only under the mouse or the keyboard. */
  function label(target, sign, words) {
    target.textContent = "";
    const holder = node("span", "", target);
    if (sign in DRAWN_SIGNS) holder.append(drawSign(DRAWN_SIGNS[sign]));
    else holder.textContent = sign;
    node("span", "ucjmap-words", target).textContent = " " + words;
  }

  function drawSign(path) {
    const sign = L.SVG.create("svg");
    const attributes = { viewBox: "0 0 16 16", width: 18, height: 18, fill: "none", stroke: "currentColor", "aria-hidden": "true" };
    for (const [name, value] of Object.entries({ ...attributes, "stroke-width": 1.5 })) sign.setAttribute(name, String(value));
    sign.appendChild(L.SVG.create("path")).setAttribute("d", path);
    return sign;
  }

  function nameZoomButtons(map, words) {
    for (const [way, name] of [["in", words.zoom_in], ["out", words.zoom_out]]) {
      const zoomer = map.getContainer().querySelector(`.leaflet-control-zoom-${way}`);
      if (zoomer) zoomer.title = name;
      if (zoomer) zoomer.setAttribute("aria-label", name);
    }
  }

  Object.assign(ucjmap, {
    addButton, button, controlBoxes, cornerMargin, fitBeside, isNarrow, label, letterScale, nameZoomButtons, plainText, prefersLittleMotion, prepareMap,
  });
})();
