//! Any text: reading it, checking it, laying it out and running what it says.
#![no_main]

use ipcscope_tests::hostile;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| hostile::holds_of_any(&String::from_utf8_lossy(data)));
