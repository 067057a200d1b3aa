//! Sends the letters that wait, one after the other: to the mail server, or into the outbox folder where there is none.
//! A letter that could not be sent waits for a growing time; what came of it is an Act, so that the journal has it and a
//! restart goes on where it stopped. A letter goes out twice only where the machine fell between the server's answer and
//! that Act; both have the same Message-ID.

mod envelope;
mod pace;
mod post;

pub use pace::Pace;
pub use post::{Security, Server};

use super::{Letter, LetterId, changes, letter::Delivery, table};
use crate::{
    access::{Actor, Function},
    act::{Vault, Writer, writer::Errand},
    storage::Engine,
    terms::{Error, Language, Personal, Result, Words},
};
use jiff::{Timestamp, tz::TimeZone};
use post::{Failed, Post};
use std::{path::PathBuf, sync::Arc};

/// How letters go out.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The mail server; none for the outbox folder.
    pub server: Option<Server>,
    /// The sender: `Кабинет <kabinet@example.ru>` or `kabinet@example.ru`.
    pub from: String,
    /// How fast.
    pub pace: Pace,
    /// The address of the site, for links: `https://kabinet.example`; where none is set, that of the first name.
    pub site: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { server: None, from: "kabinet@localhost.localdomain".to_owned(), pace: Pace::default(), site: None }
    }
}

/// What the mailer needs of the installation.
pub struct Surroundings {
    /// The store.
    pub engine: Engine,
    /// Opens what lies sealed in letters.
    pub vault: Vault,
    /// Where its Acts go.
    pub writer: Arc<Writer>,
    /// Where letters lie that no server takes.
    pub outbox: PathBuf,
    /// The address of the site.
    pub site: String,
    /// The name of the town.
    pub town: String,
    /// Where days begin and end.
    pub zone: TimeZone,
}

/// What a round came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Round {
    /// A letter went out; perhaps another waits.
    Sent,
    /// One did not.
    Failed,
    /// Nothing is due, or enough went out for this minute.
    Idle,
}

/// The server failed: for a growing time only letters go out that somebody asks for.
#[derive(Clone, Copy, Debug)]
struct Rest {
    from: Timestamp,
    until: Timestamp,
    failures: u32,
}

/// See the module.
pub struct Mailer {
    place: Surroundings,
    post: Post,
    from: String,
    pace: Pace,
    /// What happened to a letter and is not on disk yet: before it is, nothing else goes out.
    unrecorded: Option<(LetterId, Delivery)>,
    /// Goes out at most so often.
    gone_out: pace::Minute,
    /// The server is left in peace.
    rest: Option<Rest>,
}

impl Mailer {
    /// A mailer of these settings.
    ///
    /// # Errors
    /// The settings name no usable sender or server, or the outbox folder cannot be made.
    pub fn new(settings: Settings, place: Surroundings) -> Result<Self> {
        let post = Post::new(settings.server, &place.outbox)?;
        envelope::sender(&settings.from)?;
        Ok(Self { place, post, from: settings.from, pace: settings.pace, unrecorded: None, gone_out: pace::Minute::default(), rest: None })
    }

    /// Sends the letter whose turn it is.
    ///
    /// # Errors
    /// What came of it could not be written; nothing else goes out before it is.
    pub fn step(&mut self, now: Timestamp) -> Result<Round> {
        self.record(now)?;
        if !self.gone_out.has_room(now, self.pace.per_minute) {
            return Ok(Round::Idle);
        }
        // A letter that was written or asked for since the server failed is worth a try of its own.
        let after = self.rest.filter(|rest| now < rest.until).map_or(Timestamp::MIN, |rest| rest.from);
        let Some(letter) = table::next_due(&self.place.engine.snapshot()?, after, now)? else { return Ok(Round::Idle) };
        let outcome = self.send(&letter);
        let (round, delivery) = self.judge(&letter, outcome, now);
        self.unrecorded = Some((letter.id, delivery));
        self.record(now)?;
        Ok(round)
    }

    fn send(&self, letter: &Letter) -> std::result::Result<(), Failed> {
        let words = Words::new(letter.language, self.place.zone.clone());
        let (subject, text) = letter.rendered(&words, &self.place.site, &self.place.town);
        let attached = |file| envelope::attached(&self.place.engine, &self.place.vault, file);
        let file = letter.attachment.as_ref().map(attached).transpose().map_err(Failed::later)?;
        let message = envelope::message(letter, &self.from, subject, text, file)?;
        self.post.send(letter, &message)
    }

    fn judge(&mut self, letter: &Letter, outcome: std::result::Result<(), Failed>, now: Timestamp) -> (Round, Delivery) {
        let tries = match letter.delivery {
            Delivery::Waiting { tries, .. } | Delivery::GivenUp { tries, .. } => tries,
            Delivery::Sent { .. } => 0,
        } + 1;
        self.gone_out.note(now);
        let Err(failed) = outcome else {
            self.rest = None;
            return (Round::Sent, Delivery::Sent { at: now, way: self.post.way() });
        };
        if failed.is_of_server() {
            let failures = self.rest.map_or(0, |rest| rest.failures).saturating_add(1);
            let until = now.saturating_add(self.pace.rest(failures)).unwrap_or(now);
            self.rest = Some(Rest { from: now, until, failures });
        }
        let waited = now.duration_since(letter.written_at);
        let is_final = failed.is_final() || waited > self.pace.patience;
        let error = Personal::new(failed.told());
        if is_final {
            return (Round::Failed, Delivery::GivenUp { at: now, tries, error });
        }
        let due = now.saturating_add(self.pace.pause(tries)).unwrap_or(now);
        (Round::Failed, Delivery::Waiting { due, tries, error: Some(error) })
    }

    fn record(&mut self, at: Timestamp) -> Result<()> {
        let Some((id, delivery)) = self.unrecorded.clone() else { return Ok(()) };
        let actor = Actor { language: Language::Russian, ..Actor::operator("mailer") };
        let verb = move |act: &mut crate::act::Act<'_>| changes::record_delivery(act, id, delivery);
        let written = self.place.writer.act_and_wait(Errand { actor, function: Function::LetterSend, at, once: None, verb });
        match written {
            Ok(()) => {}
            // The letter is gone: there is nothing to write about.
            Err(Error::Refused(refusal)) if refusal.kind == crate::terms::Kind::Missing => {}
            Err(error) => return Err(error),
        }
        self.unrecorded = None;
        Ok(())
    }
}
