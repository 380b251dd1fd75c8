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

/// The diagnostics of a text, and that they vanish if the scenario is there to show a mistake.
fn doubts(text: &str, expected: &[&str]) {
    says(text, expected);
    says(&alloc::format!("{text}\ncheck never deadlock expect violated"), &[]);
}

#[test]
fn an_unlock_without_a_lock_is_reported() {
    doubts(
        "mutex m; mutex n; mutex door[2]
process P { unlock m; unlock m; lock n; unlock n; unlock door[0] }
process Q { lock m; unlock m; lock door[0]; unlock door[0]; if try lock n { unlock n } }",
        &[
            "2:20+1 warning: `P` never locks `m` | write `lock m` before it",
            "2:58+4 warning: `P` never locks `door` | write `lock door` before it",
        ],
    );
}

#[test]
fn an_end_with_a_mutex_in_hand_is_reported() {
    doubts(
        "mutex m; mutex n
process P { lock m; work 1ms }
process Q { lock m; if random(0..1) == 1 { stop }; section \"a\" { unlock m }; lock n; stop }
process R { let x = 3; lock m; lock n; while x > 0 { x--; if x == 1 { unlock n; break } } }",
        &[
            "2:18+1 warning: `P` can end while it holds `m` | write `unlock m` before its end",
            "3:18+1 warning: `Q` can end while it holds `m` | write `unlock m` before its end",
            "3:83+1 warning: `Q` can end while it holds `n` | write `unlock n` before its end",
            "4:29+1 warning: `R` can end while it holds `m` | write `unlock m` before its end",
        ],
    );
    says(
        "mutex m; mutex n; condition c; memory table { x }
process P { lock m; unlock m; loop { lock m; unlock m } }
process Q { lock m; loop { work 1ms } }
process R { lock m; if table.x == 1 { unlock m; stop }; while table.x == 0 { wait c with m }; unlock m }
process S { if try lock m { unlock m }; lock m within 5ms; lock n; either { unlock n } or { unlock n; stop } }
process T { loop { lock m; if table.x == 0 { unlock m; continue }; notify c; unlock m; break } }",
        &[],
    );
}

#[test]
fn an_if_around_a_wait_is_reported() {
    doubts(
        "mutex m; condition c; memory table { count }
process P {
  loop {
    lock m
    if table.count == 0 and true { wait c with m }
    table.count--
    unlock m
  }
}
process Q { loop { lock m; table.count++; notify c; unlock m } }",
        &[
            "5:8+25 warning: another process can change this condition again before `P` has `m` back | write `while` instead of `if`: unlike in Hoare's monitors, a notified process does not run at once",
        ],
    );
    says(
        "mutex m; condition c; memory table { count }
process P {
  let own = 1
  lock m
  while table.count == 0 { wait c with m }
  if own == 1 { wait c with m }
  if table.count == 1 { wait c with m } else { notify all c }
  loop { if table.count == 2 { break }; if table.count == 0 { wait c with m } }
  loop { if table.count == 0 { wait c with m; continue }; break }
  if table.count == 3 { notify c }
  unlock m
}",
        &[],
    );
}

/// The producer holds the mutex that the consumer needs to free a slot.
#[test]
fn waits_in_the_wrong_order_are_reported() {
    let buffer = |producer: &str, consumer: &str| {
        alloc::format!(
            "semaphore empty = 2; semaphore full; semaphore mutex = 1
process Producer[2] {{ loop {{ {producer}; signal mutex; signal full }} }}
process Consumer {{ loop {{ {consumer}; signal mutex; signal empty }} }}"
        )
    };
    doubts(
        &buffer("wait mutex; wait empty", "wait full; wait mutex"),
        &[
            "2:47+5 warning: `Producer` waits for `empty` while it holds `mutex`, without which no process signals `empty` | write `wait empty` before `wait mutex`",
        ],
    );
    doubts(
        &buffer("wait empty; wait mutex", "wait mutex; section \"a\" { }; wait full"),
        &[
            "3:61+4 warning: `Consumer` waits for `full` while it holds `mutex`, without which no process signals `full` | write `wait full` before `wait mutex`",
        ],
    );
    says(&buffer("wait empty; wait mutex", "wait full; wait mutex"), &[]);
    // Two forks; a semaphore that is signalled without the first one; one that is signalled before.
    says(
        "semaphore a = 1; semaphore b = 1; semaphore c; semaphore d
process P { wait a; wait b; signal a; signal b; wait a; wait c; signal a; wait a; wait d; signal a }
process Q { wait b; wait a; signal b; signal a }
process R { signal c; signal d; wait a; signal d; signal a }
process S { wait b; if random(0..1) == 1 { signal b }; wait c; signal b }",
        &[],
    );
}

#[test]
fn messages_that_never_fit_are_reported() {
    doubts(
        "mailbox a capacity 512B; mailbox b capacity 4 messages up to 1KB; mailbox c capacity 4 messages fixed 8B refuse
mailbox d capacity 1KB messages up to 100B; link P Q messages up to 8B
process P {
  send 1 size 600B to a; send 1 size 2KB to b; send 1, 2 to c; send 1 size 200B to d; send 1, 2 to Q
  try send 1 size 600B to a; send 1 size (600) B to a; send 1 size 512B to a; send 1 to c; send 1 size 1KB to b
}
process Q { receive x from a; receive x from b; receive x from c; receive x from d; receive x, y from P; receive x, y from c }",
        &[
            "4:23+1 warning: this message has 600 bytes, but `a` takes at most 512 | write `size 512B` or less, or a higher limit for `a`",
            "4:45+1 warning: this message has 2048 bytes, but `b` takes at most 1024 | write `size 1KB` or less, or a higher limit for `b`",
            "4:61+1 warning: this message has 16 bytes, but `c` takes at most 8 | write `size 8B` or less, or a higher limit for `c`",
            "4:84+1 warning: this message has 200 bytes, but `d` takes at most 100 | write `size 100B` or less, or a higher limit for `d`",
            "4:100+1 warning: this message has 16 bytes, but `Q` takes at most 8 | write `size 8B` or less, or a higher limit for `Q`",
        ],
    );
    says(
        "mailbox a capacity 64B messages fixed 32B split
process P { send 1 size 600B to a; receive x from a }",
        &[],
    );
}

/// Those who signal are past the first semaphore already, or there is a permit from the start.
#[test]
fn a_handshake_before_a_wait_is_no_wrong_order() {
    let declared = "semaphore turn = 1; semaphore ready = 0; semaphore go = 0";
    says(
        &alloc::format!(
            "{declared}\nprocess A {{ wait turn; work 1ms; signal turn; signal go; signal ready }}\nprocess B {{ wait go; wait turn; wait ready; signal turn }}"
        ),
        &[],
    );
    says(
        "semaphore turn = 1; semaphore ready = 1\nprocess A { wait turn; signal turn; work 1ms; signal ready }\nprocess B { sleep 50ms; wait turn; wait ready; signal turn }",
        &[],
    );
}

#[test]
fn an_if_that_is_followed_by_another_test_is_no_mistake() {
    says(
        "mutex m; condition c; memory t { n }\nprocess G { loop { lock m\nif t.n == 0 { wait c with m }\nif t.n > 0 { t.n = t.n - 1; unlock m; break }\nunlock m } }\nprocess Put { repeat 2 { lock m; t.n = t.n + 1; notify all c; unlock m } }",
        &[],
    );
}
