//! Small scenarios that show everything there is to draw.

/// Each with its name.
pub const SCENES: [(&str, &str); 27] = [
    ("memory", MEMORY),
    ("attached", ATTACHED),
    ("cells", CELLS),
    ("torn", TORN),
    ("buffer of semaphores", SEMAPHORES),
    ("monitor", MONITOR),
    ("philosophers", PHILOSOPHERS),
    ("readers and writers", READERS),
    ("barber", BARBER),
    ("direct", DIRECT),
    ("direct queue", DIRECT_QUEUE),
    ("client and server", CLIENT_SERVER),
    ("each sends first", SEND_FIRST),
    ("ring", RING),
    ("network", NETWORK),
    ("lossy", LOSSY),
    ("far link", FAR_LINK),
    ("hosts", HOSTS),
    ("cores", CORES),
    ("groups", GROUPS),
    ("broadcast", BROADCAST),
    ("explicit buffers", EXPLICIT),
    ("packets", PACKETS),
    ("owner", OWNER),
    ("select", SELECT),
    ("independent", INDEPENDENT),
    ("fault", FAULT),
];

pub const MEMORY: &str = "memory buffer { slots[4]; in = 0; out = 0; count = 0 }
process Producer { repeat 6 as i {
  while buffer.count == 4 { sleep 1ms }
  buffer.slots[buffer.in] = i * 11
  buffer.in = (buffer.in + 1) % 4
  buffer.count = buffer.count + 1
} }
process Consumer { repeat 6 {
  while buffer.count == 0 { sleep 1ms }
  let x = buffer.slots[buffer.out]
  buffer.out = (buffer.out + 1) % 4
  buffer.count = buffer.count - 1
  work 9ms \"consume\"
} }";

pub const ATTACHED: &str = "memory table owner Boss allow Clerk, Guest read-only { price = 7; name = \"tea\" }
process Boss { sleep 4ms; create table; table.price = 8; sleep 9ms }
process Clerk { attach table; table.price = table.price + 1; detach table; sleep 3ms }
process Guest { attach table read-only; let p = table.price; sleep 2ms; table.price = 0 }
process Thief start 12ms { sleep 1ms; let p = table.price }";

pub const CELLS: &str = "memory store { items[3] of 3 = 0; last of 2 = 1 }
process Writer { repeat 3 as i { store.items[i] = i + 7 }; store.last = 5 }
process Reader { repeat 3 as i { sleep 2500us; let x = store.items[i]; print x } }";

pub const TORN: &str = "memory t { item of 3 = 0 }
process Writer { t.item = 7 }
process Reader { sleep 1500us; let x = t.item; if torn(x) { print \"torn!\" } }
check never torn expect violated";

pub const SEMAPHORES: &str = "semaphore empty = 3
semaphore full = 0
semaphore mutex = 1
memory buffer { slots[3]; in = 0; out = 0 }
process Producer { repeat 6 as i {
  work 1ms \"produce\"
  wait empty
  wait mutex
  buffer.slots[buffer.in] = i
  buffer.in = (buffer.in + 1) % 3
  signal mutex
  signal full
} }
process Consumer { repeat 6 {
  wait full
  wait mutex
  let x = buffer.slots[buffer.out]
  buffer.out = (buffer.out + 1) % 3
  signal mutex
  signal empty
  work 12ms \"consume\"
} }";

pub const MONITOR: &str = "mutex m
condition notfull
condition notempty
memory b { slots[2]; count = 0; in = 0; out = 0 }
process P {
  repeat 4 as i {
    lock m
    while b.count == 2 { wait notfull with m }
    b.slots[b.in] = i
    b.in = (b.in + 1) % 2
    b.count = b.count + 1
    notify notempty
    unlock m
  }
}
process C {
  repeat 4 {
    lock m
    while b.count == 0 { wait notempty with m }
    let x = b.slots[b.out]
    b.out = (b.out + 1) % 2
    b.count = b.count - 1
    notify notfull
    unlock m
    work 5ms
    print x
  }
}";

pub const PHILOSOPHERS: &str = "semaphore fork[5] = 1
process Philosopher[5] {
  repeat 3 {
    work 1ms \"think\"
    wait fork[me]
    wait fork[(me + 1) % 5]
    section \"eat\" { work 2ms \"eat\" }
    signal fork[me]
    signal fork[(me + 1) % 5]
  }
}
check never deadlock expect violated";

pub const READERS: &str = "mutex turn
semaphore room = 1
memory board { text = 0; readers = 0 }
process Reader[4] { repeat 3 {
  lock turn
  board.readers = board.readers + 1
  if board.readers == 1 { wait room }
  unlock turn
  section \"read\" { let x = board.text; work 2ms }
  lock turn
  board.readers = board.readers - 1
  if board.readers == 0 { signal room }
  unlock turn
} }
process Writer[2] { repeat 3 { wait room; section \"write\" { board.text = board.text + 1; work 3ms }; signal room } }";

pub const BARBER: &str = "semaphore customers = 0
semaphore barber = 0
semaphore chairs = 3
process Barber server { loop { wait customers; signal barber; section \"cut hair\" { work 6ms \"cut\" } } }
process Customer[5] start 1ms { if try wait chairs { signal customers; wait barber; signal chairs; work 1ms } else { print \"leaves\" } }";

pub const DIRECT: &str = "process P { work 3ms \"prepare\"; send 42 to Q; receive answer from Q; print answer }
process Q { receive x from P; work 4ms \"think\"; send x + 1 to P }";

pub const DIRECT_QUEUE: &str = "link P Q capacity 3
process P { repeat 6 as i { work 1ms; send i to Q }; receive done from Q }
process Q { repeat 6 { receive x from P; work 4ms \"use\" }; send \"done\" to P }";

pub const CLIENT_SERVER: &str = "process Server server {
  loop { receive x from any as who; work 2ms \"serve\"; send x * 2 to who }
}
process Client[4] { work (1 + me) ms; send me + 10 to Server; receive y from Server; print y }";

pub const SEND_FIRST: &str = "process A { send 1 to B; receive x from B }
process B { send 2 to A; receive x from A }
check never deadlock expect violated";

pub const RING: &str = "process N[5] {
  if me == 0 { send 1 to N[1]; receive t from N[4]; print t }
  else { receive t from N[(me + 4) % 5]; work 2ms; send t + 1 to N[(me + 1) % 5] }
}";

pub const NETWORK: &str = "host alpha
host beta
network alpha beta latency 20ms bandwidth 1KB/ms
mailbox m capacity 2
process S on alpha { repeat 4 as i { send i size 2KB to m } }
process R on beta { repeat 4 { receive x from m; work 7ms; print x } }";

pub const LOSSY: &str = "seed 3
host alpha
host beta
network alpha beta latency 5ms..15ms loss 30% duplicate 20% reorder
mailbox m capacity unbounded
process S on alpha { repeat 12 as i { work 2ms; send i to m } }
process R on beta { loop { if receive x from m within 60ms { print x } else { break } } }";

pub const FAR_LINK: &str = "host home cores 1
host away
network home away latency 8ms
process P on home { repeat 2 as i { send i to Q; receive x from Q } }
process Q on away { repeat 2 { receive x from P; work 3ms; send x + 100 to P } }";

pub const HOSTS: &str = "host web cores 2
host store cores 1 schedule round-robin 2ms
host archive
network web store latency 4ms
network store archive latency 9ms
mailbox orders capacity 4
mailbox log capacity unbounded
process Shop[3] on web { repeat 2 as i { work 2ms; send i + 10 * me to orders } }
process Clerk[2] on store server { loop { receive o from orders; work 5ms \"pack\"; send o to log } }
process Book on archive server { loop { receive l from log; print l } }";

pub const CORES: &str = "host h cores 1 schedule round-robin 2ms
process A on h { work 5ms \"a\" }
process B on h { work 3ms \"b\" }
process C on h start 3ms { work 4ms \"c\" }";

pub const GROUPS: &str = "mailbox orders capacity 2
mailbox dishes capacity 2
mailbox inside capacity 1
group \"Kitchen\" {
  process Cook { repeat 3 { receive o from orders; work 4ms \"cook\"; send o to inside } }
  process Helper { repeat 3 { receive d from inside; work 2ms \"lay out\"; send d to dishes } }
}
group \"Hall\" {
  process Waiter { repeat 3 as i { work 1ms; send i to orders } }
  process Runner { repeat 3 { receive d from dishes; print d } }
}";

pub const BROADCAST: &str = "mailbox news capacity 2 to all
process Press { repeat 4 as i { work 1ms; send i to news } }
process Reader[3] { repeat 4 { receive x from news; work (2 + 3 * me) ms; print x } }";

pub const EXPLICIT: &str = "mailbox m capacity 3 buffering explicit
process P { repeat 4 as i { send i to m } }
process C { sleep 5ms; post 2 to m; sleep 5ms; receive x from m; post 2 to m; repeat 3 { work 3ms; receive x from m } }";

pub const PACKETS: &str = "mailbox m capacity 6 messages fixed 64B split
process P { send 1 size 64B to m; send 2 size 150B to m; send 3 size 300B to m }
process C { sleep 12ms; repeat 3 { receive x from m; work 4ms } }";

pub const OWNER: &str = "mailbox box capacity 2 owner Server
process Server { receive x from box; work 2ms }
process Client[2] { try send me to box; sleep 9ms; if try send me to box { print \"sent\" } else { print \"refused\" } }";

pub const SELECT: &str = "mailbox a capacity 1
mailbox b capacity 1
process P { work 5ms; send 1 to a }
process Q { work 2ms; send 2 to b; work 10ms; send 3 to b }
process R {
  repeat 4 {
    select {
      receive x from a { print \"a\", x }
      receive y from b { print \"b\", y }
      after 6ms { print \"late\" }
    }
  }
}";

pub const INDEPENDENT: &str = "mailbox m capacity 1
process Alone { work 3ms \"on its own\"; sleep 4ms; print 1 }
process P { send 1 to m }
process Q { receive x from m }
process Other { work 6ms \"too\" }";

pub const FAULT: &str = "mutex m
process A { lock m; section \"critical\" { work 3ms; let z = 0; print 1 / z } }
process B { work 1ms; lock m; section \"critical\" { work 2ms }; unlock m }
process C { work 2ms; lock m; unlock m }";
