//! Checks of shared memory: declarations and accesses.

use alloc::format;

use super::super::limits;
use super::super::tree::{Dotted, Field, Memory, Span};
use super::super::values::constant;
use super::Checker;
use super::declarations::{counted, with_cause};

impl<'s> Checker<'s> {
    /// Checks the declaration of a region; `cells` is the number of cells of all regions so far.
    pub fn region(&mut self, memory: &'s Memory, cells: &mut u64) {
        self.list(memory.owner.iter());
        self.list(memory.allow.iter().map(|(process, _)| process));
        let region = memory.name.text.as_str();
        for field in &memory.fields {
            let (name, span) = (field.name.text.as_str(), field.name.span);
            match self.field_names.get(region, name) {
                Some(first) => {
                    let line = self.line(self.fields[first as usize].name.span);
                    let message = format!("`{region}` already has a field `{name}` at line {line}");
                    self.diagnostics.error(span, message, "choose another name");
                }
                None => {
                    self.field_names.add(region, name, self.fields.len() as u32);
                    self.fields.push(field);
                }
            }
            if let Some(initial) = &field.initial {
                constant(initial, "the initial value of a field must be constant", &mut self.diagnostics);
            }
            let before = *cells;
            let (slots, cause) = counted(field.slots.as_ref());
            *cells = cells.saturating_add(slots * u64::from(*field.cells));
            if before <= limits::MEMORY_CELLS && *cells > limits::MEMORY_CELLS {
                let message = format!("a scenario has at most {} cells of memory", limits::MEMORY_CELLS);
                let span = cause.map_or(span, |constant| constant.span);
                let message = with_cause(&message, cause, slots);
                self.diagnostics.error(span, message, "write fewer slots, or smaller items");
            }
        }
    }

    /// The field that `place` names, if it exists; `known` is the value of its index, if constant.
    pub fn field(&mut self, memory: &'s Memory, place: &'s Dotted, known: Option<i64>) -> Option<&'s Field> {
        let region = memory.name.text.as_str();
        if let Some(index) = &place.base.index {
            let message = format!("there is only one `{region}`, so it has no index");
            let help = format!("write `{region}.{}`", place.field.text);
            self.diagnostics.error(index.span, message, help);
            return None;
        }
        let name = place.field.text.as_str();
        let Some(field) = self.field_names.get(region, name).map(|number| self.fields[number as usize]) else {
            if !self.is_unread(name) {
                let names = memory.fields.iter().map(|field| field.name.text.as_str());
                let help = self.nearest_or(name, names, || format!("declare it in `memory {region}`"));
                self.diagnostics.error(place.field.span, format!("`{region}` has no field called `{name}`"), help);
            }
            return None;
        };
        match (field.slots.as_deref().copied(), &place.index) {
            (None, None) => {}
            (Some(slots), Some(index)) => self.in_range(&format!("{region}.{name}"), index, known, slots),
            (Some(slots), None) => {
                let message = format!("`{region}.{name}` needs an index, because it has several slots");
                let help = format!("write one of `{region}.{name}[0]` to `{region}.{name}[{}]`", slots - 1);
                self.diagnostics.error(place.field.span, message, help);
            }
            (None, Some(index)) => {
                let message = format!("`{region}.{name}` has no slots");
                self.diagnostics.error(index.span, message, format!("write `{region}.{name}`"));
            }
        }
        Some(field)
    }

    /// Reports a read of an item of several cells outside `let x =` or `x =`: it can be read only as a whole.
    pub fn one_cell(&mut self, field: &Field, span: Span) {
        if *field.cells > 1 {
            let message = format!("an item of {} cells can be read only into a variable", *field.cells);
            let help = format!("write `let item = {}` first", &self.text[span.range()]);
            self.diagnostics.error(span, message, help);
        }
    }

    /// Reports a name that is not a region.
    pub fn no_region(&mut self, place: &'s Dotted, reported: &mut super::objects::Reported<'s>) {
        self.find(&place.base.name, &super::objects::REGION, reported);
    }
}
