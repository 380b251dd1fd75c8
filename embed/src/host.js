// The page's side of the messages between a frame and the page around it (docs/embedding/protocol.md). It is fetched
// where ipcscope is in a frame (web/assets/start.js). What it wants of the page it says in an event, `ipcscope-do`; how
// things stand the page tells it whenever that may have changed. Exports are made by a module of their own (exports.js).
import { exported } from "./exports.js";
import { MOST_TEXT, payloadOf } from "./link.js";

/** So many messages may wait for their answers. */
const MOST_WAITING = 32;
/** Nothing takes longer than this, ms. */
const LONGEST_MS = 30_000;
const SPEEDS = ["0.25", "0.5", "1", "2", "4", "8"];
const TYPES = "ping, get, play, pause, step, back, seek, reset, speed, load, share, export and size";

/** How things stand; null until the page has told. */
let now = null;
/** The origin that messages came from; nobody is told of anything before. */
let home = null;
/** Who waits for the next standing. */
let waiting = [];
let last = Promise.resolve();
let count = 0;
/** What was playing when a slide was left. */
let rests = new URLSearchParams(location.search).has("autoplay");
let observer = null;

/** The page is there: listens, and gives what the page is to call. */
export function open() {
  addEventListener("message", hear);
  return stand;
}

/** How things stand now. `text` comes only when it has changed. */
function stand(step, steps, playing, speed, timeUs, isBusy, isFresh, text, problem) {
  const before = now;
  now = { step, steps, playing, speed, timeUs, isBusy, isFresh, text: text ?? before?.text ?? "", problem: problem ?? null };
  const all = waiting;
  waiting = [];
  for (const go of all) go();
  if (!before || !home) return;
  if (now.text !== before.text) tell("change", { source: now.text });
  if (now.isFresh && !before.isFresh) tell("ready");
  if (playing && !before.playing) tell("play");
  if (step !== before.step) tell("step");
  if (!playing && before.playing) tell(step === steps ? "ended" : "pause");
  if (now.problem && now.problem !== before.problem) tell("error", { message: now.problem });
}

function state() {
  if (now.isFresh) return now.playing ? "playing" : now.step === now.steps && now.steps > 0 ? "ended" : "paused";
  return now.isBusy || !now.problem ? "loading" : "error";
}

function standing() {
  const { step, steps, playing, speed, timeUs } = now;
  return { step, steps, playing, speed: Number(speed), timeUs, state: state() };
}

function tell(event, more) {
  send({ ipcscope: 1, type: "event", event, ...standing(), ...more }, home);
}

/** A page from a sandbox or a disk has no origin to name. */
function send(message, origin) {
  parent.postMessage(message, origin === "null" || origin === "" ? "*" : origin);
}

/** Only the page around this frame is heard, and only where the shape is right. */
function hear({ source, origin, data }) {
  if (source !== parent || parent === window || !now) return;
  if (data === "slide:start" || data === "slide:stop") return slide(data === "slide:start");
  if (typeof data !== "object" || data === null || data.ipcscope !== 1) return;
  const { id, type } = data;
  if (!(id === undefined || Number.isFinite(id) || (typeof id === "string" && id.length <= 100))) return;
  home = origin;
  const answer = (reply) => send({ ipcscope: 1, id, ...reply }, origin);
  const refuse = (message) => answer({ type: "error", message });
  if (typeof type !== "string") return refuse("a message has a type");
  if (!Object.hasOwn(WISHES, type)) return refuse(`the types are ${TYPES}`);
  if (count >= MOST_WAITING) return refuse("too many messages are waiting for their answers");
  count++;
  last = last
    .then(() => WISHES[type](data))
    .then((more) => answer({ type: type === "ping" ? "ready" : "ok", ...standing(), ...more }))
    .catch((error) => refuse(error.message))
    .finally(() => count--);
}

/** What a message asks for, as a function of it; what it gives goes along with the answer. */
const WISHES = {
  ping() {},
  get: () => ({ source: now.text, problem: now.problem }),
  play: () => act("play"),
  pause: () => act("pause"),
  step: () => act("step"),
  back: () => act("back"),
  seek({ step }) {
    if (!Number.isSafeInteger(step) || step < 0 || step >= 1e9) throw new Error("seek takes a step: a whole number from 0");
    return act(`seek ${step}`);
  },
  async reset() {
    await act("pause");
    await act("seek 0");
  },
  speed({ speed }) {
    const name = String(typeof speed === "number" ? speed : "");
    if (!SPEEDS.includes(name)) throw new Error(`speed is one of ${SPEEDS.join(", ")}`);
    return act(`speed ${name}`);
  },
  load,
  share,
  async export({ format }) {
    if (!now.isFresh) throw new Error("there is no run to export");
    return await exported(now.text, now.step, format);
  },
  size({ auto }) {
    if (typeof auto !== "boolean") throw new Error("size takes auto: true or false");
    fit(auto);
  },
};

/** Lets the page do something, and waits until it is done. */
async function act(wish) {
  const done = next();
  document.dispatchEvent(new CustomEvent("ipcscope-do", { detail: wish }));
  await done;
}

/** The next time that the page tells how things stand. */
function next() {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("the page does not answer")), LONGEST_MS);
    waiting.push(() => resolve(clearTimeout(timer)));
  });
}

/** Opens a text, a scenario of the gallery, or what a link carries, in place of what is open. */
async function load({ text, ex, link }) {
  const given = [text, ex, link].filter((one) => one !== undefined);
  if (given.length !== 1 || typeof given[0] !== "string") throw new Error("load takes a text, an ex or a link");
  if (given[0].length > MOST_TEXT * 2 || text?.length > MOST_TEXT) throw new Error("a scenario has at most 256 KiB");
  const query = new URLSearchParams(location.search);
  for (const name of ["ex", "step", "seed", "autoplay"]) query.delete(name);
  if (ex !== undefined) query.set("ex", ex);
  const payload = text === undefined ? link?.replace(/^.*#s=/s, "") : await payloadOf(text);
  const before = now;
  const done = next();
  locate(`?${query}${payload === undefined ? "" : `#s=${encodeURIComponent(payload)}`}`);
  await done;
  while (now.isBusy) await next();
  const isRight = now.isFresh && (text === undefined ? now.text !== before.text || now.problem === before.problem : now.text === text);
  if (!isRight) throw new Error(now.problem ?? "the scenario does not run");
}

/** As if the address had been changed, with nothing new in the history of the page around. */
function locate(address) {
  try {
    history.replaceState(null, "", address);
  } catch {
    // In a sandbox that may be refused: the fragment is free.
    location.replace(new URL(address, location.href).hash || "#");
    return;
  }
  dispatchEvent(new PopStateEvent("popstate"));
}

async function share() {
  const query = new URLSearchParams();
  if (now.step > 0) query.set("step", now.step);
  const seed = new URLSearchParams(location.search).get("seed");
  if (seed !== null) query.set("seed", seed);
  const url = new URL(location.href.split(/[?#]/)[0]);
  url.search = query;
  return { url: `${url}#s=${await payloadOf(now.text)}` };
}

/** Reveal.js shows the slide that this frame is on, or leaves it. */
function slide(isShown) {
  if (isShown && rests) act("play").catch(() => {});
  if (!isShown) {
    rests = now.playing;
    act("pause").catch(() => {});
  }
}

const grown = new CSSStyleSheet();
grown.replaceSync(".embed .player { height: auto; overflow: visible; }");

/** The page grows with what it shows, and the page around is told how high that is; or it fills its frame. */
function fit(isAuto) {
  const without = document.adoptedStyleSheets.filter((sheet) => sheet !== grown);
  document.adoptedStyleSheets = isAuto ? [...without, grown] : without;
  observer?.disconnect();
  observer = null;
  const player = document.querySelector(".page");
  if (!isAuto || !player) return;
  observer = new ResizeObserver(() => tell("resize", { height: Math.ceil(player.getBoundingClientRect().height) }));
  observer.observe(player);
}
