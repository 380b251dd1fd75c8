// A picture of the moment, by the package for scripts, which is fetched for the first.
import { exported } from "../../embed/src/exports.js";
import { save } from "../../exports/src/elements.js";

/** Draws the run of `text` after `step` events, and lets people save it. */
export async function savePicture(text, step, name) {
  const { data, mime } = await exported(text, step, "svg");
  save(new Blob([data], { type: mime }), name);
}
