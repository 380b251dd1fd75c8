//! Known mistakes, each a change of one line of the core, for `cargo xtask planted`.

/// A mistake: its name, the file, the right text, and the wrong text in its place.
pub struct Planted {
    pub name: &'static str,
    pub file: &'static str,
    pub right: &'static str,
    pub wrong: &'static str,
}

/// All of them.
pub const ALL: &[Planted] = &[
    Planted {
        name: "one wake-up in five is lost",
        file: "core/src/simulate/waiting.rs",
        right: "        if self.is_waiting(process) {\n            self.activities[process].plan = Plan::Resume(cause);",
        wrong: "        if self.is_waiting(process) && self.order % 5 != 0 {\n            self.activities[process].plan = Plan::Resume(cause);",
    },
    Planted {
        name: "a queue delivers its newest message first",
        file: "core/src/world/channel.rs",
        right: "return (queue.count > 0).then_some(0);",
        wrong: "return (queue.count as usize).checked_sub(1);",
    },
    Planted {
        name: "a channel accepts one message more than its capacity",
        file: "core/src/world/ready.rs",
        right: "false if takes <= self.room(program, channel) => Ready::Go",
        wrong: "false if takes <= self.room(program, channel) + 1 => Ready::Go",
    },
    Planted {
        name: "the receiver with the lowest priority is served first",
        file: "core/src/world/channel.rs",
        right: "others.rev().max_by_key(priority)",
        wrong: "others.min_by_key(priority)",
    },
    Planted {
        name: "access to memory without attaching is no fault",
        file: "core/src/world/memory.rs",
        right: "Access::None => return Err((Fault::NotAttached, field.memory)),",
        wrong: "Access::None => {}",
    },
    Planted {
        name: "an operation takes 1 µs too long",
        file: "core/src/simulate/mod.rs",
        right: "self.burst(program, process, program.step_us, Plan::Act);",
        wrong: "self.burst(program, process, program.step_us + 1, Plan::Act);",
    },
    Planted {
        name: "a message to all leaves when all but one have read it",
        file: "core/src/world/channel.rs",
        right: "            least = least.min(*read);",
        wrong: "            least = least.max(*read).min(senders.len() as u32);",
    },
    Planted {
        name: "the process that came last acquires the lock first",
        file: "core/src/simulate/waiting.rs",
        right: "        for &process in &queue.waiters {",
        wrong: "        for &process in queue.waiters.iter().rev() {",
    },
    Planted {
        name: "a torn read is not detected",
        file: "core/src/world/memory.rs",
        right: "let is_torn = (1..count).any(",
        wrong: "let is_torn = count > 200 && (1..count).any(",
    },
    Planted {
        name: "a refused message counts as sent",
        file: "core/src/world/step.rs",
        right: "            Op::Send { message, .. } => {\n                let unread",
        wrong: "            Op::Send { message, .. } => {\n                self.set_local(program, process, attempt.result, Value::truth(true));\n                let unread",
    },
    Planted {
        name: "footprint: a send at capacity 0 does not depend on the receivers",
        file: "core/src/explore/footprint.rs",
        right: "                self.add_receivers(program, process, to, world, found);\n",
        wrong: "",
    },
    Planted {
        name: "footprint: a notify changes no other process",
        file: "core/src/explore/footprint.rs",
        right: "let takers = program.locks[usize::from(lock)].takers.iter();",
        wrong: "let takers = program.locks[usize::from(lock)].takers.iter().take(0);",
    },
    Planted {
        name: "liveness: a receive with a try counts as assigning its variables",
        file: "core/src/program/liveness.rs",
        right: ".result)] = false;\n            } else {",
        wrong: ".result)] = false;\n            }\n            {",
    },
    Planted {
        name: "symmetry: different operands count as the same",
        file: "core/src/explore/symmetry.rs",
        right: "        (a, b) => a == b,",
        wrong: "        (_, _) => true,",
    },
    Planted {
        name: "reduce: a send is ample though others send to the same mailbox",
        file: "core/src/explore/reduce.rs",
        right: "is_match && is_only(&program.channels[usize::from(channel)].senders, process)",
        wrong: "is_match",
    },
    Planted {
        name: "reduce: an ample move may take its process back",
        file: "core/src/explore/reduce.rs",
        right: "ends_unseen && always_advances(program, contents, process, effects)",
        wrong: "ends_unseen && (always_advances(program, contents, process, effects) || true)",
    },
    Planted {
        name: "verdicts: a rendezvous is a move of its sender only",
        file: "core/src/explore/label.rs",
        right: "before.partner(program, chosen).map_or(NOBODY, |partner| partner.0)]",
        wrong: "before.partner(program, chosen).map_or(NOBODY, |_| NOBODY)]",
    },
    Planted {
        name: "verdicts: a process blocked when an assertion fails is blocked forever",
        file: "core/src/explore/forever.rs",
        right: "if label.aborts { everybody }",
        wrong: "if label.aborts && count > 100 { everybody }",
    },
    Planted {
        name: "verdicts: a process that can make no more progress starves",
        file: "core/src/explore/mod.rs",
        right: "could(Goal::Ahead) && !forever",
        wrong: "!forever",
    },
    Planted {
        name: "verdicts: no process waits for the holder of a mutex",
        file: "core/src/world/waits.rs",
        right: "        if wait.0 == Wait::Mutex {",
        wrong: "        if wait.0 == Wait::Mutex && process > 100 {",
    },
    Planted {
        name: "verdicts: no loop is ever left",
        file: "core/src/program/reach.rs",
        right: "Next::Either(target) => [on, target].into_iter().for_each(next),",
        wrong: "Next::Either(_) => next(on),",
    },
    Planted {
        name: "verdicts: an unfair cycle counts",
        file: "core/src/explore/cycles.rs",
        right: "let unable = component.iter().find(|&&state| !graph.can_move(state, mover)).map(|&state| (state, None));",
        wrong: "let unable = component.iter().find(|&&state| !graph.can_move(state, mover) || mover == 1).map(|&state| (state, None));",
    },
    Planted {
        name: "outcomes: prints in a loop that can still end are bounded",
        file: "core/src/explore/outcomes.rs",
        right: "prints[own] |= to == own && graph.label(edge).prints != 0;",
        wrong: "prints[own] |= to == own && graph.label(edge).prints > 1_000;",
    },
    Planted {
        name: "promela: a write is made together with the move before it",
        file: "core/src/export/promela/segment.rs",
        right: "        if self.is_stop(at) {\n            self.arrive(at);",
        wrong: "        if self.is_stop(at) && !matches!(self.op(at), crate::program::Op::Write { .. }) {\n            self.arrive(at);",
    },
    Planted {
        name: "promela: a move that changes nothing is a skip",
        file: "core/src/export/promela/process.rs",
        right: "self.put(\"pass;\");",
        wrong: "self.put(\"skip;\");",
    },
    Planted {
        name: "barrier: it opens when one process is still missing",
        file: "core/src/world/condition.rs",
        right: "let is_last = arrived >= parties;",
        wrong: "let is_last = arrived + 1 >= parties;",
    },
    Planted {
        name: "constants: in what is known before the run, a constant is unknown",
        file: "core/src/program/declare.rs",
        right: "ExprKind::Number(number) | ExprKind::Constant(_, number) => *number,",
        wrong: "ExprKind::Number(number) => *number,",
    },
    Planted {
        name: "growth: a comparison that is true once is true in every round",
        file: "core/src/explore/growth/line.rs",
        right: "true => (step <= 0).then_some(true),",
        wrong: "true => Some(true),",
    },
    Planted {
        name: "growth: a round need not bring its numbers back to their steps",
        file: "core/src/explore/growth/round.rs",
        right: "self.locals == self.apart.locals",
        wrong: "!self.locals.is_empty()",
    },
];
