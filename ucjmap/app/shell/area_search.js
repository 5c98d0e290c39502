/* Search of an area with help while typing: a combobox with a list (WAI-ARIA Authoring Practices 1.2, "list autocomplete
   with manual selection"). The list comes from the server by its own short way, so that typing reruns no page. */

const WAIT_MS = 120; // between the last key and the question, so that a fast typist asks once
const PATIENCE_MS = 15000;
const MOST = 10; // the server answers with no more

class AreaSearch {
  constructor(box) {
    this.input = box.querySelector("input");
    this.label = box.querySelector("label");
    this.list = box.querySelector("ul");
    this.status = box.querySelector("p");
    this.areas = [];
    this.at = -1;
    /** @type {number | undefined} */
    this.timer = undefined;
    /** @type {AbortController | null} */
    this.question = null;
    this.input.addEventListener("input", () => this.wait());
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("focus", () => { if (this.areas.length) this.open(true); });
    this.input.addEventListener("blur", () => this.open(false));
    // Pressed, the list would take the focus, and the field would close it before the click arrives.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const item = event.target.closest("li");
      if (item) this.choose([...this.list.children].indexOf(item));
    });
  }

  update(data, choose) {
    this.data = data;
    this.send = choose;
    this.label.textContent = data.words.label;
    this.label.classList.toggle("unseen", data.is_bare);
    this.input.placeholder = data.words.placeholder;
    this.list.setAttribute("aria-label", data.words.label);
  }

  wait() {
    clearTimeout(this.timer);
    if (this.question) this.question.abort();
    this.isOld = true; // what stands in the list is not yet of what stands in the field
    this.isMeant = false;
    if (!this.input.value.trim()) {
      this.show([], "");
      return;
    }
    this.timer = setTimeout(() => this.ask(), WAIT_MS);
  }

  async ask() {
    const typed = this.input.value.trim();
    const question = (this.question = new AbortController());
    const limit = setTimeout(() => question.abort("slow"), PATIENCE_MS);
    this.say(this.data.words.searching);
    try {
      const answer = await fetch(`${this.data.url}?${new URLSearchParams({ q: typed, near: this.data.near })}`, { signal: question.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      const { areas } = await answer.json();
      if (this.question === question) this.show(areas, areas.length ? "" : this.data.words.none);
    } catch {
      const replaced = question.signal.aborted && question.signal.reason !== "slow";
      if (!replaced && this.question === question) this.show([], this.data.words.failed);
    } finally {
      clearTimeout(limit);
    }
  }

  show(areas, words) {
    this.areas = areas;
    this.isOld = false;
    this.list.replaceChildren(...areas.map((area, place) => this.item(area, place)));
    this.mark(areas.length ? 0 : -1);
    this.open(areas.length > 0);
    const { count, first } = this.data.words;
    const counted = (areas.length < MOST ? count : first).replace("{count}", areas.length);
    this.list.dataset.more = areas.length < MOST ? "" : counted;
    this.say(words || (areas.length ? counted : ""), areas.length > 0);
    if (this.isMeant && areas.length) this.choose(0);
    this.isMeant = false;
  }

  item(area, place) {
    const item = document.createElement("li");
    item.id = `area-${place}`;
    item.setAttribute("role", "option");
    const name = document.createElement("strong");
    const where = document.createElement("span");
    name.textContent = area.name; // textContent: names come from foreign files
    where.textContent = [this.data.words.levels[area.level], area.within, area.code].filter(Boolean).join(" · ");
    item.append(name, where);
    return item;
  }

  say(words, hidden = false) {
    this.status.textContent = words;
    this.status.classList.toggle("unseen", hidden); // how many were found is seen by the list itself
  }

  open(on) {
    this.list.hidden = !on;
    this.input.setAttribute("aria-expanded", String(on));
    if (!on) this.input.removeAttribute("aria-activedescendant");
    else this.mark(this.at);
  }

  mark(place) {
    this.at = place;
    [...this.list.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === place)));
    if (place < 0) return;
    this.input.setAttribute("aria-activedescendant", `area-${place}`);
    this.list.children[place].scrollIntoView({ block: "nearest" });
  }

  press(event) {
    const last = this.areas.length - 1;
    if (event.key === "Escape") {
      this.open(false);
    } else if (event.key === "Enter" && this.isOld) {
      this.isMeant = true; // typed faster than the answer comes: the first one of it is taken, and not one of before
    } else if (event.key === "Enter" && this.at >= 0 && !this.list.hidden) {
      this.choose(this.at);
    } else if (event.key === "ArrowDown" && last >= 0) {
      this.step(this.at < last ? this.at + 1 : 0);
    } else if (event.key === "ArrowUp" && last >= 0) {
      this.step(this.at > 0 ? this.at - 1 : last);
    } else {
      return;
    }
    event.preventDefault();
  }

  step(place) {
    if (this.list.hidden) this.open(true);
    else this.mark(place);
  }

  choose(place) {
    const area = this.areas[place];
    this.isMeant = false;
    this.input.value = "";
    this.show([], "");
    this.send(area.code);
  }
}

const searches = new WeakMap();

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const box = parentElement.querySelector(".area-search");
  if (!searches.has(box)) searches.set(box, new AreaSearch(box));
  searches.get(box).update(data, (code) => setTriggerValue("chosen", code));
}
