//! Reading and writing WebAssembly modules, as far as making them smaller asks for it.

/// A module's sections, each with its number; `None` where it is no module.
pub fn sections(module: &[u8]) -> Option<Vec<(u8, &[u8])>> {
    let mut rest = module.strip_prefix(HEADER)?;
    let mut sections = Vec::new();
    while let Some((&section, after)) = rest.split_first() {
        rest = after;
        sections.push((section, stretch(&mut rest)?));
    }
    Some(sections)
}

/// The module of such sections.
pub fn module<'s>(sections: impl IntoIterator<Item = (u8, &'s [u8])>) -> Vec<u8> {
    let mut out = HEADER.to_vec();
    for (section, contents) in sections {
        out.push(section);
        put_stretch(contents, &mut out);
    }
    out
}

const HEADER: &[u8] = b"\0asm\x01\0\0\0";

/// Takes a number in sevens of bits, the lowest first.
pub fn number(bytes: &mut &[u8]) -> Option<usize> {
    let mut number = 0;
    for shift in (0..u32::BITS).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= usize::from(byte & 0x7f) << shift;
        if *byte < 0x80 {
            return Some(number);
        }
    }
    None
}

/// Takes bytes that stand behind their number.
pub fn stretch<'b>(bytes: &mut &'b [u8]) -> Option<&'b [u8]> {
    let length = number(bytes)?;
    let (stretch, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(stretch)
}

/// Writes a number.
pub fn put_number(mut number: usize, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Writes bytes behind their number.
pub fn put_stretch(bytes: &[u8], out: &mut Vec<u8>) {
    put_number(bytes.len(), out);
    out.extend_from_slice(bytes);
}
