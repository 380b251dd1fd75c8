//! What is said of characters that begin no token. Each line: place, characters underlined, message, help.

use super::says;

#[test]
fn unknown_characters_are_named() {
    says("process P { print 1 @ 2 }", &["1:21+1 `@` can't stand here | remove it"]);
}

#[test]
fn a_single_sign_of_another_language_is_translated_too() {
    says(
        "process P { print 1 & 2 | 3; print 4 : 5 }",
        &[
            "1:21+1 `&` is not part of the language | write `and`",
            "1:25+1 `|` is not part of the language | write `or`",
            "1:38+1 `:` can't stand here | remove it",
        ],
    );
}

#[test]
fn curly_quotation_marks_are_understood_and_refused() {
    says(
        "process P { say \u{201c}hello\u{201d} }",
        &["1:17+1 `\u{201c}` is not the quotation mark for texts | write a straight one on both sides: `\"`"],
    );
}

#[test]
fn a_text_ends_on_its_line() {
    says(
        r#"process P { say "hello }"#,
        &[r#"1:17+1 this text is not closed | write `"` at its end, on the same line"#],
    );
}

#[test]
fn there_are_three_escapes() {
    says(
        r#"process P { say "a\tb" }"#,
        &[r#"1:19+2 a text has no such escape | write `\"`, `\\` or `\n`: there are no others"#],
    );
    says(
        r#"process P { say "a\ }"#,
        &[
            r#"1:17+1 this text is not closed | write `"` at its end, on the same line"#,
            r#"1:19+2 a text has no such escape | write `\"`, `\\` or `\n`: there are no others"#,
        ],
    );
}

#[test]
fn comments_start_with_a_hash() {
    says("process P { print 1 } // done", &["1:23+7 this is no comment | comments start with `#`"]);
    says(
        "/* what */
process P { }",
        &["1:1+10 this is no comment | comments start with `#`"],
    );
}

#[test]
fn what_turns_the_direction_of_the_text_is_refused_everywhere() {
    says(
        "process P { say \"a\u{202e}b\" } # c\u{2066}d",
        &[
            "1:19+1 the invisible character U+202E can't stand here | remove it: it can't be seen",
            "1:28+1 the invisible character U+2066 can't stand here | remove it: it can't be seen",
        ],
    );
}

#[test]
fn numbers_have_digits_alone() {
    says(
        "process P { print 3x, 0x10, 1_000 }",
        &[
            "1:19+2 `x` is not a unit of time | write `3us`, `3ms` or `3s`",
            "1:23+4 `0x10` is not a number | a number has the digits 0 to 9 alone",
            "1:29+5 `1_000` is not a number | a number has the digits 0 to 9 alone",
        ],
    );
}

#[test]
fn times_have_a_limit() {
    says(
        "process P { sleep 1000001s; sleep 99999999999999999999ms }",
        &[
            "1:19+8 this time is too long | a time is at most 1000000s",
            "1:35+22 this time is too long | a time is at most 1000000s",
        ],
    );
}

#[test]
fn what_cannot_be_seen_is_named_by_its_number() {
    says(
        "process P { print €€€ + ☃ }",
        &["1:19+3 `€` can't stand here | remove it", "1:25+1 `☃` can't stand here | remove it"],
    );
    says("process P { print a\u{200b}b }", &["1:20+1 the invisible character U+200B can't stand here | remove it"]);
}
