//! The layout of a process's lines.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Puts a short `atomic` on one line, and labels at the margin.
pub(super) fn compact(lines: Vec<(usize, String)>) -> Vec<(usize, String)> {
    let mut out: Vec<(usize, String)> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let (indent, line) = &lines[at];
        if *indent == usize::MAX {
            out.push((0, line.clone()));
            at += 1;
            continue;
        }
        let opens = line.ends_with("atomic {");
        let end = lines[at + 1..].iter().position(|(inner, _)| inner <= indent).map(|offset| at + 1 + offset);
        if let Some(end) = end.filter(|_| opens) {
            let body = &lines[at + 1..end];
            let is_flat = body.iter().all(|(inner, _)| *inner == indent + 1);
            let joined: Vec<&str> = body.iter().map(|(_, line)| line.as_str()).collect();
            let joined = format!("{line} {} {}", joined.join(" "), lines[end].1);
            if is_flat && joined.len() <= 100 {
                out.push((indent + 1, joined));
                at = end + 1;
                continue;
            }
        }
        out.push((indent + 1, line.clone()));
        at += 1;
    }
    out
}
