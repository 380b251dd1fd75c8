// What can be wrong with the controls of a page at a size: runs in the page.

/** In words: what is cut off, what lies over another, what makes the page wider than its window. */
export function wrongControls() {
  const found = [];
  const name = (element) => `${element.localName} “${(element.getAttribute("aria-label") ?? element.textContent ?? "").trim().slice(0, 40)}”`;
  const isSeen = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !element.closest("[inert], .sr-only, .skip, details:not([open]) > :not(summary)");
  const dialog = document.querySelector("dialog[open]");
  const controls = [...(dialog ?? document).querySelectorAll("button, select, input, textarea, summary, a[href]")].filter(isSeen);
  if (document.documentElement.scrollWidth > innerWidth + 1) found.push(`the page is ${document.documentElement.scrollWidth} px wide`);
  /** What of an element can be seen: no ancestor cuts it off, or it can be scrolled to. */
  const scrolls = (element) => {
    for (let one = element.parentElement; one; one = one.parentElement) {
      const style = getComputedStyle(one);
      if (/auto|scroll/.test(style.overflowX) && one.scrollWidth > one.clientWidth) return one;
    }
    return null;
  };
  /** What stays in its place while the page scrolls lies over the rest of it on purpose. */
  const floating = (element) => {
    for (let one = element; one; one = one.parentElement) {
      if (/fixed|sticky/.test(getComputedStyle(one).position)) return one;
    }
    return null;
  };
  const boxes = controls.map((element) => ({ element, box: element.getBoundingClientRect() })).filter(({ box }) => box.width > 1 && box.height > 1);
  for (const { element, box } of boxes) {
    if (!scrolls(element) && (box.left < -1 || box.right > innerWidth + 1)) found.push(`${name(element)} is cut off at ${Math.round(box.left)} to ${Math.round(box.right)} px`);
    const style = getComputedStyle(element);
    const isText = element.localName === "button" || element.localName === "a";
    if (isText && style.overflowX !== "auto" && style.textOverflow !== "ellipsis" && element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
      found.push(`${name(element)} has ${element.scrollWidth} px of words on ${element.clientWidth} px`);
  }
  for (const [index, one] of boxes.entries()) {
    for (const other of boxes.slice(index + 1)) {
      if (one.element.contains(other.element) || other.element.contains(one.element)) continue;
      // What lies in different scrolled parts, or floats above the page on purpose, may lie over another.
      if (scrolls(one.element) !== scrolls(other.element)) continue;
      if (floating(one.element) !== floating(other.element)) continue;
      // All of a card is a link, with a button on it.
      const card = one.element.closest(".card");
      if (card && card === other.element.closest(".card")) continue;
      const wide = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      const high = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
      if (wide > 1 && high > 1) found.push(`${name(one.element)} lies over ${name(other.element)}`);
    }
  }
  return found;
}
