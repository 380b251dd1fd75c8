// What a frame is asked to export: made by the wasm package (js/), which is fetched then and not before.

const MIME = { svg: "image/svg+xml", csv: "text/csv", mermaid: "text/plain", perfetto: "application/json", shiviz: "text/plain", text: "text/plain", metrics: "text/plain" };
const WIDTH_PX = 960;

let arrives = null;

async function core() {
  const script = await import(new URL("js/ipcscope.js", document.baseURI));
  await script.default();
  return script;
}

/** `data` is a text; of a PNG, a Blob. */
export async function exported(text, step, format) {
  if (format !== "png" && !Object.hasOwn(MIME, format)) throw new Error(`the formats are png, ${Object.keys(MIME).join(", ")}`);
  arrives ??= core();
  const { simulate } = await arrives.catch((error) => {
    arrives = null;
    throw new Error(`what makes exports did not arrive (${error.message})`);
  });
  const seed = new URLSearchParams(location.search).get("seed");
  const run = simulate(text, seed === null ? {} : { seed: BigInt(seed) });
  try {
    if (format === "svg" || format === "png") {
      const svg = run.svg({ step, width: WIDTH_PX, theme: theme() });
      return format === "svg" ? { format, mime: MIME.svg, data: svg } : { format, mime: "image/png", data: await png(svg) };
    }
    return { format, mime: MIME[format], data: run.export(format) };
  } finally {
    run.free();
  }
}

function theme() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
}

/** The same picture in pixels, two for each. */
async function png(svg) {
  const image = new Image();
  const address = URL.createObjectURL(new Blob([svg], { type: MIME.svg }));
  try {
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [2 * image.naturalWidth, 2 * image.naturalHeight];
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
    if (!blob) throw new Error("the picture is too large for this browser");
    return blob;
  } finally {
    URL.revokeObjectURL(address);
  }
}
