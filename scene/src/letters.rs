//! The approximate width of a text, without a font: enough to keep labels apart and inside their boxes.
//!
//! Widths are those of Inter and Helvetica, rounded up a little.

/// Width in px of `text` at `size` px.
pub fn width(text: &str, size: f64, bold: bool, mono: bool) -> f64 {
    let ems: f64 = text.chars().map(|letter| if mono && !is_wide(letter) { 0.61 } else { em(letter) }).sum();
    ems * size * if bold { 1.06 } else { 1.0 }
}

/// `text`, or as much of it as fits into `room` px, with an ellipsis; empty if not even that fits.
pub fn fit(text: &str, room: f64, size: f64, bold: bool, mono: bool) -> String {
    if width(text, size, bold, mono) <= room {
        return text.to_string();
    }
    let letters: Vec<char> = text.chars().collect();
    for keep in (1..letters.len()).rev() {
        let mut shorter: String = letters[..keep].iter().collect::<String>().trim_end().to_string();
        shorter.push('…');
        if width(&shorter, size, bold, mono) <= room {
            return shorter;
        }
    }
    String::new()
}

/// A bold name; for an element of an array, `Worker[3]`, the index is kept.
pub fn fit_name(name: &str, room: f64, size: f64) -> String {
    match name.rsplit_once('[') {
        Some((first, number)) if width(name, size, true, false) > room => {
            let number = format!("[{number}");
            fit(first, room - width(&number, size, true, false), size, true, false) + &number
        }
        _ => fit(name, room, size, true, false),
    }
}

fn em(letter: char) -> f64 {
    match letter {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 0.29,
        'f' | 't' | 'r' | 'I' | '(' | ')' | '[' | ']' | ' ' | '-' | '"' | '/' => 0.39,
        'm' | 'w' | 'M' | 'W' | '…' | '%' | '@' => 0.93,
        'A'..='Z' => 0.72,
        '0'..='9' => 0.63,
        _ if is_wide(letter) => 1.05,
        _ => 0.6,
    }
}

/// Scripts whose letters are as wide as they are high.
fn is_wide(letter: char) -> bool {
    matches!(letter, '\u{1100}'..='\u{115F}' | '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7A3}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FE30}'..='\u{FE6F}' | '\u{FF00}'..='\u{FF60}' | '\u{1F300}'..='\u{1FAFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_stays_and_what_does_not_is_shortened() {
        assert_eq!(fit("produce", 100.0, 12.0, false, false), "produce");
        let short = fit("blocked: buffer is full", 60.0, 11.0, false, false);
        assert!(short.ends_with('…') && width(&short, 11.0, false, false) <= 60.0, "{short}");
        assert_eq!(fit("produce", 3.0, 12.0, false, false), "");
        let name = fit_name("Philosopher[12]", 84.0, 13.0);
        assert!(
            name.starts_with("Phi") && name.ends_with("…[12]") && width(&name, 13.0, true, false) <= 84.0,
            "{name}"
        );
        // Three letters of 0.61 em at 10 px.
        assert_eq!(width("abc", 10.0, false, true), 0.61 * 3.0 * 10.0);
    }
}
