/* A table of areas. A heading sorts; the name of an area opens it, or chooses it where areas are chosen (`picked`); what
   has no data stays last either way. Arrow keys go through the headings and through the areas, so that the Tab key
   leaves the table after two stops (a roving tabindex, WAI-ARIA Authoring Practices 1.2). Long tables are drawn piece by
   piece while they are scrolled. */

const PIECE = 150;

class RankingTable {
  constructor(box) {
    this.box = box;
    this.by = null; // the column that sorts; null: as it came
    this.falling = false;
    /** @type {number[]} */
    this.order = []; // numbers of the rows, as they are shown
    this.watch = new IntersectionObserver((seen) => { if (seen.some((each) => each.isIntersecting)) this.grow(); }, { root: box, rootMargin: "300px" });
    box.addEventListener("keydown", (event) => this.press(event));
    box.addEventListener("click", (event) => this.click(event));
    box.addEventListener("change", (event) => this.pick(event.target));
    box.addEventListener("scroll", () => this.fadeEdge(), { passive: true });
    new ResizeObserver(() => this.fadeEdge()).observe(box);
  }

  /* A number that the edge cuts would read as another number: it fades where more columns follow. */
  fadeEdge() {
    const { scrollLeft, clientWidth, scrollWidth } = this.box;
    this.box.classList.toggle("goes-on", scrollLeft + clientWidth < scrollWidth - 1);
  }

  update({ picked, ...data }, send) {
    this.send = send;
    const told = JSON.stringify(data);
    if (told === this.told) return; // the page ran again and nothing changed: the visitor's place is kept
    const labels = data.columns.map((column) => column.label).join();
    if (labels !== this.labels) this.by = null;
    // What is ticked stands here: what the page knows of it is one click late.
    this.told = told;
    this.labels = labels;
    /** @type {Ucjmap.Ranking} */
    this.data = /** @type {any} */ (data);
    /** @type {Set<string>} */
    this.picked = picked && new Set(picked);
    this.box.classList.toggle("picks", Boolean(picked));
    this.box.style.maxHeight = `min(${data.height}px, 85vh)`;
    this.box.scrollTop = 0;
    this.draw();
  }

  draw() {
    this.order = this.sorted();
    this.table = element("table", "", "table"); // roles by name: on a phone the rows are no table to the style sheet
    this.table.setAttribute("aria-label", this.data.words.table);
    this.table.setAttribute("aria-rowcount", String(this.order.length + 1));
    /** @type {HTMLTableSectionElement} */
    this.body = element("tbody", "", "rowgroup");
    this.table.append(this.head(), this.body);
    this.watch.disconnect();
    this.box.replaceChildren(this.table);
    this.grow();
    this.tally();
    this.fadeEdge();
  }

  sorted() {
    const order = this.data.codes.map((_, row) => row);
    if (this.by === null) return order;
    const { places, texts } = this.data.columns[this.by];
    const sign = this.falling ? -1 : 1;
    const words = new Intl.Collator(this.data.lang, { numeric: true });
    const gone = (row) => (places ? places[row] === null : texts[row] === "");
    const compare = places ? (one, two) => Number(places[one]) - Number(places[two]) : (one, two) => words.compare(texts[one], texts[two]);
    return order.sort((one, two) => Number(gone(one)) - Number(gone(two)) || (gone(one) ? 0 : sign * compare(one, two)) || one - two);
  }

  head() {
    const row = element("tr", "", "row");
    this.data.columns.forEach((column, place) => {
      const cell = element("th", kind(column), "columnheader");
      cell.scope = "col";
      if (this.picked && !place) cell.append(this.all());
      const sorts = place === this.by;
      if (sorts) cell.setAttribute("aria-sort", this.falling ? "descending" : "ascending");
      if (column.sorts) {
        const button = element("button");
        button.type = "button";
        button.dataset.column = place;
        button.tabIndex = place === (this.by ?? 0) ? 0 : -1;
        button.textContent = column.label + (sorts ? (this.falling ? " ▼" : " ▲") : "");
        cell.append(button);
      } else cell.append(Object.assign(element("span", "label"), { textContent: column.label }));
      row.append(cell);
    });
    const head = element("thead", "", "rowgroup");
    head.append(row);
    return head;
  }

  all() {
    /** @type {HTMLInputElement} */
    this.whole = element("input");
    this.whole.type = "checkbox";
    this.whole.setAttribute("aria-label", this.data.words.all);
    this.whole.title = this.data.words.all;
    return this.whole;
  }

  grow() {
    const from = this.body.rows.length, piece = this.order.slice(from, from + PIECE);
    this.body.append(...piece.map((row, place) => this.row(row, from + place)));
    if (this.more) this.more.remove();
    this.watch.disconnect();
    if (this.body.rows.length >= this.order.length) return;
    this.more = document.createElement("button"); // also for who does not scroll
    this.more.type = "button";
    this.more.className = "more";
    this.more.textContent = this.data.words.more;
    this.box.append(this.more);
    this.watch.observe(this.more);
  }

  row(row, place) {
    const { codes, columns, opened } = this.data;
    const line = element("tr", "", "row"), head = element("th", "", "rowheader");
    line.setAttribute("aria-rowindex", String(place + 2));
    if (codes[row] === opened) line.setAttribute("aria-current", "true");
    head.scope = "row";
    head.append(this.picked ? this.choice(row, place) : this.opener(row, place));
    line.append(head, ...columns.slice(1).map((column) => {
      const cell = element("td", kind(column), "cell");
      cell.dataset.label = column.label;
      if (!column.texts[row]) cell.classList.add("empty");
      cell.append(...lines(column.texts[row]));
      return cell;
    }));
    return line;
  }

  opener(row, place) {
    const { codes, colours, columns, words } = this.data;
    const button = element("button"), swatch = element("i"), name = element("span");
    if (colours[row]) swatch.style.background = colours[row];
    name.append(...lines(columns[0].texts[row]));
    button.type = "button";
    button.title = words.open.replace("{area}", () => columns[0].texts[row]);
    button.dataset.code = codes[row];
    button.tabIndex = place ? -1 : 0;
    button.append(swatch, name);
    return button;
  }

  choice(row, place) {
    const { codes, columns } = this.data;
    const label = element("label"), box = element("input"), name = element("span");
    box.type = "checkbox";
    box.value = codes[row];
    box.checked = this.picked.has(codes[row]);
    box.tabIndex = place ? -1 : 0;
    name.append(...lines(columns[0].texts[row]));
    label.append(box, name);
    return label;
  }

  pick(box) {
    if (box === this.whole) {
      const none = this.picked.size === 0;
      this.picked = new Set(none ? this.data.codes : []);
      this.body.querySelectorAll("input").forEach((each) => { each.checked = none; });
    } else if (box.checked) this.picked.add(box.value);
    else this.picked.delete(box.value);
    this.tally();
    this.send(this.data.codes.filter((code) => this.picked.has(code)));
  }

  tally() {
    if (!this.picked) return;
    this.whole.checked = this.picked.size === this.data.codes.length;
    this.whole.indeterminate = this.picked.size > 0 && !this.whole.checked;
  }

  click(event) {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.code) this.send(button.dataset.code);
    else if (button.dataset.column) this.sort(Number(button.dataset.column));
    else this.grow();
  }

  sort(column) {
    this.falling = this.by === column && !this.falling;
    this.by = column;
    this.draw();
    this.box.querySelector(`[data-column="${column}"]`).focus();
  }

  press(event) {
    const row = event.target.closest("thead");
    const stops = [...(row ?? this.body).querySelectorAll(row ? "button" : "button, input")], at = stops.indexOf(event.target);
    const [on, back] = row ? ["ArrowRight", "ArrowLeft"] : ["ArrowDown", "ArrowUp"];
    const next = { [on]: at + 1, [back]: at - 1, Home: 0, End: stops.length - 1 }[event.key];
    if (at < 0 || next === undefined) return;
    event.preventDefault();
    const goal = stops[next];
    if (!goal) return;
    stops[at].tabIndex = -1;
    goal.tabIndex = 0;
    goal.focus();
  }
}

function element(tag, className = "", role = "") {
  const made = document.createElement(tag);
  made.className = className;
  if (role) made.setAttribute("role", role);
  return made;
}

function kind(column) {
  return column.places ? "number" : column.sorts ? "" : "prose";
}

function lines(text) {
  // textContent: names come from foreign files
  return text.split("\n").map((line) => Object.assign(element("span", "line"), { textContent: line }));
}

const tables = new WeakMap();

export default function (component) {
  const { data, parentElement, setStateValue, setTriggerValue } = component;
  const box = parentElement.querySelector(".ranking");
  if (!tables.has(box)) tables.set(box, new RankingTable(box));
  tables.get(box).update(data, (found) => (data.picked ? setStateValue("picked", found) : setTriggerValue("opened", found)));
}
