// What the page's module needs of scripts: words where it could not start, and ways to what comes later.
addEventListener("error", tell, true);
addEventListener("unhandledrejection", tell);

function tell(event) {
  const boot = document.getElementById("boot");
  if (!boot) return;
  const reason = event.reason?.message ?? event.message ?? "a part of the page did not arrive";
  boot.textContent = `ipcscope could not start: ${reason}. Reload the page; it needs a browser of 2023 or newer.`;
  boot.setAttribute("role", "alert");
}

/** The bytes of a file of the site. */
async function ipcscopeFetch(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`status ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** The reader's answer to a question, both as bytes. */
async function ipcscopeAsk(version, question) {
  return (await ipcscopeReader(version)).ask(question);
}

/** Gets the reader ready when there is nothing else to do, except where data are dear. */
function ipcscopeWarm(version) {
  if (navigator.connection?.saveData) return;
  const whenIdle = globalThis.requestIdleCallback ?? ((then) => setTimeout(then, 2000));
  whenIdle(() => ipcscopeReader(version).then(({ warm }) => warm(), () => {}));
}

let failed = 0;

async function ipcscopeReader(version) {
  // Browsers remember that a module did not arrive: it is asked for by another name then.
  const again = failed ? `&again=${failed}` : "";
  try {
    return await import(new URL(`reader.js?v=${version}${again}`, document.baseURI));
  } catch (error) {
    failed++;
    throw new Error(`The part of the page that reads texts did not arrive (${error.message}).`);
  }
}
