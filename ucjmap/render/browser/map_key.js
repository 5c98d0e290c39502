/* Units whose name finds no room: each has a number on the map, and a list that opens says which is which. Where there
   are too many to be read one by one, it is said how many names are left out. Nothing is dropped in silence. */
(function () {
  "use strict";

  const CROWD = 60; // units in sight above which a map is no longer read name by name
  const SIZE = 15; // pixels of a number
  const BESIDE = 16; // pixels from the panel below: as far as from the edge, and a gap
  const FONT = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";
  const FONT_SIZE = 11;

  class Key {
    /** @param {Ucjmap.Choropleth} owner */
    constructor(owner) {
      this.owner = owner;
      const corner = new L.Control({ position: "bottomright" });
      /** @type {HTMLDetailsElement} */
      this.box = L.DomUtil.create("details", "ucjmap-key");
      this.heading = L.DomUtil.create("summary", "", this.box);
      this.list = L.DomUtil.create("ol", "", this.box);
      corner.onAdd = () => this.box;
      corner.addTo(owner.map);
      L.DomEvent.disableClickPropagation(this.box);
      L.DomEvent.disableScrollPropagation(this.box);
      this.last = 0; // number that was given last
      this.scale = 1; // of the letters
      this.isWanted = false; // open, without anybody's doing
      this.say([], 0);
      // On paper nobody opens a list either.
      window.addEventListener("beforeprint", () => this.unfold(true));
      window.addEventListener("afterprint", () => this.unfold(this.isWanted));
    }

    update() {}

    unfold(open) {
      this.box.open = open;
      this.rise();
    }

    /* Pixels that it takes of the map's height. */
    get height() { return this.box.hidden ? 0 : this.box.offsetHeight; }

    /* Numbers on the units of `left` as far as there is room beside the boxes `taken`; `inSight` units are on the map. */
    draw(ctx, left, inSight, taken) {
      this.scale = ucjmap.letterScale();
      if (inSight > CROWD) return this.say([], left.length);
      this.last = 0;
      const numbered = left.filter((unit) => this.number(ctx, unit, taken)); // in the order of their numbers
      return this.say(numbered, left.length - numbered.length);
    }

    /* Before a projector nobody opens a list. A phone that presents has no room for an open one, and a finger. */
    follow(numbered) {
      const isWanted = this.scale > 1 && numbered.length > 0 && !ucjmap.isNarrow(this.owner.map);
      if (isWanted !== this.isWanted) this.box.open = isWanted;
      this.isWanted = isWanted;
    }

    /* Whether there is room for the next number. */
    number(ctx, unit, taken) {
      const { map, spec } = this.owner;
      const { x, y } = map.latLngToContainerPoint(ucjmap.geometry.innerLatLng(map, unit.polygon));
      const half = SIZE * this.scale / 2, box = { left: x - half, right: x + half, top: y - half, bottom: y + half };
      if (taken.some((other) => box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom)) return false;
      unit.number = this.last += 1;
      taken.push(box);
      ctx.font = `600 ${FONT_SIZE * this.scale}px ${FONT}`;
      ctx.lineWidth = 3;
      ctx.strokeStyle = spec.dark ? "#111827" : "#ffffff";
      ctx.fillStyle = spec.dark ? "#ffffff" : "#111827";
      ctx.strokeText(String(unit.number), x, y);
      ctx.fillText(String(unit.number), x, y);
      return true;
    }

    say(numbered, rest) {
      const count = numbered.length + rest, { words, labels, language } = this.owner.shown ?? {};
      const told = (text, number) => text.replace("{count}", number.toLocaleString(language));
      this.box.hidden = !count;
      this.follow(numbered);
      if (!count) return;
      this.heading.textContent = told(words.names_left, count);
      const lines = numbered.map(({ code }) => [this.owner.nameOf(code), labels?.[code]].filter(Boolean).join(" "));
      this.list.replaceChildren(...lines.map((line) => {
        const made = L.DomUtil.create("li");
        made.textContent = line;
        return made;
      }));
      if (rest) {
        const more = L.DomUtil.create("li", "ucjmap-quiet", this.list);
        more.textContent = told(words.names_zoom, rest);
      }
      this.rise();
    }

    /* Above the panels of the page that would lie over it, as the legend does on a phone; beside a card that is too high. */
    rise() {
      Object.assign(this.box.style, { marginBottom: "", marginRight: "" });
      const panels = ucjmap.panels.boxes();
      if (this.box.hidden || !panels.length) return;
      const own = ucjmap.geometry.boxOn(this.owner.map, this.box);
      const over = panels.filter((panel) => panel.left < own.right && own.left < panel.right && panel.top < own.bottom && own.top < panel.bottom);
      if (!over.length) return;
      const up = own.bottom - Math.min(...over.map((panel) => panel.top)) + BESIDE;
      if (own.top > up) this.box.style.marginBottom = `${up}px`;
      else this.box.style.marginRight = `${own.right - Math.min(...over.map((panel) => panel.left)) + BESIDE}px`;
    }
  }

  ucjmap.parts.key = Key;
})();
