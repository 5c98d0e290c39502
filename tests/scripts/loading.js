/* The scripts as the browser gets them, loaded into this process: each test file is a process of its own. */
import { readFileSync } from "node:fs";
import vm from "node:vm";

const PACKAGE = new URL("../../ucjmap/", import.meta.url);

const read = (path) => readFileSync(new URL(path, PACKAGE), "utf-8");

/* Scripts of the map, one after the other in one global scope, as a page loads them; what they share. */
export function loadMapScripts(...names) {
  globalThis.window = globalThis;
  globalThis.ucjmap ??= { parts: {} };
  for (const name of names) runScript(`render/browser/${name}.js`);
  return globalThis.ucjmap;
}

/* A script that is none of the map's. */
export function runScript(path) {
  vm.runInThisContext(read(path), { filename: new URL(path, PACKAGE).href });
}

/* A module of the page with what it keeps to itself: `names` are exported too. */
export function loadModule(path, ...names) {
  const source = `${read(path)}\nexport { ${names.join(", ")} };`;
  return import(`data:text/javascript;charset=utf-8,${encodeURIComponent(source)}`);
}
