//! What the page around a frame may know: whether something is on its way, there, or wrong.

use std::rc::Rc;

use ipcscope_core::scenario::diagnostic::Severity;

use super::State;

impl State {
    /// Something is on its way: a text or a run.
    pub fn is_busy(&self) -> bool {
        self.under_way.is_some() || self.awaited.as_ref().is_some_and(|awaited| awaited.trouble.is_none())
    }

    /// The run that is shown is that of the text.
    pub fn is_fresh(&self) -> bool {
        !self.is_busy() && self.show.as_ref().is_some_and(|show| Rc::ptr_eq(&show.ready.text, &self.text))
    }

    /// What went wrong: what did not come, a mistake in the text, or what was told last.
    pub fn problem(&self) -> Option<&str> {
        let trouble = self.awaited.as_ref().and_then(|awaited| awaited.trouble.as_deref());
        let is_error = |severity| severity == Severity::Error;
        let mistake = self.diagnostics.iter().find(|diagnostic| is_error(diagnostic.severity));
        let note = self.notes.iter().rfind(|note| note.is_error).map(|note| &*note.text);
        trouble.or(mistake.map(|mistake| &*mistake.message)).or(note)
    }
}
