//! Acts on shared objects, and the values they take.

use super::Writer;

impl Writer<'_> {
    /// A send or a receive as a statement.
    pub(super) fn message(&mut self, sends: bool) {
        let Some(act) = (if sends { self.send() } else { self.receive() }) else { return };
        if self.atomic {
            return self.line(format!("try {act}"));
        }
        let line = match self.random.below(10) {
            0 => format!("try {act}"),
            1 => format!("{act} within {}ms", self.random.below(8)),
            2 if sends => format!("{act} and wait"),
            3 if sends => format!("{act} and wait within 9ms"),
            _ => act,
        };
        self.line(line);
    }

    pub(super) fn send(&mut self) -> Option<String> {
        let objects = self.objects;
        if !objects.mailboxes.is_empty() && self.random.chance(60) {
            let mailbox = self.random.pick(&objects.mailboxes);
            if mailbox.home != self.host() && !objects.has_network {
                return None;
            }
            let values: Vec<String> = (0..mailbox.values).map(|_| self.value()).collect();
            let size = if self.random.chance(20) {
                *self.random.pick(&[" size 4B", " size 20B", " size (v0 * 8) B"])
            } else {
                ""
            };
            let priority =
                if mailbox.has_priority { *self.random.pick(&["", " priority 2", " priority (v0)"]) } else { "" };
            return Some(format!("send {}{size}{priority} to {}", values.join(", "), mailbox.name));
        }
        let other = self.other()?;
        let value = self.value();
        Some(format!("send {value} to {other}"))
    }

    pub(super) fn receive(&mut self) -> Option<String> {
        let objects = self.objects;
        if !objects.mailboxes.is_empty() && self.random.chance(60) {
            let mailbox = self.random.pick(&objects.mailboxes);
            if mailbox.home != self.host() || mailbox.owner.is_some_and(|owner| owner != self.own) {
                return None;
            }
            if mailbox.is_explicit && !self.atomic && self.random.chance(60) {
                self.line(format!("post 1 to {}", mailbox.name));
            }
            let values = mailbox.values + usize::from(mailbox.is_to_all && self.random.chance(2));
            let names: Vec<String> = (0..values).map(|_| self.new_variable()).collect();
            return Some(format!("receive {} from {}", names.join(", "), mailbox.name));
        }
        if self.random.chance(20) {
            let name = self.new_variable();
            return Some(match self.random.chance(50) {
                true => format!("receive {name} from any"),
                false => format!("receive {name} from any as who"),
            });
        }
        let other = self.other()?;
        let name = self.new_variable();
        Some(format!("receive {name} from {other}"))
    }

    /// Another process that this one can reach.
    fn other(&mut self) -> Option<String> {
        let objects = self.objects;
        let reached: Vec<usize> = (0..objects.processes.len())
            .filter(|&other| other != self.own && (objects.has_network || objects.processes[other].2 == self.host()))
            .collect();
        if reached.is_empty() {
            return None;
        }
        let (name, count, _) = &objects.processes[*self.random.pick(&reached)];
        Some(match (*count, self.random.below(3)) {
            (1, _) => name.clone(),
            (_, 0) => format!("{name}[v0 % 2]"),
            (_, index) => format!("{name}[{}]", index - 1),
        })
    }

    pub(super) fn memory(&mut self) {
        let Some(memory) = &self.objects.memory else { return };
        if memory.host != self.host() {
            return;
        }
        let cells = memory.cells;
        let value = self.value();
        let line = match self.random.below(12) {
            10 if memory.owner.is_some() => "detach t".to_string(),
            10 => format!("t.item = {value}"),
            11 => {
                let name = self.new_variable();
                format!("let {name} = t.item")
            }
            0 => format!("t.x = {value}"),
            1 | 7 if self.objects.is_endless => "t.x = (t.x + 1) % 3".to_string(),
            1 => "t.x = t.x + 1".to_string(),
            7 if value == "v0" => "t.a[v0 % 3] = t.x".to_string(),
            3 => format!("t.item = {value}"),
            2 | 4 | 5 => {
                let name = self.new_variable();
                let torn = if self.random.chance(50) { format!("; print torn({name})") } else { String::new() };
                format!("let {name} = t.item{torn}")
            }
            6 => format!("v0 = swap(t.x, {value}) % 7"),
            7 => "fetch_and_add(t.x, 1)".to_string(),
            8 => format!("v0 = compare_and_swap(t.a[2], 0, {value}) % 7"),
            _ if cells == 1 => "if test_and_set(t.item) == 0 { v0 = 1 }".to_string(),
            _ => "if test_and_set(t.x) == 0 { v0 = 1 }".to_string(),
        };
        // A torn value faults in calculations, so it has its own variable.
        self.line(line);
    }

    pub(super) fn semaphore(&mut self) -> Option<String> {
        let objects = self.objects;
        if objects.semaphores.is_empty() || self.host() != objects.lock_host {
            return None;
        }
        let (name, count) = self.random.pick(&objects.semaphores);
        Some(match (*count, self.random.below(3)) {
            (1, _) => name.clone(),
            (_, 0) => format!("{name}[v0 % 2]"),
            (_, index) => format!("{name}[{}]", index - 1),
        })
    }

    pub(super) fn mutex(&mut self) -> Option<String> {
        let objects = self.objects;
        let is_here = self.host() == objects.lock_host && !objects.mutexes.is_empty();
        is_here.then(|| self.random.pick(&objects.mutexes).clone())
    }

    fn condition(&mut self) -> Option<String> {
        let objects = self.objects;
        let is_here = self.host() == objects.lock_host && !objects.conditions.is_empty();
        is_here.then(|| self.random.pick(&objects.conditions).clone())
    }

    pub(super) fn lock(&mut self) {
        let timeout = match self.random.below(5) {
            _ if self.atomic => ("try ", ""),
            0 => ("try ", ""),
            1 => ("", " within 4ms"),
            _ => ("", ""),
        };
        match self.random.below(9) {
            0..2 => {
                if let Some(semaphore) = self.semaphore() {
                    self.line(format!("{}wait {semaphore}{}", timeout.0, timeout.1));
                }
            }
            2..4 => {
                if let Some(semaphore) = self.semaphore() {
                    // An endless loop would add permits without a bound.
                    if self.objects.is_endless && self.loops > 0 && !self.atomic {
                        self.line(format!("wait {semaphore}"));
                    }
                    self.line(format!("signal {semaphore}"));
                }
            }
            4 | 5 => {
                if let Some(mutex) = self.mutex() {
                    self.line(format!("{}lock {mutex}{}", timeout.0, timeout.1));
                    if self.random.chance(70) {
                        self.line("v0 = (v0 + 1) % 7");
                        self.line(format!("unlock {mutex}"));
                    }
                }
            }
            6 => {
                if let Some(condition) = self.condition() {
                    let all = if self.random.chance(30) { "all " } else { "" };
                    self.line(format!("notify {all}{condition}"));
                }
            }
            7 => self.wait_at_barrier(),
            _ => self.sleep_on_condition(),
        }
    }

    fn wait_at_barrier(&mut self) {
        if self.objects.has_barrier && self.host() == self.objects.lock_host && !self.atomic {
            self.line("wait gate");
        } else {
            self.sleep_on_condition();
        }
    }

    fn sleep_on_condition(&mut self) {
        let Some(condition) = self.condition().filter(|_| !self.atomic) else { return };
        match self.mutex().filter(|_| self.random.chance(70)) {
            Some(mutex) => {
                self.line(format!("lock {mutex}"));
                self.line(format!("wait {condition} with {mutex}"));
                self.line(format!("unlock {mutex}"));
            }
            None => self.line(format!("wait {condition}")),
        }
    }

    /// A small number, never torn.
    pub(super) fn value(&mut self) -> String {
        match self.random.below(7) {
            0 => "v0".to_string(),
            1 if !self.atomic => "random(1..3)".to_string(),
            2 if self.objects.processes[self.own].1 > 1 => "me".to_string(),
            3 => "(v0 + 1) * 2 % 5".to_string(),
            4 => "not v0 or v0 > 3".to_string(),
            _ => self.random.below(9).to_string(),
        }
    }

    pub(super) fn new_variable(&mut self) -> String {
        self.variables += 1;
        format!("v{}", 1 + self.random.below(4))
    }
}
