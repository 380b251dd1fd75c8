//! Share links: the text of a scenario encoded as `1.<base64url(raw deflate)>.<base64url(CRC-32)>`, and decoded.
//!
//! The `1` is the version of the format; links of every published version stay readable forever. The checksum is that
//! of the text, so that a truncated or changed link is reported instead of opening as something else.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::error::Error;
use core::fmt::{Display, Formatter};
use core::num::NonZeroU64;

use base64ct::{Base64UrlUnpadded, Encoding};
use crc::{CRC_32_ISO_HDLC, Crc, NoTable};
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};
use zopfli::{BlockType, DeflateEncoder, Options, Write};

use crate::scenario::limits::TEXT_BYTES;

/// The largest payload of a link, in characters; a longer one is refused unread.
pub const MOST_PAYLOAD: usize = 400_000;

/// zlib's CRC-32. Without a table: the usual tables are 16 KB that do not compress, and a text is short.
const SUM: Crc<u32, NoTable> = Crc::<u32, NoTable>::new(&CRC_32_ISO_HDLC);

/// The reason why a payload is not a scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkError {
    /// The payload is empty.
    Empty,
    /// It does not start with a version.
    Foreign,
    /// This page does not know its version.
    Newer,
    /// Its end is missing.
    CutOff,
    /// Some of its characters were changed.
    Damaged,
    /// It holds more text than a scenario may have.
    TooLarge,
}

impl LinkError {
    /// A sentence for people.
    pub fn message(self) -> &'static str {
        match self {
            LinkError::Empty => "This link carries no scenario.",
            LinkError::Foreign => "This is not an ipcscope link: no version follows “#s=”. Copy the whole link again.",
            LinkError::Newer => {
                "This link was made by a newer version of ipcscope. Reload the page, or ask for the scenario as a file."
            }
            LinkError::CutOff => {
                "This link is cut off: its end is missing. Copy the whole link, or ask for the scenario as a file."
            }
            LinkError::Damaged => {
                "This link is damaged: some of its characters were changed. Copy it again, or ask for the scenario as a file."
            }
            LinkError::TooLarge => "This link carries more text than a scenario can have.",
        }
    }
}

impl Display for LinkError {
    fn fmt(&self, to: &mut Formatter) -> core::fmt::Result {
        to.write_str(self.message())
    }
}

impl Error for LinkError {}

/// The payload for `text`.
pub fn encode(text: &str) -> String {
    /// Texts of at most this many bytes are compressed with zopfli: it takes some ms and makes the link a little
    /// shorter.
    const PATIENT: usize = 8 * 1024;
    let packed = if text.len() <= PATIENT { pack_patiently(text.as_bytes()) } else { None };
    payload(&packed.unwrap_or_else(|| compress_to_vec(text.as_bytes(), 10)), text)
}

/// Deflate with zopfli's search for the shortest encoding; a short text is one block.
fn pack_patiently(bytes: &[u8]) -> Option<Vec<u8>> {
    let options = Options { iteration_count: NonZeroU64::new(5)?, maximum_block_splits: 1, ..Options::default() };
    let mut encoder = DeflateEncoder::new(options, BlockType::Dynamic, Vec::new());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok()
}

/// The same without compression: longer than [`encode`]'s, and with very little code.
///
/// Deflate allows blocks that are stored as they are, so [`decode`] reads both.
pub fn encode_stored(text: &str) -> String {
    /// The largest stored block, in bytes.
    const BLOCK: usize = 0xffff;
    let mut packed = Vec::with_capacity(text.len() + 5 * (text.len() / BLOCK + 1));
    let mut rest = text.as_bytes();
    loop {
        let (block, after) = rest.split_at(rest.len().min(BLOCK));
        let length = block.len() as u16;
        packed.push(u8::from(after.is_empty()));
        packed.extend(length.to_le_bytes());
        packed.extend((!length).to_le_bytes());
        packed.extend(block);
        rest = after;
        if rest.is_empty() {
            return payload(&packed, text);
        }
    }
}

fn payload(packed: &[u8], text: &str) -> String {
    let sum = SUM.checksum(text.as_bytes()).to_be_bytes();
    let mut payload = "1.".to_string();
    payload += &Base64UrlUnpadded::encode_string(packed);
    payload.push('.');
    payload += &Base64UrlUnpadded::encode_string(&sum);
    payload
}

/// The text in a payload.
///
/// # Errors
///
/// The reason why the payload is not a scenario. A payload truncated anywhere gives [`CutOff`](LinkError::CutOff),
/// unless the rest contradicts itself.
pub fn decode(payload: &str) -> Result<String, LinkError> {
    if payload.is_empty() {
        return Err(LinkError::Empty);
    }
    if payload.len() > MOST_PAYLOAD {
        return Err(LinkError::TooLarge);
    }
    let (version, rest) = payload.split_once('.').unwrap_or((payload, ""));
    match version.parse::<u32>() {
        _ if !version.starts_with(|first: char| ('1'..='9').contains(&first)) => return Err(LinkError::Foreign),
        Ok(1) => {}
        Ok(_) => return Err(LinkError::Newer),
        Err(_) => return Err(LinkError::Foreign),
    }
    let (packed, sum) = rest.split_once('.').ok_or(cut_or_damaged(rest))?;
    if sum.len() < 6 {
        return Err(cut_or_damaged(sum));
    }
    let sum = Base64UrlUnpadded::decode_vec(sum).map_err(|_| LinkError::Damaged)?;
    let packed = Base64UrlUnpadded::decode_vec(packed).map_err(|_| LinkError::Damaged)?;
    let bytes = decompress_to_vec_with_limit(&packed, TEXT_BYTES).map_err(|error| match error.status {
        TINFLStatus::HasMoreOutput => LinkError::TooLarge,
        _ => LinkError::Damaged,
    })?;
    if SUM.checksum(&bytes).to_be_bytes()[..] != sum[..] {
        return Err(LinkError::Damaged);
    }
    String::from_utf8(bytes).map_err(|_| LinkError::Damaged)
}

/// The error for a payload without its end: [`LinkError::CutOff`] if the rest is well formed.
fn cut_or_damaged(rest: &str) -> LinkError {
    let is_payload = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    match rest.bytes().all(is_payload) {
        true => LinkError::CutOff,
        false => LinkError::Damaged,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "mailbox m capacity 1\nprocess P { send 7 to m }\nprocess C { receive x from m }\n";

    #[test]
    fn decoding_returns_the_encoded_text() {
        for text in ["", "a", TEXT, "Übung „Postfach“ 邮箱 🐢\n", &"x y ".repeat(60_000)] {
            assert_eq!(decode(&encode(text)).as_deref(), Ok(text));
            assert_eq!(decode(&encode_stored(text)).as_deref(), Ok(text));
        }
    }

    #[test]
    fn published_links_still_open() {
        // Made by another program, Python's zlib: raw deflate of the text at level 9, and the CRC-32 of the text.
        let golden =
            "1.y03MzEnKr1DIVUhOLEhMziypVDDkKijKT04tLlYIUKhWKE7NS1EwVyjJByqphcs4A2WKUpNTM8tSFSoU0oryc8HSAA.M2Luag";
        assert_eq!(decode(golden).as_deref(), Ok(TEXT));
    }

    #[test]
    fn a_link_truncated_at_any_character_is_rejected() {
        let whole = encode(TEXT);
        for end in 1..whole.len() {
            assert_eq!(decode(&whole[..end]), Err(LinkError::CutOff), "cut to {end} characters");
        }
        assert_eq!(decode(""), Err(LinkError::Empty));
    }

    #[test]
    fn a_link_changed_at_any_character_is_rejected() {
        let whole = encode(TEXT);
        for at in 0..whole.len() {
            for by in ["A", "b", "_", ".", "%", "ü"] {
                let changed = [&whole[..at], by, &whole[at + 1..]].concat();
                if changed != whole {
                    assert!(decode(&changed).is_err(), "{changed}");
                }
            }
        }
    }

    #[test]
    fn a_newer_version_and_a_zip_bomb_are_different_errors() {
        assert_eq!(decode("99.abc.def"), Err(LinkError::Newer));
        assert_eq!(decode("2.x"), Err(LinkError::Newer));
        let bomb = encode(&"0".repeat(TEXT_BYTES + 1));
        assert!(bomb.len() < 1_000);
        assert_eq!(decode(&bomb), Err(LinkError::TooLarge));
        assert_eq!(decode(&"1".repeat(MOST_PAYLOAD + 1)), Err(LinkError::TooLarge));
    }
}
