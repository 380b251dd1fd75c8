// The text that an address carries: the inner end of core/src/link.rs, for comparing only.

/** The text of `#s=1.…`, or null where there is none. */
export async function textIn(hash) {
  const packed = /^#s=1\.([\w-]+)\./.exec(hash)?.[1];
  if (!packed) return null;
  try {
    const bytes = Uint8Array.from(atob(packed.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
    const text = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return await new Response(text).text();
  } catch {
    return null;
  }
}
