// What the page's module needs of scripts: its start, words where it could not start, what is done when it fails, and ways
// to what comes later.
addEventListener("error", tell, true);
addEventListener("unhandledrejection", tell);

// In a sandbox this script has no address that anything could be relative to.
const [page, wasm] = document.querySelector("[name=page]").content.split(" ").map((name) => new URL(name, document.baseURI).href);

// Workers are started by their address: under trusted types only by one that has come through here, and only ours do.
const HOME = new URL(".", document.baseURI).href;
const policy = globalThis.trustedTypes?.createPolicy("ipcscope", { createScriptURL: ours });

function ours(address) {
  if (address.startsWith("blob:") || address.startsWith(HOME)) return address;
  throw new TypeError(`${address} is not of this page`);
}

/** The address of a worker, as the browser wants it. */
function ipcscopeWorker(address) {
  return policy ? policy.createScriptURL(address) : ours(address);
}

/** Some parameters are for a script, which does what comes before the page: embed/src/parameters.js. */
if (/\b(src|lang|load|set)=|lanes|program/.test(location.search)) import(new URL(`parameters.js?v=${page.slice(-19)}`, page)).then(({ before }) => before(begin));
else begin();

async function begin() {
  const module_or_path = fetch(wasm);
  await (await import(page)).default({ module_or_path });
}

function tell(event) {
  const boot = document.getElementById("boot");
  if (!boot) return isTrap(event.error ?? event.reason) && ipcscopeStop(`${event.error ?? event.reason}`);
  const reason = event.reason?.message ?? event.message ?? "a part of the page did not arrive";
  boot.textContent = `ipcscope could not start: ${reason}. Reload the page; it needs a browser of 2023 or newer.`;
  boot.setAttribute("role", "alert");
}

/** What the browser's engine stops by itself in the page's module, such as a full stack. */
function isTrap(error) {
  return /^(Runtime|Range|Internal)Error/.test(error?.name) && /wasm/.test(error.stack);
}

let desk, stopped;

/** The page is there: the desk (editor/src/desk.js) comes when there is nothing else to do. */
function ipcscopeDesk(version) {
  desk = new Promise(whenIdle).then(() => import(new URL(`desk.js?v=${version}`, document.baseURI)));
  desk.then(({ begin }) => begin(() => stands), () => {});
}

/** The page's module has failed: with half-written state behind it, nothing is to reach it any more. */
function ipcscopeStop(reason) {
  if (stopped) return;
  stopped = true;
  document.getElementById("app").inert = true;
  for (const name of ["pagehide", "popstate", "hashchange", "message", "keydown", "drop", "ipcscope-write"]) {
    addEventListener(name, (event) => event.stopImmediatePropagation(), true);
  }
  Promise.resolve(desk).then(({ restart }) => restart(reason)).catch(() => {
    document.body.prepend("ipcscope has stopped: something inside it failed. Your text is in the address: reload the page.");
  });
}

let host, stands = [], build;

/** How things stand: in a frame, for the page around it (embed/src/host.js); the text only where it is new. */
function ipcscopeStand(version, ...standing) {
  standing[7] ??= stands[7];
  [build, stands] = [version, standing];
  if (parent === window) return;
  host ??= import(new URL(`host.js?v=${version}`, document.baseURI)).then(({ open }) => open());
  host.then((stand) => stand(...standing), () => {});
}

/** A button that names a part of the page opens it, once it is there. Without the share dialog the plain link is copied. */
addEventListener("click", ({ target }) => {
  const part = target.dataset?.part;
  const missed = ({ message }) => document.dispatchEvent(part === "share" ? new Event("ipcscope-link") : new CustomEvent("ipcscope-do", { detail: `trouble ${message} Press again.` }));
  if (part) later(part, build).then(({ open }) => open(() => stands), missed);
});

function whenIdle(then) {
  // A page that plays may never be idle.
  globalThis.requestIdleCallback ? requestIdleCallback(then, { timeout: 3000 }) : setTimeout(then, 2000);
}

/** The bytes of a file of the site. */
async function ipcscopeFetch(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`status ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** Shows what the open tab is to show: views/panel/panel.js. */
function ipcscopeView(version, query, program) {
  later("panel", version).then(({ show }) => document.getElementById("view") && show(version, query, program), ({ message }) => {
    const view = document.getElementById("view");
    if (view) view.textContent = `${message} Open the tab once more to try again.`;
  });
}

/** The answer of a part of the page that comes later to a question, both as bytes. */
async function ipcscopeAsk(part, version, question) {
  return (await later(part, version)).ask(question);
}

/** Gets the reader ready when there is nothing else to do, except where data are dear. */
function ipcscopeWarm(version) {
  if (navigator.connection?.saveData) return;
  whenIdle(() => later("reader", version).then(({ warm }) => warm(), () => {}));
}

let failed = 0;

async function later(part, version) {
  // Browsers remember that a module did not arrive: it is asked for by another name then.
  const again = failed ? `&again=${failed}` : "";
  try {
    return await import(new URL(`${part}.js?v=${version}${again}`, document.baseURI));
  } catch (error) {
    failed++;
    throw new Error(`The part of the page that ${({ reader: "reads texts", panel: "draws this view" })[part] ?? `makes “${part}”`} did not arrive (${error.message}).`);
  }
}
