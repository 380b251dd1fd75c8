//! The same scenario with constants in place of some of its numbers, times and sizes.

use ipcscope_core::scenario::{TokenClass, tokens};

use crate::generate::Random;

/// What every constant's name begins with, so that it can be found in whatever is made of the text.
const PREFIX: &str = "constant_";

/// A text, and the constants in it: each with the words that it stands for.
pub struct Named {
    /// The text. The declarations are before the first line, so that all lines keep their numbers.
    pub text: String,
    constants: Vec<String>,
}

/// `text` with constants in place of about half of its numbers, times and sizes.
pub fn named(text: &str, seed: u64) -> Named {
    let mut random = Random::new(seed ^ 0xc025_7a47);
    let mut constants: Vec<String> = Vec::new();
    let (mut changed, mut last) = (String::new(), 0);
    let mut before = "";
    for (span, class) in tokens(text) {
        let word = &text[span.range()];
        // A constant has 64 bits, and a priority below 0 a sign.
        let is_small = word.parse::<u64>().map_or(true, |number| i64::try_from(number).is_ok());
        if class == TokenClass::Number && is_small && before != "-" && random.chance(50) {
            let number = constants.iter().position(|known| known == word).unwrap_or_else(|| {
                constants.push(word.to_string());
                constants.len() - 1
            });
            changed += &text[last..span.range().start];
            changed += &name(number);
            last = span.range().end;
        }
        before = word;
    }
    changed += &text[last..];
    let declared: String =
        (0..).zip(&constants).map(|(number, value)| declaration(number, value, &mut random)).collect();
    Named { text: declared + &changed, constants }
}

fn name(number: usize) -> String {
    format!("{PREFIX}{number}_")
}

/// The declaration, written in one of several ways.
fn declaration(number: usize, value: &str, random: &mut Random) -> String {
    let name = name(number);
    let digits = value.find(|c: char| !c.is_ascii_digit()).unwrap_or(value.len());
    match (&value[digits..], random.below(3)) {
        ("", 0) => format!("const {name} = {value} + 0; "),
        (unit @ ("us" | "ms" | "s" | "B" | "KB" | "MB"), 0) => {
            format!("const {name} = ({}) {unit}; ", &value[..digits])
        }
        _ => format!("const {name} = {value}; "),
    }
}

impl Named {
    /// `made`, which was made of the text, with the words in place of the names.
    pub fn with_words(&self, made: &str) -> String {
        let (mut plain, mut rest) = (String::new(), made);
        while let Some((before, after)) = rest.split_once(PREFIX) {
            let (number, behind) = after.split_once('_').expect("a name ends so");
            plain += before;
            plain += &self.constants[number.parse::<usize>().expect("a name has a number")];
            rest = behind;
        }
        plain + rest
    }
}
