/* The frame of the page while the maps in it come and go. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Element, installLeaflet } from "./fakes.js";
import { loadModule } from "./loading.js";

installLeaflet();
globalThis.window = globalThis;
globalThis.matchMedia = () => ({ matches: true });
const page = new Element("html"), shown = [];
page.toggleAttribute = (name, on) => { if (on) page.dataset.present = ""; else delete page.dataset.present; };
Object.assign(globalThis.document, { documentElement: page, querySelectorAll: () => shown, addEventListener() {} });
globalThis.addEventListener = () => {};
const { Shell } = await loadModule("app/map/page_frame.js", "Shell");

const WORDS = { present: "Layar penuh", leave: "Tutup", steps: "Panah" };

beforeEach(() => { shown.length = 0; });

/* The window of a map; null stands for one whose page is being loaded. */
function addFrame(hasPage) {
  const told = [];
  const root = hasPage ? { toggleAttribute: (name, on) => told.push([name, on]) } : null;
  shown.push({ contentWindow: { document: { documentElement: root }, addEventListener: (name) => told.push(name) } });
  return told;
}

test("a presentation begins while one of two maps is still being loaded", () => {
  addFrame(false);
  const told = addFrame(true);
  const said = new Element("p"), shell = new Shell(new Element("div"), said);
  shell.data = { words: WORDS };
  shell.present(true);
  assert.equal(page.dataset.present, "");
  assert.deepEqual(told, [["data-present", true], "keydown"]);
  assert.equal(said.textContent, WORDS.steps);
});
