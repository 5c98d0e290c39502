/* The scripts of the browser stay what the browser gets: nothing is compiled. Those of the map are loaded one after the
   other and share `ucjmap`, those of a component of the page are modules, the worker of tiles is a script of its own. */
import js from "@eslint/js";
import { defineConfig } from "eslint/config";
import globals from "globals";

const MAP = "ucjmap/render/**/*.js";
const WORKER = "ucjmap/render/browser/tile_worker.js";

export default defineConfig([
  {
    files: ["ucjmap/**/*.js", "tests/scripts/*.js"],
    extends: [js.configs.recommended],
    linterOptions: { reportUnusedDisableDirectives: "error", reportUnusedInlineConfigs: "error" },
    rules: {
      "array-callback-return": "error",
      eqeqeq: "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-script-url": "error",
      "no-self-compare": "error",
      "no-unused-vars": ["error", { ignoreRestSiblings: true }],
      "no-use-before-define": ["error", { functions: false, classes: false, variables: false }],
      "no-useless-return": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": ["error", { destructuring: "all" }],
      "no-restricted-properties": ["error",
        { property: "innerHTML", message: "Names come from foreign files: textContent." },
        { property: "outerHTML", message: "Names come from foreign files: textContent." },
        { property: "insertAdjacentHTML", message: "Names come from foreign files: textContent." }],
    },
  },
  {
    files: [MAP],
    ignores: [WORKER],
    languageOptions: { sourceType: "script", globals: { ...globals.browser, L: "readonly", ucjmap: "readonly" } },
    rules: { strict: ["error", "function"], "no-implicit-globals": "error" },
  },
  {
    files: [WORKER],
    languageOptions: { sourceType: "script", globals: { ...globals.worker, onmessage: "writable" } },
    rules: { strict: ["error", "global"] },
  },
  { files: ["ucjmap/app/**/*.js"], languageOptions: { globals: globals.browser } },
  { files: ["tests/scripts/*.js"], languageOptions: { globals: globals.node } },
]);
