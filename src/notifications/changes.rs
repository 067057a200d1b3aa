//! What is done with notices and letters.

use super::{LetterId, MailWishes, Topic, letter::Delivery, notice::ReadMark, table};
use crate::{
    act::Act,
    terms::{Kind, Language, Refusal, Result, message},
};

/// The user has read everything up to now.
///
/// # Errors
/// A fault of the engine.
pub fn read_all(act: &mut Act<'_>) -> Result<()> {
    let user = act.actor().user().ok_or_else(Refusal::missing)?;
    let after = ReadMark { user, until: act.now() };
    match table::read_mark(&*act, user)? {
        Some(before) => act.save(&before, after)?,
        None => act.add(after)?,
    };
    Ok(())
}

/// The user's own choice of what comes by e-mail.
///
/// # Errors
/// A fault of the engine.
pub fn choose_mail(act: &mut Act<'_>, language: Language, topics: Vec<Topic>) -> Result<()> {
    let user = act.actor().user().ok_or_else(Refusal::missing)?;
    let after = MailWishes { user, language, topics };
    match table::chosen(&*act, user)? {
        Some(before) => act.save(&before, after)?,
        None => act.add(after)?,
    };
    Ok(())
}

/// What a try of the mailer came to.
///
/// # Errors
/// There is no such letter.
pub fn record_delivery(act: &mut Act<'_>, id: LetterId, delivery: Delivery) -> Result<()> {
    let letter = table::letter(&*act, id)?.ok_or_else(Refusal::missing)?;
    let error = match &delivery {
        Delivery::Sent { .. } => None,
        Delivery::Waiting { .. } => Some("letter-not-sent"),
        Delivery::GivenUp { .. } => Some("letter-given-up"),
    };
    let after = letter.now(delivery);
    act.save(&letter, after)?;
    if let Some(id) = error {
        act.remember_failure(message(id));
    }
    Ok(())
}

/// The letter goes out now: without waiting for its turn, or once more.
///
/// # Errors
/// It is out of reach, or what was secret in it has been erased.
pub fn send_anew(act: &mut Act<'_>, id: LetterId) -> Result<()> {
    let letter = act.load::<super::Letter>(id.0.as_bytes())?;
    if letter.is_spent() {
        return Err(Refusal::new(Kind::Conflict, message("letter-spent")).into());
    }
    let after = letter.now(Delivery::Waiting { due: act.now(), tries: 0, error: None });
    act.save(&letter, after)?;
    Ok(())
}
