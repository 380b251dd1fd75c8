//! The program as it runs: its lines, and on each the processes that stand there.

use std::rc::Rc;

use ipcscope_scene::look::Look;
use yew::{Html, Properties, classes, component, html};

use crate::state::{Position, Same, Show, State};

/// What it shows.
#[derive(Clone, Debug, Properties)]
pub struct Props {
    /// Everything.
    pub state: Rc<State>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Props) -> bool {
        Rc::ptr_eq(&self.state, &other.state)
    }
}

/// The lines.
#[component]
pub fn Listing(props: &Props) -> Html {
    let (Some(show), Some(position)) = (&props.state.show, &props.state.position) else { return html! {} };
    let standing = standing(show, position);
    html! {
        <ol class="listing" tabindex="0" aria-label="The program">
            { for show.text.lines().enumerate().map(|(index, line)| {
                let here: Vec<&(usize, String, Look)> = standing.iter().filter(|(at, ..)| *at == index + 1).collect();
                html! {
                    <li key={index} class={classes!((!here.is_empty()).then_some("current"))}>
                        <code>{ line }</code>
                        { for here.iter().map(|(_, name, look)| html! {
                            <span class={classes!("here", look.word())} data-at={name.clone()}>{ name }</span>
                        }) }
                    </li>
                }
            }) }
        </ol>
    }
}

/// The line, the name and the state of each process that stands somewhere.
fn standing(show: &Same<Show>, position: &Position) -> Vec<(usize, String, Look)> {
    let processes = position.moment.processes.iter().enumerate();
    processes
        .filter_map(|(number, process)| {
            let look = show.timeline.look_at(number, position.at());
            let name = show.run.program().processes[number].name.clone();
            Some((show.line(process.statement?), name, look))
        })
        .collect()
}
