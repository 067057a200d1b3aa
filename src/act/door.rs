//! The Act itself: what a verb has in its hands.

use super::vault::Vault;
use crate::{
    access::{Actor, Denied, Function, Permit, Place, Placed, Policy, Seat, Target, Who},
    journal::{
        Deed, FieldChange, RecordChange, RecordRef, Value,
        fields::{Care, Difference, Field, Fields, differences, fields_of},
        seal::{Sealed, SealingKey},
    },
    storage::{
        Fact, Layered, Order, Overlay, Record, StagedFile, Table, View, blob, codec,
        rows::{self, load},
        view::{Flow, Keys},
    },
    terms::{AgentId, Id, Kind, Message, OnceToken, PersonId, Refusal, Result, Sight, message},
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use rand::Rng;
use std::sync::Arc;

const SEQUENCES: Table = Table("sequences");
const SEQUENCES_VERSION: u8 = 1;

/// What stays the same for every Act of a bench.
pub(super) struct Circumstances<'b> {
    pub(super) base: &'b dyn View,
    pub(super) policy: &'b Policy,
    pub(super) vault: &'b Vault,
    pub(super) zone: &'b TimeZone,
    pub(super) random: &'b mut dyn Rng,
}

/// One action while it happens. Everything that is read through it sees what it has written so far.
pub struct Act<'b> {
    circumstances: Circumstances<'b>,
    actor: &'b Actor,
    permit: Permit,
    now: Timestamp,
    pub(super) written: Overlay,
    pub(super) changes: Vec<RecordChange>,
    pub(super) touched: Vec<(RecordRef, Place)>,
    pub(super) record: Option<RecordRef>,
    pub(super) seated: Option<Seat>,
    pub(super) agent: AgentId,
    pub(super) verdict: Option<Message>,
    pub(super) disclosed: Vec<PersonId>,
    /// The key of the subject whose values are being sealed: an Act mostly concerns one.
    sealing: Option<(PersonId, SealingKey)>,
}

/// A kind of thing that is numbered 1, 2, 3 …
pub trait Numbered {
    /// The name of its sequence.
    const SEQUENCE: &'static str;
}

impl<'b> Act<'b> {
    pub(super) fn new(circumstances: Circumstances<'b>, actor: &'b Actor, permit: Permit, now: Timestamp, agent: AgentId) -> Self {
        Self {
            circumstances,
            actor,
            permit,
            now,
            written: Overlay::default(),
            changes: Vec::new(),
            touched: Vec::new(),
            record: None,
            seated: None,
            agent,
            verdict: None,
            disclosed: Vec::new(),
            sealing: None,
        }
    }

    /// Who is acting.
    pub const fn actor(&self) -> &Actor {
        self.actor
    }

    /// What they were permitted, and how far.
    pub const fn permit(&self) -> &Permit {
        &self.permit
    }

    /// The rights of everybody at this moment.
    pub const fn policy(&self) -> &Policy {
        self.circumstances.policy
    }

    /// The moment at which it happens.
    pub const fn now(&self) -> Timestamp {
        self.now
    }

    /// The day on which it happens, here.
    pub fn today(&self) -> Date {
        self.now.to_zoned(self.circumstances.zone.clone()).date()
    }

    /// What the clock shows here: "19:04".
    pub fn clock(&self) -> String {
        self.now.to_zoned(self.circumstances.zone.clone()).strftime("%H:%M").to_string()
    }

    /// Random bytes.
    pub fn random<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.circumstances.random.fill_bytes(&mut bytes);
        bytes
    }

    /// Seals what nobody but this installation shall open: the secret of a second factor.
    ///
    /// # Errors
    /// The value is larger than the cipher takes.
    pub fn seal(&mut self, plain: &[u8]) -> Result<Sealed> {
        self.circumstances.vault.seal(plain, self.circumstances.random)
    }

    /// Opens what was sealed so; none where it is another installation's.
    pub fn open(&self, sealed: &Sealed) -> Option<Vec<u8>> {
        self.circumstances.vault.open(sealed)
    }

    /// A fresh token for a form.
    pub fn token(&mut self) -> OnceToken {
        OnceToken(uuid::Builder::from_unix_timestamp_millis(self.now.as_millisecond().unsigned_abs(), &self.random()).into_uuid())
    }

    /// The next number of this sequence, from 1.
    ///
    /// # Errors
    /// A fault of the engine.
    pub fn next_in(&mut self, sequence: &str) -> Result<u64> {
        let last: u64 = self.get(SEQUENCES, sequence.as_bytes())?.map_or(Ok(0), |bytes| codec::decode(SEQUENCES_VERSION, &bytes))?;
        self.written.put(SEQUENCES, sequence.as_bytes().to_vec(), codec::encode(SEQUENCES_VERSION, &(last + 1))?);
        Ok(last + 1)
    }

    /// The next identity of this kind.
    ///
    /// # Errors
    /// A fault of the engine.
    pub fn next_id<K: Numbered>(&mut self) -> Result<Id<K>> {
        self.next_in(K::SEQUENCE).map(Id::new)
    }

    /// The record with this key, where the permit reaches it. What is out of reach is missing.
    ///
    /// # Errors
    /// No such record in reach, or a fault of the engine.
    pub fn load<R: Record + Placed>(&mut self, key: &[u8]) -> Result<R> {
        let found: Option<R> = load(&*self, key)?;
        let Some(record) = found.filter(|record| self.permit.reach.covers(record.place())) else {
            return Err(Refusal::missing().into());
        };
        self.concern(&record);
        Ok(record)
    }

    /// Notes which record the action is about; the journal shows it even when the action is refused.
    pub fn concern<R: Record + Placed>(&mut self, record: &R) {
        if self.record.is_none() {
            self.record = Some(reference(record));
            if let Some(agent) = record.place().agent {
                self.agent = agent;
            }
        }
    }

    /// Refuses what bars this deed whatever the actor's roles say ([`Policy::bar`]). At the installation's own console
    /// nothing does.
    ///
    /// # Errors
    /// It is barred.
    pub fn unbarred(&self, function: Function, target: Target) -> Result<()> {
        match &self.actor.who {
            Who::Operator => Ok(()),
            Who::Guest => Err(Denied::SignIn.refusal(function).into()),
            Who::User(seat) => Ok(self.policy().bar(seat, function, Some(target), self.today())?),
        }
    }

    /// Writes a new record.
    ///
    /// # Errors
    /// A fault of the engine.
    pub fn add<R: Fact + Placed>(&mut self, record: R) -> Result<R> {
        self.write(None, &record)?;
        Ok(record)
    }

    /// Writes the changed record in place of what it was; what changed goes into the history.
    ///
    /// # Errors
    /// A fault of the engine.
    pub fn save<R: Fact + Placed>(&mut self, before: &R, after: R) -> Result<R> {
        self.write(Some(before), &after)?;
        Ok(after)
    }

    /// Removes a record; its last values stay in the history.
    ///
    /// # Errors
    /// A fault of the engine.
    pub fn remove<R: Fact + Placed>(&mut self, record: &R) -> Result<()> {
        self.note(record, Deed::Removed, &fields_of(record), &Fields::default())?;
        rows::remove(&mut self.written, record)
    }

    fn write<R: Fact + Placed>(&mut self, before: Option<&R>, after: &R) -> Result<()> {
        let old = before.map(fields_of).unwrap_or_default();
        let deed = if before.is_some() { Deed::Changed } else { Deed::Added };
        self.note(after, deed, &old, &fields_of(after))?;
        rows::put(&mut self.written, before, after)
    }

    fn note<R: Record + Placed>(&mut self, record: &R, deed: Deed, old: &Fields, new: &Fields) -> Result<()> {
        self.concern(record);
        let place = record.place();
        let changed = differences(old, new);
        if changed.iter().any(is_masked_back) {
            return Err(Refusal::new(Kind::Invalid, message("refusal-masked-back")).into());
        }
        if changed.is_empty() && deed == Deed::Changed {
            return Ok(());
        }
        let cared = changed.into_iter().map(|change| if record.is_personal(&change.path) { change.personal() } else { change });
        let fields = cared.map(|change| self.keep(place.subject, change)).collect::<Result<_>>()?;
        self.changes.push(RecordChange { record: reference(record), deed, subject: place.subject, fields });
        self.touched.push((reference(record), place));
        Ok(())
    }

    fn keep(&mut self, subject: Option<PersonId>, change: Difference) -> Result<FieldChange> {
        let old = change.old.map(|field| self.value(subject, field)).transpose()?;
        let new = change.new.map(|field| self.value(subject, field)).transpose()?;
        Ok(FieldChange { path: change.path, old, new })
    }

    fn value(&mut self, subject: Option<PersonId>, field: Field) -> Result<Value> {
        match (field.care, subject) {
            (Care::Open, _) => Ok(Value::Open(field.text)),
            (Care::Personal, Some(subject)) => {
                let key = self.sealing_key(subject)?;
                Ok(Value::Sealed(key.seal(field.text.as_bytes(), super::vault::fresh_nonce(self.circumstances.random))?))
            }
            (Care::Personal, None) | (Care::Secret, _) => Ok(Value::Hidden),
        }
    }

    fn sealing_key(&mut self, subject: PersonId) -> Result<SealingKey> {
        if let Some((_, key)) = self.sealing.as_ref().filter(|(of, _)| *of == subject) {
            return Ok(key.clone());
        }
        // The key is made in a layer of its own: the view that looks for it borrows what was written.
        let mut made = Overlay::default();
        let view = Layered { base: self.circumstances.base, over: &self.written };
        let key = self.circumstances.vault.key_for(&view, &mut made, subject, self.circumstances.random)?;
        self.written.absorb(made);
        self.sealing = Some((subject, key.clone()));
        Ok(key)
    }

    /// Takes a received file into the store together with everything else that this Act writes; one with the same bytes
    /// that is there already is not written again.
    ///
    /// # Errors
    /// A fault of the engine.
    pub fn take_in(&mut self, file: Arc<StagedFile>) -> Result<()> {
        if !blob::has(self, file.digest)? {
            self.written.take_in(file);
        }
        Ok(())
    }

    /// The action is remembered as one that did not succeed, though what it wrote stays: a wrong password.
    pub fn remember_failure(&mut self, message: Message) {
        self.verdict = Some(message);
    }

    /// Personal data of this citizen is shown to the actor.
    pub fn disclose(&mut self, person: PersonId) {
        self.disclosed.push(person);
    }

    /// A guest turns out to be this user: the entry is theirs, in the role that they come in with.
    pub fn takes_seat(&mut self, seat: Seat) {
        self.seated = Some(seat);
    }

    /// The journal in which the entry will stand, where no record says it.
    pub const fn in_journal_of(&mut self, agent: AgentId) {
        self.agent = agent;
    }
}

/// Whether a value would be replaced by its own stars, as a reader saw it from whom it is hidden.
fn is_masked_back(change: &Difference) -> bool {
    match (&change.old, &change.new) {
        (Some(old), Some(new)) if new.care != Care::Secret && new.text.contains('*') => Sight::Masked.see(&old.text) == new.text,
        (Some(_) | None, Some(_) | None) => false,
    }
}

fn reference<R: Record>(record: &R) -> RecordRef {
    RecordRef { kind: R::NAME.to_owned(), key: record.key() }
}

impl View for Act<'_> {
    fn read(&self, table: Table, key: &[u8], use_value: &mut dyn FnMut(&[u8])) -> Result<bool> {
        Layered { base: self.circumstances.base, over: &self.written }.read(table, key, use_value)
    }

    fn visit(&self, table: Table, keys: &Keys, order: Order, visit: &mut dyn FnMut(&[u8], &[u8]) -> Flow) -> Result<()> {
        Layered { base: self.circumstances.base, over: &self.written }.visit(table, keys, order, visit)
    }
}
