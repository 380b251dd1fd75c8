//! Anything behind `#s=`.
#![no_main]

use ipcscope_tests::hostile;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| hostile::link(&String::from_utf8_lossy(data)));
