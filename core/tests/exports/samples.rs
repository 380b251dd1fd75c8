//! Scenarios that between them make every kind of event, and their runs.

use std::sync::Arc;

use ipcscope_core::program::Program;
use ipcscope_core::scenario::read;
use ipcscope_core::trace::Run;

/// Every event's number is below this in the runs.
const EVENTS: usize = 2_000;
/// Where anything is drawn, this many seeds are tried.
const SEEDS: u64 = 12;

pub fn run_with(text: &str, seed: Option<u64>) -> Run {
    let reading = read(text);
    let Some(tree) = reading.scenario else { panic!("{text}\n{:?}", reading.diagnostics) };
    let mut run = Run::new(Arc::new(Program::new(&tree, text)), seed);
    run.advance(EVENTS, u64::MAX);
    run
}

pub fn run(text: &str) -> Run {
    run_with(text, None)
}

/// Holds `check` against every sample's run, with each seed.
pub fn of_every_run(check: impl Fn(&Run)) {
    let mut texts: Vec<String> = SAMPLES.iter().map(|text| text.to_string()).collect();
    let gallery = concat!(env!("CARGO_MANIFEST_DIR"), "/../scenarios");
    for entry in std::fs::read_dir(gallery).expect("the gallery is there") {
        let path = entry.expect("it can be listed").path();
        texts.push(std::fs::read_to_string(path).expect("it can be read"));
    }
    for text in &texts {
        for seed in 1..=SEEDS {
            let run = run_with(text, Some(seed));
            let told = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| check(&run)));
            assert!(told.is_ok(), "with seed {seed}:\n{text}");
        }
    }
}

pub const SAMPLES: [&str; 27] = [
    // Broadcast, with a reader that ends early and one that is also a sender.
    "mailbox news capacity 2 to all
    process P { repeat 3 as i { send i to news } }
    process R[2] { repeat 3 { receive x from news; work (3 + me) ms; print x } }
    process Short { receive x from news }",
    "mailbox talk capacity 4 to all
    process Chat[3] { sleep (me) ms; send me to talk; repeat 2 { receive x from talk; print x } }",
    // One core for two, in turns; then by priority, with a preemption.
    "host h cores 1 schedule round-robin 2ms
    process A on h { work 5ms \"a\" }
    process B on h { work 3ms \"b\" }",
    "host h cores 1 schedule priority
    mailbox m capacity 1
    process Low on h { section \"long\" { work 10ms \"low\"; send 1 to m } }
    process High on h priority 5 { sleep 3ms; section \"short\" { work 2ms; receive x from m } }",
    // Direct links: capacity 0 and from any, and one with a capacity.
    "process Server server { loop { receive x from any as who; send x * 2 to who } }
    process Client[2] { work (1 + me) ms; send me + 10 to Server; receive y from Server; print y }",
    "link P Q capacity 2
    process P { repeat 3 as i { send i to Q }; send 9 to Q and wait; print \"done\" }
    process Q { work 3ms; repeat 4 { receive x from P } }",
    "mailbox m capacity 0
    process P { repeat 2 as i { send i to m; work 3ms } }
    process Q { repeat 2 { receive x from m; print x } }",
    // Races and locks.
    "memory shared { count = 0 }
    process A { shared.count = shared.count + 1 }
    process B { shared.count = shared.count + 1 }
    check always shared.count <= 1 expect violated
    check possible shared.count == 1",
    "mutex m
    condition notfull
    condition notempty
    memory b { slots[2]; count = 0; in = 0; out = 0 }
    process P { repeat 4 as i { work 20ms; lock m; while b.count == 2 { wait notfull with m }
      b.slots[b.in] = i; b.in = (b.in + 1) % 2; b.count = b.count + 1; notify notempty; unlock m } }
    process C { repeat 4 { lock m; while b.count == 0 { wait notempty with m }
      let x = b.slots[b.out]; b.out = (b.out + 1) % 2; b.count = b.count - 1; notify all notfull; unlock m
      work 5ms; print x } }",
    "semaphore fork[3] = 1
    process Philosopher[3] { repeat 3 { work 1ms \"think\"; wait fork[me]; wait fork[(me + 1) % 3]
      section \"eat\" { work 2ms \"eat\" }; signal fork[me]; signal fork[(me + 1) % 3] } }
    check never deadlock expect violated",
    "semaphore s = 1 fifo
    process W[3] { repeat 2 { wait s; section \"in\" { section \"deeper\" { work (1 + me) ms }; print me }; signal s } }
    check at most 1 in \"in\"",
    "mutex m
    process A { lock m; work 5ms; unlock m; if try lock m { print 1; unlock m } }
    process B { sleep 1ms; if try lock m { print 1 } else { print 0 }; lock m within 1ms; stop }
    process C { lock m; lock m }",
    "host h cores 1 schedule priority
    memory t { flag = 0; item of 3 = 0 }
    process W on h priority 1 { sleep 1500us; t.item = 7; let old = test_and_set(t.flag); print old }
    process R on h { let x = t.item; print x; if torn(x) { print \"torn!\" }; let old = fetch_and_add(t.flag, -1) }
    check never torn expect violated",
    "memory table owner P allow Q, R read-only { x = 0; a[2] of 2 = 1 }
    process P { work 3ms; create table; table.x = 5; detach table }
    process Q { attach table; let y = table.x; print y }
    process R { attach table read-only; try attach table; table.x = 3 }
    process S { sleep 1ms; try attach table; let y = table.x }",
    // Waiting that ends, and choices.
    "mailbox m capacity 1
    process P { send 1 to m; if send 2 to m within 5ms { print \"sent\" } else { print \"not\" }
      send 3 to m and wait; send 4 to m and wait within 2ms; print \"received\" }
    process C { sleep 10ms; receive x from m; sleep 10ms; receive y from m; print x, y; try receive z from m; sleep 20ms }",
    "mailbox a capacity 1
    mailbox b capacity 1
    process P { work 5ms; send 1 to a }
    process Q { work 2ms; send 2 to b; work 10ms; send 3 to b }
    process R { repeat 4 { select { receive x from a { print \"a\", x } receive y from b { print \"b\", y } after 6ms { print \"late\" } } } }",
    "mailbox m capacity 1
    process P { repeat 6 as i { try send i to m } }
    process C { repeat 4 { try receive x from m; work 1ms } }
    process D { try receive x from any as who }
    process E { sleep 1s; send 1 to D }",
    // What the system does with messages.
    "kernel visible
    mailbox m capacity 2
    process P { send 1, \"a\" to m; send 2, \"b\" to m }
    process C { work 4ms; receive x, y from m; receive x, y from m; print x, y }",
    "mailbox p capacity 4 messages fixed 64B split
    mailbox e capacity 2 buffering explicit
    mailbox o capacity 4 order priority
    process P { send 1 size 150B to p; send 2 to e; send 3 to e; repeat 3 as i { send i priority i to o } }
    process C { work 9ms; receive x from p; post 2 to e; receive x from e; receive x from e; repeat 3 { receive x from o; print x } }",
    "mailbox t capacity 2 to one by turn
    mailbox r capacity 2 to one by random
    process P { sleep 5ms; repeat 6 as i { send i to t; send i to r } }
    process W[3] { repeat 2 { receive x from t; receive y from r; print x, y } }",
    "mailbox m capacity 2 owner S
    process S { receive x from m; work 2ms }
    process P { repeat 4 as i { send i to m; work 2ms } }",
    // Networks.
    "host alpha
    host beta
    network alpha beta latency 20ms bandwidth 1KB/ms
    mailbox m capacity 2
    process S on alpha { repeat 4 as i { send i size 2KB to m } }
    process R on beta { repeat 4 { receive x from m; print x } }",
    "host alpha
    host beta
    kernel visible
    network alpha beta latency 2ms..9ms loss 30% duplicate 30% reorder
    mailbox m capacity unbounded
    mailbox n capacity 2 to all
    process S on alpha { repeat 6 as i { send i to m; send i to n and wait within 30ms } }
    process R on beta { loop { if receive x from m within 40ms { print x } else { stop } } }
    process N[2] on beta { loop { if receive x from n within 40ms { print x } else { stop } } }
    check always length(m) == 0 expect violated",
    "host alpha
    host beta
    network alpha beta latency 3ms
    process A on alpha { send 1 to B; send 2 to B and wait; print \"known\" }
    process B on beta { receive x from A; work 5ms; receive y from A; print x + y }",
    // Ends of all sorts.
    "mailbox a capacity 0
    mailbox b capacity 0
    process P { send 1 to a; receive x from b }
    process Q { send 1 to b; receive x from a }
    process W { receive y from a; print y; receive y from a }",
    "mailbox m capacity 1
    process P { section \"outer\" { section \"inner\" { let z = 0; work 2ms; print 1 / z } } }
    process Q { send 1, 2 to m }
    process R { receive x from m }
    process S { sleep 5ms; say \"now\"; ask \"Who?\" answer \"P\" or \"Q\"; assert 1 == 2 \"never; #so: \\\"end\\\"\\n,=x\" }",
    "title \"end; %%{init}%% #1\"
    mailbox end_of capacity 1
    process end { send \"=1+1\" to end_of; print \"wrap: a; b # c %% d\\nnew $$x$$ <b> Größe ﬂ° 漢 😀 \\\\ \\\" ' end\" }
    process note { receive x from end_of; print x, \",\", -3; print -3; print \"a,b\" }
    process as { say \"end\" }",
];
