//! A Look: reading under a permit, from one snapshot. It leaves a journal entry, as an Act does.

use super::{
    bench::Call,
    door::{Act, Circumstances},
    fresh, line, rights,
    vault::Vault,
};
use crate::{
    access::{Actor, Function, Houses, Permit, Place, Placed, Policy, UserKind},
    journal::{Entry, RecordChange, RecordRef, Value, seal::Sealed},
    storage::{
        Engine, Layered, Order, Overlay, Record, Snapshot, Table, View,
        rows::load,
        view::{Flow, Keys},
    },
    terms::{AgentId, Error, Fault, PersonId, Refusal, Result, Sight, UserId},
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use rand::{SeedableRng, rngs::StdRng};
use std::{cell::RefCell, sync::Arc, time::Instant};

/// What the journal will say of a Look.
#[derive(Default)]
struct Notes {
    record: Option<RecordRef>,
    agent: Option<AgentId>,
    disclosed: Vec<PersonId>,
    field: Option<String>,
    durable: bool,
    /// Why what was to be shown before it is done cannot be done.
    refused: Option<Refusal>,
}

/// One page view while it happens.
pub struct Look {
    snapshot: Snapshot,
    policy: Arc<Policy>,
    vault: Vault,
    actor: Actor,
    permit: Permit,
    now: Timestamp,
    today: Date,
    zone: TimeZone,
    notes: RefCell<Notes>,
}

/// What a Look needs to begin.
pub struct Vantage<'l> {
    /// The store.
    pub engine: &'l Engine,
    /// The rights of everybody now.
    pub policy: Arc<Policy>,
    /// Opens sealed values of the history.
    pub vault: &'l Vault,
    /// Where days begin and end.
    pub zone: &'l TimeZone,
}

/// A finished Look: its answer, and the entry that must be written, durably before the page leaves where it says so.
pub struct Looked<T> {
    /// The answer.
    pub answer: Result<T>,
    /// The journal's line.
    pub entry: Entry,
    /// Whether personal data was disclosed.
    pub durable: bool,
}

impl Look {
    /// Reads under a permit of this function.
    pub fn run<T>(place: Vantage<'_>, call: &Call<'_>, read: impl FnOnce(&Self) -> Result<T>) -> Looked<T> {
        let (mut read, mut made) = (Some(read), None);
        let lost = || Error::from(Fault::new("looking", "a page was read twice"));
        // All that is the same for every page is compiled once.
        let Looked { answer, entry, durable } = Self::traced(place, call, &mut |look| {
            made = Some(read.take().ok_or_else(lost)?(look)?);
            Ok(())
        });
        Looked { answer: answer.and_then(|()| made.ok_or_else(lost)), entry, durable }
    }

    fn traced(place: Vantage<'_>, call: &Call<'_>, read: &mut dyn FnMut(&Self) -> Result<()>) -> Looked<()> {
        let began = Instant::now();
        let today = call.at.to_zoned(place.zone.clone()).date();
        let mut entry = line::entry(call, &place.policy.in_force(&call.actor.who), line::home(call.actor));
        let permit = place.policy.permit(&call.actor.who, call.function, today);
        let opened = permit.map_err(|why| Error::from(why.refusal(call.function))).and_then(|permit| {
            fresh::unproved(call).map_or(Ok(()), |refusal| Err(Error::from(refusal)))?;
            let (actor, notes) = (call.actor.clone(), RefCell::default());
            let snapshot = place.engine.snapshot()?;
            let (policy, vault, zone) = (place.policy, place.vault.clone(), place.zone.clone());
            Ok(Self { snapshot, policy, vault, actor, permit, now: call.at, today, zone, notes })
        });
        let mut durable = false;
        let answer = opened.and_then(|look| {
            let answer = read(&look);
            let notes = look.notes.take();
            (entry.record, entry.field) = (notes.record, notes.field);
            if let Some(refusal) = notes.refused {
                line::fail(&mut entry, &refusal.into());
            }
            (entry.disclosed, durable) = (notes.disclosed, notes.durable);
            entry.agent = notes.agent.unwrap_or(entry.agent);
            answer
        });
        if let Err(error) = &answer {
            line::fail(&mut entry, error);
        }
        entry.micros = line::micros(began);
        Looked { answer, entry, durable }
    }

    /// Who is looking.
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }

    /// What they were permitted, and how far. Every list takes `look.permit().reach`.
    pub const fn permit(&self) -> &Permit {
        &self.permit
    }

    /// How personal data is seen.
    pub const fn sight(&self) -> Sight {
        self.permit.sight
    }

    /// The moment.
    pub const fn now(&self) -> Timestamp {
        self.now
    }

    /// The day.
    pub const fn today(&self) -> Date {
        self.today
    }

    /// The record with this key, where the permit reaches it. What is out of reach is missing.
    ///
    /// # Errors
    /// No such record in reach, or a fault of the engine.
    pub fn load<R: Record + Placed>(&self, key: &[u8]) -> Result<R> {
        let found: Option<R> = load(&self.snapshot, key)?;
        let record = found.filter(|record| self.permit.reach.covers(record.place())).ok_or_else(Refusal::missing)?;
        let mut notes = self.notes.borrow_mut();
        if notes.record.is_none() {
            notes.record = Some(RecordRef { kind: R::NAME.to_owned(), key: record.key() });
            notes.agent = record.place().agent;
        }
        Ok(record)
    }

    /// Whether this user, at this place, is in reach: or is an employee of the Agent that the reader has the whole of.
    pub fn works_with(&self, user: UserId, place: Place) -> bool {
        let reach = &self.permit.reach;
        let Some(agent) = reach.agent.filter(|_| reach.holder.is_none() && reach.houses == Houses::All) else {
            return reach.covers(place);
        };
        let standing = self.policy.standing(user).filter(|standing| standing.card.kind != UserKind::Citizen);
        reach.covers(place) || standing.is_some_and(|standing| standing.holdings.iter().any(|holding| holding.agent == agent))
    }

    /// Notes in the journal's line that the page is about this record.
    pub fn concern<R: Record>(&self, record: &R) {
        let mut notes = self.notes.borrow_mut();
        notes.record.get_or_insert_with(|| RecordRef { kind: R::NAME.to_owned(), key: record.key() });
    }

    /// Personal data of this citizen is on the page: the trace is durable before it leaves.
    pub fn disclose(&self, person: PersonId) {
        let mut notes = self.notes.borrow_mut();
        notes.durable = true;
        if !notes.disclosed.contains(&person) {
            notes.disclosed.push(person);
        }
    }

    /// One masked field of this citizen is shown as it is, by its path in the record that the page is about.
    pub fn disclose_field(&self, person: PersonId, path: &str) {
        self.disclose(person);
        self.notes.borrow_mut().field = Some(path.to_owned());
    }

    /// Personal data of many is on the page, as in a list; the entry is durable before it leaves.
    pub fn disclose_list(&self) {
        self.notes.borrow_mut().durable = true;
    }

    /// Whether the actor may do this to the object: which buttons to offer.
    pub fn may(&self, function: Function, object: &impl Placed) -> bool {
        self.may_at(function, object.place())
    }

    /// Whether the actor may do this to an object at this place.
    pub fn may_at(&self, function: Function, place: Place) -> bool {
        self.actor.seat().is_some_and(|seat| self.policy.decide(seat, function, place, self.today).is_ok())
    }

    /// The rights of everybody at this moment.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The same, to tell whether they have been replaced since.
    pub const fn rights(&self) -> &Arc<Policy> {
        &self.policy
    }

    /// The rights of everybody as they would be after this verb: the very Act is made over the snapshot, and thrown away. Where
    /// it would be refused, the journal has the refusal of whoever was about to do it.
    ///
    /// # Errors
    /// Why the Act would be refused, or what failed.
    pub fn rehearse<T>(&self, function: Function, verb: impl FnOnce(&mut Act<'_>) -> Result<T>) -> Result<Policy> {
        let rehearsed = self.rehearsed(function, verb);
        if let Err(Error::Refused(refusal)) = &rehearsed {
            self.notes.borrow_mut().refused = Some(refusal.clone());
        }
        rehearsed
    }

    fn rehearsed<T>(&self, function: Function, verb: impl FnOnce(&mut Act<'_>) -> Result<T>) -> Result<Policy> {
        let (written, _) = self.tried(function, verb)?;
        let mut next = Policy::clone(&self.policy);
        let after = Layered { base: &self.snapshot, over: &written };
        rights::place(&mut next, &after, &written)?;
        rights::guarded(&after, &self.policy, &next, &self.actor.who, self.today)?;
        Ok(next)
    }

    /// What this verb would change, record by record and field by field: the very Act is made over the snapshot, and thrown
    /// away.
    ///
    /// # Errors
    /// Why the Act would be refused, or what failed.
    pub fn would_change<T>(&self, function: Function, verb: impl FnOnce(&mut Act<'_>) -> Result<T>) -> Result<Vec<RecordChange>> {
        self.tried(function, verb).map(|(_, changes)| changes)
    }

    fn tried<T>(&self, function: Function, verb: impl FnOnce(&mut Act<'_>) -> Result<T>) -> Result<(Overlay, Vec<RecordChange>)> {
        let permit = self.policy.permit(&self.actor.who, function, self.today).map_err(|why| why.refusal(function))?;
        // Nothing that is made with it is kept.
        let mut random = StdRng::from_seed([0; 32]);
        let circumstances =
            Circumstances { base: &self.snapshot, policy: &self.policy, vault: &self.vault, zone: &self.zone, random: &mut random };
        let mut act = Act::new(circumstances, &self.actor, permit, self.now, line::home(&self.actor));
        verb(&mut act)?;
        Ok((std::mem::take(&mut act.written), std::mem::take(&mut act.changes)))
    }

    /// Whether the actor has this function at all: which entries of the menu to show.
    pub fn has(&self, function: Function) -> bool {
        self.policy.permit(&self.actor.who, function, self.today).is_ok()
    }

    /// Refuses, as at its own page, whoever does not have this function.
    ///
    /// # Errors
    /// They do not.
    pub fn need(&self, function: Function) -> Result<()> {
        self.policy.permit(&self.actor.who, function, self.today).map(drop).map_err(|why| why.refusal(function).into())
    }

    /// Refuses what bars this deed whatever the actor's roles say ([`Policy::bar`]).
    ///
    /// # Errors
    /// It is barred.
    pub fn unbarred(&self, function: Function) -> Result<()> {
        let Some(seat) = self.actor.seat() else { return Ok(()) };
        Ok(self.policy.bar(seat, function, None, self.today)?)
    }

    /// Whether histories of anything but cases are open to the actor: they are a part of the journal.
    pub fn opens_histories(&self) -> bool {
        self.has(Function::HistoryView) && self.has(Function::JournalList)
    }

    /// Opens what an Act sealed for this installation; none where it is another's.
    pub fn open(&self, sealed: &Sealed) -> Option<Vec<u8>> {
        self.vault.open(sealed)
    }

    /// The text of a value in the history, where its key was not destroyed.
    ///
    /// # Errors
    /// A fault of the engine.
    pub fn unseal(&self, subject: Option<PersonId>, value: &Value) -> Result<Option<String>> {
        self.vault.read(&self.snapshot, subject, value)
    }
}

impl View for Look {
    fn read(&self, table: Table, key: &[u8], use_value: &mut dyn FnMut(&[u8])) -> Result<bool> {
        self.snapshot.read(table, key, use_value)
    }

    fn visit(&self, table: Table, keys: &Keys, order: Order, visit: &mut dyn FnMut(&[u8], &[u8]) -> Flow) -> Result<()> {
        self.snapshot.visit(table, keys, order, visit)
    }
}
