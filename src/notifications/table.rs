//! The tables of notices and letters.

use super::{
    Letter, LetterId, MailWishes, Notice,
    letter::{self, StateKey},
    notice::ReadMark,
};
use crate::{
    access::{Placed, Reach, UserKind},
    identity::User,
    people::{Email, table as people_table},
    storage::{
        Order, Record, View,
        rows::{each, load, pointed},
        view::Keys,
    },
    terms::{PersonId, Result, UserId},
};
use jiff::{SignedDuration, Timestamp};
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

/// What this user wants by e-mail.
///
/// # Errors
/// A fault of the engine.
pub fn wishes(view: &dyn View, user: UserId) -> Result<MailWishes> {
    Ok(chosen(view, user)?.unwrap_or_else(|| MailWishes::unspoken(user)))
}

/// What this user chose to have by e-mail; none who has not chosen yet.
///
/// # Errors
/// A fault of the engine.
pub fn chosen(view: &dyn View, user: UserId) -> Result<Option<MailWishes>> {
    load(view, &user.key())
}

/// The letter with this identity.
///
/// # Errors
/// A fault of the engine.
pub fn letter(view: &dyn View, id: LetterId) -> Result<Option<Letter>> {
    load(view, id.0.as_bytes())
}

/// Where letters to this user go: an employee's address stands on the user's card, a citizen's in the profile. With the
/// citizen under whose key their words are sealed.
///
/// # Errors
/// A fault of the engine.
pub fn address_of(view: &dyn View, user: &User) -> Result<Option<(Email, Option<PersonId>)>> {
    match user.kind {
        UserKind::Citizen => {
            let person = people_table::person_of_user(view, user.id)?;
            Ok(person.and_then(|person| Some((person.email?.reveal().clone(), Some(person.id)))))
        }
        UserKind::Owner | UserKind::Partner | UserKind::Agent => Ok(Email::parse(&user.email).ok().map(|email| (email, None))),
    }
}

/// The letter whose turn it is: that waits the longest of those that are due since `after` and until now.
///
/// # Errors
/// A fault of the engine.
pub fn next_due(view: &dyn View, after: Timestamp, now: Timestamp) -> Result<Option<Letter>> {
    let beyond = |at: Timestamp| letter::state_key(StateKey::Waiting, at.max(Timestamp::UNIX_EPOCH) + SignedDuration::from_micros(1));
    let keys = Keys { from: Bound::Included(beyond(after)), to: Bound::Excluded(beyond(now)) };
    let mut first = None;
    view.visit(letter::BY_STATE, &keys, Order::Ascending, &mut |row, _| {
        first = Some(pointed(row, 16).to_vec());
        ControlFlow::Break(())
    })?;
    first.map_or(Ok(None), |key| load(view, &key))
}

/// The letters in this state within reach, the newest first.
///
/// # Errors
/// A fault of the engine.
pub fn letters_in(view: &dyn View, reach: &Reach, state: StateKey, most: usize) -> Result<Vec<Letter>> {
    let mut found = Vec::new();
    let mut failed = None;
    view.visit(letter::BY_STATE, &Keys::with_prefix(&[state as u8]), Order::Descending, &mut |row, _| {
        match load::<Letter>(view, pointed(row, 16)) {
            Ok(letter) => found.extend(letter.filter(|letter| reach.covers(letter.place()))),
            Err(error) => failed = Some(error),
        }
        if failed.is_none() && found.len() < most { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    failed.map_or(Ok(found), Err)
}
