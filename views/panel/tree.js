// Elements from a tree of plain objects, made or changed only where they differ, so that what has the focus keeps it.
// Nothing goes through markup: texts become texts.

const SVG = "http://www.w3.org/2000/svg";

/** A wanted element. `on…` are handlers, `value` is a property, all else attributes; null leaves one out. */
export function h(tag, attributes, ...children) {
  return { tag, attributes: attributes ?? {}, children: children.flat(Infinity).filter((child) => child !== null && child !== false) };
}

/** Makes the children of `parent` what is wanted: elements, and texts. */
export function patch(parent, wanted, space = parent.namespaceURI) {
  wanted.forEach((want, index) => {
    const there = parent.childNodes[index];
    const node = fitting(there, want, space);
    if (node !== there) there ? there.replaceWith(node) : parent.append(node);
    if (typeof want === "object") fill(node, want);
  });
  while (parent.childNodes.length > wanted.length) parent.lastChild.remove();
}

function fitting(there, want, space) {
  if (typeof want !== "object") {
    if (there?.nodeType !== Node.TEXT_NODE) return document.createTextNode(want);
    if (there.data !== `${want}`) there.data = want;
    return there;
  }
  if (there?.localName === want.tag) return there;
  return document.createElementNS(want.tag === "svg" ? SVG : space, want.tag);
}

function fill(node, { attributes, children }) {
  for (const { name } of [...node.attributes]) {
    if (name !== "style" && (attributes[name] ?? null) === null) node.removeAttribute(name);
  }
  let value;
  for (const [name, wanted] of Object.entries(attributes)) {
    if (name.startsWith("on")) node[name] = wanted;
    else if (name === "value") value = wanted;
    else if (wanted !== null && node.getAttribute(name) !== `${wanted}`) node.setAttribute(name, wanted);
  }
  patch(node, children);
  // After its options are there.
  if (value !== undefined && node.localName === "select") node.value = value;
  else if (value !== undefined) node.setAttribute("value", value);
}
