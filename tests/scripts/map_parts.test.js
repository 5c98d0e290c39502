/* The smaller parts of a map: fillings, outlines, and two maps that move as one. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { FakeMap, installLeaflet, makeOwner, rectangle, Unit } from "./fakes.js";
import { loadMapScripts } from "./loading.js";

installLeaflet();
Object.assign(globalThis.L, { svg: () => ({}), polygon: (shape, options) => ({ shape, options }), layerGroup: (layers) => ({ layers, addTo() { return this; }, remove() { this.layers = []; } }) });
const ucjmap = loadMapScripts("map_patterns", "map_outlines", "map_sync");

/* Contrast of two colours, by the formula of WCAG 2.2. */
function contrast(one, other) {
  const luminance = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

test("dots are of the ink that stands out, on every grey and colour", () => {
  const colours = [];
  for (let red = 0; red < 256; red += 51) for (let green = 0; green < 256; green += 51) for (let blue = 0; blue < 256; blue += 51) colours.push([red, green, blue]);
  for (const colour of colours.map((channels) => `#${channels.map((value) => value.toString(16).padStart(2, "0")).join("")}`)) {
    const ink = ucjmap.patterns.inkOn(colour), other = ink === "#ffffff" ? "#111827" : "#ffffff";
    assert.ok(contrast(ink, colour) >= 3, `${colour}: as WCAG 1.4.11 wants of graphics`);
    assert.ok(contrast(ink, colour) >= 0.8 * contrast(other, colour), `${colour}: the other would not be much better`);
  }
});

function makeOutlines() {
  const owner = makeOwner({ units: { 1: new Unit("Satu", [rectangle(0, 0, 9, 9)]), 2: new Unit("Dua", [rectangle(10, 0, 19, 9)]) }, spec: { chosen: ["2", "9"], selected: "1" } });
  const part = new ucjmap.parts.outlines(owner);
  part.update({ geometryChanged: true });
  return { owner, part };
}

test("selected and chosen units are outlined, those of another map are not", () => {
  const { part } = makeOutlines();
  assert.deepEqual([part.codes.selected, part.codes.chosen], [["1"], ["2"]]);
});

test("each outline is a dark line on a wider light one", () => {
  const { part } = makeOutlines();
  const [casing, line] = part.drawn.selected.layers;
  assert.deepEqual([casing.options.color, line.options.color], ["#ffffff", "#111827"]);
  assert.ok(casing.options.weight > line.options.weight);
});

test("kinds of outlines differ without their colour", () => {
  const { part } = makeOutlines();
  part.set("hover", ["1"]);
  part.set("peer", ["1"]);
  const looks = ["chosen", "hover", "peer"].map((kind) => {
    const { weight, dashArray = "" } = part.drawn[kind].layers.at(-1).options;
    return `${weight} ${dashArray}`;
  });
  assert.equal(new Set(looks).size, 3);
});

test("another geometry takes away what was under the mouse of the one before", () => {
  const { part } = makeOutlines();
  part.set("hover", ["1"]);
  part.update({ geometryChanged: true });
  assert.deepEqual([part.codes.hover, part.drawn.hover], [[], undefined]);
});

/* Maps that hear each other by the name of their channel, at once. */
function makePair() {
  const channels = [];
  globalThis.BroadcastChannel = class {
    constructor(name) { channels.push(Object.assign(this, { name, open: true })); }
    postMessage(data) { channels.filter((other) => other !== this && other.open && other.name === this.name).forEach((other) => other.onmessage({ data })); }
    close() { this.open = false; }
  };
  globalThis.requestAnimationFrame = (act) => act();
  return [0, 1].map(() => {
    const map = new FakeMap();
    Object.assign(map, { set: [], getCenter: () => ({ lat: -2, lng: 118 }), setView(centre, zoom) { map.set.push([...centre, zoom]); map.listeners.move[0](); } });
    const owner = makeOwner({ map, spec: { sync: "pair", bounds: [95, -11, 141, 6] } });
    const part = new ucjmap.parts.sync(owner);
    Object.assign(owner, { fits: [], fitTo(corners) { owner.fits.push(corners); } });
    part.update();
    return { map, owner, part };
  });
}

test("a map follows the other one, and nothing echoes", () => {
  const [one, other] = makePair();
  one.map.listeners.move[0]();
  assert.deepEqual([one.map.set, other.map.set], [[], [[-2, 118, 5]]]);
});

test("fitted to an area, both are", () => {
  const [one, other] = makePair();
  one.map.listeners["ucjmap:fit"][0]();
  assert.deepEqual([one.owner.fits, other.owner.fits], [[], [[[-11, 95], [6, 141]]]]);
});

test("the unit under the mouse is outlined in the other map", () => {
  const [one, other] = makePair();
  one.map.listeners["ucjmap:hover"][0]({ code: "11" });
  assert.deepEqual(other.owner.parts.outlines.codes.peer, ["11"]);
  one.map.listeners["ucjmap:hover"][0]({ code: null });
  assert.deepEqual(other.owner.parts.outlines.codes.peer, []);
});

test("a map that is shown alone again hears nothing", () => {
  const [one, other] = makePair();
  other.owner.spec = { ...other.owner.spec, sync: null };
  other.part.update();
  one.map.listeners.move[0]();
  assert.deepEqual(other.map.set, []);
});
