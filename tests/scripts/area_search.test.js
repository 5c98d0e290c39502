/* Search of an area while typing: what is asked, what is shown, and what a key chooses. */
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { Clock, settled } from "./clock.js";
import { Element, installLeaflet } from "./fakes.js";
import { loadModule } from "./loading.js";

installLeaflet();
const { AreaSearch } = await loadModule("app/shell/area_search.js", "AreaSearch");

const WORDS = { label: "Cari", placeholder: "Nama", searching: "Mencari", none: "Tidak ada", count: "{count} wilayah", first: "{count} pertama", failed: "Gagal", levels: { adm1: "Provinsi", adm2: "Kabupaten" } };
const ACEH = { code: "11", name: "Aceh", level: "adm1", within: "" };
const SELATAN = { code: "1101", name: "Aceh Selatan", level: "adm2", within: "Aceh" };

let clock, questions;

beforeEach(() => {
  clock = new Clock();
  questions = [];
  globalThis.fetch = (url, { signal }) => new Promise((resolve, reject) => {
    const question = { q: new URL(url, "http://localhost").searchParams.get("q"), near: new URL(url, "http://localhost").searchParams.get("near"), signal };
    question.answer = (...areas) => { resolve(Response.json({ areas })); return answered(); };
    question.fail = (status) => { resolve(new Response("", { status })); return answered(); };
    signal.addEventListener("abort", () => reject(signal.reason));
    questions.push(question);
  });
});
afterEach(() => clock.release());

/* An answer is read in several steps. */
async function answered() {
  for (let step = 0; step < 5; step++) await settled();
}

function makeSearch() {
  const box = { input: new Element("input"), label: new Element("label"), ul: new Element("ul"), p: new Element("p") };
  box.querySelector = (name) => box[name];
  const search = new AreaSearch(box);
  const chosen = [];
  search.update({ url: "/ucjmap/areas", near: "11", words: WORDS }, (code) => chosen.push(code));
  const type = (text) => {
    search.input.value = text;
    search.input.fire("input");
  };
  return { search, chosen, type, press: (key) => search.input.fire("keydown", { key }) };
}

const shown = (search) => search.list.children.map((item) => item.children.map(({ textContent }) => textContent));
const marked = (search) => search.list.children.findIndex(({ attributes }) => attributes["aria-selected"] === "true");

test("a fast typist asks once, with what was typed and where", () => {
  const { type } = makeSearch();
  type("a");
  clock.tick(119);
  type(" ace ");
  clock.tick(119);
  assert.equal(questions.length, 0);
  clock.tick(1);
  assert.deepEqual(questions.map(({ q, near }) => [q, near]), [["ace", "11"]]);
});

test("areas are told with their level, where they lie and their code, as text", async () => {
  const { search, type } = makeSearch();
  type("aceh");
  clock.tick(120);
  await questions[0].answer(ACEH, { ...SELATAN, name: "<i>Aceh</i>" });
  assert.deepEqual(shown(search), [["Aceh", "Provinsi · 11"], ["<i>Aceh</i>", "Kabupaten · Aceh · 1101"]]);
  assert.deepEqual([search.list.hidden, search.status.textContent, marked(search)], [false, "2 wilayah", 0]);
});

test("where the server tells only the first ones, it is said", async () => {
  const { search, type } = makeSearch();
  type("a");
  clock.tick(120);
  await questions[0].answer(...Array.from({ length: 10 }, (_, i) => ({ ...SELATAN, code: String(i) })));
  assert.deepEqual([search.status.textContent, search.list.dataset.more], ["10 pertama", "10 pertama"]);
});

test("an answer that comes after another question is of no weight", async () => {
  const { search, type } = makeSearch();
  type("a");
  clock.tick(120);
  type("ac");
  assert.ok(questions[0].signal.aborted);
  clock.tick(120);
  await questions[1].answer(SELATAN);
  await questions[0].answer(ACEH);
  assert.deepEqual(search.areas.map(({ code }) => code), ["1101"]);
});

test("nor is one that was being read when another was asked", async () => {
  const { search, type } = makeSearch();
  type("a");
  clock.tick(120);
  const reading = questions[0].answer(ACEH);
  type("ac");
  clock.tick(120);
  await reading;
  assert.deepEqual(search.areas, []);
});

test("an emptied field shows nothing and asks nothing", async () => {
  const { search, type } = makeSearch();
  type("a");
  clock.tick(120);
  await questions[0].answer(ACEH);
  type("  ");
  clock.tick(1000);
  assert.deepEqual([search.list.hidden, search.list.children.length, questions.length], [true, 0, 1]);
});

test("nothing found, a failure, and an answer that never comes are told apart from a question given up", async () => {
  const { search, type } = makeSearch();
  type("zzz");
  clock.tick(120);
  await questions[0].answer();
  assert.equal(search.status.textContent, "Tidak ada");
  type("a");
  clock.tick(120);
  await questions[1].fail(500);
  assert.equal(search.status.textContent, "Gagal");
  type("b");
  clock.tick(120);
  clock.tick(15000);
  await answered();
  assert.equal(search.status.textContent, "Gagal");
  type("c");
  clock.tick(120);
  type("cd");
  await answered();
  assert.equal(search.status.textContent, "Mencari", "the question before was given up, not failed");
});

test("arrow keys go round, Enter chooses, and the field is empty again", async () => {
  const { search, chosen, type, press } = makeSearch();
  type("aceh");
  clock.tick(120);
  await questions[0].answer(ACEH, SELATAN);
  const way = ["ArrowDown", "ArrowDown", "ArrowUp"].map((key) => {
    press(key);
    return marked(search);
  });
  assert.deepEqual(way, [1, 0, 1]);
  press("Enter");
  assert.deepEqual([chosen, search.input.value, search.list.hidden], [["1101"], "", true]);
});

test("Enter before the answer takes the first of it, not the first of the one before", async () => {
  const { chosen, type, press } = makeSearch();
  type("aceh");
  clock.tick(120);
  await questions[0].answer(ACEH);
  type("aceh sel");
  press("Enter");
  assert.deepEqual(chosen, []);
  clock.tick(120);
  await questions[1].answer(SELATAN, ACEH);
  assert.deepEqual(chosen, ["1101"]);
});

test("Enter and then another letter chooses nothing", async () => {
  const { chosen, type, press } = makeSearch();
  type("aceh");
  press("Enter");
  type("aceh s");
  clock.tick(120);
  await questions[0].answer(SELATAN);
  assert.deepEqual(chosen, []);
});

test("Escape closes the list, an arrow key opens it where it was", async () => {
  const { search, chosen, type, press } = makeSearch();
  type("aceh");
  clock.tick(120);
  await questions[0].answer(ACEH, SELATAN);
  press("ArrowDown");
  press("Escape");
  press("Enter");
  assert.deepEqual([search.list.hidden, chosen], [true, []]);
  press("ArrowDown");
  assert.deepEqual([search.list.hidden, marked(search)], [false, 1]);
});

test("what is pressed in the list is chosen", async () => {
  const { search, chosen, type } = makeSearch();
  type("aceh");
  clock.tick(120);
  await questions[0].answer(ACEH, SELATAN);
  search.list.fire("click", { target: { closest: () => search.list.children[1] } });
  assert.deepEqual(chosen, ["1101"]);
});
