//! Statements of a process, loops and branches around them.

use super::Writer;

impl Writer<'_> {
    pub(super) fn host(&self) -> usize {
        self.objects.processes[self.own].2
    }

    pub(super) fn line(&mut self, line: impl AsRef<str>) {
        let indent = "  ".repeat(self.depth);
        *self.out += &format!("{indent}{}\n", line.as_ref());
    }

    /// The statements that a process needs first.
    pub(super) fn begin(&mut self) {
        self.line("let v0 = 0");
        self.variables = 1;
        if let Some(memory) = &self.objects.memory
            && memory.host == self.host()
        {
            match memory.owner {
                Some(owner) if owner == self.own => self.line("create t"),
                Some(_) if self.random.chance(80) => {
                    let line =
                        *self.random.pick(&["attach t", "try attach t", "attach t within 4ms", "attach t read-only"]);
                    self.line(line);
                }
                _ => {}
            }
            if memory.cells > 1 && self.random.chance(40) {
                let line = *self.random.pick(&["t.item = v0; v0 = (v0 + 1) % 7", "sleep 1700us; let v1 = t.item"]);
                self.line(format!("repeat 3 {{ {} }}", line));
                self.variables += 1;
            }
        }
    }

    /// Some statements, and mostly an endless loop.
    pub(super) fn endless(&mut self) {
        if self.objects.has_pairs && self.random.chance(80) {
            return self.endless_with_pairs();
        }
        (0..self.random.below(3)).for_each(|_| self.statement());
        if self.random.chance(10) {
            self.line("either { } or { assert v0 > 0 \"none\" }");
        }
        if self.random.chance(75) {
            self.line("loop {");
            self.loops += 1;
            self.block(3);
            if self.random.chance(40) {
                self.round();
            }
            if self.random.chance(15) {
                self.line("either { print v0 } or { break }");
            }
            self.loops -= 1;
            self.line("}");
        }
        (0..self.random.below(2)).for_each(|_| self.statement());
    }

    /// Little besides locks, so that there are few states.
    fn endless_with_pairs(&mut self) {
        let has_loop = self.random.chance(50);
        if has_loop {
            self.line("loop {");
        }
        match self.random.below(8) {
            0 => self.round(),
            1 if has_loop => self.line("work 1ms"),
            _ => self.pair(),
        }
        if has_loop {
            self.line("}");
        }
        if self.random.chance(10) {
            self.statement();
        }
    }

    /// Two locks acquired one after the other, in either order: these cause deadlocks, in several sets if there are
    /// several pairs.
    fn pair(&mut self) {
        let is_forward = self.own.is_multiple_of(2) == self.random.chance(80);
        let (one, other) = match (self.own < 2, is_forward) {
            (true, true) => ("ma", "mb"),
            (true, false) => ("mb", "ma"),
            (false, true) => ("mc", "md"),
            (false, false) => ("md", "mc"),
        };
        if self.host() != self.objects.lock_host || self.atomic {
            return;
        }
        let line = match self.random.below(6) {
            0 => format!("lock {one}; if try lock {other} {{ section \"eat\" {{ }}; unlock {other} }}; unlock {one}"),
            1 => format!("lock {one}; lock {other} within 2ms; unlock {one}"),
            2 => format!("lock {one}; lock {other}; work 1ms; unlock {other}; unlock {one}"),
            _ => format!("lock {one}; lock {other}; unlock {other}; unlock {one}"),
        };
        self.line(line);
    }

    /// A loop that waits busily, or acquires and releases.
    fn round(&mut self) {
        let (mutex, semaphore) = (self.mutex(), self.semaphore());
        let has_memory = self.objects.memory.as_ref().is_some_and(|memory| memory.host == self.host());
        let line = match (self.random.below(6), mutex, semaphore) {
            (0, Some(mutex), Some(semaphore)) => {
                format!("lock {mutex}; if try wait {semaphore} {{ work 1ms; signal {semaphore} }}; unlock {mutex}")
            }
            (1, Some(mutex), _) => format!("if try lock {mutex} {{ section \"eat\" {{ }}; unlock {mutex} }}"),
            (2 | 3, Some(mutex), _) => format!("lock {mutex}; section \"eat\" {{ }}; unlock {mutex}"),
            (2..=4, None, Some(semaphore)) => format!("wait {semaphore}; signal {semaphore}"),
            (turn, ..) if has_memory && turn < 3 => "while t.x == v0 { }".to_string(),
            (turn, ..) if has_memory && turn < 5 => "t.x = (t.x + 1) % 2".to_string(),
            (..) => "work 1ms".to_string(),
        };
        self.line(line);
    }

    fn block(&mut self, most: usize) {
        self.depth += 1;
        for _ in 0..1 + self.random.below(most) {
            self.statement();
        }
        self.depth -= 1;
    }

    pub(super) fn statement(&mut self) {
        let may_nest = self.depth < 4 && !self.atomic;
        match self.random.below(if may_nest { 30 } else { 20 }) {
            0 if !self.atomic => {
                let line = *self.random.pick(&[
                    "work 2ms",
                    "work 1ms..3ms \"label\"",
                    "work ~2ms",
                    "work (v0 * v0 % 4) ms",
                    "work (6 / v0) ms",
                    "sleep (v0 - 1) ms",
                    "sleep 3ms",
                    "sleep 0ms",
                    // A fault after a pause: others may notice that the process has ended only then.
                    "sleep 2ms; v0 = 6 / v0",
                    "work 1ms; print 6 / v0",
                ]);
                self.line(line);
            }
            1..4 => self.message(true),
            4..7 => self.message(false),
            7..10 => self.memory(),
            10..13 => self.lock(),
            13 => {
                let value = self.value();
                let name = self.new_variable();
                self.line(format!("let {name} = {value}"));
            }
            14 => {
                let value = self.value();
                self.line(format!("print {value}"));
            }
            15 => {
                let line = *self.random.pick(&[
                    "say \"here\"",
                    "ask \"why?\" answer \"so\" or \"not\"",
                    "assert v0 < 4 \"too large\"",
                ]);
                let line = if self.objects.is_endless { line.replace("v0 < 4", "v0 != 1") } else { line.to_string() };
                if !self.atomic || !line.starts_with("ask") {
                    self.line(line);
                }
            }
            16 if self.random.chance(10) && !self.atomic => self.line("stop"),
            17 if self.loops > 0 && !self.atomic && self.random.chance(30) => self.line("if v0 > 2 { break }"),
            20 | 21 => self.repeat(),
            22 => self.if_(),
            23 => self.attempt("if", "else"),
            24 | 25 => self.select(),
            26 => self.either(),
            27 => {
                self.line("atomic {");
                self.atomic = true;
                self.block(3);
                self.atomic = false;
                self.line("}");
            }
            28 => {
                let name = *self.random.pick(&["critical", "eat"]);
                self.line(format!("section \"{name}\" {{"));
                self.block(2);
                self.line("}");
            }
            29 => {
                self.line("let n = 0");
                self.line("while n < 2 {");
                self.loops += 1;
                self.depth += 1;
                self.line("n = n + 1");
                self.depth -= 1;
                self.block(2);
                self.loops -= 1;
                self.line("}");
            }
            _ => self.line("v0 = (v0 + 1) % 7"),
        }
    }

    fn repeat(&mut self) {
        let times = 1 + self.random.below(3);
        self.line(format!("repeat {times} {{"));
        self.loops += 1;
        self.block(3);
        self.loops -= 1;
        self.line("}");
    }

    fn if_(&mut self) {
        let condition = self.value();
        self.line(format!("if {condition} {{"));
        self.block(2);
        if self.random.chance(50) {
            self.line("} else {");
            self.block(2);
        }
        self.line("}");
    }

    /// `if try send … { } else { }`
    fn attempt(&mut self, head: &str, tail: &str) {
        let Some(act) = self.patient_act() else { return };
        let act = match self.random.chance(50) {
            true => format!("try {act}"),
            false => format!("{act} within {}ms", self.random.below(6)),
        };
        self.line(format!("{head} {act} {{"));
        self.block(2);
        self.line(format!("}} {tail} {{"));
        self.block(2);
        self.line("}");
    }

    /// A send, a receive, a wait or a lock, without `try` or `within`.
    fn patient_act(&mut self) -> Option<String> {
        match self.random.below(4) {
            0 => self.send(),
            1 => self.receive(),
            2 => self.semaphore().map(|semaphore| format!("wait {semaphore}")),
            _ => self.mutex().map(|mutex| format!("lock {mutex}")),
        }
    }

    fn select(&mut self) {
        let acts: Vec<String> = (0..1 + self.random.below(3))
            .filter_map(|_| if self.random.chance(60) { self.receive() } else { self.send() })
            .collect();
        if acts.is_empty() {
            return;
        }
        self.line("select {");
        self.depth += 1;
        for act in acts {
            self.line(format!("{act} {{"));
            self.block(2);
            self.line("}");
        }
        if self.random.chance(60) {
            let limit = self.random.below(5);
            self.line(format!("after {limit}ms {{"));
            self.block(1);
            self.line("}");
        }
        self.depth -= 1;
        self.line("}");
    }

    fn either(&mut self) {
        self.line("either {");
        self.block(2);
        self.line("} or {");
        self.block(2);
        self.line("}");
    }
}
