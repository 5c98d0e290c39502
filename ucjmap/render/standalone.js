/* The page of a standalone file: one view at a time, made from the JSON beside it. Every text goes in as text. */
(function () {
  "use strict";

  const content = JSON.parse(String(document.getElementById("ucj-content")?.textContent));
  const { words, views, geometries } = content;
  const root = document.getElementById("ucj");

  // The map asks for geometry by its address, as it does in the app; here the answer lies in the page itself.
  window.fetch = async (key) => {
    const bytes = Uint8Array.from(atob(geometries[String(key)]), (letter) => letter.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")));
  };

  function add(parent, tag, text = "", className = "") {
    const made = document.createElement(tag);
    if (text !== "") made.textContent = text;
    if (className) made.className = className;
    parent.append(made);
    return made;
  }

  const head = add(root, "header");
  const main = add(root, "main");
  const maps = add(main, "div", "", "maps");
  const side = add(main, "section");
  const foot = add(root, "footer");
  // Two maps move as one; other files that are open in this browser have a name of their own.
  const sync = views[content.first].beside ? `file ${Math.random()}` : null;
  // Every frame stands before a map measures its own.
  const [newer, older] = (sync ? [addFrame(), addFrame()] : [addFrame()]).reverse().map(makeMap);

  function addFrame() {
    const figure = add(maps, "figure");
    return { caption: add(figure, "figcaption"), box: add(figure, "div", "", "map") };
  }

  function makeMap({ caption, box }) {
    return { caption, map: L.map(box, { zoomSnap: 0.1, preferCanvas: true, center: [-2.5, 118], zoom: 5 }) };
  }

  function draw({ map, caption }, spec, date) {
    caption.textContent = date;
    if (map.ucjmap) map.ucjmap.show({ ...spec, sync });
    else ucjmap.choropleth({ ...spec, sync }).addTo(map);
  }

  function show(code) {
    const view = views[code];
    const units = {};
    for (const [unit, , classId, text] of view.rows) units[unit] = [classId, text];
    if (older) draw(older, view.beside.spec, view.beside.caption);
    draw(newer, { ...view.spec, units }, older ? view.beside.newer_caption : "");
    writeHead(view);
    writeSide(view);
    writeFoot(view);
    document.title = view.title;
  }

  function writeHead(view) {
    head.textContent = "";
    if (content.logo) {
      const logo = add(head, "img", "", "logo");
      logo.src = "data:image/png;base64," + content.logo;
      logo.alt = content.office;
    }
    if (content.office) add(head, "p", content.office, "sub");
    add(head, "h1", view.title);
    add(head, "p", view.subtitle, "sub");
    for (const badge of view.badges) add(head, "span", badge, "badge");
    const trail = add(head, "nav");
    trail.setAttribute("aria-label", words.trail);
    view.trail.forEach(([code, name], place) => {
      if (place) add(trail, "span", " › ");
      const button = add(trail, "button", name);
      button.type = "button";
      button.disabled = place === view.trail.length - 1;
      button.onclick = () => show(code);
    });
  }

  function writeSide(view) {
    side.textContent = "";
    for (const text of view.remarks) add(side, "p", text, "remark");
    const figures = add(side, "dl", "", "figures");
    for (const [label, value, caption] of view.figures) {
      const card = add(figures, "div");
      add(card, "dt", label);
      add(card, "dd", value, "value");
      add(card, "dd", caption);
    }
    writeLegend(view);
    writeRanking(view);
  }

  function row(table, cells, tag = "td") {
    const line = add(table, "tr");
    cells.forEach((text, place) => add(line, tag, text, place ? "number" : ""));
    return line;
  }

  function writeLegend(view) {
    const table = add(side, "table");
    row(table, view.heads, "th");
    for (const [colour, hatched, label, areas, people] of view.legend) {
      const line = row(table, [label, areas, people]);
      const swatch = document.createElement("i");
      swatch.style.backgroundColor = colour;
      if (hatched) swatch.className = "hatched";
      else if (colour === view.spec.lined_colour) swatch.className = "lined";
      line.firstChild.prepend(swatch);
    }
    if (view.note) add(side, "small", view.note);
  }

  function writeRanking(view) {
    const table = add(add(side, "div", "", "ranking"), "table");
    row(table, [words.area, view.beside ? view.beside.newer_caption : words.value], "th");
    for (const [code, name, , text] of view.rows) {
      const line = row(table, [name, text]);
      if (!views[code]) continue;
      line.className = "open";
      line.tabIndex = 0;
      line.onclick = () => show(code);
      line.onkeydown = (event) => { if (event.key === "Enter") show(code); };
    }
  }

  function writeFoot(view) {
    foot.textContent = "";
    for (const line of view.provenance) add(foot, "p", line);
    if (!content.link) return;
    const link = add(add(foot, "p", words.live + " "), "a", content.link);
    link.href = content.link;
    link.rel = "noreferrer";
  }

  window.addEventListener("ucjmap:click", (event) => {
    const { code } = event.detail;
    if (code && views[code]) show(code);
  });
  show(content.first);
})();
