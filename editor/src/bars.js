// Lines above the page: drafts that were found, a restart, storage that is refused.
let place;

function bars() {
  if (!place) {
    place = document.createElement("section");
    place.id = "bars";
    place.setAttribute("aria-label", "Your text");
    place.setAttribute("aria-live", "polite");
    document.body.prepend(place);
  }
  return place;
}

/** What turns the direction of the words beside it, or is no letter, as the page shows it in its notes. */
export const plain = (words) => words.toWellFormed().replace(/(?!\t)[\p{Cc}\u2028-\u202e\u2066-\u2069\ufeff]/gu, "\ufffd");

/**
 * A line of words with buttons `[label, press, name]`, in place of the one of the same `id`. A button's press takes the
 * line away unless it gives true; its name is its label where none is given.
 */
export function show(id, words, buttons, kind = "") {
  hide(id);
  const bar = document.createElement("div");
  bar.className = `bar ${kind}`;
  bar.dataset.testid = id;
  const p = document.createElement("p");
  p.textContent = plain(words);
  bar.append(p);
  for (const [index, [label, press, name = label]] of buttons.entries()) {
    const button = document.createElement("button");
    // Where there is a choice, the first is what most people want.
    if (index === 0 && buttons.length > 1) button.className = "primary";
    button.textContent = label;
    button.setAttribute("aria-label", plain(name));
    button.onclick = () => press() === true || hide(id);
    bar.append(button);
  }
  bars().append(bar);
  return bar;
}

export function hide(id) {
  place?.querySelector(`[data-testid="${id}"]`)?.remove();
}
