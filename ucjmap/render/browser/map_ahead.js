/* The map that comes next, fetched while the visitor points at its area, and drawn at the click.

   The page takes a moment to be made anew. Until it is, the server answers what the next map shows (`next_map`), from the
   same answer that the page will lay out. Only a map in whose classes the colours mean the same (`scale`) is drawn before
   its page, since the legend is a part of that. While the page has not confirmed what is drawn, clicks wait; if it never
   does, the map goes back. */
(function () {
  "use strict";

  const FETCH_LIMIT_MS = 60000;
  const CONFIRMED_WITHIN_MS = 10000;
  const PATIENCE_MS = 60; // a little later the page has the browser and the server to itself
  const LATE_AFTER_MS = 400;
  const KEPT_MS = 30000; // somebody may load new figures
  const KEPT_AT_MOST = 8;

  async function fetchJson(url) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(FETCH_LIMIT_MS) });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }

  async function fetchView(url, geometryUrl) {
    const guessed = geometryUrl ? fetchJson(geometryUrl) : null;
    guessed?.catch(() => {}); // reported below, if it is still wanted then
    const { drawing: spec } = await fetchJson(url);
    const { geometry_url: wanted } = spec;
    return { spec, geometry: await (wanted === geometryUrl ? guessed : wanted && fetchJson(wanted)) };
  }

  class Ahead {
    /** @param {Ucjmap.Choropleth} owner */
    constructor(owner) {
      this.owner = owner;
      this.views = new Map(); // address -> {view: promise of its specification and geometry, since}
      this.left = null; // the map before one that its page has not confirmed yet
      this.drawn = ""; // that one, as text
      /** @type {Promise<void>} */
      this.confirmed = Promise.resolve(); // when the page, too, is that of the map
      /** @type {(nothing: void) => void} */
      this.sayConfirmed = () => {};
      this.waiting = null; // what was clicked on it
      this.timers = [];
      this.hint = L.DomUtil.create("div", "ucjmap-late", owner.map.getContainer());
      this.hint.setAttribute("role", "status");
      this.hint.hidden = true;
    }

    update() {}

    /* Promise of the map behind an area; null where none is offered. */
    fetch(code) {
      const { next_map: start, next_geometry: geometry } = this.owner.spec;
      if (!start || code === null || code === undefined) return null;
      const url = start + encodeURIComponent(code);
      let kept = this.views.get(url);
      if (!kept || performance.now() - kept.since > KEPT_MS) {
        this.views.delete(url);
        kept = { view: fetchView(url, geometry?.[code]), since: performance.now() };
        kept.view.catch(() => this.views.delete(url)); // the page itself tells what is wrong
        this.views.set(url, kept);
        if (this.views.size > KEPT_AT_MOST) this.views.delete(this.views.keys().next().value);
      }
      return kept.view;
    }

    /* Draws the map behind an area; the page is told by `tellPage`, which takes all of the browser for a while. */
    async open(code, tellPage) {
      let tell = () => {
        tell = () => {};
        tellPage();
      };
      setTimeout(() => tell(), PATIENCE_MS);
      await this.draw(code);
      tell();
    }

    async draw(code) {
      const { owner } = this, from = owner.spec, { sequence } = owner;
      const next = await this.fetch(code)?.catch(() => null);
      if (!next || owner.spec !== from || owner.sequence !== sequence) return; // the page was faster
      const { spec, geometry } = next;
      if (!geometry || spec.view === from.view || spec.scale !== from.scale) return;
      const { dark, no_data_colour, lined_colour, locate, words } = from; // these are the page's, whichever map it shows
      // The last colour is that of areas which the figure is not about: like "no data" it follows the page's ground.
      const colours = [...spec.colours.slice(0, -1), ...from.colours.slice(-1)];
      const whole = { ...spec, colours, dark, no_data_colour, lined_colour, locate, words };
      this.left = from;
      this.confirmed = new Promise((resolve) => { this.sayConfirmed = resolve; });
      this.drawn = JSON.stringify(whole);
      this.timers = [
        setTimeout(() => this.sayLate(), LATE_AFTER_MS),
        setTimeout(() => this.takeBack(), CONFIRMED_WITHIN_MS),
      ];
      owner.showReady(whole, geometry);
    }

    /* Whether what the page just sent needs no drawing: it is the map that was left, or the one that is drawn. */
    settles(spec) {
      if (this.left === null) return false;
      if (spec.view === this.left.view) {
        this.left = spec;
        return true;
      }
      const isDrawn = JSON.stringify(spec) === this.drawn;
      const then = this.waiting;
      this.forget();
      if (then) setTimeout(then);
      return isDrawn;
    }

    sayLate() {
      this.owner.bar.classList.add("ucjmap-on");
      this.hint.textContent = this.owner.spec.words.page_late;
      this.hint.hidden = false;
    }

    takeBack() {
      const before = this.left;
      this.forget();
      this.owner.show(before);
    }

    forget() {
      this.left = this.waiting = null;
      this.sayConfirmed();
      this.timers.forEach(clearTimeout);
      this.owner.bar.classList.remove("ucjmap-on");
      this.hint.hidden = true;
    }

    /* Keeps what was clicked until the page is that of the map; whether it has to wait. */
    holds(act) {
      if (this.left === null) return false;
      this.waiting = act;
      return true;
    }
  }

  ucjmap.parts.ahead = Ahead;
})();
