/* The wheel over the map scrolls the page where there is something to scroll; with Ctrl, or after a click on the map until
   the pointer leaves it, it zooms. */
(function () {
  "use strict";

  const HINT_MS = 1600;

  class Wheel {
    constructor(owner) {
      this.owner = owner;
      const { map } = owner;
      if (map.ucjmapWheel) { // the map's other layer looks after the wheel
        this.hint = map.ucjmapWheel.hint;
        return;
      }
      map.ucjmapWheel = this;
      const box = map.getContainer();
      this.hint = L.DomUtil.create("div", "ucjmap-hint", box);
      this.hint.setAttribute("aria-hidden", "true");
      this.hint.hidden = true;
      this.taken = false;
      box.addEventListener("click", () => { this.taken = true; }, true);
      box.addEventListener("mouseleave", () => { this.taken = false; });
      box.addEventListener("wheel", (event) => this.turn(event), { capture: true, passive: true });
    }

    update() {
      this.hint.textContent = this.owner.spec.words.wheel;
    }

    turn(event) {
      const { scrollWheelZoom } = this.owner.map;
      if (this.taken || event.ctrlKey || event.metaKey || !ucjmap.panels.pageScrolls()) return scrollWheelZoom.enable();
      scrollWheelZoom.disable();
      this.hint.hidden = false;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => { this.hint.hidden = true; }, HINT_MS);
    }
  }

  ucjmap.parts.wheel = Wheel;
})();
