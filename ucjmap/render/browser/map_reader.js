/* The units for those who use no mouse: one list in the order of the alphabet, which Tab reaches after the map.

   Arrow keys, Home, End, Page Up and Page Down, and the first letters of a name go through it; Enter does what a click
   does, F2 pins the card of the unit, the space bar does what a click with Shift does, Escape goes back to the map, whose arrow keys move the map itself.
   Only the option at the cursor and its neighbours exist as elements: a list of 2,130 stays as light as one of 12. */
(function () {
  "use strict";

  const PAGE = 10;
  const TYPING_MS = 800;
  let lists = 0;

  class Reader {
    /** @param {Ucjmap.Choropleth} owner */
    constructor(owner) {
      this.owner = owner;
      /** @type {string[]} */
      this.codes = [];
      this.at = -1;
      this.typed = "";
      const { map } = owner;
      const box = map.getContainer();
      this.list = L.DomUtil.create("div", "ucjmap-unseen", box);
      this.list.id = `ucjmap-units-${(lists += 1)}`;
      Object.assign(this.list, { tabIndex: 0, role: "listbox" });
      this.caption = L.DomUtil.create("div", "ucjmap-caption", box);
      this.caption.setAttribute("aria-hidden", "true"); // what the list says, for those who see it
      this.caption.hidden = true;
      this.list.onfocus = () => this.move(Math.max(this.at, 0));
      this.list.onblur = () => this.leave();
      this.list.onkeydown = (event) => this.press(event);
    }

    update({ geometryChanged }) {
      const { words, picking, language } = this.owner.spec;
      document.documentElement.lang = language; // or the words of the map would be read out as English
      this.list.setAttribute("aria-label", picking ? words.units_picking : words.units);
      this.list.setAttribute("aria-multiselectable", "true");
      if (geometryChanged) {
        const order = new Intl.Collator(language, { numeric: true });
        const names = new Map([...this.owner.polygons.keys()].map((code) => [code, String(this.owner.nameOf(code))]));
        this.codes = [...names].sort(([, a], [, b]) => order.compare(a, b)).map(([code]) => code);
        this.at = -1;
      }
      this.list.hidden = !this.codes.length;
      if (document.activeElement === this.list) this.move(Math.max(this.at, 0));
      else this.writeOptions();
    }

    get code() {
      return this.codes[this.at];
    }

    press(event) {
      const last = this.codes.length - 1;
      const steps = {
        ArrowDown: this.at + 1, ArrowRight: this.at + 1, ArrowUp: this.at - 1, ArrowLeft: this.at - 1,
        PageDown: this.at + PAGE, PageUp: this.at - PAGE, Home: 0, End: last,
      };
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key in steps) this.move(Math.min(Math.max(steps[event.key], 0), last));
      else if (event.key === "Enter") this.owner.pick(this.code);
      else if (event.key === " " && !this.typed) this.owner.pick(this.code, { shiftKey: true });
      else if (event.key === "F2") this.owner.pin(this.code);
      else if (event.key === "Escape") this.owner.map.getContainer().focus();
      else if (event.key.length === 1) this.type(event.key);
      else return;
      L.DomEvent.stop(event); // the page scrolls and the map moves by the same keys
    }

    /* To the next name that begins with the letters typed in quick succession. */
    type(letter) {
      clearTimeout(this.typing);
      this.typing = setTimeout(() => { this.typed = ""; }, TYPING_MS);
      this.typed += letter.toLocaleLowerCase();
      const from = this.at + (this.typed.length === 1 ? 1 : 0);
      const turned = [...this.codes.slice(from), ...this.codes.slice(0, from)];
      const hit = turned.find((code) => String(this.owner.nameOf(code)).toLocaleLowerCase().startsWith(this.typed));
      if (hit) this.move(this.codes.indexOf(hit));
    }

    move(at) {
      this.at = at;
      this.writeOptions();
      const { code, owner } = this;
      if (code === undefined) return;
      owner.parts.outlines.set("cursor", [code]);
      this.caption.textContent = "";
      L.DomUtil.create("strong", "", this.caption).textContent = owner.nameOf(code);
      for (const line of [...owner.placeOf(code), ...owner.linesOf(code), ...owner.dateOf(code)]) {
        L.DomUtil.create("span", "", this.caption).textContent = line;
      }
      L.DomUtil.create("small", "", this.caption).textContent = owner.shown.words.keys;
      this.caption.hidden = false;
      const middle = ucjmap.geometry.innerLatLng(owner.map, owner.polygons.get(code));
      if (!owner.map.getBounds().contains(middle)) owner.map.panTo(middle, { animate: false });
    }

    leave() {
      this.caption.hidden = true;
      this.owner.parts.outlines.set("cursor", []);
    }

    /* The option at the cursor between its neighbours; the element of a code stays while it is near. */
    writeOptions() {
      const near = this.codes.slice(Math.max(this.at - 1, 0), Math.max(this.at, 0) + 2);
      const chosen = new Set([this.owner.shown?.selected, ...(this.owner.shown?.chosen ?? [])]);
      const options = near.map((code) => {
        const option = L.DomUtil.create("div", "");
        option.id = `${this.list.id}-${code}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", String(chosen.has(code)));
        option.setAttribute("aria-posinset", String(this.codes.indexOf(code) + 1));
        option.setAttribute("aria-setsize", String(this.codes.length));
        option.textContent = [this.owner.nameOf(code), ...this.owner.linesOf(code)].join(", ");
        return option;
      });
      this.list.replaceChildren(...options);
      if (this.code === undefined) this.list.removeAttribute("aria-activedescendant");
      else this.list.setAttribute("aria-activedescendant", `${this.list.id}-${this.code}`);
    }
  }

  ucjmap.parts.reader = Reader;
})();
