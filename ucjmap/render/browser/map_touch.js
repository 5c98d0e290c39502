/* A finger on the map scrolls the page, as everywhere else on it; two fingers move and zoom the map.

   Else a phone on which the map fills the width would hold its user fast. A tap does what a click does, a long press
   shows the figures. */
(function () {
  "use strict";

  const HINT_AFTER_PX = 12;
  const HINT_MS = 1600;

  class Touch {
    /** @param {Ucjmap.Layer} owner */
    constructor(owner) {
      this.owner = owner;
      if (owner.map.ucjmapTouch) { // the map's other layer looks after the fingers
        this.hint = owner.map.ucjmapTouch.hint;
        return;
      }
      owner.map.ucjmapTouch = this;
      const box = owner.map.getContainer();
      this.hint = L.DomUtil.create("div", "ucjmap-hint", box);
      this.hint.setAttribute("aria-hidden", "true");
      this.hint.hidden = true;
      const coarse = window.matchMedia("(pointer: coarse)");
      const choose = () => owner.map.dragging[coarse.matches ? "disable" : "enable"]();
      choose();
      coarse.addEventListener("change", choose);
      box.addEventListener("touchstart", (event) => { this.from = event.touches[0]; }, { passive: true });
      box.addEventListener("touchmove", (event) => this.moved(event), { passive: true });
    }

    update() {
      this.hint.textContent = this.owner.spec.words.two_fingers;
    }

    moved(event) {
      if (event.touches.length > 1 || this.owner.map.dragging.enabled() || event.target.closest(".ucjmap-player")) return;
      const { clientX, clientY } = event.touches[0];
      if (Math.hypot(clientX - this.from.clientX, clientY - this.from.clientY) < HINT_AFTER_PX) return;
      this.hint.hidden = false;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => { this.hint.hidden = true; }, HINT_MS);
    }
  }

  ucjmap.parts.touch = Touch;
})();
