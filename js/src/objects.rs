//! What goes over to scripts, as plain objects; `types.d.ts` says the same to TypeScript.

use ipcscope_core::program::Program;
use ipcscope_core::scenario::diagnostic::{Diagnostic, Place, Severity};
use ipcscope_core::scenario::tree::Scenario;
use serde::{Deserialize, Serialize};
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::{JsError, JsValue};

/// A value as a script's object; 64-bit numbers as numbers, what is missing left out.
pub fn to_js(value: &impl Serialize) -> Result<JsValue, JsError> {
    let serializer = Serializer::new().serialize_missing_as_null(false);
    value.serialize(&serializer).map_err(|error| JsError::new(&error.to_string()))
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Options {
    pub seed: Option<u64>,
    pub events: Option<usize>,
    pub until_us: Option<u64>,
    pub schedule: Option<Vec<u32>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PictureOptions {
    pub step: Option<usize>,
    pub width: Option<f64>,
    pub theme: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct Mistake {
    severity: &'static str,
    message: String,
    help: Option<String>,
    line: usize,
    column: usize,
}

impl Mistake {
    pub fn new(diagnostic: &Diagnostic, at: Place) -> Mistake {
        let severity = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let (message, help) = (diagnostic.message.clone(), diagnostic.help.clone());
        Mistake { severity, message, help, line: at.line, column: at.column }
    }
}

#[derive(Debug, Default, Serialize)]
pub struct Parsed {
    ok: bool,
    title: String,
    about: String,
    processes: Vec<String>,
    mailboxes: Vec<String>,
    mistakes: Vec<Mistake>,
}

impl Parsed {
    pub fn new(tree: Option<&Scenario>, text: &str, mistakes: Vec<Mistake>) -> Parsed {
        let Some(program) = tree.map(|tree| Program::new(tree, text)) else {
            return Parsed { mistakes, ..Parsed::default() };
        };
        let declared = program.channels.iter().filter(|channel| channel.direct.is_none());
        Parsed {
            ok: true,
            processes: program.processes.iter().map(|process| process.name.clone()).collect(),
            mailboxes: declared.map(|channel| channel.name.clone()).collect(),
            title: program.title,
            about: program.about,
            mistakes,
        }
    }
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Ending {
    pub name: &'static str,
    pub is_good: bool,
    pub words: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Happening {
    pub step: usize,
    pub time_us: u64,
    pub process: String,
    pub kind: &'static str,
    pub object: Option<String>,
    pub cause: Option<usize>,
    pub words: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Snapshot {
    pub step: usize,
    pub time_us: u64,
    pub processes: Vec<ProcessNow>,
    pub mailboxes: Vec<MailboxNow>,
    pub memories: Vec<MemoryNow>,
    pub locks: Vec<LockNow>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProcessNow {
    pub name: String,
    pub state: &'static str,
    pub since_us: u64,
    pub why: String,
    pub could_free: Vec<String>,
    pub variables: Vec<Variable>,
}

#[derive(Debug, Serialize)]
pub struct Variable {
    pub name: String,
    pub value: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MailboxNow {
    pub name: String,
    pub messages: Vec<String>,
    pub in_flight: Vec<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MemoryNow {
    pub name: String,
    pub is_created: bool,
    pub cells: Vec<String>,
}

#[derive(Debug, Serialize)]
pub struct LockNow {
    pub name: String,
    pub permits: i64,
    pub holder: Option<String>,
    pub waiting: Vec<String>,
}
