//! A program of the gallery in bytes, some of them changed: the input is which program, and then a place and a byte for each
//! change; what is left over stands at the end.
#![no_main]

use std::sync::LazyLock;

use ipcscope_tests::hostile;
use libfuzzer_sys::fuzz_target;

static PROGRAMS: LazyLock<Vec<Vec<u8>>> =
    LazyLock::new(|| hostile::programs().iter().map(|program| hostile::packed(program)).collect());

fuzz_target!(|data: &[u8]| {
    let Some((&which, changes)) = data.split_first() else { return };
    let mut bytes = PROGRAMS[usize::from(which) % PROGRAMS.len()].clone();
    let (changes, rest) = changes.as_chunks::<3>();
    for &[high, low, byte] in changes {
        let at = usize::from(u16::from_be_bytes([high, low])) % bytes.len();
        bytes[at] = byte;
    }
    bytes.extend(rest);
    hostile::bytes(&bytes);
});
