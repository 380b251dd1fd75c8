// What exports on the page and exports for a page around it have in common: how the run on the stage came about, the
// colours that are shown, and a picture in pixels.

/** In CSS pixels, of a picture without another width. */
export const WIDTH_PX = 960;
/** Pixels of a picture for each CSS pixel. */
const SHARPNESS = 2;

/** What makes the run that is on the stage, as the package for scripts takes it. */
export function options() {
  const address = new URLSearchParams(location.search);
  const [seed, schedule] = [address.get("seed"), address.get("schedule")];
  return { ...(seed !== null && { seed: BigInt(seed) }), ...(schedule && { schedule: schedule.split(",").map(Number) }) };
}

export function theme() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
}

/** An SVG's picture on a canvas, so many times as large. */
export async function canvas(svg, scale = SHARPNESS) {
  const image = new Image();
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [Math.round(scale * image.naturalWidth), Math.round(scale * image.naturalHeight)];
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas;
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** The same as a PNG. */
export async function png(svg) {
  const drawn = await canvas(svg);
  const blob = await new Promise((resolve) => drawn.toBlob(resolve, "image/png"));
  if (!blob) throw new Error("the picture is too large for this browser");
  return blob;
}
