/* The map that comes next, drawn before its page: what settles, what waits, what is taken back. */
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { Clock, settled } from "./clock.js";
import { installLeaflet, makeOwner } from "./fakes.js";
import { loadMapScripts } from "./loading.js";

installLeaflet();
const ucjmap = loadMapScripts("map_ahead");

const NEXT = "/api/v1/map?as_of=2025-10-31&area=";
const PAGE = { view: "00/adm1", scale: "s1", next_map: NEXT, next_geometry: { 11: "/geometry/11.json" }, dark: true, colours: ["#c7e9b4", "#161b22"], no_data_colour: "#222222", lined_colour: "#161b22", locate: true, words: { page_late: "late" } };
const COMING = { view: "11/adm2", scale: "s1", geometry_url: "/geometry/11.json", units: { 1101: [2, "40,0%"] }, dark: false, colours: ["#c7e9b4", "#fafafa"], no_data_colour: "#eeeeee", lined_colour: "#fafafa", locate: false };
const GEOMETRY = { type: "FeatureCollection", features: [] };

let answers, asked, clock;

beforeEach(() => {
  clock = new Clock();
  asked = [];
  answers = { [`${NEXT}11`]: { drawing: COMING }, "/geometry/11.json": GEOMETRY };
  globalThis.fetch = async (url) => {
    asked.push(url);
    const answer = await answers[url];
    return answer === undefined ? new Response("", { status: 500 }) : Response.json(answer);
  };
});
afterEach(() => clock.release());

function makeAhead(spec = {}) {
  const owner = makeOwner({ spec: { ...PAGE, ...spec } });
  owner.drawn = [];
  owner.shownAgain = [];
  owner.showReady = (whole, geometry) => {
    owner.drawn.push({ whole, geometry });
    owner.spec = whole;
  };
  owner.show = (before) => owner.shownAgain.push(before);
  const ahead = new ucjmap.parts.ahead(owner);
  owner.parts.ahead = ahead;
  return { ahead, owner };
}

/* The map behind an area is drawn, and its page is not here yet. */
async function opened(spec) {
  const both = makeAhead(spec);
  both.told = 0;
  await both.ahead.open("11", () => { both.told += 1; });
  return both;
}

const whole = () => ({ ...COMING, dark: true, colours: ["#c7e9b4", "#161b22"], no_data_colour: "#222222", lined_colour: "#161b22", locate: true, words: PAGE.words });

test("the map behind an area is drawn at the click, with what belongs to the page", async () => {
  const { owner } = await opened();
  assert.deepEqual(owner.drawn, [{ whole: whole(), geometry: GEOMETRY }]);
});

test("pointed at before, it is not fetched again at the click", async () => {
  const { ahead } = makeAhead();
  ahead.fetch("11");
  await settled();
  await ahead.open("11", () => {});
  assert.deepEqual(asked.sort(), [`${NEXT}11`, "/geometry/11.json"].sort());
});

test("its geometry is guessed and fetched along with it, and fetched anew where the guess was wrong", async () => {
  answers[`${NEXT}11`] = { drawing: { ...COMING, geometry_url: "/geometry/11-new.json" } };
  answers["/geometry/11-new.json"] = { ...GEOMETRY, features: [{}] };
  const { owner } = await opened();
  assert.equal(owner.drawn[0].geometry.features.length, 1);
});

test("codes go into the address as text", () => {
  const { ahead } = makeAhead();
  ahead.fetch("1&x=2")?.catch(() => {});
  assert.equal(asked.at(-1), `${NEXT}1%26x%3D2`);
});

test("no map is fetched where none is offered", () => {
  const { ahead } = makeAhead({ next_map: null });
  assert.equal(ahead.fetch("11"), null);
  assert.equal(makeAhead().ahead.fetch(null), null);
  assert.equal(makeAhead().ahead.fetch(undefined), null);
  assert.deepEqual(asked, []);
});

test("a map in whose classes the colours mean something else waits for its legend", async () => {
  answers[`${NEXT}11`] = { drawing: { ...COMING, scale: "s2" } };
  const { owner, ahead } = await opened();
  assert.deepEqual([owner.drawn, ahead.left], [[], null]);
});

test("a map without boundaries, and the same map again, are left to the page", async () => {
  answers[`${NEXT}11`] = { drawing: { ...COMING, geometry_url: null } };
  assert.deepEqual((await opened()).owner.drawn, []);
  answers[`${NEXT}11`] = { drawing: { ...COMING, view: PAGE.view } };
  assert.deepEqual((await opened()).owner.drawn, []);
});

test("where the page was faster, nothing is drawn over it", async () => {
  for (const change of [(owner) => { owner.spec = { ...owner.spec }; }, (owner) => { owner.sequence += 1; }]) {
    const { ahead, owner } = makeAhead();
    const drawing = ahead.open("11", () => {});
    change(owner);
    await drawing;
    assert.deepEqual(owner.drawn, []);
  }
});

test("what cannot be fetched is left to the page, and asked for again the next time", async () => {
  delete answers[`${NEXT}11`];
  const { owner, ahead } = await opened();
  assert.deepEqual(owner.drawn, []);
  answers[`${NEXT}11`] = { drawing: COMING };
  await ahead.open("11", () => {});
  assert.equal(owner.drawn.length, 1);
});

test("the page is told once: when the map is drawn, or a moment after the click at the latest", async () => {
  const fast = await opened();
  clock.tick(1000);
  assert.equal(fast.told, 1);

  let arrive;
  answers[`${NEXT}11`] = new Promise((resolve) => { arrive = resolve; });
  const { ahead } = makeAhead();
  let told = 0;
  const opening = ahead.open("11", () => { told += 1; });
  clock.tick(59);
  assert.equal(told, 0);
  clock.tick(1);
  assert.equal(told, 1);
  arrive({ drawing: COMING });
  await opening;
  assert.equal(told, 1);
});

test("the page that confirms the map settles it: nothing is drawn again", async () => {
  const { ahead } = await opened();
  assert.equal(ahead.settles(whole()), true);
  assert.equal(ahead.left, null);
  assert.equal(ahead.settles(whole()), false, "and is of no weight afterwards");
});

test("a page that shows something else is drawn", async () => {
  const { ahead } = await opened();
  assert.equal(ahead.settles({ ...whole(), units: { 1101: [3, "50,0%"] } }), false);
  assert.equal(ahead.left, null);
});

test("the page of the map that was left changes nothing yet, and is what is gone back to", async () => {
  const { ahead, owner } = await opened();
  const before = { ...PAGE, units: { 11: [1, "new"] } };
  assert.equal(ahead.settles(before), true);
  clock.tick(10000);
  assert.deepEqual(owner.shownAgain, [before]);
});

test("a click waits until the page has confirmed the map, and only the last one counts", async () => {
  const { ahead, owner } = await opened();
  const acted = [];
  assert.equal(ahead.holds(() => acted.push("first")), true);
  assert.equal(ahead.holds(() => acted.push("last")), true);
  clock.tick(100);
  assert.deepEqual(acted, []);
  ahead.settles(whole());
  clock.tick(0);
  assert.deepEqual(acted, ["last"]);
  assert.equal(ahead.holds(() => {}), false, "nothing has to wait any more");
  owner.spec = owner.shown = { ...owner.spec, ...PAGE };
  await ahead.open("11", () => {});
  ahead.settles(whole());
  clock.tick(0);
  assert.deepEqual(acted, ["last"], "and nothing is done twice");
});

test("a page that is late is told; one that never comes takes the map back, and what was clicked on it is void", async () => {
  const { ahead, owner } = await opened();
  const acted = [];
  ahead.holds(() => acted.push("click"));
  clock.tick(399);
  assert.equal(ahead.hint.hidden, true);
  clock.tick(1);
  assert.deepEqual([ahead.hint.hidden, ahead.hint.textContent, owner.bar.classes.has("ucjmap-on")], [false, "late", true]);
  clock.tick(9599);
  assert.deepEqual(owner.shownAgain, []);
  clock.tick(1);
  assert.deepEqual(owner.shownAgain.map(({ view }) => view), [PAGE.view]);
  clock.tick(60000);
  assert.deepEqual([acted, ahead.hint.hidden, owner.bar.classes.has("ucjmap-on")], [[], true, false]);
});

test("once confirmed, nothing is taken back", async () => {
  const { ahead, owner } = await opened();
  ahead.settles(whole());
  clock.tick(60000);
  assert.deepEqual([owner.shownAgain, ahead.hint.hidden], [[], true]);
});

test("a map is kept for half a minute: somebody may load new figures", async () => {
  const { ahead } = makeAhead();
  ahead.fetch("11");
  await settled();
  clock.tick(30000);
  ahead.fetch("11");
  assert.equal(asked.filter((url) => url === `${NEXT}11`).length, 1);
  clock.tick(1);
  ahead.fetch("11");
  assert.equal(asked.filter((url) => url === `${NEXT}11`).length, 2);
});

test("no more than eight maps are kept, the oldest goes", () => {
  const { ahead } = makeAhead();
  for (let code = 1; code <= 9; code++) ahead.fetch(String(code)).catch(() => {});
  assert.equal(ahead.views.size, 8);
  assert.ok(!ahead.views.has(`${NEXT}1`));
});
