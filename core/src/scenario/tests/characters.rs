//! Diagnostics about characters that begin no token.

use super::says;

#[test]
fn unknown_characters_are_named() {
    says("process P { print 1 @ 2 }", &["1:21+1 unexpected `@` | remove it"]);
}

#[test]
fn a_single_sign_of_another_language_is_translated_too() {
    says(
        "process P { print 1 & 2 | 3; print 4 : 5 }",
        &[
            "1:21+1 `&` is not part of the language | write `and`",
            "1:25+1 `|` is not part of the language | write `or`",
            "1:38+1 unexpected `:` | remove it",
        ],
    );
}

#[test]
fn curly_quotation_marks_are_understood_and_refused() {
    says(
        "process P { say \u{201c}hello\u{201d} }",
        &["1:17+1 `\u{201c}` cannot begin a text | use straight quotation marks: `\"`"],
    );
}

#[test]
fn a_text_ends_on_its_line() {
    says(
        r#"process P { say "hello }"#,
        &[r#"1:17+1 this text has no closing quotation mark | write `"` at the end of the text, on the same line"#],
    );
}

#[test]
fn there_are_three_escapes() {
    says(r#"process P { say "a\tb" }"#, &[r#"1:19+2 unknown escape sequence | write `\"`, `\\` or `\n`"#]);
    says(
        r#"process P { say "a\ }"#,
        &[
            r#"1:17+1 this text has no closing quotation mark | write `"` at the end of the text, on the same line"#,
            r#"1:19+2 unknown escape sequence | write `\"`, `\\` or `\n`"#,
        ],
    );
}

#[test]
fn direction_characters_are_refused_everywhere() {
    says(
        "process P { say \"a\u{202e}b\" } # c\u{2066}d",
        &[
            "1:19+1 unexpected invisible character U+202E | remove it: it is invisible",
            "1:28+1 unexpected invisible character U+2066 | remove it: it is invisible",
        ],
    );
}

#[test]
fn numbers_have_digits_alone() {
    says(
        "process P { print 3x, 0x10, 1_000 }",
        &[
            "1:19+2 `x` is not a unit of time | write `3us`, `3ms` or `3s`",
            "1:23+4 `0x10` is not a number | write a number with only the digits 0 to 9",
            "1:29+5 `1_000` is not a number | write a number with only the digits 0 to 9",
        ],
    );
}

#[test]
fn times_have_a_limit() {
    says(
        "process P { sleep 1000001s; sleep 99999999999999999999ms }",
        &[
            "1:19+8 this time is too long | write a time of at most 1000000s",
            "1:35+22 this time is too long | write a time of at most 1000000s",
        ],
    );
}

#[test]
fn invisible_characters_are_named_by_their_code_point() {
    says("process P { print €€€ + ☃ }", &["1:19+3 unexpected `€` | remove it", "1:25+1 unexpected `☃` | remove it"]);
    says("process P { print a\u{200b}b }", &["1:20+1 unexpected invisible character U+200B | remove it"]);
}
