//! Schedules as people write them: the number of each move among the choices of its state, as `0,1,1,0`.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::error::Error;
use core::fmt::{Display, Formatter};

use crate::program::Program;
use crate::world::World;

/// The reason why something is not a schedule of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScheduleError {
    /// A part of it is not a number.
    NotANumber(String),
    /// It has `moves` moves, and after `made` of them none is possible.
    TooLong {
        /// The number of its moves.
        moves: usize,
        /// How many of them could be made.
        made: usize,
    },
    /// The number of move `place`, counted from 0, is not below the number of choices there, which is at least 1.
    NoSuchChoice {
        /// The index of the move.
        place: usize,
        /// The number given.
        number: u32,
        /// The number of choices.
        choices: usize,
    },
}

impl Display for ScheduleError {
    fn fmt(&self, to: &mut Formatter) -> core::fmt::Result {
        match self {
            ScheduleError::NotANumber(part) => write!(to, "`{part}` is not the number of a choice"),
            ScheduleError::TooLong { moves, made } => {
                write!(to, "the schedule has {moves} moves, and after {made} none is possible")
            }
            ScheduleError::NoSuchChoice { place, number, choices: 1 } => {
                write!(to, "move {} of the schedule is {number}, and the only choice there is 0", place + 1)
            }
            ScheduleError::NoSuchChoice { place, number, choices } => {
                let last = choices.saturating_sub(1);
                write!(to, "move {} of the schedule is {number}, and the choices there are 0 to {last}", place + 1)
            }
        }
    }
}

impl Error for ScheduleError {}

/// The numbers in `written`, separated by commas; nothing is a schedule of no moves.
///
/// # Errors
/// The first part that is not a number.
pub fn parse(written: &str) -> Result<Vec<u32>, ScheduleError> {
    let parts = written.split(',').map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| part.parse().map_err(|_| ScheduleError::NotANumber(part.to_string()))).collect()
}

/// Whether each move is one of the [`choices`](World::choices) of its state.
///
/// # Errors
/// The first move that is not.
pub fn check(program: &Program, schedule: &[u32]) -> Result<(), ScheduleError> {
    let mut world = World::new(program, &mut ());
    for (place, &number) in schedule.iter().enumerate() {
        let choices = world.choices(program);
        let Some(&chosen) = choices.get(number as usize) else {
            return Err(match choices.len() {
                0 => ScheduleError::TooLong { moves: schedule.len(), made: place },
                choices => ScheduleError::NoSuchChoice { place, number, choices },
            });
        };
        world.step(program, chosen, &mut ());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;

    #[test]
    fn a_schedule_is_told_apart_from_what_is_none() {
        assert_eq!(parse("0, 1,1,0"), Ok(vec![0, 1, 1, 0]));
        assert_eq!(parse(""), Ok(vec![]));
        let error = parse("0,x").expect_err("x is no number");
        assert_eq!(error.to_string(), "`x` is not the number of a choice");
    }

    #[test]
    fn each_number_is_one_of_the_choices() {
        let text = "semaphore s = 1\nprocess A { wait s }\nprocess B { wait s }";
        let program = Program::new(&crate::scenario::read(text).scenario.expect("no mistakes"), text);
        let told = |schedule: &[u32]| check(&program, schedule).map_err(|error| error.to_string());
        assert_eq!(told(&[1]), Ok(()));
        assert_eq!(told(&[2]), Err("move 1 of the schedule is 2, and the choices there are 0 to 1".into()));
        assert_eq!(told(&[0, 0]), Err("the schedule has 2 moves, and after 1 none is possible".into()));
    }
}
