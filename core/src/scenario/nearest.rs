//! Spelling suggestions: the known name nearest to an unknown one, for "write `orders`".

use alloc::vec::Vec;

/// The largest number of edits, however long the name.
const EDITS: usize = 3;

/// The candidate nearest to `name`; the first of equally near ones.
///
/// A third of the name may differ, at least one character and at most three; at least one character must match.
pub fn nearest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    nearest_of(name, &mut candidates.into_iter())
}

/// Not generic over the iterator, so that the page contains it only once.
fn nearest_of<'c>(name: &str, candidates: &mut dyn Iterator<Item = &'c str>) -> Option<&'c str> {
    let name: Vec<char> = name.chars().collect();
    let allowed = (name.len().max(3) / 3).min(EDITS);
    let mut best = None;
    for candidate in candidates {
        let other: Vec<char> = candidate.chars().take(name.len() + EDITS + 1).collect();
        let lower_case = candidate.chars().flat_map(char::to_lowercase);
        let same_letters = lower_case.eq(name.iter().flat_map(|c| c.to_lowercase()));
        let Some(edits) = (if same_letters { Some(0) } else { edits_within(&name, &other, allowed) }) else {
            continue;
        };
        let something_is_the_same = edits < name.len().max(other.len());
        if something_is_the_same && best.is_none_or(|(fewest, _)| edits < fewest) {
            best = Some((edits, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The number of insertions, deletions, replacements and swaps of neighbours between `a` and `b`, if at most `most`
/// (optimal string alignment, computing only the cells near the diagonal that can lead to such a result).
fn edits_within(a: &[char], b: &[char], most: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let too_many = most + 1;
    let mut older = alloc::vec![too_many; b.len() + 1];
    let mut old: Vec<usize> = (0..=b.len()).map(|j| j.min(too_many)).collect();
    for i in 1..=a.len() {
        let mut new = alloc::vec![too_many; b.len() + 1];
        new[0] = i.min(too_many);
        for j in i.saturating_sub(most).max(1)..=(i + most).min(b.len()) {
            let replaced = old[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut edits = replaced.min(old[j] + 1).min(new[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                edits = edits.min(older[j - 2] + 1);
            }
            new[j] = edits.min(too_many);
        }
        older = core::mem::replace(&mut old, new);
    }
    Some(old[b.len()]).filter(|&edits| edits <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_word_finds_the_right_one() {
        let words = ["work", "sleep", "send", "receive", "print"];
        assert_eq!(nearest("recieve", words), Some("receive"));
        assert_eq!(nearest("sned", words), Some("send"));
        assert_eq!(nearest("slep", words), Some("sleep"));
        assert_eq!(nearest("prnit", words), Some("print"));
    }

    #[test]
    fn capitals_alone_never_hide_a_name() {
        assert_eq!(nearest("ORDERS", ["other", "orders"]), Some("orders"));
        assert_eq!(nearest("N", ["m", "n"]), Some("n"));
    }

    #[test]
    fn distant_names_are_not_suggested() {
        assert_eq!(nearest("x", ["m"]), None);
        assert_eq!(nearest("semaphore", ["mailbox", "process"]), None);
        assert_eq!(nearest("ab", ["cd"]), None);
    }

    #[test]
    fn edits_are_insertions_deletions_replacements_and_swaps() {
        let count = |a: &str, b: &str| {
            let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
            edits_within(&a, &b, 3)
        };
        assert_eq!(count("", ""), Some(0));
        assert_eq!(count("ab", "ba"), Some(1));
        assert_eq!(count("kitten", "sitting"), Some(3));
        assert_eq!(count("kitten", "mailbox"), None);
        assert_eq!(count("abcd", ""), None);
        assert_eq!(count("ü", "u"), Some(1));
    }
}
