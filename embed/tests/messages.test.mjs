// The messages of docs/embedding/protocol.md against a page that is none: random and hostile ones from the page around and
// from others. Nothing throws, whoever has a good id gets one answer, and the page is asked for known things only.
// IPCSCOPE_MESSAGES says how many in a campaign, IPCSCOPE_SEED where it begins.
import assert from "node:assert/strict";
import { test } from "node:test";

const COUNT = Number(process.env.IPCSCOPE_MESSAGES ?? 2_000);
const SEED = Number(process.env.IPCSCOPE_SEED ?? 1);
const WISH = /^(play|pause|step|back|seek \d{1,9}|speed (0\.25|0\.5|1|2|4|8))$/;

/** SplitMix, 32 bits: the same numbers everywhere. */
function numbers(seed) {
  return (end) => {
    seed = (seed + 0x9e3779b9) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) % end;
  };
}

const [answers, wishes, addresses] = [[], [], []];
const parent = { postMessage: (message, origin) => answers.push({ message, origin }) };
const listeners = {};
let stand;

/** How things stand, after whatever was wished. */
const standing = (text, problem) => stand(3, 56, false, "1", 12_000, false, problem === undefined, text, problem);

Object.assign(globalThis, {
  parent,
  window: globalThis,
  location: { search: "", href: "https://example.org/?embed=1", pathname: "/" },
  history: { replaceState: (state, title, address) => addresses.push(address) },
  addEventListener: (name, listener) => (listeners[name] = listener),
  dispatchEvent: () => standing("opened") ?? standing(undefined, "it does not run"),
  PopStateEvent: class {},
  CSSStyleSheet: class {
    replaceSync() {}
  },
  document: {
    adoptedStyleSheets: [],
    baseURI: "https://example.org/",
    querySelector: () => null,
    dispatchEvent({ detail }) {
      wishes.push(detail);
      standing();
    },
  },
});
const { open } = await import("../src/host.js");
stand = open();
standing("process P { }");

const ODD = [null, undefined, 0, -1, 1.5, 1e300, NaN, Infinity, "", "x", "1", "__proto__", "constructor", "<script>", "\u202e", "\ud800", true, [], {}, [[]], 10n, new Date(0), new Map(), /x/, new Uint8Array(3)];
const TYPES = ["ping", "get", "play", "pause", "step", "back", "seek", "reset", "speed", "load", "share", "export", "size"];
const FIELDS = ["step", "text", "ex", "link", "speed", "format", "auto", "state", "source", "__proto__", "toString", "then"];

function message(below) {
  const pick = (from) => from[below(from.length)];
  const value = () => [() => pick(ODD), () => below(100), () => pick(TYPES), () => "x".repeat(below(300)), () => pick(["svg", "csv", "#s=1.x.y"])][below(5)]();
  if (below(20) === 0) return pick([...ODD, "slide:start", "slide:stop"]);
  const made = { ipcscope: below(20) ? 1 : value() };
  if (below(10)) made.id = below(10) ? below(1e6) : value();
  if (below(20)) made.type = below(8) ? pick(TYPES) : value();
  for (let count = below(4); count > 0; count--) Object.defineProperty(made, pick(FIELDS), { value: value(), enumerable: true, configurable: true });
  return made;
}

const isGood = (data) => typeof data === "object" && data !== null && data.ipcscope === 1 && (data.id === undefined || Number.isFinite(data.id) || (typeof data.id === "string" && data.id.length <= 100));

test(`${COUNT} messages from seed ${SEED}`, async () => {
  const below = numbers(SEED);
  for (let number = 0; number < COUNT; number++) {
    const data = message(below);
    const isParent = below(10) > 0;
    const origin = ["https://course.example", "null", ""][below(3)];
    answers.length = wishes.length = addresses.length = 0;
    listeners.message({ source: isParent ? parent : {}, origin, data });
    for (let turns = 0; turns < 100_000 && isParent && isGood(data) && !answers.some(({ message }) => message.type !== "event"); turns++) await new Promise(setImmediate);
    const told = answers.filter(({ message }) => message.type !== "event");
    const of = `message ${number} of seed ${SEED}: ${typeof data} ${String(data?.type)}`;
    assert.equal(told.length, isParent && isGood(data) ? 1 : 0, of);
    for (const { message, origin: to } of told) {
      assert.equal(to, origin.startsWith("https") ? origin : "*", of);
      assert.equal(message.ipcscope, 1);
      assert.deepEqual(message.id, data.id);
      assert.ok(["ok", "ready", "error"].includes(message.type), of);
      if (message.type === "error") assert.ok(typeof message.message === "string" && message.message.length > 5, of);
    }
    for (const wish of wishes) assert.match(wish, WISH, of);
    for (const address of addresses) assert.ok(address.startsWith("?"), of);
    if (!isParent) assert.deepEqual([wishes, addresses], [[], []], of);
  }
});
