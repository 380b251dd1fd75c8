// Links and their forms: which parameters stand in them, at which lengths people are warned, and that hostile titles and
// texts stay what they are.
import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { escaped, unescaped } from "../../embed/src/inline.js";
import { payloadOf } from "../../embed/src/link.js";
import { lengthOf, linkOf, opened } from "../src/address.js";
import { element, frame, markdown, markdownPicture, pictureName } from "../src/forms.js";

const BASE = "https://example.org/ipcscope/";
const GALLERY = { base: BASE, ex: "buffer-bounded", payload: null, text: "", seed: null, schedule: null, view: null };

test("a link has what was chosen, and nothing that is usual", () => {
  assert.equal(linkOf(GALLERY, {}), `${BASE}?ex=buffer-bounded`);
  const all = { step: 26, autoplay: true, embed: true, controls: "mini", editor: "none", view: "charts", theme: "dark" };
  assert.equal(
    linkOf({ ...GALLERY, seed: "7", schedule: "0,1,1" }, all),
    `${BASE}?ex=buffer-bounded&step=26&seed=7&schedule=0,1,1&autoplay=1&embed=1&controls=mini&editor=none&view=charts&theme=dark`,
  );
  assert.equal(linkOf({ ...GALLERY, ex: null, payload: "1.a.b" }, { step: 0, controls: "full", editor: "edit", view: "", theme: "" }), `${BASE}#s=1.a.b`);
  assert.equal(linkOf({ ...GALLERY, ex: "a&b=c" }, {}), `${BASE}?ex=a%26b%3Dc`);
});

test("what is open is told from the address, and a text is packed as short as there is a way", async () => {
  const text = "mailbox m capacity 1\n".repeat(50);
  const ours = await payloadOf(text);
  const stored = `1.${deflateRawSync(text, { level: 0 }).toString("base64url")}.${ours.split(".")[2]}`;
  const at = (rest, standing) => opened(`${BASE}${rest}`, { text, isFresh: true, ...standing });
  assert.deepEqual(await at("?ex=mailbox&seed=3&view=charts&theme=dark"), { base: BASE, ex: "mailbox", payload: null, text, seed: "3", schedule: null, view: "charts" });
  const edited = await at(`?schedule=0,1#s=${stored}`);
  assert.deepEqual(edited, { base: BASE, ex: null, payload: ours, text, seed: null, schedule: "0,1", view: null });
  assert.ok(stored.length > ours.length);
  assert.equal((await at(`#s=${ours}`)).payload, ours);
  // Where the address could not be written, the page knows better; while it still reads one, the address does.
  assert.equal((await at(`#s=${await payloadOf("another")}`)).text, text);
  assert.equal((await at(`#s=${await payloadOf("another")}`, { isFresh: false })).text, "another");
});

test("the lengths at which people are warned", () => {
  const of = (length) => lengthOf("x".repeat(length));
  assert.deepEqual(of(2_000), { words: "The link has 2,000 characters.", warning: "", wantsFile: false });
  assert.deepEqual([of(2_001).warning !== "", of(2_001).wantsFile], [true, false]);
  assert.deepEqual([of(8_000).warning, of(8_000).wantsFile], [of(2_001).warning, false]);
  assert.equal(of(8_001).wantsFile, true);
  assert.equal(of(8_001).words, "The link has 8,001 characters.");
});

test("titles in HTML and Markdown", () => {
  const title = `A "b" <i>|</i> [c](d) \`e\` *f* \\ &amp; $g$ {h}\n\ni`;
  assert.equal(
    frame(`${BASE}?ex=a&embed=1`, title),
    `<iframe src="${BASE}?ex=a&amp;embed=1" width="720" height="460" loading="lazy"\n        title="A &quot;b&quot; &lt;i&gt;|&lt;/i&gt; [c](d) \`e\` *f* \\ &amp;amp; $g$ {h} i"></iframe>`,
  );
  const inMarkdown = "A \"b\" \\<i\\>\\|\\</i\\> \\[c\\](d) \\`e\\` \\*f\\* \\\\ \\&amp; \\$g\\$ \\{h\\} i";
  assert.equal(markdown("https://example.org/a%20(b)|c/?ex=a", title), `[${inMarkdown}](https://example.org/a%20%28b%29%7Cc/?ex=a)`);
  assert.equal(markdownPicture(BASE, title, "a.svg"), `[![${inMarkdown}](a.svg)](${BASE})`);
  assert.equal(pictureName(GALLERY, title), "buffer-bounded.svg");
  assert.equal(pictureName({ ex: null }, "Zwei Prozesse: Über/../das “Ende”"), "zwei-prozesse-uber-das-ende.svg");
  assert.equal(pictureName({ ex: null }, "進程 …"), "scenario.svg");
});

test("a text in the element: nothing in it ends the script, and it comes out as it was", () => {
  const hostile = ["</script>", "</SCRIPT x>", "<!-- <script>", "<\\/script>", "<\\\\!--", "a < b", "</ script"];
  for (const text of hostile) {
    assert.equal(unescaped(escaped(text)), text);
    assert.doesNotMatch(escaped(text), /<\/script|<!--/i, text);
  }
  const written = element(`${BASE}embed.js`, { ...GALLERY, ex: null, payload: "1.a.b" }, { step: 3, embed: true, controls: "mini" }, `"x"`, `title "</script>"\n\n  mailbox m\n`);
  assert.equal(
    written,
    `<script type="module" src="${BASE}embed.js"></script>\n\n<ipc-scope title="&quot;x&quot;" loading="lazy" step="3" controls="mini">\n  <script type="text/ipc">\n    title "<\\/script>"\n\n      mailbox m\n  </script>\n</ipc-scope>`,
  );
  assert.equal(
    element(`${BASE}embed.js`, { ...GALLERY, schedule: "0,1" }, { autoplay: true }, "x", ""),
    `<script type="module" src="${BASE}embed.js"></script>\n\n<ipc-scope title="x" loading="lazy" ex="buffer-bounded" schedule="0,1" autoplay="1"></ipc-scope>`,
  );
});
