// What a frame is asked to export: made by the wasm package (js/), which is fetched then and not before.
import { WIDTH_PX, options, png, theme } from "../../exports/src/pictures.js";

const MIME = { svg: "image/svg+xml", csv: "text/csv", mermaid: "text/plain", perfetto: "application/json", shiviz: "text/plain", text: "text/plain", metrics: "text/plain" };
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
  const run = simulate(text, options());
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
