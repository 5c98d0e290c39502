/* The table beside the map. A heading sorts, the name of an area opens it; what has no data stays last either way.
   Arrow keys go through the areas, so that the Tab key leaves the table at once (a roving tabindex, WAI-ARIA Authoring
   Practices 1.2). Long tables are drawn piece by piece while they are scrolled. */

const PIECE = 150;

class RankingTable {
  constructor(box) {
    this.box = box;
    this.by = null; // the column that sorts; null: as it came
    this.falling = false;
    this.watch = new IntersectionObserver((seen) => { if (seen.some((each) => each.isIntersecting)) this.grow(); }, { root: box, rootMargin: "300px" });
    box.addEventListener("keydown", (event) => this.press(event));
    box.addEventListener("click", (event) => this.click(event));
  }

  update(data, open) {
    this.send = open;
    const told = JSON.stringify(data);
    if (told === this.told) return; // the page ran again and nothing changed: the visitor's place is kept
    const labels = data.columns.map((column) => column.label).join();
    if (labels !== this.labels) this.by = null;
    Object.assign(this, { told, labels, data });
    this.box.style.maxHeight = `${data.height}px`;
    this.box.scrollTop = 0;
    this.draw();
  }

  draw() {
    this.order = this.sorted();
    this.table = document.createElement("table");
    this.table.setAttribute("aria-label", this.data.words.table);
    this.table.setAttribute("aria-rowcount", String(this.order.length + 1));
    this.table.append(this.head(), (this.body = document.createElement("tbody")));
    this.watch.disconnect();
    this.box.replaceChildren(this.table);
    this.grow();
  }

  sorted() {
    const order = this.data.codes.map((_, row) => row);
    if (this.by === null) return order;
    const { places, texts } = this.data.columns[this.by];
    const sign = this.falling ? -1 : 1;
    const words = new Intl.Collator(this.data.lang, { numeric: true });
    const gone = (row) => (places ? places[row] === null : texts[row] === "");
    const compare = places ? (one, two) => places[one] - places[two] : (one, two) => words.compare(texts[one], texts[two]);
    return order.sort((one, two) => gone(one) - gone(two) || (gone(one) ? 0 : sign * compare(one, two)) || one - two);
  }

  head() {
    const row = document.createElement("tr");
    this.data.columns.forEach((column, place) => {
      const cell = document.createElement("th"), button = document.createElement("button");
      cell.scope = "col";
      cell.className = column.places ? "number" : "";
      const sorts = place === this.by;
      if (sorts) cell.setAttribute("aria-sort", this.falling ? "descending" : "ascending");
      button.type = "button";
      button.dataset.column = place;
      button.textContent = column.label + (sorts ? (this.falling ? " ▼" : " ▲") : "");
      cell.append(button);
      row.append(cell);
    });
    const head = document.createElement("thead");
    head.append(row);
    return head;
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
    const { codes, colours, columns, words, opened } = this.data;
    const line = document.createElement("tr"), head = document.createElement("th"), button = document.createElement("button");
    line.setAttribute("aria-rowindex", String(place + 2));
    if (codes[row] === opened) line.setAttribute("aria-current", "true");
    const swatch = document.createElement("i"), name = document.createElement("span");
    if (colours[row]) swatch.style.background = colours[row];
    name.textContent = columns[0].texts[row]; // textContent: names come from foreign files
    button.type = "button";
    button.title = words.open.replace("{area}", () => columns[0].texts[row]);
    button.dataset.code = codes[row];
    button.tabIndex = place ? -1 : 0;
    button.append(swatch, name);
    head.scope = "row";
    head.append(button);
    line.append(head, ...columns.slice(1).map((column) => {
      const cell = document.createElement("td");
      cell.className = column.places ? "number" : "";
      cell.textContent = column.texts[row];
      return cell;
    }));
    return line;
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
    const buttons = [...this.body.querySelectorAll("button")], at = buttons.indexOf(event.target);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (at < 0 || next === undefined) return;
    event.preventDefault();
    const goal = buttons[next];
    if (!goal) return;
    buttons[at].tabIndex = -1;
    goal.tabIndex = 0;
    goal.focus();
  }
}

const tables = new WeakMap();

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const box = parentElement.querySelector(".ranking");
  if (!tables.has(box)) tables.set(box, new RankingTable(box));
  tables.get(box).update(data, (code) => setTriggerValue("opened", code));
}
