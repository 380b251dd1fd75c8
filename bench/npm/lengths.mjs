// The length of each scenario's text as each peer would put it into an address: `node lengths.mjs SCENARIO…`. What they
// are is resolved from the folder that this is run in. A line for each: lz-string, pako's deflate, pako's raw deflate.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(process.cwd(), "from-here.js"));
const [lz, pako] = [require("lz-string"), require("pako")];
const base64 = (bytes) => Buffer.from(bytes).toString("base64url").length;

for (const file of process.argv.slice(2)) {
  const text = readFileSync(file, "utf8");
  const options = { level: 9, memLevel: 9 };
  const lengths = [lz.compressToEncodedURIComponent(text).length, base64(pako.deflate(text, options)), base64(pako.deflateRaw(text, options))];
  console.log(lengths.join(" "));
}
