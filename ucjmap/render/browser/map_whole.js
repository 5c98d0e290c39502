/* The button that shows the whole area again after somebody moved the map. */
(function () {
  "use strict";

  class Whole {
    constructor(owner) {
      this.owner = owner;
      this.button = owner.addButton(() => owner.fit());
    }

    update() {
      const { spec } = this.owner;
      ucjmap.label(this.button, "whole", spec.words.whole);
      this.button.hidden = spec.geometry_url === null || spec.whole === false;
    }
  }

  ucjmap.parts.whole = Whole;
})();
