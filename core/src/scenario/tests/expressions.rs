//! Diagnostics of expressions.

use super::says;

#[test]
fn parentheses_must_match() {
    says(
        "process P { print ( }",
        &[
            "1:21+1 expected a value | write a number, a text, a variable, `true`, `false`, `me`, `table.count`, `length(m)`, `room(m)` or `random(1..6)`",
        ],
    );
    says("process P { print (1 + 2; print 3 }", &["1:19+1 this `(` is not closed | write `)` where it ends"]);
    says(
        "process P {
  print (1 +
         2
  print 3
}",
        &[
            "2:13+0 expected a value | write a number, a text, a variable, `true`, `false`, `me`, `table.count`, `length(m)`, `room(m)` or `random(1..6)`",
        ],
    );
}

#[test]
fn operators_need_two_sides() {
    says(
        "process P { print 1 + }",
        &[
            "1:23+1 expected a value | write a number, a text, a variable, `true`, `false`, `me`, `table.count`, `length(m)`, `room(m)` or `random(1..6)`",
        ],
    );
    says(
        "process P { print 1 + * 2 }",
        &[
            "1:23+1 expected a value, found `*` | write a number, a text, a variable, `true`, `false`, `me`, `table.count`, `length(m)`, `room(m)` or `random(1..6)`",
        ],
    );
}

#[test]
fn comparisons_do_not_chain() {
    says(
        "process P { print 1 < 2 < 3 }",
        &["1:25+1 comparisons cannot be chained | write `a < b and b < c`, or put one of them in parentheses"],
    );
}

#[test]
fn not_needs_parentheses_on_the_right_of_a_tighter_operator() {
    says(
        "process P { print 1 + not 2 }",
        &["1:23+3 `not` needs parentheses after another operator | write `(not \u{2026})`"],
    );
    says("process P { print 1) }", &["1:20+1 this `)` has no matching `(` | remove it"]);
    says(
        "process P { print 1 == not 0 }",
        &["1:24+3 `not` needs parentheses after another operator | write `(not \u{2026})`"],
    );
}

#[test]
fn times_and_reserved_words_are_no_values() {
    says(
        "process P { print 3ms }",
        &["1:19+3 `3ms` is a time, but a value is needed here | write `3`; times follow `work` and `sleep`"],
    );
    says(
        "process P { print any, while }",
        &["1:19+3 `any` is a reserved word and cannot be a name | choose another name"],
    );
    says(
        "process P { print me }",
        &["1:19+2 `me` needs several processes, but there is only one `P` | write `P` for the process itself"],
    );
    says(
        "process P { print 64B }",
        &[
            "1:19+3 `64B` is a size, but a value is needed here | write `64`; sizes follow `size`, `capacity` and `messages`",
        ],
    );
}

#[test]
fn functions_have_names() {
    says(
        "process P { print abs(3), lenght(m) }",
        &[
            "1:19+3 `abs` is not a function | write `length(m)`, `room(m)`, `random(1..6)`, `torn(x)` or `swap(table.x, 1)`",
        ],
    );
    says(
        "mailbox m capacity 1
process P { print length(), random(), random(1) }",
        &["2:26+1 `length` needs a mailbox | write `length(orders)`"],
    );
    says(
        "mailbox m capacity 1
process P { print length() }",
        &["2:26+1 `length` needs a mailbox | write `length(orders)`"],
    );
    says(
        "process P { print random(1) }",
        &["1:27+1 `random` needs a smallest and a largest value | write `random(1..6)`"],
    );
}

#[test]
fn numbers_have_64_bits() {
    says("process P { print random(6..1) }", &["1:19+12 this range goes from 6 down to 1 | write `random(1..6)`"]);
    says(
        "process P { print 9223372036854775808 }",
        &[
            "1:19+19 this number does not fit in 64 bits | numbers range from -9223372032559808512 to 9223372036854775807",
        ],
    );
    says(
        "process P { print 99999999999999999999 }",
        &[
            "1:19+20 this number does not fit in 64 bits | numbers range from -9223372032559808512 to 9223372036854775807",
        ],
    );
    says(
        "process P { print 9223372036854775807 + 1, -9223372036854775807 }",
        &[
            "1:19+23 the result does not fit in 64 bits | numbers range from -9223372032559808512 to 9223372036854775807",
            "1:44+20 the result does not fit in 64 bits | numbers range from -9223372032559808512 to 9223372036854775807",
        ],
    );
}

#[test]
fn a_division_by_a_constant_zero_is_found() {
    says("process P { print 1 / 0, 1 % (2 - 2) }", &["1:23+1 this divides by zero", "1:31+5 this divides by zero"]);
}

#[test]
fn texts_cannot_be_counted_with() {
    says(
        r#"process P { print "a" + 1, not "b", -"c", true and "d", random("e"..1) }"#,
        &[
            "1:19+3 `+` needs a number, not a text",
            "1:32+3 `not` needs a number, not a text",
            "1:38+3 `-` needs a number, not a text",
            "1:52+3 `and` needs a number, not a text",
            "1:64+3 `random` needs a number, not a text",
        ],
    );
}

#[test]
fn a_process_sees_only_its_own_variables() {
    says(
        "process P { print x.y, P.x; let x = 1 }",
        &[
            "1:19+1 `x` is a variable and has no fields",
            "1:24+3 `P.x` is allowed only in checks: a process sees only its own variables | write `x`",
        ],
    );
}

#[test]
fn a_variable_has_a_value_before_it_is_used() {
    says(
        "process P { print x; let x = 1; print y; print y }",
        &[
            "1:19+1 `x` is used before it has a value | write `let x = \u{2026}` first",
            "1:39+1 `P` has no variable called `y` | give it a value first: `let y = \u{2026}`",
        ],
    );
    says("mailbox orders capacity 1
process P { let item = 1; print itme; imte = 2; print orders, Q, P; send item to Q; receive a from orders; send a to order; send a to order }
process Q { count = 1; count = count + 1 }", &[
        "2:33+4 `P` has no variable called `itme` | write `item`",
        "2:39+4 `P` has no variable called `imte` yet | write `let imte = \u{2026}`",
        "2:55+6 `orders` is a mailbox, not a variable | write `length(orders)` for the number of messages in it",
        "2:118+5 no mailbox or process is called `order` | write `orders`",
        "3:13+5 `Q` has no variable called `count` yet | write `let count = \u{2026}`",
    ]);
}

#[test]
fn a_name_lost_in_a_mistake_is_not_reported_again() {
    says(
        "process P { let x = if; print x }",
        &["1:21+2 `if` is a reserved word and cannot be a name | choose another name"],
    );
    says(
        "process P { let count = 1 +; print count }",
        &[
            "1:28+1 expected a value | write a number, a text, a variable, `true`, `false`, `me`, `table.count`, `length(m)`, `room(m)` or `random(1..6)`",
        ],
    );
}

#[test]
fn operators_of_other_languages_are_translated() {
    says(
        "process P { print 1 === 2; print 1 !== 2; print 1 <> 2; print 1 =< 2; print 1 => 2; let x := 3; print 'a' }",
        &[
            "1:21+3 `===` is not part of the language | write `==`",
            "1:36+3 `!==` is not part of the language | write `!=`",
            "1:51+2 `<>` is not part of the language | write `!=`",
            "1:65+2 `=<` is not part of the language | write `<=`",
            "1:79+2 `=>` is not part of the language | write `>=`",
            "1:91+2 `:=` is not part of the language | write `=`",
            r#"1:103+1 `'` is not part of the language | put texts in straight double quotation marks: `"`"#,
            r#"1:105+1 `'` is not part of the language | put texts in straight double quotation marks: `"`"#,
        ],
    );
}

#[test]
fn operators_of_mathematics_are_translated() {
    says(
        "process P { print ¬1 ∧ 2 ∨ 3 ≠ 4; print 1 ≤ 2 ≥ 3; print 2 × 3 − 1 }",
        &[
            "1:19+1 `¬` is not part of the language | write `not`",
            "1:22+1 `∧` is not part of the language | write `and`",
            "1:26+1 `∨` is not part of the language | write `or`",
            "1:30+1 `≠` is not part of the language | write `!=`",
            "1:43+1 `≤` is not part of the language | write `<=`",
            "1:47+1 `≥` is not part of the language | write `>=`",
            "1:60+1 `×` is not part of the language | write `*`",
            "1:64+1 `−` is not part of the language | write `-`",
        ],
    );
}
