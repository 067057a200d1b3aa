//! The running installation, as a handler has it in its hands: one way to act, one way to look.

mod slow;

use crate::{
    access::{Actor, Denied, Function, Permit, Policy, Roles, Who},
    act::{
        Act, Call, Look, Vault, Writer, line,
        look::{Looked, Vantage},
        writer::{Errand, Published},
    },
    applications::Office,
    certificates::{Authorities, revocation::Lists, table as certificates_table},
    identity::{ApiKey, Session, SessionKey, api_key::Worth, attempts::Attempts, session::USE_NOTED, table as identity_table},
    journal::{SigningKey, VerifyingKey},
    search::SearchReader,
    storage::{Engine, rows},
    terms::{Once, Refusal, Result},
};
use arc_swap::ArcSwap;
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::{Serialize, de::DeserializeOwned};
use slow::Slow;
use std::{
    net::IpAddr,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::broadcast;

/// Tells the time.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// What an appliance is assembled from.
pub struct Parts {
    /// The store.
    pub engine: Engine,
    /// The rights of everybody, which the writer replaces.
    pub policy: Arc<ArcSwap<Policy>>,
    /// Opens sealed values of the history.
    pub vault: Vault,
    /// The way to the writer.
    pub writer: Arc<Writer>,
    /// The services and the calendar.
    pub office: Arc<Office>,
    /// The key that signs checkpoints.
    pub signing: SigningKey,
    /// Issues certificates.
    pub authorities: Authorities,
    /// Finds cases.
    pub search: SearchReader,
    /// Tells the time.
    pub clock: Clock,
    /// The name of the town.
    pub town: String,
}

/// The running installation.
pub struct Appliance {
    parts: Parts,
    revoked: Lists,
    slow: Slow,
    attempts: Mutex<Attempts>,
}

impl Appliance {
    /// Assembles it.
    pub fn new(parts: Parts) -> Self {
        Self { parts, revoked: Lists::default(), slow: Slow::start(), attempts: Mutex::default() }
    }

    /// Performs one action. The answer comes when the change, its history and its journal entry are on disk.
    ///
    /// # Errors
    /// Why it was refused, or what failed.
    pub fn act<T, V>(&self, actor: Actor, function: Function, once: Option<Once>, verb: V) -> impl Future<Output = Result<T>> + use<T, V>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
        V: FnOnce(&mut Act<'_>) -> Result<T> + Send + 'static,
    {
        self.parts.writer.act(Errand { actor, function, at: self.now(), once, verb })
    }

    /// Shows one page. Where personal data was disclosed, the trace of it is on disk before the page leaves.
    ///
    /// # Errors
    /// Why it was refused, or what failed.
    pub fn look<T>(&self, actor: &Actor, function: Function, read: impl FnOnce(&Look) -> Result<T>) -> impl Future<Output = Result<T>> {
        self.shown(self.looked(actor, function, read))
    }

    async fn shown<T>(&self, looked: Looked<T>) -> Result<T> {
        if looked.durable && looked.answer.is_ok() {
            self.parts.writer.enter(looked.entry).await?;
        } else {
            self.parts.writer.enter_soon(looked.entry)?;
        }
        looked.answer
    }

    /// Reads what belongs to the answer to an action: the form that comes back, the list that has grown. The action has its
    /// line in the journal; this gets one of its own only where it discloses personal data, or fails.
    ///
    /// # Errors
    /// Why it was refused, or what failed.
    pub fn look_after<T>(
        &self,
        actor: &Actor,
        function: Function,
        read: impl FnOnce(&Look) -> Result<T>,
    ) -> impl Future<Output = Result<T>> {
        self.shown_after(self.looked(actor, function, read))
    }

    async fn shown_after<T>(&self, looked: Looked<T>) -> Result<T> {
        match &looked.answer {
            Ok(_) if looked.durable => self.parts.writer.enter(looked.entry).await?,
            Ok(_) => {}
            Err(_) => self.parts.writer.enter_soon(looked.entry)?,
        }
        looked.answer
    }

    /// Reads what the frame of a page says of its reader (name, menu, unread notices), for a page that tells how an action
    /// ended: that action has its line in the journal.
    ///
    /// # Errors
    /// A fault of the engine.
    pub fn frame<T>(&self, actor: &Actor, read: impl FnOnce(&Look) -> Result<T>) -> Result<T> {
        self.looked(actor, Function::PageView, read).answer
    }

    fn looked<T>(&self, actor: &Actor, function: Function, read: impl FnOnce(&Look) -> Result<T>) -> Looked<T> {
        let call = Call { actor, function, at: self.now(), once: None };
        let parts = &self.parts;
        let vantage = Vantage { engine: &parts.engine, policy: self.policy(), vault: &parts.vault, zone: &parts.office.zone };
        Look::run(vantage, &call, read)
    }

    /// Notes in the journal that a request was refused before its Act or Look could begin.
    pub fn refused(&self, actor: &Actor, function: Function, refusal: &Refusal) {
        let call = Call { actor, function, at: self.now(), once: None };
        let mut entry = line::entry(&call, &self.parts.policy.load().in_force(&actor.who), line::home(actor));
        line::fail(&mut entry, &refusal.clone().into());
        if let Err(error) = self.parts.writer.enter_soon(entry) {
            tracing::error!(%error, "a refusal was not written to the journal");
        }
    }

    /// Runs slow pure work (hashing, inspecting) off the web threads, few at a time and behind them.
    ///
    /// # Errors
    /// Too many wait, or the work died.
    pub async fn slowly<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        self.slow.run(work).await
    }

    /// The open session with this key, in the Agent where its user may work now; none where it is unknown or over, its user may
    /// not come in now, or the certificate that it was opened with is not good any more.
    ///
    /// # Errors
    /// A fault of the engine.
    pub fn session(&self, key: SessionKey) -> Result<Option<Session>> {
        let snapshot = self.parts.engine.snapshot()?;
        let Some(session) = identity_table::session(&snapshot, key)? else { return Ok(None) };
        if !certificates_table::is_good(&snapshot, session.certificate, self.now())? {
            return Ok(None);
        }
        let policy = self.parts.policy.load();
        let today = self.today();
        let standing = policy.standing(session.user).filter(|standing| policy.lets_in(standing, today));
        let open = standing.filter(|standing| session.is_open(standing.card.kind, self.now()));
        if open.is_none_or(|standing| standing.holdings.len() < 2) {
            return Ok(open.map(|_| session));
        }
        // Where the Agent was closed or the grant there has ended, its user works on in another.
        let agent = policy.workplace(session.user, session.agent, today);
        if agent == session.agent {
            return Ok(Some(session));
        }
        let scope = identity_table::workplace(&snapshot, session.user)?.and_then(|last| last.scope_in(agent));
        Ok(Some(Session { agent, scope, ..session }))
    }

    /// The key of the program interface with this digest, and what it is worth now; none where it is unknown.
    ///
    /// # Errors
    /// A fault of the engine.
    pub fn api_key(&self, key: SessionKey) -> Result<Option<(ApiKey, Worth)>> {
        let snapshot = self.parts.engine.snapshot()?;
        let Some(found) = identity_table::api_key(&snapshot, key)? else { return Ok(None) };
        let worth = certificates_table::worth_of_key(&snapshot, &self.parts.policy.load(), &found, (self.now(), self.today()))?;
        Ok(Some((found, worth)))
    }

    /// Keeps in mind that a program uses this key now, from this address.
    pub fn note_key_use(&self, key: &ApiKey, from: IpAddr) {
        let (digest, now, from) = (key.key, self.now(), Some(from.to_string()));
        if key.used_from == from && key.used_at.is_some_and(|used| now.duration_since(used) < USE_NOTED) {
            return;
        }
        let written = self.parts.writer.derive_soon(move |view, written| {
            if let Some(before) = identity_table::api_key(view, digest)? {
                rows::put(written, Some(&before), &ApiKey { used_at: Some(now), used_from: from, ..before.clone() })?;
            }
            Ok(Vec::new())
        });
        if let Err(error) = written {
            tracing::warn!(%error, "the use of a key was not noted");
        }
    }

    /// Keeps in mind that somebody uses this session now.
    pub fn note_use(&self, session: &Session) {
        let (key, now) = (session.key, self.now());
        if now.duration_since(session.last_use()) < USE_NOTED {
            return;
        }
        let written = self.parts.writer.derive_soon(move |view, written| {
            if let Some(before) = identity_table::session(view, key)? {
                rows::put(written, Some(&before), &Session { used_at: Some(now), ..before.clone() })?;
            }
            Ok(Vec::new())
        });
        if let Err(error) = written {
            tracing::warn!(%error, "the use of a session was not noted");
        }
    }

    /// What is remembered of wrong sign-ins.
    pub fn attempts<T>(&self, ask: impl FnOnce(&mut Attempts) -> T) -> T {
        // Whoever panicked while holding it left counts behind, and counts are always in order.
        ask(&mut self.attempts.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether this actor may still use this function: what an upload asks before it is received.
    pub fn still_may(&self, who: &Who, function: Function) -> bool {
        self.permit(who, function).is_ok()
    }

    /// How far this actor may use this function at this moment: what a stream asks before each event and an export before each part.
    ///
    /// # Errors
    /// Why not.
    pub fn permit(&self, who: &Who, function: Function) -> Result<Permit, Denied> {
        self.parts.policy.load().permit(who, function, self.today())
    }

    fn today(&self) -> Date {
        self.now().to_zoned(self.parts.office.zone.clone()).date()
    }

    /// Follows what each commit wrote.
    pub fn follow(&self) -> broadcast::Receiver<Published> {
        self.parts.writer.follow()
    }

    /// The time.
    pub fn now(&self) -> Timestamp {
        (self.parts.clock)()
    }

    /// The services and the working days.
    pub fn office(&self) -> Arc<Office> {
        self.parts.office.clone()
    }

    /// The rights of everybody now.
    pub fn policy(&self) -> Arc<Policy> {
        self.parts.policy.load_full()
    }

    /// All roles as they are now.
    pub fn roles(&self) -> Arc<Roles> {
        self.parts.policy.load().roles().clone()
    }

    /// Where days begin and end.
    pub fn zone(&self) -> TimeZone {
        self.parts.office.zone.clone()
    }

    /// Finds cases.
    pub const fn search(&self) -> &SearchReader {
        &self.parts.search
    }

    /// Issues certificates.
    pub const fn authorities(&self) -> &Authorities {
        &self.parts.authorities
    }

    /// Seals what nobody but this installation shall open.
    pub const fn vault(&self) -> &Vault {
        &self.parts.vault
    }

    /// The list of revoked certificates for programs of others, in DER.
    ///
    /// # Errors
    /// A fault of the engine, or the authority's key is not usable.
    pub fn revoked(&self) -> Result<Vec<u8>> {
        let revoked = certificates_table::revoked(&self.parts.engine.snapshot()?)?;
        self.revoked.current(&self.parts.authorities.issuing, &revoked, self.now())
    }

    /// The name of the town.
    pub fn town(&self) -> &str {
        &self.parts.town
    }

    /// The store, to stream a document from.
    pub fn engine(&self) -> Engine {
        self.parts.engine.clone()
    }

    /// What proves a checkpoint.
    pub const fn verifying(&self) -> &VerifyingKey {
        self.parts.signing.verifying()
    }

    /// Where uploads are received.
    pub fn incoming(&self) -> PathBuf {
        self.parts.engine.folder().join("incoming")
    }

    /// Whether the last commit went well and the writer takes more.
    pub fn is_well(&self) -> bool {
        !self.parts.writer.is_failing()
    }

    /// Acts that wait at this moment.
    pub fn waiting(&self) -> usize {
        self.parts.writer.waiting()
    }
}
