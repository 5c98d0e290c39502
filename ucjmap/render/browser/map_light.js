/* One class of the legend, or one unit of the table, singled out on the map.

   The page tells by events of this window: "ucjmap:light" with the class (a number, "none" for no data, null for all) and
   "ucjmap:point" with the code of a unit. */
(function () {
  "use strict";

  class Light {
    constructor(owner) {
      this.owner = owner;
      this.lit = null;
      window.addEventListener("ucjmap:light", ({ detail }) => this.turn(detail));
      window.addEventListener("ucjmap:point", ({ detail }) => this.point(detail));
    }

    /* Another map has other classes. */
    update() {
      this.lit = null;
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
