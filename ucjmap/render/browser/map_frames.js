/* Playback: the same units at one date after the other, coloured anew from a table, without the server.

   A date is one text of classes, a letter for each unit in the order of the codes: "0" the lowest class, "a" the
   eleventh, "-" no data. It starts only when the user says so, and tells the page the date on which the user stops. */
(function () {
  "use strict";

  const STEP_MS = 1100;
  const CALM_STEP_MS = 2500; // where the user asked the system for little motion
  const SPEEDS = [1, 2, 0.5];

  class Frames {
    /** @param {Ucjmap.Choropleth} owner */
    constructor(owner) {
      this.owner = owner;
      /** @type {Ucjmap.Playback} */
      this.data = /** @type {any} */ (null);
      this.index = 0;
      this.speed = 0;
      /** @type {number | undefined} */
      this.timer = undefined; // while it plays
      this.dragged = false;
      this.makePlayer();
      document.addEventListener("visibilitychange", () => { if (document.hidden && this.timer) this.stop(); });
    }

    makePlayer() {
      const box = L.DomUtil.create("div", "ucjmap-player", this.owner.map.getContainer());
      L.DomEvent.disableClickPropagation(box);
      L.DomEvent.disableScrollPropagation(box);
      box.addEventListener("keydown", (event) => event.stopPropagation()); // arrow keys are the slider's here
      /** @type {HTMLElement} */
      this.box = box;
      box.setAttribute("role", "group");
      /** @type {HTMLButtonElement} */
      this.play = ucjmap.button(box, () => (this.timer ? this.stop() : this.start()));
      /** @type {HTMLInputElement} */
      this.slider = L.DomUtil.create("input", "", box);
      Object.assign(this.slider, { type: "range", min: 0, step: 1 });
      this.slider.oninput = () => {
        const wanted = Number(this.slider.value); // before the pause writes the old one
        this.pause();
        this.dragged = true;
        this.go(wanted);
      };
      this.slider.onchange = () => { this.dragged = false; this.tell(); };
      /** @type {HTMLElement} */
      this.date = L.DomUtil.create("strong", "", box);
      /** @type {HTMLButtonElement} */
      this.pace = ucjmap.button(box, () => this.turnSpeed());
      /** @type {HTMLElement} */
      this.origin = L.DomUtil.create("small", "", box);
      box.hidden = true;
    }

    /* What lies at the lower edge of the map lies above the player, the page's legend too. */
    takeRoom() {
      const place = ucjmap.panels.page() && /** @type {HTMLElement} */ (window.frameElement).closest(".st-key-map-newer, .st-key-map-older");
      for (const box of [this.owner.map.getContainer(), /** @type {HTMLElement | null} */ (place)]) {
        box?.style.setProperty("--ucjmap-player-height", `${this.box.offsetHeight}px`);
      }
    }

    get height() {
      return this.box.hidden ? 0 : this.box.offsetHeight + 8;
    }

    /* Whether another date is shown than the page's. */
    get elsewhere() {
      const { shown } = this.owner;
      if (this.data === null || shown === null || shown.frames !== this.data) return false;
      return this.data.dates[this.index] !== shown.frame;
    }

    update({ geometryChanged }) {
      const { frames, frame, words } = this.owner.spec;
      if (geometryChanged || frames === null) this.pause();
      this.data = /** @type {Ucjmap.Playback} */ (frames); // null: the player cannot be reached
      /** @type {Map<string, number>} */
      this.position = new Map(frames?.codes.map((code, position) => [code, position]));
      this.box.hidden = frames === null;
      if (!frames) return this.takeRoom();
      // The answer to an earlier stop must not take the slider out of the user's hand.
      if (!this.timer && !this.dragged) this.index = Math.max(frames.dates.indexOf(String(frame)), 0);
      this.index = Math.min(this.index, frames.dates.length - 1);
      this.slider.max = String(frames.dates.length - 1);
      this.slider.setAttribute("aria-label", words.frames);
      this.box.setAttribute("aria-label", words.frames);
      this.write();
    }

    reading(code) {
      if (!this.elsewhere) return null;
      const at = this.position.get(code);
      const letter = at === undefined ? "-" : this.data.classes[this.index][at];
      const classId = letter === "-" ? null : parseInt(letter, 36);
      const small = at !== undefined && classId !== null && this.data.small[this.index].includes(at);
      return { classId, text: this.textOf(code) || this.owner.shown.words.no_data, small };
    }

    textOf(code) {
      const at = this.position.get(code);
      return at === undefined ? "" : this.data.texts[this.data.text_of[this.index][at]];
    }

    /* Second line of a label at a date that is not the page's; undefined: the page's own holds. */
    labelOf(code) {
      return this.elsewhere ? this.textOf(code) : undefined;
    }

    start() {
      if (this.index >= this.data.dates.length - 1) this.go(0);
      this.run();
      this.write();
    }

    run() {
      clearInterval(this.timer);
      const step = ucjmap.prefersLittleMotion() ? CALM_STEP_MS : STEP_MS;
      this.timer = setInterval(() => this.step(), step / SPEEDS[this.speed]);
    }

    step() {
      if (this.index < this.data.dates.length - 1) this.go(this.index + 1);
      if (this.index >= this.data.dates.length - 1) this.stop();
    }

    pause() {
      clearInterval(this.timer);
      this.timer = undefined;
      if (this.data) this.write();
    }

    stop() {
      this.pause();
      this.tell();
    }

    tell() {
      this.owner.send({ frame: this.data.dates[this.index] });
    }

    turnSpeed() {
      this.speed = (this.speed + 1) % SPEEDS.length;
      if (this.timer) this.run();
      this.write();
    }

    go(index) {
      this.index = index;
      this.write();
      this.owner.parts.circles.draw();
      this.owner.parts.labels.draw();
      this.owner.restyle();
    }

    write() {
      const { words, language } = this.owner.spec;
      const playing = this.timer !== undefined;
      ucjmap.label(this.play, playing ? "❚❚" : "▶", playing ? words.pause : words.play);
      this.slider.value = String(this.index);
      this.slider.setAttribute("aria-valuetext", this.data.labels[this.index]);
      this.date.textContent = this.data.labels[this.index];
      this.origin.textContent = this.data.origins[this.index]; // the page has the sources of its own date
      this.takeRoom();
      const speed = `${new Intl.NumberFormat(language).format(SPEEDS[this.speed])}×`;
      ucjmap.label(this.pace, speed, words.speed);
    }
  }

  ucjmap.parts.frames = Frames;
})();
