//! Tests of warnings.

use super::says;

#[test]
fn mailboxes_without_senders_or_receivers_are_reported() {
    says(
        "mailbox unused capacity 1
mailbox toNobody capacity 1
mailbox fromNobody capacity 1
process P { send 1 to toNobody; receive x from fromNobody }",
        &[
            "1:9+6 warning: no process uses `unused` | remove it, or send to it and receive from it",
            "2:9+8 warning: no process receives from `toNobody` | write `receive \u{2026} from toNobody` in some process",
            "3:9+10 warning: no process sends to `fromNobody` | write `send \u{2026} to fromNobody` in some process",
        ],
    );
}

#[test]
fn receives_that_no_message_fits_are_reported() {
    says(
        "mailbox m capacity 1
process P { send 1, 2 to m; send 1 to m }
process Q { receive a, b, c from m; receive a, b from m }",
        &["3:34+1 warning: no message sent to `m` has 3 values | its messages have 1 value or 2 values"],
    );
}

#[test]
fn unreachable_statements_are_reported() {
    says(
        "process P {
  stop
  work 1ms
  work 1ms
}",
        &["3:3+8 warning: this statement is never reached | the `stop` before it ends the process"],
    );
    says(
        "process P {
  repeat 3 { break; work 1ms }
  repeat 3 { continue; work 1ms }
  loop { work 1ms; loop { break } }
  loop { if true { break } }
  work 1ms
}",
        &[
            "2:21+8 warning: this statement is never reached | the `break` before it leaves the loop",
            "3:24+8 warning: this statement is never reached | the `continue` before it starts the next iteration",
            "5:3+5 warning: this statement is never reached | the `loop` before it has no `break`",
        ],
    );
    says(
        "process P {
  if true { stop } else { loop { } }
  while true {
    work 1ms
  }
}",
        &["3:3+11 warning: this statement is never reached | no branch of the `if` before it reaches this point"],
    );
}

#[test]
fn no_warnings_beside_errors() {
    says("process P { work 1ms; wrok 1ms; stop; work 1ms }", &["1:23+4 `wrok` is not a statement | write `work`"]);
}
