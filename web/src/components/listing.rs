//! The program as it runs: its lines, and on each the processes that stand there.

use ipcscope_scene::look::Look;
use yew::{Html, classes, html};

use crate::state::{Position, Same, Show, State};

/// The lines.
pub fn view(state: &State) -> Html {
    let (Some(show), Some(position)) = (&state.show, &state.position) else { return html! {} };
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
