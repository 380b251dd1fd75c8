//! Warning of a message that is larger than its channel ever takes.

use alloc::format;

use super::super::diagnostic::Diagnostics;
use super::super::tree::{Bytes, Capacity, ChannelOptions, Messages, Size, Target};

/// Bytes of a value of a message without a given size.
const VALUE_BYTES: u64 = 8;

/// Warns of a message of `values` values that the channel called `to` always refuses.
pub(super) fn check(
    size: Option<&Size>,
    values: usize,
    to: &Target,
    channel: &ChannelOptions,
    warnings: &mut Diagnostics,
) {
    let bytes = match size {
        Some(Size::Literal(size)) => size.bytes,
        Some(Size::Computed(..)) => return,
        None => VALUE_BYTES * values as u64,
    };
    let Some(limit) = most(channel).filter(|limit| limit.bytes < bytes) else { return };
    let name = &to.name.text;
    let message = format!("this message has {bytes} bytes, but `{name}` takes at most {}", limit.bytes);
    let shown = format!("{}{}", limit.bytes / limit.unit.bytes(), limit.unit.symbol());
    let help = format!("write `size {shown}` or less, or a higher limit for `{name}`");
    warnings.warn(to.name.span, message, help);
}

/// The size of the largest message.
fn most(channel: &ChannelOptions) -> Option<Bytes> {
    let capacity = match *channel.capacity {
        Capacity::Bytes(size) => Some(size),
        Capacity::Messages(_) | Capacity::Unbounded => None,
    };
    let rule = match *channel.messages {
        Messages::UpTo(size) | Messages::FixedRefuse(size) => Some(size),
        Messages::FixedSplit(_) => return None,
        Messages::Any => None,
    };
    [capacity, rule].into_iter().flatten().min_by_key(|size| size.bytes)
}
