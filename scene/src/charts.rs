//! Charts of a run: queue lengths over time, how processes spend their time, how many messages are received and how
//! long they waited. Everything after the moment is pale.
//!
//! Left out: charts without time (a run that takes no time gives empty ones), and queues or processes beyond the limits
//! below.

use ipcscope_core::program::Room;
use ipcscope_core::trace::Run;
use ipcscope_core::trace::metrics::{Metrics, Phase};
use ipcscope_core::trace::words::show_us;

use crate::letters;
use crate::look::Look;
use crate::pen::{Area, Pen, bold, plain, thick, thin};
use crate::shape::{About, Anchor, Fill, Paint, Picture, Stroke};
use crate::ticks::{tick_text, tick_us};
use crate::timeline::Timeline;

/// More queues are not drawn; the longest ones are.
const MOST_QUEUES: usize = 6;
/// More processes are not drawn.
const MOST_PROCESSES: usize = 24;
/// Most columns over time.
const COLUMNS: usize = 32;
/// Height of a chart over time, px.
const PLOT: f64 = 54.0;
/// From one process's bar to the next, px.
const BAR: f64 = 30.0;
/// Height of a heading with the space above it, px.
const HEADING: f64 = 40.0;
/// Height of the times below a chart, px.
const TIMES: f64 = 22.0;

/// What is shown, and how.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// Width of the picture, px; its height depends on the run.
    pub width: f64,
    /// The moment, µs.
    pub now_us: u64,
}

/// The counts of one column's interval.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Column {
    /// Receives.
    pub received: u64,
    /// The sum of their times from send to receive, µs.
    pub waited_us: u128,
}

/// The run divided into as many columns as allow a round interval: the interval, µs, and the columns.
pub fn columns(timeline: &Timeline) -> (u64, Vec<Column>) {
    let each_us = (tick_us(timeline.end_us as f64 / COLUMNS as f64) as u64).max(1);
    let mut columns = vec![Column::default(); (timeline.end_us / each_us) as usize + 1];
    let mut count = |us: u64, sent_us: u64| {
        let column = &mut columns[(us / each_us) as usize];
        column.received += 1;
        column.waited_us += u128::from(us - sent_us);
    };
    for messages in &timeline.messages {
        let readings =
            messages.readings.iter().map(|reading| (reading.received.1, messages.all[reading.message].sent_us));
        let once = messages.all.iter().filter_map(|message| Some((message.received?.1, message.sent_us)));
        match messages.readings.is_empty() {
            true => once.for_each(|(us, sent_us)| count(us, sent_us)),
            false => readings.for_each(|(us, sent_us)| count(us, sent_us)),
        }
    }
    (each_us, columns)
}

/// All charts; `metrics` are those up to the moment.
pub fn picture(run: &Run, timeline: &Timeline, metrics: &Metrics, view: &View) -> Picture {
    let queues = queues(timeline);
    let bars = metrics.processes.len().min(MOST_PROCESSES);
    let (each_us, columns) = columns(timeline);
    let mut height = HEADING + bars as f64 * BAR + TIMES;
    if !queues.is_empty() {
        height += HEADING + queues.len() as f64 * (PLOT + 14.0) + TIMES;
    }
    let is_received = columns.iter().any(|column| column.received > 0);
    if is_received {
        height += 2.0 * (HEADING + PLOT + TIMES);
    }
    let mut charts =
        Charts { pen: Pen::new(view.width, height), y: 0.0, end_us: timeline.end_us.max(1) as f64, view: *view };
    if !queues.is_empty() {
        charts.heading("Queue length");
        queues.iter().for_each(|&queue| charts.queue(run, timeline, queue));
        charts.times();
    }
    charts.heading("Time in each state, until now");
    (0..bars).for_each(|process| charts.bar(run, metrics, process));
    charts.y += TIMES;
    if is_received {
        let most = columns.iter().map(|column| column.received).max().unwrap_or(0);
        let received: Vec<f64> = columns.iter().map(|column| column.received as f64).collect();
        charts.heading(&format!("Throughput: messages received in each {}", show_us(each_us)));
        charts.columns(&received, each_us, &most.to_string(), Paint::Running, Paint::RunningSoft);
        let waited = |column: &Column| match column.received {
            0 => 0.0,
            received => column.waited_us as f64 / received as f64,
        };
        let waited: Vec<f64> = columns.iter().map(waited).collect();
        let longest = show_us(waited.iter().copied().fold(0.0, f64::max).round() as u64);
        charts.heading("Waiting time: from send to receive, on the average of these");
        charts.columns(&waited, each_us, &longest, Paint::Message, Paint::MessageSoft);
    }
    charts.pen.done()
}

/// The channels in which a message ever waited: the longest queues, in the program's order.
fn queues(timeline: &Timeline) -> Vec<usize> {
    let mut queues: Vec<usize> = (0..timeline.lengths.len()).filter(|&queue| timeline.longest(queue) > 0).collect();
    queues.sort_by_key(|&queue| std::cmp::Reverse(timeline.longest(queue)));
    queues.truncate(MOST_QUEUES);
    queues.sort_unstable();
    queues
}

/// The charts so far, from top to bottom.
struct Charts {
    pen: Pen,
    /// Where the next one begins, px.
    y: f64,
    end_us: f64,
    view: View,
}

impl Charts {
    fn left(&self) -> f64 {
        if self.view.width < 520.0 { 92.0 } else { 136.0 }
    }

    fn right(&self) -> f64 {
        (self.view.width - 14.0).max(self.left() + 1.0)
    }

    fn x(&self, us: f64) -> f64 {
        self.left() + us / self.end_us * (self.right() - self.left())
    }

    fn heading(&mut self, words: &str) {
        self.pen.fitted((6.0, self.y + 24.0), words, self.view.width - 12.0, bold(13.0, Paint::Ink), Anchor::Start);
        self.y += HEADING;
    }

    /// Times below a chart, and the moment as a line through it.
    fn times(&mut self) {
        let every_us = tick_us(self.end_us / ((self.right() - self.left()) / 90.0).max(1.0));
        let mut us = 0.0;
        while us <= self.end_us {
            let words = tick_text(us as u64, every_us);
            let half = letters::width(&words, 11.0, false, false) / 2.0;
            let x = self.x(us).min(self.view.width - half);
            self.pen.text((x, self.y + 12.0), &words, plain(11.0, Paint::Muted), Anchor::Middle);
            us += every_us;
        }
        self.y += TIMES;
    }

    /// The frame of a chart over time; the part before the moment has its own colour.
    fn frame(&mut self) -> Area {
        let area = Area { x: self.left(), y: self.y, width: self.right() - self.left(), height: PLOT };
        self.pen.rect(area, 0.0, Some(Fill::Solid(Paint::Surface)), Some(thin(Paint::Hairline)), None);
        area
    }

    fn now(&mut self, area: Area) {
        let x = self.x(self.view.now_us as f64);
        if x < area.right() {
            let rest = Area { x, width: area.right() - x, ..area };
            self.pen.rect(rest, 0.0, Some(Fill::Solid(Paint::Veil)), None, None);
        }
        self.pen.line(&[(x, area.y - 3.0), (x, area.bottom() + 3.0)], thick(Paint::Accent, 1.5), false, None);
    }

    fn queue(&mut self, run: &Run, timeline: &Timeline, queue: usize) {
        let (area, about) = (self.frame(), Some(About::Channel(queue)));
        let channel = &run.program().channels[queue];
        let room = match channel.capacity {
            Room::Messages(room) => Some(room),
            _ => None,
        };
        let longest = timeline.longest(queue).max(room.unwrap_or(0).min(4 * timeline.longest(queue)));
        let high = (area.height - 8.0) / f64::from(longest.max(1));
        for (from, to, length) in self.steps(timeline, queue).into_iter().filter(|&(_, _, length)| length > 0) {
            let step = Area {
                x: from,
                y: area.bottom() - f64::from(length) * high,
                width: to - from,
                height: f64::from(length) * high,
            };
            self.pen.rect(step, 0.0, Some(Fill::Solid(Paint::MessageSoft)), None, about);
            self.pen.line(&[(from, step.y), (to, step.y)], thick(Paint::Message, 1.5), false, about);
        }
        if let Some(room) = room.filter(|&room| room > 0 && room <= longest) {
            let y = area.bottom() - f64::from(room) * high;
            let stroke = Stroke { dashed: true, ..thin(Paint::Message) };
            self.pen.line(&[(area.x, y), (area.right(), y)], stroke, false, None);
        }
        self.now(area);
        let room = self.left() - 18.0;
        self.pen.fitted((6.0, area.y + 20.0), &channel.name, room, bold(13.0, Paint::Ink), Anchor::Start);
        let until = timeline.lengths_until(queue, self.view.now_us as f64);
        let now = until.checked_sub(1).map_or(0, |at| timeline.lengths[queue][at].1);
        let words = format!("now {now}, at most {}", timeline.longest(queue));
        self.pen.fitted((6.0, area.y + 38.0), &words, room, plain(11.0, Paint::Muted), Anchor::Start);
        self.y += PLOT + 14.0;
    }

    /// From px to px, and the greatest queue length there: at most one step for each px.
    fn steps(&self, timeline: &Timeline, queue: usize) -> Vec<(f64, f64, u32)> {
        let lengths = &timeline.lengths[queue];
        let (mut at, mut x, mut before, mut steps) = (0, self.left(), 0, Vec::new());
        while x < self.right() {
            let us = |x: f64| (x - self.left()) / (self.right() - self.left()) * self.end_us;
            // To the next change, and at least one px further.
            let change = lengths.get(at).map_or(self.right(), |&(us, _)| self.x(us as f64));
            let to = if change > x + 1.0 { change } else { x + 1.0 }.min(self.right());
            let until = if change > x + 1.0 { at } else { timeline.lengths_until(queue, us(to)).max(at) };
            let most = timeline.longest_of(queue, at, until).max(before);
            match steps.last_mut() {
                // One bar, to avoid a visible seam.
                Some((_, end, length)) if *length == most && *end == x => *end = to,
                _ => steps.push((x, to, most)),
            }
            before = until.checked_sub(1).map_or(0, |last| lengths[last].1);
            (at, x) = (until, to);
        }
        steps
    }

    fn bar(&mut self, run: &Run, metrics: &Metrics, process: usize) {
        let (of, about) = (&metrics.processes[process], Some(About::Process(process)));
        let name = letters::fit_name(&run.program().processes[process].name, self.left() - 18.0, 13.0);
        self.pen.text((6.0, self.y + 16.0), &name, bold(13.0, Paint::Ink), Anchor::Start);
        let whole = (self.right() - self.left()) / metrics.makespan_us.max(1) as f64;
        let mut x = self.left();
        for phase in Phase::ALL.into_iter().filter(|&phase| of.us(phase) > 0) {
            let (look, width) = (look(phase), of.us(phase) as f64 * whole);
            let area = Area { x, y: self.y, width, height: BAR - 8.0 };
            let fill = look.fill().unwrap_or(Fill::Solid(Paint::Ground));
            self.pen.rect(area, 0.0, Some(fill), Some(thin(look.paint())), about);
            let percent = (of.us(phase) * 200 / metrics.makespan_us.max(1)).div_ceil(2);
            self.label(area, &format!("{} {percent}%", phase.name()), look);
            x += width;
        }
        self.y += BAR;
    }

    /// Words in the middle of a bar, on their own background, if there is room for them.
    fn label(&mut self, bar: Area, words: &str, look: Look) {
        let wide = letters::width(words, 11.0, false, false) + 8.0;
        if wide > bar.width {
            return;
        }
        let (x, y) = bar.middle();
        let ground = Area { x: x - wide / 2.0, y: bar.y + 3.0, width: wide, height: bar.height - 6.0 };
        let fill = match look.fill() {
            Some(Fill::Hatch(_, back) | Fill::Dots(_, back)) => Some(Fill::Solid(back)),
            _ => None,
        };
        self.pen.rect(ground, 3.0, fill, None, None);
        self.pen.text((x, y + 4.0), words, plain(11.0, Paint::Ink), Anchor::Middle);
    }

    /// Bars over time, the highest of them `most` in words.
    fn columns(&mut self, heights: &[f64], each_us: u64, most: &str, line: Paint, fill: Paint) {
        let area = self.frame();
        let highest = heights.iter().copied().fold(0.0, f64::max).max(f64::MIN_POSITIVE);
        for (number, height) in heights.iter().enumerate().filter(|(_, height)| **height > 0.0) {
            let x = self.x(number as f64 * each_us as f64);
            let right = self.x((number + 1) as f64 * each_us as f64).min(area.right());
            let high = height / highest * (area.height - 8.0);
            let bar = Area { x, y: area.bottom() - high, width: (right - x).max(1.0), height: high };
            self.pen.rect(bar, 0.0, Some(Fill::Solid(fill)), Some(thin(line)), None);
        }
        self.now(area);
        let words = format!("at most {most}");
        self.pen.fitted((6.0, area.y + 16.0), &words, self.left() - 18.0, plain(11.0, Paint::Muted), Anchor::Start);
        self.y += PLOT + 3.0;
        self.times();
        self.y -= 3.0;
    }
}

fn look(phase: Phase) -> Look {
    match phase {
        Phase::New => Look::New,
        Phase::Ready => Look::Ready,
        Phase::Running => Look::Running,
        Phase::Working => Look::Working,
        Phase::Blocked => Look::Blocked,
        Phase::Sleeping => Look::Sleeping,
        Phase::Ended => Look::Ended,
    }
}

#[cfg(test)]
mod tests {
    use ipcscope_core::simulate_text;

    use super::*;

    /// Three messages, sent at 1, 2 and 3 ms (a step is 1 ms) and received at 10, 11 and 12 ms.
    const LATE: &str = "mailbox m capacity 4
process A { repeat 3 as i { send i to m } }
process B {
  sleep 9ms
  repeat 3 { receive x from m }
}";

    #[test]
    fn columns_are_round_and_count_receives_and_their_waits() {
        let run = simulate_text(LATE, None).expect("no mistakes").run;
        let (each_us, columns) = columns(&Timeline::new(&run));
        // 12 ms in 32 columns are 375 µs each: the next round time is 500 µs.
        assert_eq!(each_us, 500);
        let counted: Vec<(usize, Column)> =
            columns.into_iter().enumerate().filter(|(_, column)| column.received > 0).collect();
        let column = |number: usize, waited_us: u128| (number, Column { received: 1, waited_us });
        assert_eq!(counted, [column(20, 9_000), column(22, 9_000), column(24, 9_000)]);
    }
}
