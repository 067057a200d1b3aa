//! Server-sent events: "something changed here". The page then fetches its part anew, through rights and journal as
//! always; the event itself carries nothing. Beside it "your bell": how many notices of the reader's own are new.

use super::{layout::bell, respond::Answer, shell::MOST_UNREAD, visit::Visit};
use crate::{
    access::{Function, Permit, Place, Who},
    act::{Touched, rights},
    appliance::Appliance,
    certificates::Certificate,
    identity::{Session, SessionKey},
    notifications::{Notice, notice::ReadMark, table as notices},
    storage::Record,
    terms::{AgentId, UserId, Words, calendar::Decree},
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

/// Whether the change of such a record may end somebody's right to follow.
fn ends(kind: &str) -> bool {
    [Session::NAME, Certificate::NAME].contains(&kind) || rights::depend_on(kind)
}

/// Whether everybody may know that such a record changed: the calendar is read by all.
fn is_everybodys(kind: &str) -> bool {
    kind == Decree::NAME
}

/// Who follows, and by which right: asked again before each event.
pub struct Follower {
    /// Their session.
    session: Option<SessionKey>,
    /// The Agent in which they work; whoever moves to another follows nothing here any more.
    agent: Option<AgentId>,
    /// By this function.
    function: Function,
    /// Where the one record lies that they follow; none where they follow a list.
    place: Option<Place>,
    /// Whose bell it is, and how it is told to them.
    reader: Option<(UserId, Words)>,
}

impl Follower {
    /// Whoever came with this visit.
    pub fn of(visit: &Visit, function: Function, place: Option<Place>) -> Self {
        let reader = visit.actor.user().map(|user| (user, visit.words.clone()));
        Self { session: visit.session, agent: visit.actor.seat().map(|seat| seat.agent), function, place, reader }
    }

    /// What the bell says after these changes; none where they leave it as it is.
    fn bell(&self, kabinet: &Appliance, touched: &[Touched]) -> Option<String> {
        let (user, words) = self.reader.as_ref()?;
        let is_own = |one: &&Touched| [Notice::NAME, ReadMark::NAME].contains(&&*one.record.kind) && one.place.holder == Some(*user);
        touched.iter().find(is_own)?;
        let count = notices::unread(&kabinet.engine().snapshot().ok()?, *user, MOST_UNREAD).ok()? as u64;
        Some(format!("event: bell\ndata: {count} {}\n\n", bell(words, count)))
    }

    /// How far they may follow at this moment, in the seat that they sit in now; none if no more.
    fn permit(&self, kabinet: &Appliance) -> Option<Permit> {
        let session = kabinet.session(self.session?).ok().flatten().filter(|session| Some(session.agent) == self.agent)?;
        let permit = kabinet.permit(&Who::User(session.seat()), self.function).ok()?;
        self.place.is_none_or(|place| permit.reach.covers(place)).then_some(permit)
    }
}

/// A stream of events for whatever `concerns` this page and is everybody's or lies within the reader's reach.
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
                Ok(Ok(touched)) => {
                    let news = touched.iter().filter(|one| concerns(one)).collect::<Vec<_>>();
                    let rung = follower.bell(&kabinet, &touched);
                    if news.is_empty() && rung.is_none() && !touched.iter().any(|one| ends(&one.record.kind)) {
                        continue;
                    }
                    // Whoever may have lost the right to follow is told by the end of the stream, not by the next event.
                    let reach = follower.permit(&kabinet)?.reach;
                    let changed = news.iter().any(|one| is_everybodys(&one.record.kind) || reach.covers(one.place));
                    match (rung, changed) {
                        (None, false) => {}
                        (None, true) => break CHANGED,
                        (Some(rung), false) => break Bytes::from(rung),
                        (Some(rung), true) => break Bytes::from([rung.as_bytes(), &CHANGED].concat()),
                    }
                }
                Ok(Err(RecvError::Lagged(_))) => break follower.permit(&kabinet).map(|_| CHANGED)?,
                Ok(Err(RecvError::Closed)) => return None,
                Err(_) => break follower.permit(&kabinet).map(|_| STILL_HERE)?,
            }
        };
        Some((Ok(event), (kabinet, follower, receiver, concerns, false)))
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
