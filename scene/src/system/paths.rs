//! Positions along polylines, by length.

/// The place at this fraction of a path, from 0 to 1; an empty path gives the origin.
pub fn along(path: &[(f64, f64)], progress: f64) -> (f64, f64) {
    let mut left = length(path) * crate::between(progress, 0.0, 1.0);
    for ends in path.windows(2) {
        let piece = (ends[1].0 - ends[0].0).hypot(ends[1].1 - ends[0].1);
        if left < piece {
            let share = left / piece;
            return (ends[0].0 + (ends[1].0 - ends[0].0) * share, ends[0].1 + (ends[1].1 - ends[0].1) * share);
        }
        left -= piece;
    }
    path.last().copied().unwrap_or_default()
}

/// The part of a path between two fractions.
pub fn part(path: &[(f64, f64)], from: f64, to: f64) -> Vec<(f64, f64)> {
    let whole = length(path);
    let mut points = vec![along(path, from)];
    let mut gone = 0.0;
    for ends in path.windows(2) {
        gone += (ends[1].0 - ends[0].0).hypot(ends[1].1 - ends[0].1);
        if gone > from * whole && gone < to * whole {
            points.push(ends[1]);
        }
    }
    points.push(along(path, to));
    points
}

/// The length of a path, px.
pub fn length(path: &[(f64, f64)]) -> f64 {
    path.windows(2).map(|ends| (ends[1].0 - ends[0].0).hypot(ends[1].1 - ends[0].1)).sum()
}

#[cfg(test)]
mod tests {
    use super::{along, part};

    // 3 px to the right, then 1 px down: half of 4 px is at 2 px.
    const PATH: [(f64, f64); 3] = [(0.0, 0.0), (3.0, 0.0), (3.0, 1.0)];

    #[test]
    fn a_message_goes_at_one_speed() {
        assert_eq!(
            [0.0, 0.5, 0.75, 1.0].map(|progress| along(&PATH, progress)),
            [(0.0, 0.0), (2.0, 0.0), (3.0, 0.0), (3.0, 1.0)]
        );
    }

    #[test]
    fn a_part_keeps_the_corners_inside_it() {
        assert_eq!(part(&PATH, 0.25, 1.0), [(1.0, 0.0), (3.0, 0.0), (3.0, 1.0)]);
        assert_eq!(part(&PATH, 0.5, 0.5), [(2.0, 0.0), (2.0, 0.0)]);
    }
}
