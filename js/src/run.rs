//! One run, kept on this side: scripts ask for its events, for what holds at a step, and for its exports.

use std::cell::OnceCell;
use std::sync::Arc;

use ipcscope_core::export::{csv, fields, mermaid, metrics, perfetto, shiviz, text};
use ipcscope_core::program::Program;
use ipcscope_core::scenario::tree::Scenario;
use ipcscope_core::simulate::End;
use ipcscope_core::trace::{MOST_EVENTS, Moment, Run, words};
use ipcscope_core::value::Value;
use ipcscope_scene::theme::Theme;
use ipcscope_scene::timeline::Timeline;
use ipcscope_scene::{lanes, svg, system};
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};

use crate::objects::{
    Ending, Happening, LockNow, MailboxNow, MemoryNow, Options, PictureOptions, ProcessNow, Snapshot, Variable, to_js,
};

/// A run of a scenario; `free()` gives its memory back.
#[wasm_bindgen]
#[derive(Debug)]
pub struct ScenarioRun {
    run: Run,
    end: End,
    /// For pictures, once one is asked for.
    timeline: OnceCell<Timeline>,
}

impl ScenarioRun {
    /// Runs it, as far as the options say.
    pub(crate) fn new(tree: &Scenario, text: &str, options: &Options) -> ScenarioRun {
        let most = options.events.unwrap_or(MOST_EVENTS).min(MOST_EVENTS);
        let program = Arc::new(Program::new(tree, text));
        let mut run = match &options.schedule {
            Some(schedule) => Run::scripted(program, schedule),
            None => Run::new(program, options.seed),
        };
        if options.events.is_some() || options.until_us.is_some() {
            run.go_on();
        }
        match (options.events, options.until_us) {
            (None, None) => while !run.approach(MOST_EVENTS) {},
            (_, until_us) => _ = run.advance(most, until_us.unwrap_or(u64::MAX)),
        }
        let end = run.end_or_cut();
        ScenarioRun { run, end, timeline: OnceCell::new() }
    }

    fn moment(&self, step: usize) -> Moment {
        let mut cursor = self.run.cursor();
        cursor.seek(&self.run, step);
        Moment::new(&self.run, &cursor)
    }

    fn process(&self, number: usize) -> String {
        self.run.program().processes[number].name.clone()
    }

    fn show(&self, value: Value) -> String {
        words::show_values(self.run.program(), &[value])
    }
}

#[wasm_bindgen]
impl ScenarioRun {
    /// How many events there are.
    #[wasm_bindgen(getter)]
    pub fn steps(&self) -> usize {
        self.run.events().len()
    }

    /// The time of the last event, µs.
    #[wasm_bindgen(getter, js_name = lastUs)]
    pub fn last_us(&self) -> f64 {
        self.run.last_us() as f64
    }

    /// How it ended.
    ///
    /// # Errors
    /// None; only where the browser refuses to make objects.
    #[wasm_bindgen(getter, unchecked_return_type = "Ending")]
    pub fn end(&self) -> Result<JsValue, JsError> {
        let words = words::end_as(&self.run, self.end);
        to_js(&Ending { name: self.end.name(), is_good: self.end.is_good(), words })
    }

    /// The events after `from` steps, up to `to`; without them all.
    ///
    /// # Errors
    /// None; only where the browser refuses to make objects.
    #[wasm_bindgen(unchecked_return_type = "ScenarioEvent[]")]
    pub fn events(&self, from: Option<usize>, to: Option<usize>) -> Result<JsValue, JsError> {
        let (from, to) = (from.unwrap_or(0), to.unwrap_or(usize::MAX).min(self.steps()));
        let happening = |number: usize| {
            let event = self.run.events().get(number)?;
            Some(Happening {
                step: number + 1,
                time_us: event.time_us(),
                process: self.process(event.process()),
                kind: event.kind().name(),
                object: fields::object(&self.run, event).map(|(_, name)| name),
                cause: event.cause().map(|cause| cause + 1),
                words: words::event(&self.run, number),
            })
        };
        to_js(&(from..to).map_while(happening).collect::<Vec<_>>())
    }

    /// What holds after `step` events; after all of them where there are fewer.
    ///
    /// # Errors
    /// None; only where the browser refuses to make objects.
    #[wasm_bindgen(unchecked_return_type = "Snapshot")]
    pub fn snapshot(&self, step: usize) -> Result<JsValue, JsError> {
        let moment = self.moment(step.min(self.steps()));
        let program = self.run.program();
        let processes = moment.processes.iter().enumerate().map(|(number, now)| ProcessNow {
            name: self.process(number),
            state: now.state.name(),
            since_us: now.since_us,
            why: words::why(&self.run, &moment, number),
            could_free: now.could_free.iter().map(|&other| self.process(other)).collect(),
            variables: now.variables.iter().map(|(name, value)| self.variable(name, *value)).collect(),
        });
        let mailboxes = moment.channels.iter().zip(&program.channels).map(|(now, of)| MailboxNow {
            name: of.name.clone(),
            messages: now.messages.iter().map(|message| words::show_values(program, &message.values)).collect(),
            in_flight: now.in_flight.iter().map(|flight| words::show_values(program, &flight.values)).collect(),
        });
        let memories = moment.memories.iter().zip(&program.memories).map(|(now, of)| MemoryNow {
            name: of.name.clone(),
            is_created: now.is_created,
            cells: now.cells.iter().map(|&value| self.show(value)).collect(),
        });
        let locks = moment.locks.iter().zip(&program.locks).map(|(now, of)| LockNow {
            name: of.name.clone(),
            permits: now.permits,
            holder: now.holder.map(|holder| self.process(holder)),
            waiting: now.waiting.iter().map(|&waiting| self.process(waiting)).collect(),
        });
        to_js(&Snapshot {
            step: moment.at,
            time_us: moment.time_us,
            processes: processes.collect(),
            mailboxes: mailboxes.collect(),
            memories: memories.collect(),
            locks: locks.collect(),
        })
    }

    /// The run in a form for others to read.
    ///
    /// # Errors
    /// Where there is no such form.
    pub fn export(
        &self,
        #[wasm_bindgen(unchecked_param_type = "ExportFormat")] format: &str,
    ) -> Result<String, JsError> {
        Ok(match format {
            "text" => text::run_as(&self.run, self.end),
            "csv" => csv::run(&self.run),
            "mermaid" => mermaid::run_as(&self.run, self.end),
            "perfetto" => perfetto::run(&self.run),
            "shiviz" => shiviz::run(&self.run),
            "metrics" => metrics::run_as(&self.run, self.end),
            _ => return Err(JsError::new("the formats are text, csv, mermaid, perfetto, shiviz and metrics")),
        })
    }

    /// The stage as SVG: the system at a step, and the lanes below it, of the whole run or of as much as can be read.
    ///
    /// # Errors
    /// Where the options are not of the right shape.
    pub fn svg(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "PictureOptions")] options: JsValue,
    ) -> Result<String, JsError> {
        let options: PictureOptions = match options.is_undefined() || options.is_null() {
            true => PictureOptions::default(),
            false => serde_wasm_bindgen::from_value(options).map_err(|error| JsError::new(&error.to_string()))?,
        };
        let theme = match options.theme.as_deref() {
            None | Some("light") => Theme::Light,
            Some("dark") => Theme::Dark,
            Some("projector") => Theme::Projector,
            Some(_) => return Err(JsError::new("the themes are light, dark and projector")),
        };
        let width = ipcscope_scene::between(options.width.unwrap_or(960.0), 320.0, 3840.0) - 2.0 * svg::PADDING;
        Ok(self.stage(&self.moment(options.step.unwrap_or(usize::MAX).min(self.steps())), width, theme))
    }
}

impl ScenarioRun {
    fn variable(&self, name: &str, value: Value) -> Variable {
        Variable { name: name.to_string(), value: self.show(value) }
    }

    fn stage(&self, moment: &Moment, width: f64, theme: Theme) -> String {
        let system_view = system::View { width, moved_since: moment.at, progress: 1.0, pointed: None };
        let (from_us, to_us) = lanes::readable(&self.run, width, moment.time_us);
        let lanes_view = lanes::View {
            width,
            from_us,
            to_us,
            playhead_us: moment.time_us as f64,
            at: moment.at,
            pointed: None,
            folded: &[],
        };
        let timeline = self.timeline.get_or_init(|| Timeline::new(&self.run));
        let system = system::picture(&self.run, moment, &system_view);
        let lanes = lanes::picture(&self.run, timeline, &lanes_view);
        let program = self.run.program();
        svg::write(&[system, lanes], theme, &program.title, &program.about)
    }
}
