// What the receiver will see: a frame of the page itself. It is there to be looked at, so that it keeps no drafts
// (editor/src/desk.js) and takes no focus; while it is folded, or the dialog closed, there is none.
import { el } from "../../exports/src/elements.js";

/** Settings come in bursts, ms. */
const REST_MS = 250;
/** Less wide than this it is folded at first. */
const WIDE = "(min-width: 60rem)";

/** The place for it, and `show(link, isEmbedded)`, `close()`. */
export function preview() {
  let wanted = null;
  let shown = null;
  let timer;
  const stage = el("div", { class: "stage-of" });
  const place = el("details", { class: "preview", "data-testid": "share-preview", ontoggle: refresh }, el("summary", {}, "What others will see"), stage);

  function refresh() {
    clearTimeout(timer);
    const next = place.open && place.isConnected ? wanted : null;
    if (next?.link === shown) return;
    shown = next?.link ?? null;
    // Another frame: one that goes elsewhere would leave a step behind in this page's history.
    stage.replaceChildren(...(next ? [framed(next)] : []));
  }

  return {
    place,
    show(link, isEmbedded) {
      const isFirst = wanted === null;
      wanted = { link, isEmbedded };
      clearTimeout(timer);
      if (isFirst) place.open = matchMedia(WIDE).matches;
      if (isFirst) refresh();
      else timer = setTimeout(refresh, REST_MS);
    },
    close() {
      wanted = null;
      refresh();
    },
  };
}

function framed({ link, isEmbedded }) {
  const frame = el("iframe", { class: isEmbedded ? "embedded" : "whole", title: "Preview", name: "ipcscope-preview", tabindex: -1, inert: true });
  frame.src = link;
  return frame;
}
