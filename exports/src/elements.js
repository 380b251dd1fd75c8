// Elements by script: texts stay texts, and nothing is markup.

/** An element; `on…` are handlers, `disabled` and the like are true or false, all else attributes. */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element[name] = value;
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** Shows a style sheet's rules: not as an element, since a page with a strict policy takes a sheet that is made so. */
export function adopt(css) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

/** Lets people save a file. */
export function save(blob, name) {
  const address = URL.createObjectURL(blob);
  el("a", { href: address, download: name }).click();
  // The browser has begun to save by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** The title of a scenario, as the page shows it above the stage. */
export const title = () => document.querySelector("#main h1")?.textContent ?? "Scenario";

/** A file's name for it: letters and digits of any script, as every system takes them. */
export function fileName(ending) {
  const words = title().normalize("NFC").toLowerCase().replace(/[^\p{L}\p{M}\p{N}]+/gu, "-").slice(0, 60).replace(/^-|-$/g, "");
  return `${words || "scenario"}.${ending}`;
}
