// A text as it stands in a link: the outer end of core/src/link.rs, with the browser's own packer. Links of the page and
// of the command line are a little shorter; all of them open alike.

/** The most characters of a text that are packed; the page says the same of its bytes. */
export const MOST_TEXT = 256 * 1024;

/** What stands after `#s=`: version, raw deflate and CRC-32, in base64url. */
export async function payloadOf(text) {
  const bytes = new TextEncoder().encode(text);
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const sum = crc32(bytes);
  const end = Uint8Array.of(sum >>> 24, sum >>> 16, sum >>> 8, sum);
  return `1.${base64url(new Uint8Array(await new Response(packed).arrayBuffer()))}.${base64url(end)}`;
}

/** zlib's. */
function crc32(bytes) {
  let sum = -1;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

function base64url(bytes) {
  let letters = "";
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
