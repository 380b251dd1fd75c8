//! What is said of mistakes of every sort, as it stands in `golden.txt`: a title after `==`, a scenario, and below `---`
//! what is said of it, each as place, characters underlined, message, help.

use alloc::vec::Vec;

use super::said;

#[test]
fn mistakes_are_told_in_these_words() {
    let golden = include_str!("golden.txt");
    let cases: Vec<&str> = golden.trim_end().strip_prefix("== ").expect("it begins so").split("\n\n== ").collect();
    assert!(cases.len() > 60, "{}", cases.len());
    for case in cases {
        let (title, rest) = case.split_once('\n').expect("a title has its line");
        let (text, expected) = rest.split_once("\n---\n").expect("something is said");
        assert_eq!(said(text), expected.lines().collect::<Vec<_>>(), "{title}");
    }
}
