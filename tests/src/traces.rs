//! Checksums of runs, so that a thousand runs in the browser can be compared with the native ones.

use std::fmt::Write;
use std::sync::Arc;

use ipcscope_core::export;
use ipcscope_core::program::Program;
use ipcscope_core::scenario::{print, read};
use ipcscope_core::trace::Run;

use crate::{generate, whole};

/// The name and text of each scenario of the gallery.
pub const GALLERY: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/gallery.rs"));

/// The number of generated scenarios of each of the two kinds.
pub const GENERATED: u64 = 500;

/// The maximal number of events of a generated run.
const EVENTS: usize = 2_000;

/// One line for each scenario of the gallery and each generated one: its name and the checksum of its trace.
pub fn sums() -> String {
    let mut out = String::new();
    for (name, text) in GALLERY {
        line(&mut out, name, text);
    }
    for seed in 0..GENERATED {
        line(&mut out, &format!("mailboxes-{seed}"), &print(&generate::scenario(seed)));
        line(&mut out, &format!("whole-{seed}"), &whole::text(seed));
    }
    out
}

fn line(out: &mut String, name: &str, text: &str) {
    let sum = trace_sum(text).unwrap_or_else(|| panic!("{name} has a mistake"));
    writeln!(out, "{name} {sum:016x}").expect("memory takes everything");
}

/// The checksum of the trace of a run; `None` if the text has an error.
pub fn trace_sum(text: &str) -> Option<u64> {
    let tree = read(text).scenario?;
    let mut run = Run::new(Arc::new(Program::new(&tree, text)), None);
    run.advance(EVENTS, u64::MAX);
    Some(sum(export::text::run(&run).as_bytes()))
}

/// FNV-1a, 64 bits: different traces have the same checksum with a probability of about 2⁻⁶⁴.
pub fn sum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |sum, &byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
