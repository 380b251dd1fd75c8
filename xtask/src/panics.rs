//! Panics in the page's module say nothing: they trap, and the page tells that it has stopped (`web/assets/start.js`).
//! Their words, the places in the source that they name, and what writes both weigh as much as a tenth of the page. A build
//! for developers (`cargo xtask serve`) keeps them.

use std::ops::Range;

use crate::wasm::{module, number, put_number, put_stretch, sections, stretch};

const CUSTOM: u8 = 0;
const IMPORTS: u8 = 2;
const CODE: u8 = 10;
const DATA: u8 = 11;

/// Parts of the names, without the numbers of crates, of functions that only ever panic.
const PANICS: [&str; 19] = [
    "core::panicking::",
    "core::option::unwrap_failed",
    "core::option::expect_failed",
    "core::result::unwrap_failed",
    "::slice_index_fail",
    "::slice_error_fail",
    "::len_mismatch_fail",
    "::panic_already_",
    "::assert_failed",
    "::panic_access_error",
    "::panic_on_ord_violation",
    "alloc::raw_vec::handle_error",
    "alloc::alloc::handle_alloc_error",
    "std::panicking::panic_handler",
    "std::panicking::panic_with_hook",
    "::rust_panic",
    "::rust_begin_unwind",
    "console_error_panic_hook::hook",
    // What is wrong, for developers; the page itself shows nothing in this form.
    " as core::fmt::Debug>::fmt",
];

/// A module whose panics do nothing but trap; it must have its functions' names. `None` where it is not what rustc makes.
pub fn without_words(bytes: &[u8]) -> Option<Vec<u8>> {
    /// No locals, `unreachable`, `end`.
    const TRAP: &[u8] = &[0, 0, 0x0b];
    let mut parts = sections(bytes)?;
    let find = |wanted: u8| parts.iter().find(|(section, _)| *section == wanted).map(|(_, contents)| *contents);
    let imports = number(&mut find(IMPORTS)?)?;
    let panics = panics(&parts)?;
    let mut code = find(CODE)?;
    let count = number(&mut code)?;
    let mut out = Vec::new();
    put_number(count, &mut out);
    for function in imports..imports + count {
        let body = stretch(&mut code)?;
        put_stretch(if panics.contains(&function) { TRAP } else { body }, &mut out);
    }
    let place = parts.iter().position(|(section, _)| *section == CODE)?;
    parts[place].1 = &out;
    Some(module(parts))
}

/// The numbers of the functions that only ever panic, by their names.
fn panics(parts: &[(u8, &[u8])]) -> Option<Vec<usize>> {
    const FUNCTIONS: u8 = 1;
    let named = |contents: &&[u8]| stretch(&mut &**contents) == Some(b"name");
    let mut names =
        parts.iter().filter(|(section, _)| *section == CUSTOM).map(|(_, contents)| *contents).find(named)?;
    stretch(&mut names)?;
    let mut found = Vec::new();
    while let Some((&kind, after)) = names.split_first() {
        names = after;
        let mut of_kind = stretch(&mut names)?;
        if kind != FUNCTIONS {
            continue;
        }
        for _ in 0..number(&mut of_kind)? {
            let function = number(&mut of_kind)?;
            let name = without_numbers(&String::from_utf8_lossy(stretch(&mut of_kind)?));
            if PANICS.iter().any(|part| name.contains(part)) {
                found.push(function);
            }
        }
    }
    Some(found)
}

/// `core[c5930c85]::panicking` as `core::panicking`.
fn without_numbers(name: &str) -> String {
    let mut parts = name.split('[');
    let first = parts.next().unwrap_or_default().to_string();
    parts.fold(first, |name, part| name + part.split_once(']').map_or(part, |(_, rest)| rest))
}

/// A module without the places in the source that panics would have named: zeros, which pack to nothing.
pub fn without_places(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut parts = sections(bytes)?;
    let place = parts.iter().position(|(section, _)| *section == DATA)?;
    let mut data = parts[place].1.to_vec();
    let segments = segments(&data)?;
    let mut cleared = Vec::new();
    for segment in &segments {
        let first = segment.address.next_multiple_of(4) - segment.address;
        let mut at = segment.bytes.start + first;
        while at + 16 <= segment.bytes.end {
            match file_of(&data, &segments, at) {
                Some(file) => {
                    cleared.extend([at..at + 16, file]);
                    at += 16;
                }
                None => at += 4,
            }
        }
    }
    cleared.into_iter().for_each(|range| data[range].fill(0));
    parts[place].1 = &data;
    Some(module(parts))
}

/// Memory that is there from the start.
struct Segment {
    /// Where in memory.
    address: usize,
    /// Where in the section.
    bytes: Range<usize>,
}

fn segments(data: &[u8]) -> Option<Vec<Segment>> {
    const ACTIVE: u8 = 0;
    const CONSTANT: u8 = 0x41;
    const END: u8 = 0x0b;
    let mut rest = data;
    let mut segments = Vec::new();
    for _ in 0..number(&mut rest)? {
        let (&[ACTIVE, CONSTANT], after) = rest.split_first_chunk::<2>()? else { return None };
        rest = after;
        let address = number(&mut rest)?;
        let (&END, after) = rest.split_first()? else { return None };
        rest = after;
        let length = stretch(&mut rest)?.len();
        let end = data.len() - rest.len();
        segments.push(Segment { address, bytes: end - length..end });
    }
    Some(segments)
}

/// Where the name of a source file stands, if a place in the source stands at `at`: the address and the length of that
/// name, line, column.
fn file_of(data: &[u8], segments: &[Segment], at: usize) -> Option<Range<usize>> {
    let word = |number: usize| {
        let bytes = data[at + 4 * number..][..4].try_into().expect("four bytes");
        u32::from_le_bytes(bytes) as usize
    };
    let (address, length, line, column) = (word(0), word(1), word(2), word(3));
    if !(4..200).contains(&length) || !(1..20_000).contains(&line) || !(1..400).contains(&column) {
        return None;
    }
    let segment = segments.iter().find(|segment| {
        (segment.address..segment.address + segment.bytes.len()).contains(&address)
            && address + length <= segment.address + segment.bytes.len()
    })?;
    let start = segment.bytes.start + address - segment.address;
    data[start..start + length].ends_with(b".rs").then_some(start..start + length)
}

#[cfg(test)]
mod tests {
    use super::{without_places, without_words};

    /// No import, two functions `a` and `core[12]::panicking::panic_fmt`, each with a body of its own.
    #[test]
    fn what_only_panics_traps() {
        let name = b"core[12]::panicking::panic_fmt";
        let mut before = b"\0asm\x01\0\0\0\x02\x01\0\x0a\x0b\x02\x04\0\x41\x07\x0b\x04\0\x41\x08\x0b".to_vec();
        let mut after = b"\0asm\x01\0\0\0\x02\x01\0\x0a\x0a\x02\x04\0\x41\x07\x0b\x03\0\0\x0b".to_vec();
        let names = [&b"\x04name\x01\x24\x02\0\x01a\x01\x1e"[..], &name[..]].concat();
        for module in [&mut before, &mut after] {
            module.extend([0, names.len() as u8]);
            module.extend(&names);
        }
        assert_eq!(without_words(&before), Some(after));
    }

    /// At 1,024 the name of a file, at 1,032 its place: line 7, column 5; then a word that stays.
    #[test]
    fn places_in_the_source_are_cleared() {
        let data = |file: &[u8; 8], place: [u32; 4]| {
            let mut module = b"\0asm\x01\0\0\0\x0b\x23\x01\0\x41\x80\x08\x0b\x1c".to_vec();
            module.extend(file);
            place.iter().for_each(|word| module.extend(word.to_le_bytes()));
            module.extend(9_u32.to_le_bytes());
            module
        };
        let before = data(b"src/a.rs", [1_024, 8, 7, 5]);
        assert_eq!(without_places(&before), Some(data(&[0; 8], [0; 4])));
        let other = data(b"src/a.rt", [1_024, 8, 7, 5]);
        assert_eq!(without_places(&other), Some(other));
    }
}
