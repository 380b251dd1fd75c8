//! The holders of locks. A mutex knows its holder; for a semaphore earlier events tell who has a permit.

use ipcscope_core::program::LockKind;
use ipcscope_core::trace::event::Kind;
use ipcscope_core::trace::{Moment, Run};

/// Most events searched for acquired permits.
const FAR: usize = 4_096;

/// Every lock that is held, with a process that holds it. For a semaphore only if every process that acquires it also
/// releases it.
pub fn holders(run: &Run, moment: &Moment) -> Vec<(usize, usize)> {
    let mut held: Vec<(usize, usize)> = Vec::new();
    // For each lock, the number of permits acquired.
    let mut missing: Vec<i64> = Vec::new();
    for (number, (lock, now)) in run.program().locks.iter().zip(&moment.locks).enumerate() {
        held.extend(now.holder.map(|holder| (number, holder)));
        missing.push(match lock.kind {
            LockKind::Semaphore { initial, .. } if lock.takers == lock.givers => (initial - now.permits).max(0),
            _ => 0,
        });
    }
    // Backwards: the latest acquire or release of a lock by a process decides whether it holds it.
    let mut latest: Vec<(usize, usize)> = Vec::new();
    let first = moment.at.saturating_sub(FAR);
    for at in (first..moment.at).rev() {
        if missing.iter().all(|&permits| permits == 0) {
            break;
        }
        let Some(event) = run.events().get(at) else { break };
        let (Kind::Wait | Kind::Signal, Some(lock)) = (event.kind(), event.object()) else { continue };
        let one = (lock, event.process());
        if missing[lock] == 0 || latest.contains(&one) {
            continue;
        }
        latest.push(one);
        if event.kind() == Kind::Wait {
            held.push(one);
            missing[lock] -= 1;
        }
    }
    held
}
