// A small server of files for the tests, on loopback only.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize, sep } from "node:path";
import { POLICY, isOurs } from "./policy.mjs";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".css": "text/css",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".webmanifest": "application/manifest+json",
};

/**
 * Serves a folder below `prefix`, as a course page's subfolder would be, with the headers of docs/hosting.md; and `others`, by
 * path: {body, type, status, headers}. `files` are the places besides from which `src` may fetch; null for other people's pages,
 * which have no policy.
 */
export async function serveFolder(folder, prefix = "/courses/os/ipcscope/", port = 0, others = {}, files = "") {
  const policy = files !== null && POLICY.replace("connect-src 'self'", `connect-src 'self' ${files}`.trim());
  return listen(async (path) => {
    if (path in others) return others[path];
    if (!path.startsWith(prefix)) return null;
    const inside = normalize(path.slice(prefix.length) || "index.html");
    if (inside.startsWith("..") || inside.startsWith(sep)) return null;
    const body = await readFile(join(folder, inside)).catch(() => null);
    return body && { body, type: TYPES[extname(inside)] ?? "application/octet-stream", policy: isOurs(inside) && policy };
  }, prefix, port);
}

/** Serves pages of HTML, by path: other people's, with no policy or one of their own. */
export async function servePages(pages) {
  pages = { "/favicon.ico": "", ...pages };
  return listen(async (path) => (path in pages ? { body: pages[path], type: TYPES[".html"] } : null), "/");
}

async function listen(find, start, port = 0) {
  /** The paths that were asked for. */
  const asked = [];
  const server = createServer(async (request, response) => {
    asked.push(request.url);
    const found = await find(decodeURIComponent(new URL(request.url, "http://localhost").pathname));
    response.writeHead(found ? (found.status ?? 200) : 404, {
      "content-type": found?.type ?? "text/plain", "cache-control": "no-store",
      // A frame in a sandbox has no origin: it may load the page only where the server lets everybody, as most static hosts do.
      "access-control-allow-origin": "*",
      ...(found?.policy && { "content-security-policy": found.policy }),
      ...found?.headers,
    });
    response.end(found?.body ?? "not found");
  });
  await new Promise((ready) => server.listen(port, "127.0.0.1", ready));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    asked,
    origin,
    url: origin + start,
    close() {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    },
  };
}
