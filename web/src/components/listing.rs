//! The program as it runs: its lines, and on each the processes that stand there.

use std::ops::Range;

use ipcscope_core::scenario::TokenClass;
use ipcscope_core::scenario::tree::Span;
use ipcscope_scene::look::Look;
use yew::{Html, classes, html};

use crate::state::{Position, Same, Show, State};

/// A stretch of the text, and what it is.
type Token = (Span, TokenClass);

/// The lines.
pub fn view(state: &State) -> Html {
    let (Some(show), Some(position)) = (&state.show, &state.position) else { return html! {} };
    let standing = standing(show, position);
    html! {
        <ol class="listing" tabindex="0" aria-label="The program">
            { for lines(&show.ready.text).enumerate().map(|(index, (at, line))| {
                let here: Vec<&(usize, String, Look)> = standing.iter().filter(|(at, ..)| *at == index + 1).collect();
                html! {
                    <li key={index} class={classes!((!here.is_empty()).then_some("current"))}>
                        <code>{ for pieces(&show.ready.text, at..at + line.len(), &show.ready.tokens).into_iter().map(|(class, piece)| html! { <span {class}>{ piece }</span> }) }</code>
                        <span class="chips">{ for here.iter().map(|(_, name, look)| html! {
                            <span class={classes!("here", look.word())} data-at={name.clone()}>{ name }</span>
                        }) }</span>
                    </li>
                }
            }) }
        </ol>
    }
}

/// Each line, with its first byte's place.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().map(|line| (line.as_ptr() as usize - text.as_ptr() as usize, line))
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

/// The stretch `line` of `text` in pieces, each with how it looks: the word that a statement begins with, texts, a
/// comment, and what is between.
fn pieces<'t>(text: &'t str, line: Range<usize>, tokens: &[Token]) -> Vec<(Option<&'static str>, &'t str)> {
    let first = tokens.partition_point(|(span, _)| span.range().end <= line.start);
    let mut pieces = Vec::new();
    let (mut done, mut begins) = (line.start, true);
    for (span, class) in &tokens[first..] {
        let token = span.range().start.max(line.start)..span.range().end.min(line.end);
        if token.is_empty() {
            break;
        }
        let shown = &text[token.clone()];
        let class = match class {
            TokenClass::Word if begins => Some("word"),
            TokenClass::Text => Some("text"),
            TokenClass::Comment => Some("comment"),
            TokenClass::Word | TokenClass::Number | TokenClass::Symbol => None,
        };
        begins = matches!(shown, "{" | "}" | ";") || begins && class == Some("comment");
        if class.is_some() {
            pieces.extend([(None, &text[done..token.start]), (class, shown)]);
            done = token.end;
        }
    }
    pieces.push((None, &text[done..line.end]));
    pieces.retain(|(_, piece)| !piece.is_empty());
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_cut_into_pieces_and_nothing_is_lost() {
        let text = "process P { let x = 1\n  say \"a \\\" # b\"; x = 1 # \"c\n}\n\n# ü\n/* a\n\n b */ stop // c\nlet 邮 \"open";
        let tokens = ipcscope_core::scenario::tokens(text);
        let shown = |line: usize| {
            let (at, line) = lines(text).nth(line).expect("it is there");
            pieces(text, at..at + line.len(), &tokens)
        };
        let expected = [
            (None, "  "),
            (Some("word"), "say"),
            (None, " "),
            (Some("text"), r#""a \" # b""#),
            (None, "; "),
            (Some("word"), "x"),
            (None, " = 1 "),
            (Some("comment"), r#"# "c"#),
        ];
        assert_eq!(shown(1), expected);
        assert_eq!(shown(5), [(Some("comment"), "/* a")]);
        assert!(shown(6).is_empty());
        let last =
            [(Some("comment"), "b */"), (None, " "), (Some("word"), "stop"), (None, " "), (Some("comment"), "// c")];
        assert_eq!(shown(7)[1..], last);
        assert_eq!(shown(0)[..2], [(Some("word"), "process"), (None, " P { ")]);
        for (number, (_, line)) in lines(text).enumerate() {
            assert_eq!(shown(number).into_iter().map(|(_, piece)| piece).collect::<String>(), line);
        }
    }
}
