// A stretch of the run as an animated GIF: a frame for each step, drawn here, since workers can't draw SVG, and put
// together in the worker.
import { canvas } from "./pictures.js";

/** So many frames an animation has at most. */
export const MOST_FRAMES = 300;

/** The steps that are shown from `from` to `to`: all, or evenly chosen ones where there are too many. */
export function shown(from, to) {
  const count = Math.min(to - from + 1, MOST_FRAMES);
  return Array.from({ length: count }, (_, index) => from + Math.round((index * (to - from)) / Math.max(count - 1, 1)));
}

/** `told` hears after each frame how many there are. */
export async function animation(run, { from, to, width, theme, delayMs }, told) {
  const steps = shown(from, to);
  let size;
  for (const [index, step] of steps.entries()) {
    const drawn = await canvas(await run.ask("svg", { step, width, theme }), 1);
    // The picture of every moment is to be as large as that of the first.
    size ??= [drawn.width, drawn.height];
    const { data } = drawn.getContext("2d").getImageData(0, 0, ...size);
    // The last one stays for a while.
    const delay = index === steps.length - 1 ? Math.max(delayMs, 2_000) : delayMs;
    await run.ask("frame", { rgba: data.buffer, width: size[0], height: size[1], delayMs: delay }, [data.buffer]);
    told(index + 1, steps.length);
  }
  return new Blob([await run.ask("gif")], { type: "image/gif" });
}
