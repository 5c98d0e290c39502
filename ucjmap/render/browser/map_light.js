/* One class of the legend, or one unit of the table, singled out on the map.

   The page tells by events of this window: "ucjmap:light" with the class (a number, "none" for no data, null for all),
   "ucjmap:point" with the code of a unit, and "ucjmap:pinned" when the card of another one is shown (`data-pinned`). */
(function () {
  "use strict";

  class Light {
    constructor(owner) {
      this.owner = owner;
      this.lit = null;
      window.addEventListener("ucjmap:light", ({ detail }) => this.turn(detail));
      window.addEventListener("ucjmap:point", ({ detail }) => this.point(detail));
      window.addEventListener("ucjmap:pinned", () => this.outlinePinned());
    }

    /* Another map has other classes. */
    update() {
      this.lit = null;
      this.outlinePinned();
    }

    outlinePinned() {
      const code = ucjmap.panels.page()?.documentElement.dataset.pinned;
      this.owner.parts.outlines.set("pinned", code ? [code] : [], true);
    }

    turn(wanted) {
      const lit = wanted === null ? null : String(wanted);
      if (lit === this.lit || !this.owner.layer) return;
      this.lit = lit;
      this.owner.restyle();
    }

    isDim(classId) {
      return this.lit !== null && String(classId ?? "none") !== this.lit;
    }

    point(code) {
      if (this.owner.layer) this.owner.parts.outlines.set("peer", code === null ? [] : [code]);
    }
  }

  ucjmap.parts.light = Light;
})();
