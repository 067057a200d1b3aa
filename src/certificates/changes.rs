//! What is done to certificates and the links to them.

mod end;
mod factor;
mod letters;
mod request;
mod review;

pub use end::{clear, remind};
pub use factor::{Demand, Holds, prove, require};
pub use request::{Made, Sent, attach, fetch, invite, make};
pub use review::{Check, refuse, release, revoke};

use super::{certificate::Mark, table};
use crate::{
    access::Place,
    act::{Act, door::Numbered},
    terms::{CertificateId, Refusal, Result, UserId, id::of},
};

impl Numbered for of::Certificate {
    const SEQUENCE: &'static str = "certificate";
}

fn mark(act: &Act<'_>) -> Result<Mark> {
    let by = act.actor().user().ok_or_else(Refusal::missing)?;
    Ok(Mark { at: act.now(), by })
}

/// A user who works in an Agent within the actor's reach; anybody else is missing.
fn within_reach(act: &Act<'_>, user: UserId) -> Result<Place> {
    let place = Place { agent: Some(table::agent_of(act, user)?), holder: Some(user), ..Place::default() };
    if act.permit().reach.covers(place) { Ok(place) } else { Err(Refusal::missing().into()) }
}

/// The files are gone for good: nobody shall fetch them any more.
fn drop_parcel(act: &mut Act<'_>, id: CertificateId) -> Result<()> {
    let Some(parcel) = table::parcel(act, id)? else { return Ok(()) };
    act.remove(&parcel)
}
