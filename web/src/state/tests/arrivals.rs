//! Stories of texts that come late, or not at all, or are no longer wanted.

use super::*;

/// Does it, and leaves what is to be prepared undone: its source and number.
fn begin(state: &mut State, action: Action) -> (Source, u32) {
    let effects = state.update(action);
    let found = effects.into_iter().find_map(|effect| match effect {
        Effect::Prepare(source, ticket) => Some((source, ticket)),
        _ => None,
    });
    found.expect("something is to be prepared")
}

fn located(search: &str, hash: &str) -> Action {
    let (settings, notes) = Settings::read(search, hash);
    Action::Located { settings, notes, first: false }
}

#[test]
fn what_does_not_come_is_told_and_can_be_tried_again() {
    let mut state = opened("", "");
    let (_, ticket) = begin(&mut state, Action::OpenExample { name: "mailbox", plays: true });
    assert_eq!((&*state.address(), &*state.shared_address()), ("?ex=mailbox", "?ex=mailbox"));
    act(&mut state, Action::prepared(ticket, Err("It did not come.".to_string())));
    assert_eq!((state.trouble(), state.show.is_none()), (Some("It did not come."), true));
    act(&mut state, Action::Retry);
    assert_eq!((state.trouble(), state.playing), (None, true));
}

#[test]
fn a_reader_that_fails_leaves_the_text_and_the_run_where_they_are() {
    let mut state = opened("?ex=mailbox&step=5", "");
    act(&mut state, Action::Edit("process P { print 1 }".to_string()));
    let (source, ticket) = begin(&mut state, Action::EditRests);
    assert_eq!(source, Source::Text);
    act(&mut state, Action::prepared(ticket, Err("It broke.".to_string())));
    assert_eq!((at(&state), &*state.text), (5, "process P { print 1 }"));
    // Its link is longer than it would be, and opens all the same.
    let address = state.address();
    let hash = &address[address.find('#').expect("it is no example any more")..];
    assert_eq!(opened("", hash).text, state.text);
    act(&mut state, Action::Edit("process P { print 2 }".to_string()));
    act(&mut state, Action::EditRests);
    assert_eq!(
        (state.trouble(), state.ready.as_ref().map(|ready| &*ready.text)),
        (None, Some("process P { print 2 }"))
    );
}

#[test]
fn an_answer_about_an_older_text_comes_too_late() {
    let mut state = opened("?ex=mailbox", "");
    act(&mut state, Action::Edit("process P { print 1 }".to_string()));
    let (_, ticket) = begin(&mut state, Action::EditRests);
    act(&mut state, Action::Edit("process P { wrok }".to_string()));
    let late = Box::new(prepared(&Source::Text, "process P { print 1 }"));
    assert_eq!(act(&mut state, Action::prepared(ticket, Ok(late))), []);
    assert_eq!(&*state.text, "process P { wrok }");
}

#[test]
fn a_link_to_what_is_open_leaves_it_where_it_stands() {
    let mut state = opened("?ex=mailbox&step=5", "");
    let shared = state.shared_address();
    let (search, hash) = shared.split_at(shared.find('#').expect("it carries the text"));
    locate(&mut state, &search.replace("5", "7"), hash, false);
    assert_eq!((at(&state), &*state.address()), (5, "?ex=mailbox"));
}

#[test]
fn a_bad_link_while_a_scenario_is_fetched_lets_it_be_fetched_again() {
    let mut state = opened("", "");
    begin(&mut state, Action::OpenExample { name: "mailbox", plays: false });
    let (source, ticket) = begin(&mut state, located("", "#s=2.abc"));
    let bad = Box::new(prepared(&source, ""));
    let effects = act(&mut state, Action::prepared(ticket, Ok(bad)));
    assert_eq!(effects, [Effect::ReplaceAddress, Effect::Prepare(Source::Example("mailbox"), ticket + 1)]);
    assert_eq!((at(&state), state.notes.len()), (0, 1));
    // Leaving gives up what is awaited.
    let (_, ticket) = begin(&mut state, Action::OpenExample { name: "capacity-zero", plays: false });
    act(&mut state, Action::ShowGallery);
    let late = Box::new(prepared(&Source::Example("capacity-zero"), ""));
    act(&mut state, Action::prepared(ticket, Ok(late)));
    assert_eq!((state.route, state.awaited), (Route::Gallery, None));
}
