/* The frame of the page: buttons, address, presentation, print, and what joins legend, table and map. What is open is an
   attribute of the page's root, which the style sheets read (`data-panel`, `data-choices`, `data-present`); the panel is
   in the address too, so that a link opens the same. */

const SAID_MS = 2500;
const SHEET = { width: 1060, height: 560 }; // of the map on a sheet of A4, in pixels: figures and sources stand below it
const MAPS = "iframe[title='streamlit_folium.st_folium']";
const SIGNS = {
  choices: "M2 4h7M13 4h1M2 8h1M7 8h7M2 12h7M13 12h1M11 2.5v3M5 6.5v3M11 10.5v3",
  panel: "M2 3h12v10H2zM9.5 3v10",
  present: "M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4",
  copy: "M6.5 9.5l3-3M7 4.5l1.6-1.6a3 3 0 0 1 4.3 4.3L11.3 9M9 11.5l-1.6 1.6a3 3 0 0 1-4.3-4.3L4.7 7",
};
const WIDE = window.matchMedia("(min-width: 1500px)");
const HAS_KEYS = window.matchMedia("not (pointer: coarse)"); // as far as a page can know
const root = document.documentElement;

function drawSign(path) {
  const sign = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  sign.setAttribute("viewBox", "0 0 16 16");
  sign.setAttribute("aria-hidden", "true");
  sign.appendChild(document.createElementNS(sign.namespaceURI, "path")).setAttribute("d", path);
  return sign;
}

/* The windows of the frames that hold a map, or will: one that is being loaded may have no page at all for a moment. */
function frames() {
  /** @type {NodeListOf<any>} */
  const found = document.querySelectorAll(MAPS);
  return [...found].map((frame) => frame.contentWindow).filter((own) => own?.document?.documentElement);
}

/* The windows of the maps that stand in the page. */
function maps() {
  return frames().filter((own) => own.map?.getContainer);
}

function tell(name, detail) {
  window.dispatchEvent(new CustomEvent(name, { detail }));
  for (const own of maps()) own.dispatchEvent(new own.CustomEvent(name, { detail }));
}

class Shell {
  constructor(box, said) {
    this.box = box;
    this.said = said;
    this.buttons = {};
    this.inMap = (event) => this.press(event);
    this.pressed = null; // the class of the legend that stays lit
    const listen = (target, name, act) => target.addEventListener(name, act, { signal: this.gone.signal });
    this.gone = new AbortController();
    listen(document, "fullscreenchange", () => { if (!document.fullscreenElement) this.present(false); });
    listen(document, "keydown", (event) => this.press(event));
    listen(document, "pointerover", (event) => this.light(event.target));
    listen(document, "focusin", (event) => this.light(event.target));
    listen(document, "click", (event) => this.choose(event.target));
    listen(window, "ucjmap:point", ({ detail }) => { for (const own of maps()) own.dispatchEvent(new own.CustomEvent("ucjmap:point", { detail })); });
    document.addEventListener("load", ({ target }) => this.welcome(target), { capture: true, signal: this.gone.signal });
    listen(window, "beforeprint", () => this.print(true));
    listen(window, "afterprint", () => this.print(false));
    listen(window, "resize", () => this.write());
  }

  close() {
    this.gone.abort();
    this.print(false);
    delete root.dataset.present;
    delete root.dataset.choices;
  }

  update(data, sendStop) {
    /** @type {any} */
    this.data = data;
    this.sendStop = sendStop;
    if (!this.box.childElementCount) data.buttons.forEach((name) => this.addButton(name));
    this.box.setAttribute("aria-label", data.words.present);
    this.keepAddress();
    document.title = data.title;
    this.keepPinned();
    this.write();
    this.unlight();
    if (root.dataset.present === "1") delete root.dataset.present; // as the first answer had it, before any script
    if (data.present && !this.wasPresented) {
      this.wasPresented = true; // once: whoever leaves the presentation has left it
      this.present(true);
    }
  }

  addButton(name) {
    const button = document.createElement("button"), words = document.createElement("span");
    button.type = "button";
    button.className = name;
    button.append(drawSign(SIGNS[name]), words);
    button.onclick = () => this[name]();
    this.box.append(button);
    this.buttons[name] = { button, words };
  }

  write() {
    const { words } = this.data;
    for (const [name, { button, words: own }] of Object.entries(this.buttons)) {
      own.textContent = name === "present" && "present" in root.dataset ? words.leave : words[name];
      button.title = own.textContent;
    }
    this.buttons.panel?.button.setAttribute("aria-pressed", String(this.isPanelOpen()));
    this.buttons.choices?.button.setAttribute("aria-expanded", String("choices" in root.dataset));
  }

  /* ---- Address ---- */

  /* What the page shows stands in the address, without another step for the button "back". */
  keepAddress() {
    const { address } = this.data;
    if (address === null) return;
    const now = new URLSearchParams(location.search);
    // The same answer again says nothing of an address to which the visitor has gone back meanwhile.
    const wanted = new URLSearchParams(address === this.kept ? now : address);
    this.kept = address;
    for (const name of ["embed", "pin"]) if (now.has(name)) wanted.set(name, String(now.get(name)));
    if (root.dataset.panel) wanted.set("panel", root.dataset.panel); // of which the server hears nothing
    now.sort();
    const before = now.toString(), search = wanted.toString();
    wanted.sort();
    if (wanted.toString() === before) return;
    // A link from one area to another on the same page leaves the address as it was: that was a step of the visitor.
    const isStep = this.data.steps && now.has("area") && now.get("area") !== wanted.get("area");
    history[isStep ? "pushState" : "replaceState"](history.state, "", `${location.pathname}?${search}`);
  }

  async copy() {
    const { words } = this.data;
    try {
      await navigator.clipboard.writeText(location.href);
      this.say(words.copied);
    } catch {
      this.say(words.not_copied); // pages without https may not write there
    }
  }

  /* The maps outline the area whose card is shown; those that come later look for it. */
  keepPinned() {
    const pinned = this.data.pinned ?? "";
    if (pinned === (root.dataset.pinned ?? "")) return;
    root.dataset.pinned = pinned;
    tell("ucjmap:pinned", pinned);
  }

  say(words) {
    this.said.textContent = words;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { this.said.textContent = ""; }, SAID_MS);
  }

  /* ---- Panels ---- */

  /* As stage.css has it: where nobody said, by the width of the window. The panel itself may not have come yet. */
  isPanelOpen() {
    return root.dataset.panel ? root.dataset.panel === "1" : WIDE.matches;
  }

  panel() {
    root.dataset.panel = this.isPanelOpen() ? "0" : "1";
    const address = new URL(location.href);
    address.searchParams.set("panel", root.dataset.panel);
    history.replaceState(history.state, "", address);
    this.write();
  }

  choices() {
    if ("choices" in root.dataset) delete root.dataset.choices;
    else root.dataset.choices = "";
    this.write();
  }

  /* ---- Presentation and print ---- */

  present(on = !("present" in root.dataset)) {
    if (on === "present" in root.dataset) return;
    for (const own of [root, ...frames().map((shown) => shown.document.documentElement)]) own.toggleAttribute("data-present", on);
    this.write();
    if (on) {
      root.requestFullscreen?.().catch(() => {}); // where there is none the view alone has to do
      if (HAS_KEYS.matches) this.say(this.data.words.steps);
      for (const own of frames()) own.addEventListener("keydown", this.inMap, true);
    } else {
      if (document.fullscreenElement) document.exitFullscreen();
      for (const own of frames()) own.removeEventListener("keydown", this.inMap, true);
    }
  }

  /* A map that comes into a presentation, such as the second one of two dates. */
  welcome(frame) {
    if (!("present" in root.dataset) || !frame.matches?.(MAPS)) return;
    frame.contentDocument.documentElement.toggleAttribute("data-present", true);
    frame.contentWindow.addEventListener("keydown", this.inMap, true);
  }

  press(event) {
    if (event.key === "Escape" && "choices" in root.dataset) return this.choices();
    if (!("present" in root.dataset) || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape") return this.present(false);
    const way = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 }[event.key];
    if (!way) return;
    event.preventDefault();
    event.stopPropagation(); // the arrow keys move a map that has the keyboard
    const stop = this.data.stops[this.data.stops.indexOf(this.data.stop) + way];
    if (stop) this.sendStop(stop);
  }

  /* What is drawn right before a sheet is printed does not reach it. So the map keeps the size in which it stands on the
     screen, and the whole is made smaller or larger until it fits the sheet. */
  print(on) {
    const cell = document.querySelector(".st-key-maps");
    if (!cell || on === "print" in root.dataset) return;
    const { width, height } = cell.getBoundingClientRect();
    const scale = Math.min(SHEET.width / width, SHEET.height / height);
    for (const [name, value] of Object.entries({ width: `${width}px`, height: `${height}px`, scale })) root.style.setProperty(`--print-${name}`, String(value));
    root.toggleAttribute("data-print", on);
  }

  /* ---- Legend, table and map ---- */

  classOf(target) {
    return target.closest?.(".ucj-legend [data-class]")?.dataset.class ?? null;
  }

  light(target) {
    const wanted = this.classOf(target) ?? this.pressed;
    if (wanted === this.lit) return;
    this.lit = wanted;
    tell("ucjmap:light", wanted);
  }

  choose(target) {
    const own = this.classOf(target);
    if (own === null) return;
    this.pressed = this.pressed === own ? null : own;
    this.mark();
    this.light(target);
  }

  mark() {
    /** @type {NodeListOf<HTMLElement>} */
    (document.querySelectorAll(".ucj-legend [data-class]")).forEach((own) => own.setAttribute("aria-pressed", String(own.dataset.class === this.pressed)));
  }

  unlight() {
    if (this.pressed === null && !this.lit) return;
    this.pressed = null;
    this.mark();
    this.light(document.body);
  }
}

const shells = new WeakMap();

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const box = parentElement.querySelector(".shell");
  if (!shells.has(box)) shells.set(box, new Shell(box, parentElement.querySelector(".said")));
  const shell = shells.get(box);
  shell.update(data, (stop) => setTriggerValue("stop", stop));
  return () => {
    if (box.isConnected) return;
    shell.close();
    shells.delete(box);
  };
}
