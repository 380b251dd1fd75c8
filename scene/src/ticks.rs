//! Round times on an axis, and their labels.

use ipcscope_core::trace::words::show_us;

/// In ms, or in s if all ticks are whole seconds.
pub fn tick_text(time_us: u64, step_us: f64) -> String {
    match step_us >= 1e6 && time_us > 0 {
        true => format!("{}s", time_us / 1_000_000),
        false => show_us(time_us),
    }
}

/// The least of 1, 2, 5, 10, 20 … µs that is at least `us`.
pub fn tick_us(us: f64) -> f64 {
    let mut power = 1.0;
    loop {
        for step in [1.0, 2.0, 5.0] {
            if step * power >= us {
                return step * power;
            }
        }
        power *= 10.0;
    }
}

#[cfg(test)]
mod tests {
    use super::{tick_text, tick_us};

    #[test]
    fn long_times_are_told_in_seconds() {
        assert_eq!(tick_text(20_000_000, 10e6), "20s");
        assert_eq!(tick_text(0, 10e6), "0ms");
        assert_eq!(tick_text(2_500, 500.0), "2.5ms");
    }

    #[test]
    fn ticks_are_round() {
        assert_eq!(
            [0.2, 1.0, 1.1, 3.0, 5.5, 19_000.0, 50_001.0].map(tick_us),
            [1.0, 1.0, 2.0, 5.0, 10.0, 20_000.0, 100_000.0]
        );
    }
}
