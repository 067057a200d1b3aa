//! The table of notices.

use super::{Notice, notice::ReadMark};
use crate::{
    storage::{
        Order, Record, View,
        rows::{each, load},
        view::Keys,
    },
    terms::{Result, UserId},
};
use jiff::Timestamp;
use std::ops::{Bound, ControlFlow};

/// The newest notices of this user.
///
/// # Errors
/// A fault of the engine.
pub fn newest(view: &dyn View, user: UserId, most: usize) -> Result<Vec<Notice>> {
    let mut notices = Vec::new();
    each(view, &Keys::with_prefix(&user.key()), Order::Descending, |notice| {
        notices.push(notice);
        Ok(if notices.len() < most { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
    })?;
    Ok(notices)
}

/// Until when this user has read their notices.
///
/// # Errors
/// A fault of the engine.
pub fn read_mark(view: &dyn View, user: UserId) -> Result<Option<ReadMark>> {
    load(view, &user.key())
}

/// How many notices this user has not read, counted up to `most`.
///
/// # Errors
/// A fault of the engine.
pub fn unread(view: &dyn View, user: UserId, most: usize) -> Result<usize> {
    let until = read_mark(view, user)?.map_or(Timestamp::UNIX_EPOCH, |mark| mark.until);
    let mut keys = Keys::with_prefix(&user.key());
    let after = until.as_microsecond().saturating_add(1).to_be_bytes();
    keys.from = Bound::Included([&user.key()[..], &after].concat());
    let mut count = 0;
    view.visit(Notice::TABLE, &keys, Order::Ascending, &mut |_, _| {
        count += 1;
        if count < most { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    Ok(count)
}
