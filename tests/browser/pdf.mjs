// What stands in a PDF, as PDF.js reads it in a page of the browser's own.
import { serveFolder } from "./server.mjs";

const LIBRARY = new URL("node_modules/pdfjs-dist/legacy/build/", import.meta.url).pathname;

/** The pages of a PDF: {size: [width, height] in pt, text, images, links}. `images` counts those made of pixels. */
export async function pagesOf(bytes, browser) {
  const library = await serveFolder(LIBRARY, "/", 0, { "/": { body: "<!doctype html><title>A reader</title>", type: "text/html" } });
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(library.url);
    return await page.evaluate(read, bytes.toString("base64"));
  } finally {
    await context.close();
    await library.close();
  }
}

async function read(base64) {
  const { getDocument, GlobalWorkerOptions, OPS } = await import("/pdf.mjs");
  GlobalWorkerOptions.workerSrc = "/pdf.worker.mjs";
  const pdf = await getDocument({ data: Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)) }).promise;
  const pixels = [OPS.paintImageXObject, OPS.paintInlineImageXObject, OPS.paintImageMaskXObject, OPS.paintImageXObjectRepeat];
  const pages = [];
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number);
    const [{ width, height }, { items }] = [page.getViewport({ scale: 1 }), await page.getTextContent()];
    const [{ fnArray }, annotations] = [await page.getOperatorList(), await page.getAnnotations()];
    pages.push({
      // Chromium's pages are whole CSS pixels.
      size: [width, height].map(Math.round),
      text: items.map(({ str, hasEOL }) => str + (hasEOL ? "\n" : "")).join(""),
      images: fnArray.filter((operation) => pixels.includes(operation)).length,
      links: annotations.map(({ url }) => url).filter(Boolean),
    });
  }
  return pages;
}
