// Makes the run that is on the stage once more, away from the page, and tells of it: exports, pictures, words, the frames of
// an animation put together. One question at a time: {id, ask, …}, answered by {id, answer} or {id, error}.
import { GIFEncoder, applyPalette, quantize } from "gifenc";
import init, { simulate } from "ipcscope";

let arrives;
/** The run, and what it was made of. */
let run;
let madeOf;
/** The animation that is being put together. */
let gif;

const ANSWERS = {
  /** How many steps the run has, and how it ends. */
  run: () => ({ steps: run.steps, lastUs: run.lastUs, end: run.end }),
  export: ({ format }) => run.export(format),
  svg: ({ step, width, theme }) => run.svg({ step, width, theme }),
  snapshot: ({ step }) => run.snapshot(step),
  frame({ rgba, width, height, delayMs }) {
    gif ??= GIFEncoder();
    const pixels = new Uint8Array(rgba);
    const palette = quantize(pixels, 256);
    gif.writeFrame(applyPalette(pixels, palette), width, height, { palette, delay: delayMs });
  },
  gif() {
    gif.finish();
    const bytes = gif.bytes();
    gif = undefined;
    return bytes;
  },
};

addEventListener("message", async ({ data }) => {
  const { id, module, ask, text, options } = data;
  try {
    arrives ??= fetch(module).then(async (response) => {
      if (!response.ok) throw new Error(`status ${response.status}`);
      return init({ module_or_path: await response.arrayBuffer() });
    });
    await arrives;
    const wanted = JSON.stringify([text, `${options.seed}`, options.schedule]);
    if (madeOf !== wanted) {
      run?.free();
      [run, madeOf] = [undefined, undefined];
      run = simulate(text, options);
      madeOf = wanted;
    }
    postMessage({ id, answer: ANSWERS[ask](data) });
  } catch (error) {
    postMessage({ id, error: error.message });
  }
});
