// A table of very many lines, of which only a block is in the document: where the block stands, and which lines are seen.

/** No element is higher than every browser allows, px: a longer table scrolls by more than a line a line. */
const HIGHEST_PX = 8e6;

function measure(scroller, total) {
  const height = (selector) => scroller.querySelector(selector)?.offsetHeight ?? 0;
  const line = Math.max(height("tbody tr"), 1);
  const view = Math.max(scroller.clientHeight - height("thead"), line);
  const all = Math.max(total * line, view);
  const shown = Math.min(all, HIGHEST_PX);
  // Lines above what is seen, for each px scrolled.
  const linesAPx = (all - view) / Math.max(shown - view, 1) / line;
  return { line, view, shown, linesAPx };
}

/** Puts the block that begins with line `first` where it belongs; the first and the last line that are seen. */
export function place(scroller, total, first) {
  const { line, view, shown, linesAPx } = measure(scroller, total);
  const seen = scroller.scrollTop * linesAPx;
  const table = scroller.querySelector("table");
  scroller.firstElementChild.style.height = `${Math.round(shown)}px`;
  table.style.top = `${Math.round(scroller.scrollTop - (seen - first) * line)}px`;
  return [Math.floor(seen), Math.floor(seen + view / line)];
}

/** Scrolls so that a line is seen, unless it is. */
export function reveal(scroller, total, line) {
  const { line: height, view, linesAPx } = measure(scroller, total);
  const fit = view / height;
  const seen = scroller.scrollTop * linesAPx;
  if ((line >= seen && line + 1 <= seen + fit) || linesAPx === 0) return;
  // Going far, it comes to the middle.
  const isFar = Math.abs(line - seen) > 2 * fit;
  const above = isFar ? line - fit / 2 : line < seen ? line : line + 1 - fit;
  scroller.scrollTop = Math.round(Math.max(above, 0) / linesAPx);
}
