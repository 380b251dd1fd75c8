//! The simplest queues of queueing theory agree with their closed forms within 3 standard errors, which are estimated from
//! 20 batches. The seeds are fixed: the tests always draw the same.

use std::sync::Arc;

use ipcscope_core::program::Program;
use ipcscope_core::scenario::read;
use ipcscope_core::trace::Run;
use ipcscope_core::trace::event::Kind;

const BATCHES: usize = 20;

fn run(service: &str, capacity: &str, send: &str, events: usize) -> Run {
    let text = format!(
        "seed 11\nstep 0ms\nmailbox line capacity {capacity}\n\
         process Source {{ loop {{ work ~10ms; {send} 1 to line }} }}\n\
         process Desk {{ loop {{ receive customer from line; work {service} }} }}\n"
    );
    let tree = read(&text).scenario.expect("no mistakes");
    let mut run = Run::new(Arc::new(Program::new(&tree, &text)), None);
    run.advance(events, u64::MAX);
    run
}

/// The waiting time of each customer, in ms, from its send to its receive.
fn waits(run: &Run) -> Vec<f64> {
    let receives = run.events().iter().filter(|event| event.kind() == Kind::Receive);
    receives
        .map(|event| {
            let sent = run.events().get(event.cause().expect("it was sent")).expect("it is there");
            (event.time_us() - sent.time_us()) as f64 / 1_000.0
        })
        .collect()
}

/// The mean, and its standard error from batch means.
fn estimate(samples: &[f64]) -> (f64, f64) {
    let size = samples.len() / BATCHES;
    let mean = |samples: &[f64]| samples.iter().sum::<f64>() / samples.len() as f64;
    let means: Vec<f64> = samples.chunks_exact(size).take(BATCHES).map(mean).collect();
    let all = mean(&means);
    let variance = means.iter().map(|mean| (mean - all) * (mean - all)).sum::<f64>() / (BATCHES - 1) as f64;
    (all, (variance / BATCHES as f64).sqrt())
}

fn agrees(samples: &[f64], exact: f64) {
    let (mean, error) = estimate(samples);
    assert!(samples.len() >= 40_000 && error < 0.1 * exact, "{} samples, error {error}", samples.len());
    assert!((mean - exact).abs() <= 3.0 * error, "{mean} is not {exact}, give or take 3 · {error}");
}

/// λ = 1/10, μ = 1/5 a ms, ρ = 1/2: Wq = ρ / (μ − λ) = 0.5 / 0.1 = 5 ms.
#[test]
fn m_m_1_waits_as_predicted() {
    agrees(&waits(&run("~5ms", "unbounded", "send", 400_000)), 5.0);
}

/// The same with a fixed service: Wq = ρ · s / (2 (1 − ρ)) = 0.5 · 5 / 1 = 2.5 ms.
#[test]
fn m_d_1_waits_half_as_long() {
    agrees(&waits(&run("5ms", "unbounded", "send", 400_000)), 2.5);
}

/// K = 3: two may wait and one is served. A customer is turned away with probability (1 − ρ) ρ³ / (1 − ρ⁴) = 0.5 ·
/// 0.125 / 0.9375 = 1/15.
#[test]
fn m_m_1_k_rejects_as_many_as_predicted() {
    let run = run("~5ms", "2", "try send", 400_000);
    let turned: Vec<f64> = run
        .events()
        .iter()
        .filter_map(|event| match event.kind() {
            Kind::Send => Some(0.0),
            Kind::SendRefused => Some(1.0),
            _ => None,
        })
        .collect();
    agrees(&turned, 1.0 / 15.0);
}
