// What the page's module needs of scripts: words where it could not start, what is done when it fails, and ways to what
// comes later.
addEventListener("error", tell, true);
addEventListener("unhandledrejection", tell);

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
  desk.then(({ begin }) => begin(), () => {});
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

let host;

/** How things stand: in a frame, for the page around it (embed/src/host.js). */
function ipcscopeStand(version, ...standing) {
  if (parent === window) return;
  host ??= import(new URL(`host.js?v=${version}`, document.baseURI)).then(({ open }) => open());
  host.then((stand) => stand(...standing), () => {});
}

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
  ipcscopePart("panel", version).then(({ show }) => document.getElementById("view") && show(version, query, program), ({ message }) => {
    const view = document.getElementById("view");
    if (view) view.textContent = `${message} Open the tab once more to try again.`;
  });
}

/** The answer of a part of the page that comes later to a question, both as bytes. */
async function ipcscopeAsk(part, version, question) {
  return (await ipcscopePart(part, version)).ask(question);
}

/** Gets the reader ready when there is nothing else to do, except where data are dear. */
function ipcscopeWarm(version) {
  if (navigator.connection?.saveData) return;
  whenIdle(() => ipcscopePart("reader", version).then(({ warm }) => warm(), () => {}));
}

let failed = 0;

async function ipcscopePart(part, version) {
  // Browsers remember that a module did not arrive: it is asked for by another name then.
  const again = failed ? `&again=${failed}` : "";
  try {
    return await import(new URL(`${part}.js?v=${version}${again}`, document.baseURI));
  } catch (error) {
    failed++;
    throw new Error(`The part of the page that ${part === "reader" ? "reads texts" : "draws this view"} did not arrive (${error.message}).`);
  }
}
