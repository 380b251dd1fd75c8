//! Who holds which lock. A mutex knows its holder; who has a permit of a semaphore is told by the events before.

use ipcscope_core::program::LockKind;
use ipcscope_core::trace::event::Kind;
use ipcscope_core::trace::{Moment, Run};

/// So many events are looked through for who took a permit.
const FAR: usize = 4_096;

/// Every lock that is held, with a process that holds it. Of a semaphore only where everybody who takes it gives it back.
pub fn holders(run: &Run, moment: &Moment) -> Vec<(usize, usize)> {
    let mut held: Vec<(usize, usize)> = Vec::new();
    // For each lock how many permits are out.
    let mut missing: Vec<i64> = Vec::new();
    for (number, (lock, now)) in run.program().locks.iter().zip(&moment.locks).enumerate() {
        held.extend(now.holder.map(|holder| (number, holder)));
        missing.push(match lock.kind {
            LockKind::Semaphore { initial, .. } if lock.takers == lock.givers => (initial - now.permits).max(0),
            _ => 0,
        });
    }
    // Backwards: the latest of a process's takings and givings of a lock says whether it has it.
    let mut told: Vec<(usize, usize)> = Vec::new();
    let first = moment.at.saturating_sub(FAR);
    for at in (first..moment.at).rev() {
        if missing.iter().all(|&permits| permits == 0) {
            break;
        }
        let Some(event) = run.events().get(at) else { break };
        let (Kind::Wait | Kind::Signal, Some(lock)) = (event.kind(), event.object()) else { continue };
        let one = (lock, event.process());
        if missing[lock] == 0 || told.contains(&one) {
            continue;
        }
        told.push(one);
        if event.kind() == Kind::Wait {
            held.push(one);
            missing[lock] -= 1;
        }
    }
    held
}
