//! The first answer to a form, kept for whoever sends the same form again.

use super::bench::Call;
use crate::{
    storage::{Order, Overlay, Table, View, codec, view::Keys},
    terms::{Digest, Kind, Once, Refusal, Result, UserId, message},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::ops::{Bound, ControlFlow};

/// First answers by once-token.
pub const TABLE: Table = Table("once");
const VERSION: u8 = 1;
/// How long an answer is kept: three days.
const KEPT_MILLISECONDS: i64 = 72 * 60 * 60 * 1000;
/// Answers forgotten with one commit.
const MOST_SWEPT: usize = 100;

/// A first answer.
#[derive(Serialize, Deserialize)]
struct FirstAnswer {
    user: Option<UserId>,
    function: String,
    content: Digest,
    #[serde(with = "bytes")]
    answer: Vec<u8>,
}

mod bytes {
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(bytes)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        Vec::deserialize(deserializer)
    }
}

/// An answer as it is kept.
///
/// # Errors
/// It cannot be encoded: a bug.
pub(super) fn encode<T: Serialize>(answer: &T) -> Result<Vec<u8>> {
    codec::encode(VERSION, answer)
}

/// Keeps the answer with everything else that the Act writes.
///
/// # Errors
/// It cannot be encoded: a bug.
pub(super) fn keep(written: &mut Overlay, call: &Call<'_>, once: Once, answer: Vec<u8>) -> Result<()> {
    let (user, function) = (call.actor.user(), call.function.code().to_owned());
    let first = FirstAnswer { user, function, content: once.content, answer };
    written.put(TABLE, once.token.0.as_bytes().to_vec(), codec::encode(VERSION, &first)?);
    Ok(())
}

/// The answer that was given when this form came first.
///
/// # Errors
/// The same token came with other content, or what was kept cannot be read.
pub(super) fn first_answer(view: &dyn View, call: &Call<'_>) -> std::result::Result<Option<Vec<u8>>, Refusal> {
    let Some(once) = call.once else { return Ok(None) };
    let unreadable = |_| Refusal::new(Kind::Unavailable, message("refusal-once-unreadable"));
    let Some(bytes) = view.get(TABLE, once.token.0.as_bytes()).map_err(unreadable)? else { return Ok(None) };
    let first: FirstAnswer = codec::decode(VERSION, &bytes).map_err(unreadable)?;
    let same = first.user == call.actor.user() && first.function == call.function.code() && first.content == once.content;
    if same { Ok(Some(first.answer)) } else { Err(Refusal::conflict("refusal-once-other")) }
}

/// Forgets the oldest answers: nobody sends a form again after days. Tokens are in time order, so these are the first rows.
///
/// # Errors
/// A fault of the engine.
pub(super) fn sweep(view: &dyn View, written: &mut Overlay, now: Timestamp) -> Result<()> {
    let oldest = now.as_millisecond().saturating_sub(KEPT_MILLISECONDS).max(0).unsigned_abs();
    let end = uuid::Builder::from_unix_timestamp_millis(oldest, &[0; 10]).into_uuid();
    let keys = Keys { from: Bound::Unbounded, to: Bound::Excluded(end.as_bytes().to_vec()) };
    let mut gone = 0;
    view.visit(TABLE, &keys, Order::Ascending, &mut |key, _| {
        written.remove(TABLE, key.to_vec());
        gone += 1;
        if gone < MOST_SWEPT { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })
}

/// Reads a kept answer.
///
/// # Errors
/// It was of another type.
pub(super) fn read<T: DeserializeOwned>(answer: &[u8]) -> Result<T> {
    codec::decode(VERSION, answer)
}
