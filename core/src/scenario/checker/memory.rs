//! Shared memory: which cells there are, and how they may be used.

use alloc::format;

use super::super::limits;
use super::super::tree::{Dotted, Field, Memory, Span};
use super::Checker;
use super::values::constant;

impl<'s> Checker<'s> {
    /// The declaration of a region; `cells` is how many all regions have so far.
    pub fn region(&mut self, memory: &'s Memory, cells: &mut u64) {
        self.list(memory.owner.iter());
        self.list(memory.allow.iter().map(|(process, _)| process));
        let region = memory.name.text.as_str();
        for field in &memory.fields {
            let (name, span) = (field.name.text.as_str(), field.name.span);
            match self.field_names.get(region, name) {
                Some(first) => {
                    let line = self.line(self.fields[first as usize].name.span);
                    let message = format!("a field of `{region}` is named `{name}` already, at line {line}");
                    self.diagnostics.error(span, message, "choose another name");
                }
                None => {
                    self.field_names.add(region, name, self.fields.len() as u32);
                    self.fields.push(field);
                }
            }
            if let Some(initial) = &field.initial {
                constant(initial, "what a field holds at the start is a constant", &mut self.diagnostics);
            }
            let before = *cells;
            *cells = cells.saturating_add(u64::from(field.slots.unwrap_or(1)) * u64::from(field.cells));
            if before <= limits::MEMORY_CELLS && *cells > limits::MEMORY_CELLS {
                let message = format!("a scenario has at most {} cells of memory", limits::MEMORY_CELLS);
                self.diagnostics.error(span, message, "write fewer slots, or smaller items");
            }
        }
    }

    /// The field that `place` names, if there is one; `known` is its slot, where that can be known.
    pub fn field(&mut self, memory: &'s Memory, place: &'s Dotted, known: Option<i64>) -> Option<&'s Field> {
        let region = memory.name.text.as_str();
        if let Some(index) = &place.base.index {
            let message = format!("there is one `{region}` only, and no index of it");
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
        match (field.slots, &place.index) {
            (None, None) => {}
            (Some(slots), Some(index)) => self.in_range(&format!("{region}.{name}"), index, known, slots),
            (Some(slots), None) => {
                let message = format!("`{region}.{name}` has several slots, and it is not said which");
                let help = format!("write `{region}.{name}[0]`, up to `{region}.{name}[{}]`", slots - 1);
                self.diagnostics.error(place.field.span, message, help);
            }
            (None, Some(index)) => {
                let message = format!("`{region}.{name}` has no slots");
                self.diagnostics.error(index.span, message, format!("write `{region}.{name}`"));
            }
        }
        Some(field)
    }

    /// An item of several cells is read as a whole, and only as the value of `let x =` or `x =`.
    pub fn one_cell(&mut self, field: &Field, span: Span) {
        if field.cells > 1 {
            let message = format!("an item of {} cells is read cell by cell, and only into a variable", field.cells);
            let help = format!("write `let item = {}` before", &self.text[span.range()]);
            self.diagnostics.error(span, message, help);
        }
    }

    /// A name for which no region is known.
    pub fn no_region(&mut self, place: &'s Dotted, reported: &mut super::things::Reported<'s>) {
        self.find(&place.base.name, &super::things::REGION, reported);
    }
}
