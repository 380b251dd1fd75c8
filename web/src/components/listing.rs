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
                        <code>{ for pieces(line).map(|(class, piece)| html! { <span {class}>{ piece }</span> }) }</code>
                        <span class="chips">{ for here.iter().map(|(_, name, look)| html! {
                            <span class={classes!("here", look.word())} data-at={name.clone()}>{ name }</span>
                        }) }</span>
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

/// A line in pieces, each with how it looks: its first word, texts, a comment, and what is between.
fn pieces(line: &str) -> impl Iterator<Item = (Option<&'static str>, &str)> {
    let start = line.len() - line.trim_start_matches([' ', '}']).len();
    let word = line[start..].find(|letter: char| !letter.is_ascii_lowercase()).map_or(line.len(), |end| start + end);
    let mut rest = line;
    let mut ends = [(None, start), (Some("word"), word)].into_iter();
    let mut taken = 0;
    std::iter::from_fn(move || {
        if let Some((class, end)) = ends.next() {
            let piece = &line[taken..end];
            (taken, rest) = (end, &line[end..]);
            return Some((class, piece));
        }
        let (class, length) = match rest.bytes().next()? {
            b'#' => (Some("comment"), rest.len()),
            b'"' => (Some("text"), text_length(rest)),
            _ => (None, rest.find(['"', '#']).unwrap_or(rest.len())),
        };
        let piece = &rest[..length];
        rest = &rest[length..];
        Some((class, piece))
    })
    .filter(|(_, piece)| !piece.is_empty())
}

/// Bytes of the text that `rest` begins with, quotation marks and escapes included.
fn text_length(rest: &str) -> usize {
    let mut is_escaped = true;
    for (at, byte) in rest.bytes().enumerate() {
        match byte {
            b'"' if !is_escaped => return at + 1,
            b'\\' => is_escaped = !is_escaped,
            _ => is_escaped = false,
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_cut_into_pieces_and_nothing_is_lost() {
        let shown: Vec<_> = pieces(r#"  say "a \" # b"; x = 1 # "c"#).collect();
        let expected = [
            (None, "  "),
            (Some("word"), "say"),
            (None, " "),
            (Some("text"), r#""a \" # b""#),
            (None, "; x = 1 "),
            (Some("comment"), r#"# "c"#),
        ];
        assert_eq!(shown, expected);
        for line in ["", "}", "  } else {", "# ü", "\"open", "é \"ü\\"] {
            assert_eq!(pieces(line).map(|(_, piece)| piece).collect::<String>(), line);
        }
    }
}
