// The link as a QR code: black on white in every theme, since that is what all cameras read.
import { encode } from "uqr";

/** The most bytes that a QR code has: version 40, level L. */
export const MOST_BYTES = 2_953;
/** White around it, modules; the standard's. */
const QUIET = 4;
/** As large as the room for it in the dialog, and a module no larger and no smaller than this, px. */
const [ROOM_PX, MOST_PX, LEAST_PX] = [482, 6, 2];
const SVG = "http://www.w3.org/2000/svg";

/** An SVG of it; null where the link is too long for one. */
export function code(link) {
  if (link.length > MOST_BYTES) return null;
  // The level is raised where that makes it no larger.
  const { size, data } = encode(link, { ecc: "L", boostEcc: true, border: QUIET });
  // Whole pixels: every module is as wide as the next.
  const px = Math.max(Math.min(Math.floor(ROOM_PX / size), MOST_PX), LEAST_PX) * size;
  const svg = shape("svg", { viewBox: `0 0 ${size} ${size}`, width: px, height: px, role: "img", "aria-label": "QR code of the link", "shape-rendering": "crispEdges" });
  svg.append(shape("rect", { width: size, height: size, fill: "#fff" }), shape("path", { d: runs(data), fill: "#000" }));
  return svg;
}

/** Each row's runs of black modules, as one path. */
function runs(data) {
  let path = "";
  for (const [y, row] of data.entries()) {
    for (let x = 0; x < row.length; x++) {
      if (!row[x]) continue;
      const from = x;
      while (row[x + 1]) x++;
      const width = x + 1 - from;
      path += `M${from} ${y}h${width}v1h-${width}z`;
    }
  }
  return path;
}

function shape(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}
