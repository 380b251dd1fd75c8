//! The table: words of other languages, and what to write instead.
//!
//! `{0:s}` stands for the first argument, and `s` is an example if there is none. Words are compared without regard to
//! capitals; a statement for another kind of object replaces the one here if the object is declared (`fitting`).

/// The help for a word: a form to write, or a sentence.
#[derive(Clone, Copy)]
pub(super) enum Help {
    Write(&'static str),
    Say(&'static str),
}

use Help::{Say, Write};

/// Keywords whose declared names decide between statements.
pub(super) const DECLARING: [&str; 7] = ["semaphore", "mutex", "condition", "barrier", "mailbox", "process", "memory"];

/// Processes are not started by others.
pub(super) const STARTED: &str =
    "processes are declared, and start by themselves: write `process Child { … }` outside this one";

/// Waiting for the end of a process.
const JOINED: &str = "let the other process end with `signal done`, and write `wait done` here";

/// Words that begin a statement.
pub(super) const STATEMENTS: &[(&str, Help)] = &[
    ("wait P down sem_wait semWait sem_down WaitForSingleObject", Write("wait {0:s}")),
    ("signal V up sem_post semSignal sem_signal sem_up ReleaseSemaphore", Write("signal {0:s}")),
    ("sem_trywait", Write("try wait {0:s}")),
    ("sem_timedwait", Write("wait {0:s} within 5ms")),
    ("lock acquire pthread_mutex_lock mtx_lock mutex_lock lock_acquire EnterCriticalSection", Write("lock {0:m}")),
    (
        "unlock release pthread_mutex_unlock mtx_unlock mutex_unlock lock_release LeaveCriticalSection",
        Write("unlock {0:m}"),
    ),
    ("trylock try_lock pthread_mutex_trylock mtx_trylock", Write("try lock {0:m}")),
    ("pthread_cond_wait cond_wait cnd_wait cwait", Write("wait {0:c} with {1:m}")),
    ("notify pthread_cond_signal cond_signal cnd_signal csignal notify_one", Write("notify {0:c}")),
    (
        "pthread_cond_broadcast cond_broadcast cnd_broadcast notifyAll notify_all signalAll signal_all broadcast",
        Write("notify all {0:c}"),
    ),
    ("pthread_barrier_wait barrier_wait barrier_arrive", Write("wait {0:gate}")),
    ("wakeup wake", Say("write `signal s` for a semaphore, or `notify c` for a condition variable")),
    ("send mq_send msgsnd sendto put", Write("send {1:item} to {0:orders}")),
    ("receive recv mq_receive msgrcv recvfrom get", Write("receive {1:item} from {0:orders}")),
    ("stop exit quit halt terminate pthread_exit thrd_exit abort", Write("stop")),
    ("skip pass nop noop", Say("remove it: an empty block is `{ }`")),
    (
        "yield sched_yield thrd_yield pthread_yield",
        Say("remove it: others can continue between any two steps; to give them time, write `sleep 1ms`"),
    ),
    (
        "fork vfork spawn pthread_create thrd_create create_thread CreateThread cobegin parbegin co par go start run",
        Say(STARTED),
    ),
    ("join pthread_join thrd_join waitpid", Say(JOINED)),
    ("await when", Say("write `while not ({0:e}) { }`, which is a busy wait, or wait for a semaphore")),
    ("elif elsif elseif elsif else_if", Write("else if {0:…} { … }")),
    ("unless", Write("if not ({0:e}) { … }")),
    ("until", Write("while not ({0:e}) { … }")),
    ("forever", Write("loop { … }")),
    ("goto", Say("write `loop`, `while` or `if`")),
    ("switch case match", Write("if {0:x} == 1 { … } else { … }")),
    ("endif fi od done end endwhile endfor endloop esac", Write("}")),
    ("begin", Write("{")),
    ("then", Say("remove it, and write `{` before the statements and `}` after them")),
    ("synchronized with", Say("write `lock {0:m}` before the statements and `unlock {0:m}` after them")),
    ("increment inc", Write("{0:x} = {0:x} + 1")),
    ("decrement dec", Write("{0:x} = {0:x} - 1")),
    ("set", Write("{0:x = 0}")),
    ("throw raise", Write("assert false \"…\"")),
    ("func def fn function proc sub void", Say("write `procedure insert(x) { … }` outside the processes")),
    ("scanf input readln", Say("remove it: a scenario has no input")),
    ("import include using", Say("remove it")),
    ("sem_init", Say("write `semaphore {0:s} = {2:1}` outside the process instead")),
    ("pthread_mutex_init mtx_init", Say("write `mutex {0:m}` outside the process instead")),
    ("pthread_cond_init cnd_init", Say("write `condition {0:c}` outside the process instead")),
    (
        "sem_destroy sem_close sem_unlink pthread_mutex_destroy pthread_cond_destroy mq_close mq_unlink close free delete",
        Say("remove it"),
    ),
];

/// Methods of objects: the object is the first argument.
pub(super) const METHODS: &[(&str, Help)] = &[
    ("wait P down await", Write("wait {0:s}")),
    ("signal V up post", Write("signal {0:s}")),
    ("acquire lock enter", Write("lock {0:m}")),
    ("release unlock leave", Write("unlock {0:m}")),
    ("tryLock try_lock", Write("try lock {0:m}")),
    ("tryAcquire try_acquire", Write("try wait {0:s}")),
    ("notify notify_one notifyOne", Write("notify {0:c}")),
    ("notifyAll notify_all signalAll signal_all broadcast", Write("notify all {0:c}")),
    ("send put enqueue offer push add append", Write("send {1:item} to {0:orders}")),
    ("receive recv get take dequeue pop poll", Write("receive item from {0:orders}")),
    ("start run", Say("remove it: processes start by themselves")),
    ("join", Say(JOINED)),
    ("close", Say("remove it")),
];

/// Functions.
pub(super) const FUNCTIONS: &[(&str, Help)] = &[
    ("TestAndSet test_set tas atomic_flag_test_and_set", Write("test_and_set({0:table.lock})")),
    (
        "CompareAndSwap CompareAndSet cas compare_exchange cmpxchg",
        Write("compare_and_swap({0:table.lock}, {1:0}, {2:1})"),
    ),
    ("exchange xchg atomic_exchange getAndSet fetch_and_store", Write("swap({0:table.lock}, {1:1})")),
    (
        "FetchAndAdd atomic_fetch_add getAndAdd fetch_add getAndIncrement",
        Write("fetch_and_add({0:table.count}, {1:1})"),
    ),
    ("rand randint randrange random_int rnd", Write("random(1..6)")),
    ("len size count", Write("length({0:orders})")),
    ("empty isEmpty is_empty", Write("length({0:orders}) == 0")),
    ("full isFull is_full", Write("room({0:orders}) == 0")),
    ("getpid gettid self get_id pthread_self", Write("me")),
    ("sem_trywait tryAcquire try_acquire", Say("write `if try wait {0:s} { … }`")),
    ("pthread_mutex_trylock mtx_trylock trylock try_lock", Say("write `if try lock {0:m} { … }`")),
    ("fork vfork spawn", Say(STARTED)),
];

/// Words that print.
pub(super) const PRINTING: [&str; 12] =
    ["printf", "println", "puts", "cout", "fprintf", "putchar", "writeln", "write", "echo", "display", "log", "print"];

/// Words that sleep, each with the unit of its argument.
pub(super) const SLEEPING: [(&str, &str); 4] = [("usleep", "us"), ("msleep", "ms"), ("delay", "ms"), ("pause", "ms")];

/// Types of variables.
pub(super) const TYPES: [&str; 27] = [
    "int", "bool", "boolean", "char", "var", "long", "short", "unsigned", "float", "double", "string", "integer",
    "auto", "const", "static", "volatile", "shared", "global", "byte", "i32", "i64", "u32", "u64", "usize", "size_t",
    "uint", "pid_t",
];

/// Words that say that all processes share a variable.
pub(super) const SHARED: [&str; 4] = ["shared", "global", "static", "volatile"];

/// Types of objects, each with our keyword.
pub(super) const OBJECTS: [(&str, &str); 25] = [
    ("semaphore", "semaphore"),
    ("sem_t", "semaphore"),
    ("sem", "semaphore"),
    ("binary_semaphore", "semaphore"),
    ("counting_semaphore", "semaphore"),
    ("mutex", "mutex"),
    ("pthread_mutex_t", "mutex"),
    ("mtx_t", "mutex"),
    ("lock", "mutex"),
    ("spinlock", "mutex"),
    ("ReentrantLock", "mutex"),
    ("condition", "condition"),
    ("cond", "condition"),
    ("condvar", "condition"),
    ("condition_variable", "condition"),
    ("pthread_cond_t", "condition"),
    ("cnd_t", "condition"),
    ("barrier", "barrier"),
    ("pthread_barrier_t", "barrier"),
    ("CyclicBarrier", "barrier"),
    ("chan", "mailbox"),
    ("channel", "mailbox"),
    ("queue", "mailbox"),
    ("BlockingQueue", "mailbox"),
    ("pipe", "mailbox"),
];

/// Words before the name of something that runs.
pub(super) const RUNNING: [&str; 16] = [
    "thread", "task", "proc", "proctype", "active", "process", "actor", "class", "program", "function", "func", "fn",
    "def", "void", "sub", "int",
];

/// The row with `word`.
pub(super) fn found(rows: &[(&'static str, Help)], word: &str) -> Option<Help> {
    let has = |words: &str| words.split(' ').any(|other| other.eq_ignore_ascii_case(word));
    rows.iter().find(|(words, _)| has(words)).map(|(_, help)| *help)
}

/// `help` with the statement for an object of this `kind`: a mutex is locked, a semaphore waited for.
pub(super) fn fitting(help: &'static str, kind: Option<&str>) -> &'static str {
    let takes = ["wait {0:s}", "lock {0:m}"];
    let gives = ["signal {0:s}", "unlock {0:m}", "notify {0:c}", "notify all {0:c}"];
    let tries = ["try wait {0:s}", "try lock {0:m}"];
    match kind {
        Some("mutex") if takes.contains(&help) => "lock {0:m}",
        Some("semaphore" | "barrier" | "condition") if takes.contains(&help) => "wait {0:s}",
        Some("mutex") if gives.contains(&help) => "unlock {0:m}",
        Some("semaphore") if gives.contains(&help) => "signal {0:s}",
        Some("condition") if gives[..3].contains(&help) => "notify {0:c}",
        Some("mutex") if tries.contains(&help) => "try lock {0:m}",
        Some("semaphore") if tries.contains(&help) => "try wait {0:s}",
        _ => help,
    }
}
