//! Diagnostics of every kind, compared with `golden.txt`: a title after `==`, a scenario, and its diagnostics after
//! `---`, each as line, column, underlined characters, message, help.

use alloc::vec::Vec;

use super::diagnostics_of;

#[test]
fn diagnostics_equal_the_golden_file() {
    let golden = include_str!("golden.txt");
    let cases: Vec<&str> = golden.trim_end().strip_prefix("== ").expect("it begins so").split("\n\n== ").collect();
    assert!(cases.len() > 60, "{}", cases.len());
    for case in cases {
        let (title, rest) = case.split_once('\n').expect("a title has its line");
        let (text, expected) = rest.split_once("\n---\n").expect("`---` is before the diagnostics");
        assert_eq!(diagnostics_of(text), expected.lines().collect::<Vec<_>>(), "{title}");
    }
}
