/* A table of areas. A heading sorts; the name of an area opens it, or chooses it where areas are chosen (`picked`); what
   has no data stays last either way. Arrow keys go through the headings and through the areas, so that the Tab key
   leaves the table after two stops (a roving tabindex, WAI-ARIA Authoring Practices 1.2). Long tables are drawn piece by
   piece while they are scrolled. */

const PIECE = 150;

class RankingTable {
  constructor(box, filter) {
    this.box = box;
    this.filter = filter.querySelector("input");
    this.left = filter.querySelector("p");
    this.lit = null; // the class of the legend that stays lit
    this.filter.addEventListener("input", () => this.draw());
    box.addEventListener("pointerover", (event) => this.point(event.target));
    box.addEventListener("pointerleave", () => this.point(null));
    window.addEventListener("ucjmap:light", ({ detail }) => this.light(detail));
    this.by = null; // the column that sorts; null: as it came
    this.falling = false;
    /** @type {number[]} */
    this.order = []; // numbers of the rows, as they are shown
    this.watch = new IntersectionObserver((seen) => { if (seen.some((entry) => entry.isIntersecting)) { this.grow(); this.fitNames(); } }, { root: box, rootMargin: "300px" });
    box.addEventListener("keydown", (event) => this.press(event));
    box.addEventListener("click", (event) => this.click(event));
    box.addEventListener("change", (event) => this.pick(event.target));
    box.addEventListener("scroll", () => this.fadeEdge(), { passive: true });
    this.on = filter.querySelector("button"); // to the columns out of sight
    this.on.addEventListener("click", () => this.goOn());
    new ResizeObserver(() => this.fitNames()).observe(box);
  }

  /* A number that the edge cuts would read as another number: it fades where more columns follow. */
  fadeEdge() {
    const { scrollLeft, clientWidth, scrollWidth } = this.box, edge = scrollLeft + clientWidth;
    const goesOn = edge < scrollWidth - 1;
    const cuts = this.heads().some((head) => head.offsetLeft < edge - 1 && head.offsetLeft + head.offsetWidth > edge + 1);
    this.box.classList.toggle("goes-on", goesOn && cuts);
    this.on.hidden = this.on.parentElement.hidden || scrollWidth <= clientWidth + 1;
    this.on.textContent = goesOn ? "›" : "‹";
    this.on.title = (goesOn ? this.data?.words.columns : this.data?.words.first_columns) ?? "";
    this.on.setAttribute("aria-label", this.on.title);
  }

  heads() {
    return [...(this.table?.tHead?.rows[0].cells ?? [])];
  }

  /* The names take the room that would show a part of a column: each column is seen whole or not at all. */
  fitNames() {
    this.box.style.removeProperty("--names");
    if (this.picked) return;
    const widths = this.heads().map((head) => head.offsetWidth);
    const spare = spareRoom(widths, this.box.clientWidth);
    if (spare) this.box.style.setProperty("--names", `${widths[0] + spare}px`);
    this.fadeEdge();
  }

  /* To the columns that are out of sight, and from the last one back to the first. */
  goOn() {
    const { scrollLeft, clientWidth, scrollWidth } = this.box, edge = scrollLeft + clientWidth;
    const [names, ...others] = this.heads();
    const next = others.find((head) => head.offsetLeft + head.offsetWidth > edge + 1);
    const left = edge >= scrollWidth - 1 || !next ? 0 : next.offsetLeft - names.offsetWidth;
    this.box.scrollTo({ left });
  }

  update({ picked, ...data }, send, pin) {
    /** @type {(chosen: string | string[]) => void} */
    this.send = send;
    /** @type {(code: string) => void} */
    this.pin = pin;
    this.filter.parentElement.hidden = !data.words.filter;
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
    this.filter.placeholder = data.words.filter_short ?? "";
    this.filter.title = data.words.filter ?? "";
    this.filter.setAttribute("aria-label", this.filter.title);
    this.draw();
  }

  draw() {
    this.order = this.sorted().filter(this.fits());
    this.tellLeft();
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
    this.fitNames();
  }

  /* Whether a row is asked for: it has every word that was typed, and its figure lies beyond every limit. */
  fits() {
    const { columns } = this.data, typed = this.filter.parentElement.hidden ? "" : this.filter.value;
    const figure = columns.find((column, place) => column.numbers && (place === this.by || this.by === null)) ?? columns.find((column) => column.numbers);
    const words = [], limits = [];
    for (const [, sign, number, word] of typed.toLocaleLowerCase().matchAll(/([<>])\s*([−-]?\d+(?:[.,]\d+)?)\s*%?|([^\s<>]+)/g)) {
      if (sign) limits.push({ sign, number: Number(number.replace("−", "-").replace(",", ".")) });
      else words.push(word);
    }
    const texts = columns.filter((column) => !column.places);
    return (row) => {
      const own = figure?.numbers?.[row] ?? NaN; // which lies beyond no limit
      if (!limits.every(({ sign, number }) => (sign === "<" ? own < number : own > number))) return false;
      const all = texts.map((column) => column.texts[row]).join(" ").toLocaleLowerCase();
      return words.every((word) => all.includes(word));
    };
  }

  tellLeft() {
    const { words, codes } = this.data;
    const is = this.order.length < codes.length;
    this.left.textContent = is ? words.left.replace("{count}", String(this.order.length)).replace("{all}", String(codes.length)) : "";
  }

  /* The row under the pointer is singled out on the map. */
  point(target) {
    const code = target?.closest?.("tr")?.dataset.code ?? null;
    if (code === this.pointed || this.picked) return;
    this.pointed = code;
    window.dispatchEvent(new CustomEvent("ucjmap:point", { detail: code }));
  }

  light(wanted) {
    if (!this.data?.classes) return;
    this.lit = wanted;
    this.body?.querySelectorAll("tr").forEach((line) => this.dim(line));
  }

  dim(line) {
    line.classList.toggle("dim", this.lit !== null && line.dataset.class !== this.lit);
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
    const { codes, columns, opened, classes } = this.data;
    const line = element("tr", "", "row"), head = element("th", "", "rowheader");
    line.dataset.code = codes[row];
    if (classes) line.dataset.class = classes[row];
    this.dim(line);
    line.setAttribute("aria-rowindex", String(place + 2));
    if (codes[row] === opened) line.setAttribute("aria-current", "true");
    head.scope = "row";
    head.append(this.picked ? this.choice(row, place) : this.opener(row, place));
    if (this.data.words.facts) head.append(this.pinner(row));
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

  /* Beside the name, out of the way of the Tab key: with the keyboard F2 on the name does the same. */
  pinner(row) {
    const { codes, columns, words } = this.data;
    const button = element("button", "pin");
    button.type = "button";
    button.tabIndex = -1;
    button.dataset.pin = codes[row];
    button.textContent = "i";
    button.title = words.facts.replace("{area}", () => columns[0].texts[row]);
    button.setAttribute("aria-label", button.title);
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
      this.body.querySelectorAll("input").forEach((input) => { input.checked = none; });
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
    if (button.dataset.pin) this.pin(button.dataset.pin);
    else if (button.dataset.code) this.send(button.dataset.code);
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
    if (event.key === "F2" && event.target.dataset.code) return this.pin?.(event.target.dataset.code);
    const stops = [...(row ?? this.body).querySelectorAll(row ? "button" : "button:not(.pin), input")], at = stops.indexOf(event.target);
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

/* Pixels that are left beside the columns that are seen whole; 0 where all are, or not even one beside the names. */
function spareRoom(widths, width) {
  const [names, ...others] = widths;
  let left = width - names, count = 0;
  while (count < others.length && others[count] <= left) left -= others[count++];
  return count && count < others.length ? left : 0;
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
  if (!tables.has(box)) tables.set(box, new RankingTable(box, parentElement.querySelector(".filter")));
  const send = (choice) => (data.picked ? setStateValue("picked", choice) : setTriggerValue("opened", choice));
  tables.get(box).update(data, send, (code) => setTriggerValue("pinned", code));
}
