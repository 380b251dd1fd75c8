//! Names in the model: those of the scenario, made valid in Promela and in the C that SPIN generates, and unique.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::subjects::{Message, messages};
use crate::program::{NO_LOCAL, Op, Operand, Program, Target, Term};
use crate::value::Value;

/// Words of Promela, of C, and those that every model uses.
const TAKEN: &str = "active assert atomic bit bool break byte chan d_step do else empty enabled eval false fi full goto \
    hidden if init int len ltl mtype nempty never nfull notrace np_ od of pc_value printf printm priority proctype \
    provided run select short show skip timeout trace true typedef unless unsigned xr xs inline for in get_priority \
    set_priority c_code c_decl c_expr c_state c_track always eventually until weakuntil release implies equivalent next \
    auto case char const continue default double enum extern float long register restrict return signed sizeof static \
    struct switch union void volatile while define ifdef endif undef include pragma inline asm typeof unix linux \
    alive ended faulted free nobody pass torn back record tell fails end now this uchar ushort uint main log exp \
    abs exit remove rename signal div index time link read write wait sleep send recv select open close accept bind \
    listen connect kill fork pipe stat alarm abort malloc memcpy memcmp memset y0 y1 yn j0 j1 jn gamma pause puts gets \
    getc putc tmpnam ceil floor round pow sin cos tan sqrt Trans State Pan_ step choose from_ awaited_ count_ i_";

/// The name of everything.
pub(super) struct Names {
    /// Each process, as a part of names.
    pub processes: Vec<String>,
    /// Each channel; one of several is `replies[2]`.
    pub channels: Vec<String>,
    /// Each lock, likewise.
    pub locks: Vec<String>,
    pub memories: Vec<String>,
    /// Each field, with its region.
    pub fields: Vec<String>,
    /// The variables of each process.
    pub locals: Vec<Vec<String>>,
    /// The texts used as values, in their order: the text's number, its name, its code.
    pub texts: BTreeMap<u32, (String, i64)>,
}

/// The names given so far, each unique.
struct UniqueNames(BTreeSet<String>);

impl UniqueNames {
    fn give(&mut self, wanted: &str) -> String {
        let mut name = sanitized(wanted);
        while !self.0.insert(name.clone()) {
            name.push('_');
        }
        name
    }
}

impl Names {
    pub fn of(program: &Program) -> Names {
        let mut unique = UniqueNames(TAKEN.split_whitespace().map(ToString::to_string).collect());
        let processes: Vec<String> =
            program.processes.iter().map(|process| unique.give(&process.name.replace(['[', ']'], ""))).collect();
        let mut groups = BTreeMap::new();
        let mut several = |unique: &mut UniqueNames, name: &str| match name.split_once('[') {
            Some((base, index)) => {
                let base = groups.entry(base.to_string()).or_insert_with(|| unique.give(base)).clone();
                format!("{base}[{index}")
            }
            None => unique.give(name),
        };
        let channels = program.channels.iter().map(|channel| match channel.direct {
            Some((from, to)) => {
                let [from, to] = [from, to].map(|end| processes[usize::from(end)].clone());
                unique.give(&format!("{from}_to_{to}"))
            }
            None => several(&mut unique, &channel.name),
        });
        let channels = channels.collect();
        let locks = program.locks.iter().map(|lock| several(&mut unique, &lock.name)).collect();
        let memories: Vec<String> = program.memories.iter().map(|memory| unique.give(&memory.name)).collect();
        let fields = program.fields.iter().map(|field| {
            let region = &memories[usize::from(field.memory)];
            unique.give(&format!("{region}_{}", field.name))
        });
        let fields = fields.collect();
        let texts = texts(program, &mut unique);
        let locals =
            (0..program.processes.len()).map(|number| locals(program, number, &processes[number], &unique)).collect();
        Names { processes, channels, locks, memories, fields, locals, texts }
    }

    /// A value as written in the model.
    pub fn value(&self, program: &Program, value: Value) -> String {
        match (value.as_number(), value.as_text()) {
            _ if value == program.torn() => "torn".into(),
            (None, Some(text)) => self.texts.get(&text).map_or_else(|| "torn".into(), |(name, _)| name.clone()),
            (number, _) => number.unwrap_or_default().to_string(),
        }
    }
}

/// The variables of a process; one that a check reads is global, with the process's name in front.
fn locals(program: &Program, number: usize, process: &str, unique: &UniqueNames) -> Vec<String> {
    let of = &program.processes[number];
    let mut own = UniqueNames(unique.0.clone());
    let mut added = 0;
    let names = of.locals.iter().enumerate().map(|(local, name)| match name.is_empty() {
        true => {
            added += 1;
            let rounds =
                of.ops.iter().any(|op| matches!(*op, Op::Rounds { counter, .. } if usize::from(counter) == local));
            own.give(&if rounds { format!("round{added}") } else { format!("t{added}") })
        }
        false if super::kinds::is_checked(program, of.first_local + local) => own.give(&format!("{process}_{name}")),
        false => own.give(name),
    });
    names.collect()
}

/// A code for each text, in the texts' own order, so that `<` of codes is `<` of texts.
fn texts(program: &Program, unique: &mut UniqueNames) -> BTreeMap<u32, (String, i64)> {
    let mut order: Vec<u32> = used_texts(program).into_iter().collect();
    order.sort_by(|&a, &b| program.texts[a as usize].cmp(&program.texts[b as usize]));
    let named = order.into_iter().enumerate().map(|(rank, text)| {
        let written: String = program.texts[text as usize].chars().take(20).collect();
        let name = unique.give(&format!("t_{}", written.trim().replace(' ', "_").replace(['[', ']'], "")));
        (text, (name, super::kind::FIRST_TEXT + rank as i64))
    });
    named.collect()
}

/// The texts that are values somewhere, not only shown.
fn used_texts(program: &Program) -> BTreeSet<u32> {
    let operands = program.operands.iter().filter_map(|operand| match operand {
        Operand::Constant(value) => Some(*value),
        _ => None,
    });
    let terms = program.terms.iter().filter_map(|term| match term {
        Term::Constant(value) => Some(*value),
        _ => None,
    });
    let printed = program.checks.iter().filter_map(|check| Some(check.promise.printed()?.iter().copied()));
    let initial = program.fields.iter().map(|field| field.initial);
    let values = operands.chain(terms).chain(printed.flatten()).chain(initial);
    let mut used: BTreeSet<u32> = values.filter_map(Value::as_text).collect();
    let is_process = |(_, message): &(usize, Message)| match *message {
        Message::Received { from, list: (_, _, who) } => who != NO_LOCAL || matches!(from, Target::Process { .. }),
        Message::Sent { to, .. } => matches!(to, Target::Process { .. }),
    };
    let has_processes = messages(program).iter().any(is_process)
        || program.terms.iter().any(|term| matches!(term, Term::ProcessFrom(..)));
    if has_processes {
        used.extend(0..program.processes.len() as u32);
    }
    used.remove(&(program.processes.len() as u32));
    used
}

/// Letters, digits and `_` of ASCII, a letter first.
pub(super) fn sanitized(name: &str) -> String {
    let mut out = String::new();
    for letter in name.chars() {
        match letter {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '_' => out.push(letter),
            _ => out += &format!("u{:x}", u32::from(letter)),
        }
    }
    if !out.starts_with(|first: char| first.is_ascii_alphabetic()) {
        out.insert_str(0, "x_");
    }
    // Labels.
    let numbered =
        |word: &str| out.strip_prefix(word).is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit()));
    if numbered("line") || numbered("join") {
        out.push('_');
    }
    // Macros of the C that SPIN makes are in capitals, and its types are a capital with a number.
    if out.chars().all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == '_') {
        out.push('_');
    }
    out
}

/// A text as an outcome shows it: other than plain ASCII as `<hexadecimal>`, so that every line is one outcome and
/// different texts look different.
pub fn plain(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        match letter {
            '%' | '"' | '\\' | '<' | '>' | ',' | ';' | '|' => out += &format!("<{:x}>", u32::from(letter)),
            ' '..='~' => out.push(letter),
            _ => out += &format!("<{:x}>", u32::from(letter)),
        }
    }
    out
}
