//! The explorer on every scenario of the gallery: the verdicts the scenarios expect, with the shortest witnesses.

use std::sync::Arc;

use ipcscope_core::simulate::Simulation;
use ipcscope_core::world::World;
use ipcscope_tests::generate::showing;
use ipcscope_tests::naive;
use ipcscope_tests::traces::GALLERY;

use super::agree::{agree_reduced, agrees};
use super::helpers::{REDUCED, explored, explored_as, program, replayed};
use super::runs::run_agrees;
use crate::gallery::exploring::{MOST_STATES, WRONG};
use crate::schedules::Schedule;

#[test]
fn every_scenario_has_the_verdicts_of_brute_force() {
    for &(name, text) in GALLERY {
        let program = program(text);
        let report = explored(&program);
        assert_eq!(report.as_expected(), Some(true), "{name}");
        let plain = naive::explore(&program, MOST_STATES).expect("no scenario of the gallery has more states");
        showing(0, name, || {
            agrees(&program, &plain, &report);
            agree_reduced(&program, &plain, &explored_as(&program, REDUCED));
            for seed in 0..5 {
                run_agrees(&program, &plain, seed);
            }
        });
    }
}

#[test]
fn expected_violations_have_shortest_witnesses_that_replay() {
    for (name, text, moves) in WRONG {
        let program = program(GALLERY.iter().find(|(known, _)| *known == name).expect("it is there").1);
        let report = explored(&program);
        let number = program.checks.iter().position(|check| check.text == text).expect("it is there");
        let witness = report.checks[number].seen.witness().expect("it goes wrong");
        assert_eq!(witness.schedule.len(), moves, "{name}");
        let run = replayed(&program, &witness.schedule);
        let is_shown = matches!(run.verdict(number), ipcscope_core::trace::Verdict::Broken(Some(_)));
        assert!(is_shown, "{name}: {:?}", run.verdict(number));
    }
}

/// A run with a clock also stops before operations that take time or are only recorded; the explored graph has such
/// states only where a check observes them. So each of its moves is made without a clock, and the next state is looked
/// up.
#[test]
fn each_simulated_run_lies_inside_the_explored_graph() {
    for &(name, text) in GALLERY {
        let program = program(text);
        let plain = naive::explore(&program, MOST_STATES).expect("no scenario of the gallery has more states");
        for seed in 0..20 {
            let mut simulation = Simulation::new(&program, seed);
            let mut schedule = Schedule::default();
            let mut turns = 0;
            while turns < 20_000 && simulation.tick(&program, &mut schedule).is_none() {
                turns += 1;
            }
            let mut world = World::new(&program, &mut ());
            for (number, &chosen) in schedule.0.iter().enumerate() {
                assert!(world.choices(&program).contains(&chosen), "{name}, seed {seed}, move {number}");
                world.step(&program, chosen, &mut ());
                assert!(plain.graph.known.contains_key(&world), "{name}, seed {seed}, move {number}");
            }
        }
    }
}

/// A schedule that ends early is cut there, and an empty one shows the start.
#[test]
fn a_schedule_can_be_played_in_part() {
    let text = GALLERY.iter().find(|(name, _)| *name == "lost-update").expect("it is there").1;
    let program = program(text);
    let run = replayed(&Arc::clone(&program), &[0, 0]);
    assert_eq!(ipcscope_core::trace::words::end(&run).split(' ').next(), Some("cut"));
    // Two moves take two steps of 1 ms.
    assert_eq!(run.last_us(), 2_000);
}
