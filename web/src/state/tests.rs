//! Stories of what people do, and what the state and its effects are then.

mod arrivals;

use super::settings::{Settings, ThemeChoice};
use super::*;
use crate::engine::Job;
use ipcscope_reader::Request;

/// The page at an address, with its run there at once.
fn opened(search: &str, hash: &str) -> State {
    let mut state = State::default();
    locate(&mut state, search, hash, true);
    state
}

fn locate(state: &mut State, search: &str, hash: &str, first: bool) -> Vec<Effect> {
    let (settings, notes) = Settings::read(search, hash);
    act(state, Action::Located { settings, notes, first })
}

/// Does it, and carries out what is to be prepared and run.
fn act(state: &mut State, action: Action) -> Vec<Effect> {
    let effects = state.update(action);
    follow(state, &effects);
    effects
}

fn follow(state: &mut State, effects: &[Effect]) {
    for effect in effects {
        match effect {
            Effect::Prepare(source, ticket) => {
                let answer = Box::new(prepared(source, &state.text));
                act(state, Action::prepared(*ticket, Ok(answer)));
            }
            Effect::Run => {
                let ready = state.ready.clone().expect("there is a text");
                let mut job = Job::start(ready.program.clone(), state.seed, state.schedule.as_deref());
                assert!(job.slice(|| false));
                state.update(Action::ran(ready, job.into_parts()));
            }
            _ => {}
        }
    }
}

fn prepared(source: &Source, text: &str) -> Answer {
    ipcscope_reader::answer(match source {
        Source::Example(name) => Request::Text(text_of(name)),
        Source::Link(payload) => Request::Link(payload.clone()),
        Source::Text => Request::Text(text.to_string()),
    })
}

fn text_of(name: &str) -> String {
    let path = format!("{}/../scenarios/{name}.ipc", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn at(state: &State) -> usize {
    state.position.as_ref().expect("something runs").at()
}

#[test]
fn an_address_opens_an_example_at_an_event_without_playing() {
    let state = opened("?ex=buffer-bounded&step=26", "");
    assert_eq!((state.route, at(&state), state.playing), (Route::Player, 26, false));
    assert_eq!(state.address(), "?ex=buffer-bounded");
    assert!(opened("?ex=mailbox&autoplay=1", "").playing);
}

#[test]
fn a_card_opens_at_the_start_and_back_returns() {
    let mut state = opened("", "");
    assert_eq!(state.route, Route::Gallery);
    let effects = act(&mut state, Action::OpenExample { name: "mailbox", plays: false });
    let prepare = Effect::Prepare(Source::Example("mailbox"), 2);
    assert_eq!(effects, [Effect::PushAddress, Effect::Focus, Effect::GiveUp, prepare]);
    assert_eq!((state.route, at(&state), state.playing), (Route::Player, 0, false));
    locate(&mut state, "", "", false);
    assert_eq!(state.route, Route::Gallery);
}

#[test]
fn a_bad_link_says_so_and_leaves_open_what_is() {
    let mut state = opened("?ex=mailbox&step=3", "");
    let (settings, _) = Settings::read("", "#s=1.abc");
    let effects = state.update(Action::Located { settings, notes: Vec::new(), first: false });
    assert!(state.is_opening() && state.show.is_none());
    let [Effect::GiveUp, Effect::Prepare(source, ticket)] = &effects[..] else { panic!("{effects:?}") };
    let answer = Box::new(prepared(source, ""));
    let effects = state.update(Action::prepared(*ticket, Ok(answer)));
    assert_eq!((state.route, at(&state)), (Route::Player, 3));
    assert!(state.notes[0].is_error && state.notes[0].text.contains("cut off"), "{:?}", state.notes);
    assert_eq!((effects, &*state.address()), (vec![Effect::ReplaceAddress], "?ex=mailbox"));
    let state = opened("?ex=nothing", "");
    assert_eq!((state.route, state.notes.len()), (Route::Gallery, 1));
}

#[test]
fn what_is_typed_goes_into_the_address_and_comes_back_from_it() {
    let mut state = opened("?ex=mailbox", "");
    let text = "process P { print 1 }";
    let effects = act(&mut state, Action::Edit(text.to_string()));
    assert_eq!(effects, [Effect::WaitForRest, Effect::ReplaceAddressSoon]);
    act(&mut state, Action::EditRests);
    let address = state.address();
    let hash = &address[address.find('#').expect("it is no example any more")..];
    assert_eq!(&*opened("", hash).text, text);
}

#[test]
fn a_mistake_leaves_the_last_version_on_stage_at_its_time() {
    let mut state = opened("?ex=buffer-bounded&step=26", "");
    let time_us = state.position.as_ref().expect("it runs").clock_us;
    act(&mut state, Action::Edit("process P { wrok 3ms }".to_string()));
    act(&mut state, Action::EditRests);
    assert!(state.is_broken() && state.show.is_some());
    assert_eq!(at(&state), 26);
    let mended = text_of("buffer-bounded").replace("repeat 8", "repeat 9");
    act(&mut state, Action::Edit(mended));
    act(&mut state, Action::EditRests);
    assert!(!state.is_broken());
    // The last event at or before the same time.
    assert_eq!(state.position.as_ref().expect("it runs").moment.time_us as f64, time_us);
}

#[test]
fn stepping_glides_and_stops_playing_unless_little_motion_is_wanted() {
    let mut state = opened("?ex=capacity-zero", "");
    act(&mut state, Action::Play);
    assert!(state.playing && state.wants_frames());
    act(&mut state, Action::Step(1));
    assert!(!state.playing);
    let mut glided = 0;
    while at(&state) < state.show.as_ref().expect("it runs").steps() {
        act(&mut state, Action::Step(1));
        glided += usize::from(state.position.as_ref().is_some_and(|position| position.glide.is_some()));
    }
    // Four parcels, each a send and a receive of one move.
    assert_eq!(glided, 8);
    act(&mut state, Action::SystemCalm(true));
    act(&mut state, Action::Seek(0));
    act(&mut state, Action::Step(10));
    act(&mut state, Action::Step(1));
    assert!(!state.wants_frames());
}

#[test]
fn playing_comes_to_the_end_and_starts_again_from_there() {
    let mut state = opened("?ex=receive-blocking&speed=8", "");
    act(&mut state, Action::Play);
    let mut now_ms = 0.0;
    while state.playing {
        now_ms += 16.0;
        act(&mut state, Action::Frame(now_ms));
        assert!(now_ms < 60_000.0, "it never ends");
    }
    assert_eq!(at(&state), state.show.as_ref().expect("it runs").steps());
    act(&mut state, Action::Play);
    assert_eq!((at(&state), state.playing), (0, true));
}

/// Works for 3 ms and prints, forever: 2,000 events are 666 rounds and a bit (`tests/tests/ends.rs`).
const ENDLESS: &str = "process P { loop { work 3ms..3ms; print 1 } }";

#[test]
fn a_run_without_end_opens_readable_and_playing_continues_it() {
    let mut state = opened("", "");
    act(&mut state, Action::Write(ENDLESS.to_string()));
    assert_eq!(state.show.as_ref().map(|show| show.steps()), Some(2_000));
    // 900 px less the names and the margin are 744, so 93 instants of 8 px: one every 3 ms.
    assert_eq!(state.window.map(|window| (window.from_us, window.to_us)), Some((0.0, 279_000.0)));
    // At its end, playing asks for more of it, once.
    act(&mut state, Action::Seek(2_000));
    assert!(state.window.is_some_and(|window| window.to_us >= 1_998_000.0), "the lanes have followed");
    act(&mut state, Action::Step(-1));
    act(&mut state, Action::Play);
    let mut asked = Vec::new();
    for frame in 0..60 {
        asked.extend(state.update(Action::Frame(f64::from(frame) * 100.0)));
    }
    assert_eq!(asked, [Effect::GoOn]);
    let show = state.show.clone().expect("it runs");
    let mut job = Job::go_on(show.run.clone(), show.more());
    assert!(job.slice(|| false));
    let window = state.window;
    act(&mut state, Action::ran(show.ready.clone(), job.into_parts()));
    assert_eq!((state.show.as_ref().map(|show| show.steps()), at(&state)), (Some(4_000), 2_000));
    assert!(state.playing && state.window == window);
    // In a loop it starts again.
    state.settings.looped = true;
    act(&mut state, Action::Seek(4_000));
    for frame in 0..60 {
        assert_eq!(act(&mut state, Action::Frame(6_000.0 + f64::from(frame) * 100.0)), []);
    }
    assert!(at(&state) < 100);
    // What fits is seen whole, and so is all of it if that is wanted.
    act(&mut state, Action::Fit);
    assert_eq!(state.window, None);
    act(&mut state, Action::OpenExample { name: "mailbox", plays: false });
    assert_eq!(state.window, None);
}

#[test]
fn zooming_out_to_all_is_the_same_as_fit() {
    let mut state = opened("?ex=mailbox", "");
    act(&mut state, Action::Zoom(0.5, 0.0));
    assert!(state.window.is_some());
    act(&mut state, Action::Zoom(2.0, 0.0));
    assert_eq!(state.window, None);
}

#[test]
fn a_long_link_is_told_with_its_length() {
    let mut state = opened("?ex=mailbox", "");
    act(&mut state, Action::Copied("x".repeat(312)));
    assert_eq!(state.notes[0].text, "Copied: a link of 312 characters.");
    act(&mut state, Action::Copied("x".repeat(2_001)));
    assert_eq!(state.notes.len(), 1);
    assert!(state.notes[0].text.contains("2,001 characters. Some programs cut"));
    act(&mut state, Action::Copied("x".repeat(8_001)));
    assert!(state.notes[0].offers_file);
}

#[test]
fn the_colours_are_kept_for_the_next_time() {
    let mut state = opened("?theme=projector", "");
    assert_eq!(state.colours(), Theme::Projector);
    assert_eq!(act(&mut state, Action::Theme(ThemeChoice::Auto)), [Effect::KeepTheme]);
    act(&mut state, Action::SystemDark(true));
    assert_eq!(state.colours(), Theme::Dark);
}

#[test]
fn another_seed_is_another_run_in_the_address() {
    let mut state = opened("?ex=mailbox", "");
    assert_eq!(act(&mut state, Action::Seed(Some(7))), [Effect::Run, Effect::ReplaceAddressSoon]);
    assert_eq!((state.show.as_ref().expect("it runs").run.seed(), &*state.address()), (7, "?ex=mailbox&seed=7"));
    assert!(state.shared_address().starts_with("?seed=7#s=1."));
}

#[test]
fn a_readonly_program_stays_as_it_is() {
    let mut state = opened("?ex=mailbox&editor=readonly", "");
    let before = state.text.clone();
    assert_eq!(act(&mut state, Action::Edit("x".to_string())), []);
    assert_eq!(state.text, before);
}

#[test]
fn mistakes_are_of_the_text_that_was_read_until_the_next_reading() {
    let mut state = opened("?ex=mailbox", "");
    let before = state.readings;
    let broken = "process P { wrok 3ms }";
    act(&mut state, Action::Edit(broken.to_string()));
    act(&mut state, Action::EditRests);
    assert_eq!((&*state.read, state.readings), (broken, before + 1));
    let span = state.diagnostics[0].span;
    act(&mut state, Action::Edit(format!("# 🐢\n{broken}")));
    assert_eq!((&*state.read, state.diagnostics[0].span), (broken, span));
    // The same mistakes at the same places are a reading of their own.
    act(&mut state, Action::Edit(broken.to_string()));
    act(&mut state, Action::EditRests);
    assert_eq!((state.readings, state.diagnostics[0].span), (before + 2, span));
}

#[test]
fn a_draft_is_opened_to_be_changed() {
    let mut state = opened("", "");
    act(&mut state, Action::Write("process P { print 1 }".to_string()));
    assert_eq!((state.route, &*state.text, state.editing), (Route::Player, "process P { print 1 }", true));
    assert!(state.show.is_some());
}

/// The producer's events around its block are 26, 29 and 33 (see `tests/tests/bounded_buffer.rs`), and its blocks 26, 33, 40.
#[test]
fn to_the_next_event_of_this_process_and_of_this_kind() {
    let mut state = opened("?ex=buffer-bounded&step=26", "");
    let mut go = |is_of_process, step| {
        act(&mut state, Action::Next { is_of_process, step });
        at(&state)
    };
    assert_eq!([go(true, 1), go(true, -1), go(false, 1), go(false, 1), go(false, -1)], [29, 26, 33, 40, 33]);
    // There is no fourth block: it stays.
    assert_eq!([go(false, 1), go(false, 1)], [40, 40]);
    // What was chosen says whose: the consumer's next is the receive at 41 or later, and it stays chosen.
    act(&mut state, Action::Choose(Some(About::Process(1))));
    act(&mut state, Action::Seek(26));
    act(&mut state, Action::Next { is_of_process: true, step: 1 });
    assert_eq!((at(&state), state.chosen), (27, Some(About::Process(1))));
}

#[test]
fn the_open_tab_is_told_the_moment() {
    let mut state = opened("?ex=buffer-bounded&step=26&view=charts", "");
    let viewed = |state: &State| state.viewed().map(|(query, _)| query);
    let told = r#"{"view":"charts","seed":"1","schedule":null,"events":56,"at":26,"playing":false,"pointed":""}"#;
    assert_eq!(viewed(&state).as_deref(), Some(told));
    act(&mut state, Action::Point(Some(About::Channel(0))));
    assert!(viewed(&state).is_some_and(|query| query.ends_with(r#""pointed":"c0"}"#)));
    act(&mut state, Action::Tab(None));
    assert_eq!(viewed(&state), None);
}

/// The shortest schedule on which the update is lost: see `views/tests/answers.rs`.
const LOST: &str = "0,1,0,0,0,0,0,0,0";

fn scheduled(state: &State) -> Option<Vec<u32>> {
    state.schedule.as_ref().map(|schedule| schedule.to_vec())
}

#[test]
fn a_schedule_runs_and_stands_in_the_address() {
    let mut state = opened("?ex=lost-update", "");
    let ordinary = state.show.as_ref().map(|show| show.run.last_us());
    let wish = |words: &str| crate::browser::panel::wish(words).expect("it makes sense");
    let effects = act(&mut state, wish(&format!("schedule-end {LOST}")));
    assert_eq!(effects, [Effect::Run, Effect::ReplaceAddressSoon]);
    assert_eq!(scheduled(&state), Some(vec![0, 1, 0, 0, 0, 0, 0, 0, 0]));
    assert!(state.is_at_end() && !state.playing);
    assert_eq!(state.address(), format!("?ex=lost-update&schedule={LOST}"));
    assert!(state.shared_address().starts_with(&format!("?step={}&schedule={LOST}#s=1.", at(&state))));
    assert!(state.viewed().is_none());
    act(&mut state, Action::Tab(Some(Tab::Explore)));
    assert!(state.viewed().is_some_and(|(query, _)| query.contains(&format!(r#""schedule":[{LOST}]"#))));
    // From its start it plays.
    act(&mut state, wish(&format!("schedule {LOST}")));
    assert_eq!((at(&state), state.playing), (0, true));
    act(&mut state, wish("ordinary"));
    assert_eq!(scheduled(&state), None);
    assert_eq!(state.show.as_ref().map(|show| show.run.last_us()), ordinary);
}

#[test]
fn a_schedule_is_of_one_text_and_no_seed() {
    let start = || opened(&format!("?ex=lost-update&schedule={LOST}"), "");
    assert_eq!(scheduled(&start()).map(|schedule| schedule.len()), Some(9));
    let mut state = start();
    act(&mut state, Action::Seed(Some(7)));
    assert_eq!(scheduled(&state), None);
    let mut state = start();
    act(&mut state, Action::Edit("process P { }".to_string()));
    assert_eq!(scheduled(&state), None);
    // What is still to be seen is the run by the schedule.
    assert!(state.show.as_ref().is_some_and(|show| show.run.schedule().is_some()));
    let mut state = start();
    act(&mut state, Action::OpenExample { name: "mailbox", plays: false });
    assert_eq!(scheduled(&state), None);
    // A bad one takes the seed's, and is told.
    let state = opened("?ex=lost-update&schedule=0,-1", "");
    assert_eq!((scheduled(&state), state.notes.len()), (None, 1));
    assert_eq!(Settings::read(&format!("?schedule={}1", "1,".repeat(20_000)), "").1.len(), 1);
}
