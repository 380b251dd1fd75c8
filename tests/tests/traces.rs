//! The traces of the gallery and of 1,000 generated scenarios, as checksums; the browser compares its own with the same
//! file (`wasm.rs`). `IPCSCOPE_BLESS=1` writes it again.

use ipcscope_tests::traces::{GALLERY, GENERATED, sums};

#[test]
fn traces_have_the_checksums_of_the_golden_file() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/golden/traces.txt");
    let sums = sums();
    assert_eq!(sums.lines().count() as u64, GALLERY.len() as u64 + 2 * GENERATED);
    if std::env::var_os("IPCSCOPE_BLESS").is_some() {
        std::fs::write(path, &sums).expect("it can be written");
    }
    let kept = std::fs::read_to_string(path).expect("it is there");
    for (now, before) in sums.lines().zip(kept.lines()) {
        assert_eq!(now, before);
    }
    assert_eq!(sums, kept);
}
