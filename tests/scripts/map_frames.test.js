/* Playback of dates, with the clock in hand. */
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { Clock } from "./clock.js";
import { Element, installLeaflet, makeOwner, rectangle, Unit } from "./fakes.js";
import { loadMapScripts } from "./loading.js";

installLeaflet();
const ucjmap = loadMapScripts("map_frames");
const STEP_MS = 1100;

const FRAMES = {
  codes: ["1", "2", "3"],
  dates: ["2025-08-31", "2025-09-30", "2025-10-31"],
  labels: ["Agustus", "September", "Oktober"],
  origins: ["Sumber <a>", "Sumber B", "Sumber C"],
  classes: ["0-a", "012", "220"],
  texts: ["1,0%", "", "99,0%", "20,0%", "30,0%"],
  text_of: [[0, 1, 2], [0, 3, 4], [4, 4, 0]],
  small: [[2], [], [1]],
};

let clock;

beforeEach(() => {
  clock = new Clock();
  ucjmap.prefersLittleMotion = () => false;
});
afterEach(() => clock.release());

function makePlayer({ frame = "2025-10-31", frames = FRAMES } = {}) {
  const units = { 1: new Unit("Satu", [rectangle(0, 0, 9, 9)]) };
  const owner = makeOwner({ units, spec: { frames, frame } });
  Object.assign(owner, { restyled: 0, restyle() { owner.restyled += 1; } });
  const player = new ucjmap.parts.frames(owner);
  owner.parts.frames = player;
  player.update({ geometryChanged: false });
  return { player, owner };
}

const dateOf = (player) => FRAMES.dates[player.index];

test("at the page's own date the page's figures hold", () => {
  const { player } = makePlayer();
  assert.equal(player.elsewhere, false);
  assert.equal(player.reading("1"), null);
  assert.equal(player.labelOf("1"), undefined);
});

test("a date is read from its letters: class, text, and whether it stands on few people", () => {
  const { player } = makePlayer();
  player.go(0);
  assert.deepEqual(player.reading("1"), { classId: 0, text: "1,0%", small: false });
  assert.deepEqual(player.reading("2"), { classId: null, text: "no_data", small: false });
  assert.deepEqual(player.reading("3"), { classId: 10, text: "99,0%", small: true });
});

test("each date is told with its own sources, also while it plays", () => {
  const { player } = makePlayer();
  assert.equal(player.origin.textContent, "Sumber C");
  player.start();
  assert.equal(player.origin.textContent, "Sumber <a>");
  clock.tick(STEP_MS);
  assert.equal(player.origin.textContent, "Sumber B");
});

test("a unit that no date knows has no data, and stands on nobody", () => {
  const { player } = makePlayer();
  player.go(0);
  assert.deepEqual(player.reading("9"), { classId: null, text: "no_data", small: false });
  assert.equal(player.labelOf("9"), "");
});

test("started at the last date it begins with the first, stops at the last and tells the page that", () => {
  const { player, owner } = makePlayer();
  player.play.onclick();
  assert.equal(dateOf(player), "2025-08-31");
  clock.tick(STEP_MS);
  assert.equal(dateOf(player), "2025-09-30");
  assert.deepEqual(owner.sent, []);
  clock.tick(STEP_MS);
  assert.equal(dateOf(player), "2025-10-31");
  assert.deepEqual(owner.sent, [{ frame: "2025-10-31" }]);
  clock.tick(10 * STEP_MS);
  assert.deepEqual(owner.sent, [{ frame: "2025-10-31" }]);
  assert.equal(player.play.textContent, "▶ play");
});

test("stopped on the way it tells the date on which it was stopped", () => {
  const { player, owner } = makePlayer({ frame: "2025-08-31" });
  player.play.onclick();
  clock.tick(STEP_MS);
  player.play.onclick();
  clock.tick(10 * STEP_MS);
  assert.deepEqual(owner.sent, [{ frame: "2025-09-30" }]);
});

test("the map is coloured anew at each step", () => {
  const { player, owner } = makePlayer({ frame: "2025-08-31" });
  player.play.onclick();
  clock.tick(STEP_MS);
  assert.equal(owner.restyled, 1);
});

test("speeds follow each other: as it is, double, half; while it plays too", () => {
  const { player } = makePlayer({ frame: "2025-08-31" });
  player.play.onclick();
  player.pace.onclick();
  clock.tick(STEP_MS / 2);
  assert.equal(dateOf(player), "2025-09-30");
  assert.equal(player.pace.textContent, "2× speed");
  player.pace.onclick();
  clock.tick(2 * STEP_MS - 1);
  assert.equal(dateOf(player), "2025-09-30");
  clock.tick(1);
  assert.equal(dateOf(player), "2025-10-31");
});

test("where little motion is wanted a date stays longer", () => {
  ucjmap.prefersLittleMotion = () => true;
  const { player } = makePlayer({ frame: "2025-08-31" });
  player.play.onclick();
  clock.tick(2499);
  assert.equal(dateOf(player), "2025-08-31");
  clock.tick(1);
  assert.equal(dateOf(player), "2025-09-30");
});

test("the page's answer to an earlier stop does not take the slider out of the hand", () => {
  const { player, owner } = makePlayer();
  player.slider.value = "0";
  player.slider.oninput();
  assert.equal(dateOf(player), "2025-08-31");
  player.update({ geometryChanged: false });
  assert.equal(dateOf(player), "2025-08-31");
  player.slider.onchange();
  assert.deepEqual(owner.sent, [{ frame: "2025-08-31" }]);
});

test("pulling the slider stops the playing", () => {
  const { player, owner } = makePlayer({ frame: "2025-08-31" });
  player.play.onclick();
  player.slider.value = "1";
  player.slider.oninput();
  clock.tick(10 * STEP_MS);
  assert.deepEqual([dateOf(player), owner.sent], ["2025-09-30", []]);
});

test("another area stops the playing, and its own date is shown", () => {
  const { player, owner } = makePlayer({ frame: "2025-08-31" });
  player.play.onclick();
  clock.tick(STEP_MS);
  owner.spec = owner.shown = { ...owner.spec, frame: "2025-08-31" };
  player.update({ geometryChanged: true });
  clock.tick(10 * STEP_MS);
  assert.deepEqual([dateOf(player), owner.sent], ["2025-08-31", []]);
});

test("with fewer dates than before it stays within them", () => {
  const { player, owner } = makePlayer();
  player.dragged = true;
  const fewer = { ...FRAMES, dates: FRAMES.dates.slice(0, 1), labels: ["Agustus"], classes: ["012"], text_of: [[0, 0, 0]], small: [[]] };
  owner.spec = owner.shown = { ...owner.spec, frames: fewer, frame: "2025-08-31" };
  player.update({ geometryChanged: false });
  assert.equal(player.index, 0);
});

test("without dates the player is gone and takes no room", () => {
  const { player, owner } = makePlayer();
  player.box.offsetHeight = 40;
  assert.equal(player.height, 48);
  owner.spec = owner.shown = { ...owner.spec, frames: null };
  player.update({ geometryChanged: false });
  assert.deepEqual([player.box.hidden, player.height, player.elsewhere, player.labelOf("1")], [true, 0, false, undefined]);
});

test("arrow keys in the player are the slider's and move no map", () => {
  const { player } = makePlayer();
  assert.ok(player.box instanceof Element);
  let stopped = false;
  player.box.fire("keydown", { stopPropagation() { stopped = true; } });
  assert.ok(stopped);
});
