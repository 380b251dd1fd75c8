// <ipc-scope>: a scenario in a page, as an element. It holds a frame with ipcscope in it and speaks with it by the messages
// of docs/embedding/protocol.md; where ipcscope is, it knows from its own address. It takes no focus and plays nothing by
// itself unless it is asked to.
import { unescaped } from "./inline.js";
import { payloadOf } from "./link.js";
import { textAt } from "./source.js";

/** Attributes that stand in the frame's address as they are. */
const SETTINGS = ["ex", "step", "seed", "set", "schedule", "autoplay", "loop", "speed", "controls", "editor", "view", "theme", "motion", "lang"];
const AGAIN_MS = 200;
const LONGEST_MS = 30_000;
/** Before it is known how high it wants to be, and at most, px. */
const [HEIGHT_PX, MOST_PX] = [460, 4_000];
const MODULE = import.meta.url;

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  :host { display: block; position: relative; min-height: 12rem; height: ${HEIGHT_PX}px; }
  :host([hidden]) { display: none; }
  iframe, button { display: block; box-sizing: border-box; width: 100%; height: 100%; border: 0; border-radius: 6px; }
  button { cursor: pointer; padding: 0; background: Canvas; color: CanvasText; border: 1px solid GrayText; font: inherit; }
  img { max-width: 100%; max-height: calc(100% - 3em); } span { display: block; padding: .6em; }
`);

class IpcScope extends HTMLElement {
  static observedAttributes = [...SETTINGS, "src", "title", "height", "load"];

  #frame = null;
  #origin = null;
  /** How things stood when the frame last said so. */
  #now = { step: 0, steps: 0, playing: false, speed: 1, timeUs: 0, state: "loading" };
  #source = "";
  #asked = new Map();
  #last = 0;
  #timer = null;
  #isReady = false;
  /** Counts what was opened: what arrives for something before is late. */
  #turn = 0;
  #hear = (event) => this.#heard(event);

  connectedCallback() {
    if (!this.shadowRoot) this.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet];
    if (document.readyState === "loading") {
      // The child with the text may not be there yet.
      addEventListener("DOMContentLoaded", () => this.isConnected && this.#begin(), { once: true });
    } else this.#begin();
  }

  disconnectedCallback() {
    this.#end("the element was removed");
    this.shadowRoot.replaceChildren();
  }

  attributeChangedCallback(name, before, after) {
    if (before === after || !this.#frame) return;
    if (name === "title") this.#frame.title = this.#name();
    else if (name === "height") this.#fit();
    else if (name === "step") this.seek(Number(after)).catch(() => {});
    else if (name === "speed") this.speed = Number(after ?? 1);
    else queueMicrotask(() => this.isConnected && this.#frame && this.#begin());
  }

  /** The scenario's text. Setting it opens another. */
  get source() {
    return this.#source;
  }
  set source(text) {
    this.load(text).catch(() => {});
  }
  /** After how many events. */
  get step() {
    return this.#now.step;
  }
  set step(step) {
    this.seek(step).catch(() => {});
  }
  /** How many events there are. */
  get steps() {
    return this.#now.steps;
  }
  get playing() {
    return this.#now.playing;
  }
  get speed() {
    return this.#now.speed;
  }
  set speed(speed) {
    this.#ask("speed", { speed }).catch(() => {});
  }
  /** loading, paused, playing, ended or error. */
  get state() {
    return this.#now.state;
  }

  play = () => this.#ask("play").then(() => {});
  pause = () => this.#ask("pause").then(() => {});
  stepForward = () => this.#ask("step").then(({ step }) => step);
  stepBack = () => this.#ask("back").then(({ step }) => step);
  seek = (step) => this.#ask("seek", { step }).then(({ step }) => step);
  reset = () => this.#ask("reset").then(() => {});
  /** Another text, or `{ex}` for one of the gallery, or `{link}`. */
  load = (wanted) => this.#ask("load", typeof wanted === "string" ? { text: wanted } : { ...wanted }).then(() => {});
  shareUrl = () => this.#ask("share").then(({ url }) => url);
  exportSvg = () => this.#ask("export", { format: "svg" }).then(({ data }) => data);
  exportPng = () => this.#ask("export", { format: "png" }).then(({ data }) => data);
  /** csv, mermaid, perfetto, shiviz, metrics or text. */
  exportTrace = (format = "csv") => this.#ask("export", { format }).then(({ data }) => data);

  #name() {
    // Without what would turn the words beside it.
    return (this.getAttribute("title") ?? "A scenario in ipcscope").toWellFormed().replace(/(?!\t)[\p{Cc}\u2028-\u202e\u2066-\u2069\ufeff]/gu, "\ufffd");
  }

  /** Opens what the attributes and the child say, in a fresh frame. */
  async #begin(isPressed = false) {
    if (!isPressed) this.#end("something else was opened");
    if (!isPressed && this.getAttribute("load") === "click") return this.#offer();
    const turn = ++this.#turn;
    try {
      const address = await this.#address();
      if (turn !== this.#turn || !this.isConnected) return;
      this.#open(address);
      if (isPressed) this.#frame.focus();
    } catch (error) {
      if (turn === this.#turn) this.#fail(error.message);
    }
  }

  #base() {
    return new URL(this.getAttribute("base") ?? ".", this.hasAttribute("base") ? document.baseURI : MODULE);
  }

  async #address() {
    const address = this.#base();
    for (const name of SETTINGS) if (this.hasAttribute(name)) address.searchParams.set(name, this.getAttribute(name));
    address.searchParams.set("embed", "1");
    const inline = this.querySelector('script[type="text/ipc"]')?.textContent;
    const text = this.hasAttribute("src") ? await textAt(new URL(this.getAttribute("src"), document.baseURI)) : inline && dedented(inline);
    if (text) address.hash = `s=${await payloadOf(text)}`;
    return address;
  }

  /** A picture until it is clicked: no frame, and no file of `src`, is fetched before. */
  #offer() {
    const [button, words] = [document.createElement("button"), document.createElement("span")];
    words.textContent = `▶ \u2068${this.#name()}\u2069`;
    const name = this.getAttribute("ex");
    const colours = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    const chosen = { light: "light", dark: "dark", projector: "light" }[this.getAttribute("theme")] ?? colours;
    if (/^[\w-]+$/.test(name ?? "")) button.append(Object.assign(new Image(), { src: new URL(`gallery/${name}.${chosen}.svg`, this.#base()), alt: "" }));
    button.append(words);
    button.addEventListener("click", () => void this.#begin(true), { once: true });
    this.shadowRoot.replaceChildren(button);
  }

  #open(address) {
    const frame = document.createElement("iframe");
    frame.title = this.#name();
    frame.loading = this.getAttribute("loading") === "lazy" ? "lazy" : "eager";
    if (this.hasAttribute("sandbox")) frame.setAttribute("sandbox", this.getAttribute("sandbox"));
    frame.allow = "clipboard-write; fullscreen";
    frame.src = address;
    this.#frame = frame;
    // One in a sandbox of its own has no origin to name.
    this.#origin = this.hasAttribute("sandbox") && !frame.sandbox.contains("allow-same-origin") ? "*" : address.origin;
    this.shadowRoot.replaceChildren(frame);
    addEventListener("message", this.#hear);
    // Until somebody is there.
    this.#timer = setInterval(() => this.#send({ id: 0, type: "ping" }), AGAIN_MS);
  }

  #send(message) {
    try {
      this.#frame.contentWindow?.postMessage({ ipcscope: 1, ...message }, this.#origin);
    } catch {
      // What can't be copied can't be sent; and until the frame has loaded, its origin is another.
    }
  }

  #heard({ source, origin, data }) {
    if (!this.#frame || source !== this.#frame.contentWindow) return;
    if (this.#origin !== "*" && origin !== this.#origin) return;
    if (typeof data !== "object" || data === null || data.ipcscope !== 1) return;
    const { id, type } = data;
    if (typeof data.state === "string") {
      const { step, steps, playing, speed, timeUs, state } = data;
      this.#now = { step, steps, playing, speed, timeUs, state };
    }
    if (typeof data.source === "string") this.#source = data.source;
    if (type === "event") this.#happened(data);
    else if (id === 0 && type === "ready") this.#greeted();
    else this.#answered(id, data);
  }

  /** The frame is there; what was asked meanwhile goes off once there is a run, or a reason why not. */
  #greeted() {
    if (this.#isReady || this.#now.state === "loading") return;
    this.#isReady = true;
    clearInterval(this.#timer);
    this.#fit();
    this.#ask("get").then(
      ({ problem }) => (this.#now.state === "error" ? this.#fail(problem) : this.#fire("ready")),
      () => {},
    );
    for (const { message } of this.#asked.values()) this.#send(message);
  }

  #happened({ event, height, message }) {
    if (event === "resize") this.#grow(height);
    if (event === "ready") return;
    this.#fire(event, event === "resize" ? { height } : event === "error" ? { message } : {});
  }

  #fire(event, more = {}) {
    this.dispatchEvent(new CustomEvent(event, { detail: { ...this.#now, ...more } }));
  }

  #fail(message) {
    this.#now.state = "error";
    this.#fire("error", { message });
  }

  #answered(id, data) {
    const asked = this.#asked.get(id);
    if (!asked) return;
    this.#asked.delete(id);
    clearTimeout(asked.timer);
    if (data.type === "ok") asked.resolve(data);
    else asked.reject(new Error(String(data.message)));
  }

  /** Asks the frame; what is asked before it is there waits. */
  #ask(type, more = {}) {
    return new Promise((resolve, reject) => {
      if (!this.isConnected) return reject(new Error("the element is in no page"));
      const id = ++this.#last;
      const message = { id, type, ...more };
      const timer = setTimeout(() => this.#answered(id, { message: "the frame does not answer" }), LONGEST_MS);
      this.#asked.set(id, { resolve, reject, timer, message });
      if (this.#isReady) this.#send(message);
    });
  }

  #fit() {
    const height = this.getAttribute("height");
    if (height !== "auto") this.style.height = /^\d+$/.test(height ?? "") ? `${height}px` : (height ?? "");
    if (this.#isReady) this.#ask("size", { auto: height === "auto" }).catch(() => {});
  }

  #grow(height) {
    if (this.getAttribute("height") === "auto" && height > 0) this.style.height = `${Math.min(height, MOST_PX)}px`;
  }

  #end(reason) {
    this.#turn++;
    clearInterval(this.#timer);
    removeEventListener("message", this.#hear);
    for (const { reject, timer } of this.#asked.values()) {
      clearTimeout(timer);
      // Nobody need have waited for it.
      reject(new Error(reason));
    }
    this.#asked.clear();
    this.#frame = null;
    this.#isReady = false;
    this.#now = { ...this.#now, playing: false, state: "loading" };
  }
}

/** Without the indentation that all of its lines have. */
function dedented(text) {
  const lines = unescaped(text).replace(/^\s*\n/, "").trimEnd().split("\n");
  const indents = lines.filter((line) => line.trim()).map((line) => /^[ \t]*/.exec(line)[0].length);
  const least = Math.min(...indents);
  return `${lines.map((line) => line.slice(least)).join("\n")}\n`;
}

customElements.define("ipc-scope", IpcScope);
