// 200 strings that nobody should write, for every place of the page that shows a text. Whatever would run by them counts up
// `__hit`: nothing is to.

const HIT = "__hit++";

/** Markup, and ends of what it may stand in. */
const MARKUP = [
  "<img src=x onerror=HIT>", "<script>HIT</script>", "\"><script>HIT</script>", "'><svg onload=HIT>", "<svg><script>HIT</script></svg>", "<svg/onload=HIT>",
  "<body onload=HIT>", "<input autofocus onfocus=HIT>", "<details open ontoggle=HIT>", "<video><source onerror=HIT></video>", "<audio src=x onerror=HIT>",
  "<iframe srcdoc='<script>parent.HIT</script>'>", "<iframe src=javascript:parent.HIT>", "<object data=javascript:HIT>", "<embed src=javascript:HIT>",
  "<math><mi xlink:href=javascript:HIT>x", "<a href=javascript:HIT>x</a>", "<form action=javascript:HIT><button>x", "<base href=javascript:HIT//>",
  "<link rel=stylesheet href=javascript:HIT>", "<style>@import 'javascript:HIT';</style>", "<style>*{display:none}</style>", "<div style=display:none>x",
  "<meta http-equiv=refresh content='0;url=javascript:HIT'>", "<template><script>HIT</script></template>", "<noscript><p title=\"</noscript><img src=x onerror=HIT>\">",
  "</title><script>HIT</script>", "</textarea><script>HIT</script>", "</style><script>HIT</script>", "</script><script>HIT</script>", "-->\"><script>HIT</script>",
  "]]><script>HIT</script>", "<![CDATA[<script>HIT</script>]]>", "<!--<img src=x onerror=HIT>-->", "<?xml version='1.0'?><script>HIT</script>", "<!DOCTYPE html><script>HIT</script>",
  "<IMG SRC=x ONERROR=HIT>", "<ScRiPt>HIT</sCrIpT>", "<img/src=x/onerror=HIT>", "<img src=x onerror\u3000=HIT>", "<<script>HIT//<</script>", "<script x>HIT</script x>",
  "&lt;script&gt;HIT&lt;/script&gt;", "&#60;script&#62;HIT", "&amp;lt;b&amp;gt;", "%3Cscript%3EHIT%3C/script%3E", "\\u003cscript\\u003eHIT", "\\x3cscript>HIT", "+ADw-script+AD4-HIT",
  "<ipc-scope title=x></ipc-scope>", "<ipc-editor><textarea>x", "<dialog open>x", "<button onclick=HIT autofocus>x", "<marquee onstart=HIT>x", "<x onclick=HIT tabindex=1>x",
];
/** What stands in a value, and would end it. */
const VALUES = [
  "\" onmouseover=HIT x=\"", "' onmouseover=HIT x='", "` onmouseover=HIT", "\" autofocus onfocus=HIT \"", "x onerror=HIT", "'-HIT-'", "\"-HIT-\"", "`-${HIT}-`", "';HIT;//", "\";HIT;//", "*/HIT/*", "//HIT", "\\';HIT;//", "\\", "\\\\\"", "\"", "'", "`", "<", ">", "&", "=", "%", "%00", "%u202e", "\\0", "\\n",
];
/** Addresses that run. */
const ADDRESSES = [
  "javascript:HIT", "JaVaScRiPt:HIT", "javascript&colon;HIT", "java\tscript:HIT", "java\nscript:HIT", " javascript:HIT", "\u0001javascript:HIT", "javascript://x%0aHIT", "data:text/html,<script>HIT</script>", "data:text/html;base64,PHNjcmlwdD4=", "vbscript:HIT", "blob:null/0", "filesystem:x", "//x.invalid/a.js", "https://x.invalid/'onerror=HIT", "../../../etc/passwd", "#s=1.x", "?ex=<b>", "file:///etc/passwd",
];
/** Templates and other languages. */
const TEMPLATES = ["{{HIT}}", "${HIT}", "#{HIT}", "<%= HIT %>", "{%HIT%}", "[[HIT]]", "{{constructor.constructor('HIT')()}}", "${{HIT}}", "@{HIT}", "__proto__", "constructor", "toString", "hasOwnProperty", "prototype[HIT]", "process.env", "undefined", "null", "NaN", "[object Object]", "{time}", "{values} {name}", "'; drop table drafts; --", "$(HIT)", "| HIT", "%s%n%x", "=HIT", "@import HIT", "/*HIT*/", "\u0000HIT", "<b>{values}</b>", "HIT;{/}"];
/** What turns the direction of what stands beside it. */
const TURNING = [..."\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"].flatMap((mark) => [`${mark}abc`, `ab${mark}c 1 2`, `<b>${mark}</b>`]);
/** What can't be seen, and what should not be there. */
const UNSEEN = [..."\u0000\u0001\u0007\u0008\u001b\u007f\u0085\u2028\u2029\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u00ad\u061c\ufffe\uffff"].map((mark) => `a${mark}b`);
/** Half of a character. */
const HALVES = ["\ud800", "a\udc00b", "\udc00\ud800", "<\ud83d>"];
/** Scripts from right to left, with what stands between. */
const FROM_THE_RIGHT = ["שלום", "שלום 1 2", "(שלום)", "مرحبا", "مرحبا <b> 3", "אבג abc דהו", "«سلام» 1, 2", "١٢٣", "ש", "ܫܠܡܐ"];
/** Marks above marks, wide letters, long words. */
const STACKED = [`a${"\u0301".repeat(60)}`, "Z̸̨͝a̴l̵g̷o̶", "ａｂｃ<ｂ>", "﷽", "👩‍👩‍👧‍👦🏳️‍🌈", "𝕏𝔰𝔠𝔯𝔦𝔭𝔱", "x".repeat(300), `<${"b".repeat(300)}>`];

export const HOSTILE = [...MARKUP, ...VALUES, ...ADDRESSES, ...TEMPLATES, ...TURNING, ...UNSEEN, ...HALVES, ...FROM_THE_RIGHT, ...STACKED].map((string) => string.replaceAll("HIT", HIT)).slice(0, 200);

/** A character that is no text: it is refused in a scenario, and shown as U+FFFD where it is quoted. As core's `is_control`. */
const CONTROLS = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

/** How a string is shown where it is quoted. */
export const shownAs = (string) => string.toWellFormed().replace(CONTROLS, "\ufffd");

/** Whether it may stand in a text of a scenario. */
export const isText = (string) => string.isWellFormed() && string.search(CONTROLS) === -1;

/** As a text of the language. */
export const quoted = (string) => `"${string.replace(/[\\"]/g, "\\$&")}"`;

/** Runs in a page or frame: what there is that should not be. */
export function strangers() {
  const found = [];
  if (globalThis.__hit) found.push(`${__hit} executed`);
  for (const script of document.scripts) if (!script.src && !/^text\/(ipc|plain)$/.test(script.type)) found.push("a script in the document");
  const strange = "iframe, object, embed, base, math, marquee, video, audio, template, style, form, [href^='javascript' i], [src='x']";
  for (const element of document.querySelectorAll(`#app :is(${strange}), #bars :is(${strange})`)) found.push(element.outerHTML.slice(0, 100));
  for (const element of document.querySelectorAll("*")) {
    for (const { name } of element.attributes) if (/^on/.test(name)) found.push(`${element.localName} has ${name}`);
  }
  return found;
}
