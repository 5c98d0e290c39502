/* Time in hand: `tick` lets what is due happen, in its order. Node's own mock timers forget that an interval was cleared
   inside its callback. */

const REAL = { setTimeout, clearTimeout, setInterval, clearInterval, performance };

/* Some of these are read-only in some versions of node. */
function install(all) {
  for (const [name, value] of Object.entries(all)) Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}

export class Clock {
  constructor() {
    this.now = 0;
    this.count = 0;
    this.due = new Map(); // number -> {at, act, every}
    const clear = (number) => { this.due.delete(number); };
    install({
      setTimeout: (act, ms = 0) => this.add(act, ms, null),
      setInterval: (act, ms) => this.add(act, ms, ms),
      clearTimeout: clear,
      clearInterval: clear,
      performance: { now: () => this.now },
    });
  }

  add(act, ms, every) {
    this.count += 1;
    this.due.set(this.count, { at: this.now + ms, act, every });
    return this.count;
  }

  tick(ms) {
    const end = this.now + ms;
    for (;;) {
      const [next] = [...this.due].filter(([, { at }]) => at <= end).sort(([, one], [, other]) => one.at - other.at);
      if (!next) break;
      const [number, timer] = next;
      this.now = timer.at;
      if (timer.every === null) this.due.delete(number);
      else timer.at += timer.every;
      timer.act();
    }
    this.now = end;
  }

  release() {
    install(REAL);
  }
}

/* Lets promises that are kept already tell so. */
export async function settled() {
  await new Promise((resolve) => setImmediate(resolve));
}
