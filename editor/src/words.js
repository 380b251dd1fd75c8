// The language's words, each with the form in which it is used, for completion: see docs/language.md.

/** Words that no name can be. */
export const RESERVED = new Set(
  "if else while loop repeat break continue stop let true false and or not try me any".split(" "),
);

/** What can stand at the start of a line outside of processes. */
export const DECLARATIONS = {
  title: 'title "…"', about: 'about "…"', const: "const N = 3", seed: "seed 7", step: "step 1ms", until: "until 2s", kernel: "kernel visible",
  process: "process P { }", procedure: "procedure f(x) { }", mailbox: "mailbox m capacity 4", link: "link P Q capacity 2", memory: "memory table { }",
  semaphore: "semaphore s = 1", mutex: "mutex door", condition: "condition notfull", barrier: "barrier gate = 3", host: "host alpha cores 2",
  network: "network alpha beta latency 20ms", group: 'group "…" { }', check: "check never deadlock",
};

/** What can stand at the start of a line in a process. */
export const STATEMENTS = {
  work: 'work 3ms "…"', sleep: "sleep 3ms", send: "send x to m", receive: "receive x from m", try: "try send x to m",
  select: "select { }", post: "post 2 to m", create: "create table", attach: "attach table", detach: "detach table",
  swap: "swap(table.x, e)", test_and_set: "test_and_set(table.x)", compare_and_swap: "compare_and_swap(table.x, old, new)",
  fetch_and_add: "fetch_and_add(table.x, e)", wait: "wait s", signal: "signal s", lock: "lock m", unlock: "unlock m",
  notify: "notify c", let: "let x = 0", if: "if e { }", while: "while e { }", loop: "loop { }", repeat: "repeat 10 as n { }",
  break: "break", continue: "continue", return: "return x", stop: "stop", atomic: "atomic { }", either: "either { } or { }",
  section: 'section "…" { }', print: "print x", say: 'say "…"', ask: 'ask "…" answer "…" or "…"', assert: 'assert e "…"',
};

/** What can stand at the start of a branch of `select`. */
export const BRANCHES = { receive: "receive x from m { }", send: "send x to m { }", after: "after 5ms { }" };

/** What a value can be made with. */
export const VALUES = {
  length: "length(m)", room: "room(m)", random: "random(1..6)", torn: "torn(x)", me: "me", true: "true", false: "false",
  not: "not e", swap: STATEMENTS.swap, test_and_set: STATEMENTS.test_and_set,
  compare_and_swap: STATEMENTS.compare_and_swap, fetch_and_add: STATEMENTS.fetch_and_add,
};

/** What can follow in a declaration or statement that begins with the word. */
export const OPTIONS = {
  process: { server: "server", on: "on alpha", priority: "priority 2", start: "start 10ms" },
  mailbox: {
    capacity: "capacity 4", unbounded: "capacity unbounded", to: "to all", all: "to all", one: "to one by turn",
    by: "to one by turn", arrival: "by arrival", turn: "by turn", random: "by random", owner: "owner P", users: "users P, Q",
    messages: "messages fixed 64B split", fixed: "fixed 64B split", split: "split", refuse: "refuse", up: "up to 1KB",
    buffering: "buffering explicit", explicit: "explicit", order: "order priority", priority: "order priority",
  },
  link: { capacity: "capacity 2", order: "order priority", priority: "order priority" },
  memory: { owner: "owner P", allow: "allow P, Q", "read-only": "read-only" },
  semaphore: { fifo: "fifo" },
  host: {
    cores: "cores 2", schedule: "schedule round-robin 4ms", fifo: "schedule fifo", priority: "schedule priority",
    "round-robin": "schedule round-robin 4ms",
  },
  network: {
    latency: "latency 20ms", bandwidth: "bandwidth 1KB/ms", loss: "loss 2%", duplicate: "duplicate 1%", reorder: "reorder",
  },
  kernel: { visible: "visible" },
  check: {
    always: "always e", never: "never deadlock", deadlock: "never deadlock", stuck: "never stuck", fault: "never fault",
    torn: "never torn", assertion: "never assertion", starvation: "never starvation", livelock: "never livelock",
    finishes: "always finishes", finally: "finally e", output: "output 0, 1", at: 'at most 1 in "…"', most: "at most 1",
    in: 'in "…"', possible: "possible print 1", print: "print 1", expect: "expect violated", violated: "expect violated",
  },
  send: {
    to: "to m", size: "size 300B", priority: "priority 2", and: "and wait", wait: "and wait", within: "within 5ms",
  },
  receive: { from: "from m", any: "from any as who", as: "as who", within: "within 5ms" },
  try: {
    send: STATEMENTS.send, receive: STATEMENTS.receive, wait: "wait s", lock: "lock m", attach: "attach table", to: "to m",
    from: "from m",
  },
  post: { to: "to m" },
  attach: { "read-only": "read-only" },
  wait: { with: "with m", within: "within 5ms" },
  lock: { within: "within 5ms" },
  notify: { all: "notify all c" },
  repeat: { as: "as n" },
  ask: { answer: 'answer "…"', or: 'or "…"' },
  if: { try: "if try send x to m { }", and: "a and b", or: "a or b" },
  while: { and: "a and b", or: "a or b" },
};

/** What the name behind a word is of, where the word says so; where a list is given, any of them. */
export const WANTED = {
  to: ["mailbox", "process", "variable"], from: ["mailbox", "process"], wait: ["semaphore", "condition", "barrier"],
  signal: ["semaphore"], lock: ["mutex"], unlock: ["mutex"], with: ["mutex"], notify: ["condition"], create: ["memory"],
  attach: ["memory"], detach: ["memory"], on: ["host"], owner: ["process"], allow: ["process"], users: ["process"],
  link: ["process"], network: ["host"],
};

/** Whether a word belongs to the language anywhere. */
export const isKnown = (() => {
  const all = new Set([DECLARATIONS, STATEMENTS, BRANCHES, VALUES, ...Object.values(OPTIONS)].flatMap(Object.keys));
  return (word) => all.has(word) || RESERVED.has(word);
})();
