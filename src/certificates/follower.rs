//! Tells holders of the end of their certificates, each number of days once; clears files that nobody fetched.

use super::{changes, table};
use crate::{
    access::{Actor, Function},
    act::{Writer, writer::Errand},
    storage::Engine,
    terms::{Error, Kind, Result},
};
use jiff::Timestamp;
use std::ops::ControlFlow;

/// Does what is due at this moment; tells how many reminders there were.
///
/// # Errors
/// A fault of the engine.
pub async fn step(engine: &Engine, writer: &Writer, now: Timestamp) -> Result<usize> {
    let snapshot = engine.snapshot()?;
    let mut due = Vec::new();
    table::each_newest(&snapshot, None, |certificate| {
        due.extend(certificate.reminder_due(now).map(|_| certificate.id));
        ControlFlow::Continue(())
    })?;
    let waiting = table::parcels(&snapshot)?;
    let over = waiting.iter().any(|parcel| parcel.until.is_some_and(|until| until <= now));
    drop(snapshot);
    let actor = Actor::operator("kabinet serve");
    let mut told = 0;
    for id in due {
        let verb = move |act: &mut crate::act::Act<'_>| changes::remind(act, id);
        let errand = Errand { actor: actor.clone(), function: Function::CertificateRemind, at: now, once: None, verb };
        match writer.act(errand).await {
            Ok(_) => told += 1,
            // Somebody renewed or revoked it meanwhile.
            Err(Error::Refused(refusal)) if refusal.kind == Kind::Conflict => {}
            Err(error) => return Err(error),
        }
    }
    if over {
        writer.act(Errand { actor, function: Function::CertificateRemind, at: now, once: None, verb: changes::clear }).await?;
    }
    Ok(told)
}
