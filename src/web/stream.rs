//! Server-sent events: "something changed here". The page then fetches its part anew, through rights and journal as
//! always; the event itself carries nothing.

use super::respond::Answer;
use crate::{
    access::{Function, Grant, Who},
    act::Touched,
    appliance::Appliance,
    certificates::Certificate,
    identity::{Agent, Session, SessionKey, User},
    storage::Record,
};
use actix_web::{HttpResponse, http::header, web::Data};
use bytes::Bytes;
use futures_util::stream::unfold;
use std::{convert::Infallible, time::Duration};
use tokio::sync::broadcast::error::RecvError;

/// Silence after which a comment is sent, so that nobody between closes the connection.
const HEARTBEAT: Duration = Duration::from_secs(20);
const CHANGED: Bytes = Bytes::from_static(b"event: changed\ndata: \n\n");
const STILL_HERE: Bytes = Bytes::from_static(b": still here\n\n");
const HELLO: Bytes = Bytes::from_static(b"retry: 3000\n\n");

/// Kinds of records whose change may end somebody's right to follow.
const ENDS: [&str; 5] = [User::NAME, Session::NAME, Grant::NAME, Agent::NAME, Certificate::NAME];

/// Who follows, and by which right: asked again before each event.
pub struct Follower {
    /// Who.
    pub who: Who,
    /// Their session.
    pub session: Option<SessionKey>,
    /// By this function.
    pub function: Function,
}

impl Follower {
    fn still_may(&self, kabinet: &Appliance) -> bool {
        let session = self.session.and_then(|key| kabinet.session(key).ok()).flatten();
        // Whoever has moved to another Agent follows nothing of this one any more.
        let here = session.is_some_and(|session| matches!(&self.who, Who::User(seat) if seat.agent == session.agent));
        here && kabinet.still_may(&self.who, self.function)
    }
}

/// A stream of events for whatever `concerns` this page.
///
/// # Errors
/// None; a follower who may no longer follow gets an end.
pub fn events(kabinet: Data<Appliance>, follower: Follower, concerns: impl Fn(&Touched) -> bool + 'static) -> Answer {
    let receiver = kabinet.follow();
    let events = unfold((kabinet, follower, receiver, concerns, true), |(kabinet, follower, mut receiver, concerns, first)| async move {
        if first {
            return Some((Ok::<_, Infallible>(HELLO), (kabinet, follower, receiver, concerns, false)));
        }
        let event = loop {
            match tokio::time::timeout(HEARTBEAT, receiver.recv()).await {
                Ok(Ok(touched)) if touched.iter().any(&concerns) => break CHANGED,
                // Whoever may have lost the right to follow is told by the end of the stream, not by the next event.
                Ok(Ok(touched)) if touched.iter().any(|one| ENDS.contains(&one.record.kind.as_str())) && !follower.still_may(&kabinet) => {
                    return None;
                }
                Ok(Ok(_)) => {}
                Ok(Err(RecvError::Lagged(_))) => break CHANGED,
                Ok(Err(RecvError::Closed)) => return None,
                Err(_) => break STILL_HERE,
            }
        };
        follower.still_may(&kabinet).then_some((Ok(event), (kabinet, follower, receiver, concerns, false)))
    });
    let mut response = HttpResponse::Ok();
    response
        .content_type("text/event-stream")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header(("X-Accel-Buffering", "no"));
    // A compressed stream would be held back until its block is full.
    response.insert_header((header::CONTENT_ENCODING, "identity"));
    Ok(response.streaming(events))
}
