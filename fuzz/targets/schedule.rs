//! A program of the gallery by any schedule: the input is which program, and then its moves.
#![no_main]

use std::sync::{Arc, LazyLock};

use ipcscope_core::program::Program;
use ipcscope_tests::hostile;
use libfuzzer_sys::fuzz_target;

static PROGRAMS: LazyLock<Vec<Arc<Program>>> = LazyLock::new(hostile::programs);

fuzz_target!(|data: &[u8]| {
    let Some((&which, moves)) = data.split_first() else { return };
    // Small numbers are choices that there are; a large one is rare, and any.
    let moves: Vec<u32> =
        moves.iter().map(|&byte| if byte < 250 { u32::from(byte % 8) } else { u32::MAX - u32::from(byte) }).collect();
    hostile::schedule(&PROGRAMS[usize::from(which) % PROGRAMS.len()], &moves);
});
