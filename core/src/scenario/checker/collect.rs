//! Collects the variables and sections of processes before they are checked.

use super::super::index::Index;
use super::super::tree::{Process, StatementKind};

/// Adds all variables and sections of `process`.
pub(super) fn collect<'s>(process: &'s Process, variables: &mut Index<'s>, sections: &mut Index<'s>) {
    let of = process.name.text.as_str();
    process.body.every(&mut |statement| {
        if let StatementKind::Section { name, .. } = &statement.kind {
            sections.add("", &name.text, 0);
        }
        for (name, declares) in statement.kind.assigned() {
            if declares {
                variables.add(of, &name.text, 0);
            }
        }
    });
}
