// The page in one file (xtask/src/single.rs): its parts stand in the document, packed, and are given out from here. Scripts
// and modules are unpacked at the start, pictures and scenarios when they are asked for.
(async () => {
  const packed = new Map();
  for (const line of document.getElementById("parts").textContent.trim().split("\n")) packed.set(...line.split(" "));
  document.getElementById("parts").remove();
  const TYPES = { js: "text/javascript", wasm: "application/wasm", svg: "image/svg+xml", css: "text/css" };
  const ending = (name) => name.split(".").pop();
  /** Addresses of what is unpacked. */
  const addresses = {};

  async function unpack(name) {
    const bytes = Uint8Array.from(atob(packed.get(name)), (letter) => letter.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
  }

  async function put(name, before = "") {
    const blob = new Blob([before, await unpack(name)], { type: TYPES[ending(name)] ?? "application/octet-stream" });
    addresses[name] = URL.createObjectURL(blob);
  }

  /** The part that an address means, from wherever it is seen. */
  function named(address) {
    const path = new URL(address, "https://single.ipcscope.invalid/").pathname;
    return [...packed.keys()].filter((name) => path.endsWith(`/${name}`)).sort((a, b) => b.length - a.length)[0];
  }

  globalThis.ipcscopeOpen = async (address) => {
    const name = named(address);
    return name ? new Response(await unpack(name), { headers: { "content-type": TYPES[ending(name)] ?? "" } }) : fetch(address);
  };
  globalThis.ipcscopeImport = (address) => import(addresses[named(address)]);

  // A worker has no document: it finds the modules by their addresses.
  const names = [...packed.keys()];
  for (const name of names.filter((name) => ending(name) === "wasm")) await put(name);
  const modules = JSON.stringify(addresses);
  const inWorker = `if(typeof document==="undefined")globalThis.ipcscopeOpen=(address)=>fetch(${modules}[new URL(address).pathname.slice(1)]);`;
  for (const name of names.filter((name) => ending(name) === "js")) await put(name, inWorker);
  const Own = Worker;
  globalThis.Worker = class extends Own {
    constructor(address, options) {
      super(addresses[named(address)] ?? address, options);
    }
  };

  const setAttribute = HTMLImageElement.prototype.setAttribute;
  HTMLImageElement.prototype.setAttribute = function (name, value) {
    const part = name === "src" && named(value);
    if (!part) return setAttribute.call(this, name, value);
    this.dataset.part = part;
    (addresses[part] ? Promise.resolve() : put(part)).then(() => this.dataset.part === part && setAttribute.call(this, "src", addresses[part]));
  };

  const style = document.createElement("style");
  style.textContent = new TextDecoder().decode(await unpack(names.find((name) => ending(name) === "css")));
  const icon = Object.assign(document.createElement("link"), { rel: "icon" });
  await put(names.find((name) => name.startsWith("favicon")));
  icon.href = addresses[names.find((name) => name.startsWith("favicon"))];
  const start = document.createElement("script");
  start.textContent = new TextDecoder().decode(await unpack(names.find((name) => name.startsWith("start-"))));
  document.head.append(icon, style, start);
})().catch((error) => {
  document.getElementById("boot").textContent = `ipcscope could not start: ${error.message}. It needs a browser of 2023 or newer.`;
});
