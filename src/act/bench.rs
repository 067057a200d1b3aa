//! Runs Acts one after the other over one snapshot and commits them together. A refused, failed or panicking Act leaves
//! nothing of its own behind and takes no other down: each writes into a layer that is only absorbed when it succeeds.

use super::{
    batch::{Batch, Finished, Flying, Touched, newest},
    door::{Act, Circumstances},
    fresh,
    ledger::Ledger,
    line, once, rights,
    tally::Tally,
    vault::Vault,
};
use crate::{
    access::{Actor, Function, Permit, Place, Policy, Roles, policy::OPERATOR, workplace::InForce},
    journal::{Entry, Outcome, RecordRef, checkpoint::SigningKey},
    storage::{
        Engine, Layered, Overlay, View, schema,
        space::{self, Reserve},
    },
    terms::{Error, Fault, Kind, Once, Refusal, Result, message},
};
use arc_swap::ArcSwap;
use jiff::{Timestamp, tz::TimeZone};
use rand::{Rng, SeedableRng, rngs::StdRng};
use serde::{Serialize, de::DeserializeOwned};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    time::Instant,
};

/// What a bench is opened with.
pub struct Opening {
    /// The store.
    pub engine: Engine,
    /// All roles.
    pub roles: Arc<Roles>,
    /// Signs the journals' checkpoints.
    pub signing: SigningKey,
    /// Opens the subjects' keys.
    pub vault: Vault,
    /// Where days begin and end.
    pub zone: TimeZone,
    /// For everything random; the same seed and the same Acts make the same store.
    pub seed: [u8; 32],
    /// Asks how many bytes the disk has left.
    pub space: Box<dyn Fn() -> Result<u64> + Send>,
}

/// The circumstances of one action.
pub struct Call<'c> {
    /// Who.
    pub actor: &'c Actor,
    /// What they want to do.
    pub function: Function,
    /// When.
    pub at: Timestamp,
    /// The once-token of the form.
    pub once: Option<Once>,
}

/// The one writer's workplace.
pub struct Bench {
    engine: Engine,
    roles: Arc<Roles>,
    ledger: Ledger,
    vault: Vault,
    pub(super) zone: TimeZone,
    random: StdRng,
    policy: Arc<ArcSwap<Policy>>,
    batch: Option<Batch>,
    flying: Option<Flying>,
    tally: Tally,
    reserve: Reserve,
    space: Box<dyn Fn() -> Result<u64> + Send>,
    tight: bool,
    /// A change of rights was not written, or so the disk says: they are compiled anew.
    doubtful: bool,
    last: Timestamp,
}

impl Bench {
    /// Opens the store: brings it to the current version, keeps the reserve, compiles the policy.
    ///
    /// # Errors
    /// The store is newer than the program, there is no room, or a fault of the engine.
    pub fn open(opening: Opening) -> Result<Self> {
        let Opening { engine, roles, signing, vault, zone, seed, space } = opening;
        schema::migrate(&engine)?;
        let reserve = Reserve::of(engine.folder());
        let policy = rights::compile(&engine.snapshot()?, &roles)?;
        let mut bench = Self {
            engine,
            roles,
            ledger: Ledger::new(signing),
            vault,
            zone,
            random: StdRng::from_seed(seed),
            policy: Arc::new(ArcSwap::from_pointee(policy)),
            batch: None,
            flying: None,
            tally: Tally::default(),
            reserve,
            space,
            tight: false,
            doubtful: false,
            last: Timestamp::MIN,
        };
        bench.feel_space();
        Ok(bench)
    }

    /// The rights of everybody, as every reader sees them: replaced as soon as a change of them is durable.
    pub const fn policy(&self) -> &Arc<ArcSwap<Policy>> {
        &self.policy
    }

    /// The store.
    pub const fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Notices a full disk before it bites, and takes the reserve back when there is room again.
    fn feel_space(&mut self) {
        // Where the disk cannot even be asked, the next commit will tell.
        let left = (self.space)().unwrap_or(u64::MAX);
        let kept = if self.reserve.is_kept() { space::RESERVE } else { 0 };
        self.tight = left < space::FLOOR;
        if !self.tight && kept == 0 && left > space::FLOOR + 2 * space::RESERVE && self.reserve.keep().is_err() {
            tracing::warn!("the reserve of disk space could not be kept");
        }
    }

    fn begin(&mut self) -> Result<()> {
        if self.batch.is_none() {
            self.feel_space();
            let base = self.engine.snapshot()?;
            if self.doubtful {
                self.policy.store(Arc::new(rights::compile(&base, &self.roles)?));
                self.doubtful = false;
            }
            let below = self.flying.as_ref().map_or_else(Arc::default, |flying| flying.over.clone());
            self.batch = Some(Batch { base, below, over: Overlay::default(), policy: None, touched: Vec::new() });
        }
        Ok(())
    }

    /// Performs one action: decides, answers a repeated form with its first answer, runs the verb, writes the journal. The
    /// answer may leave only after [`Bench::commit`].
    ///
    /// # Errors
    /// Why it was refused, or what failed; both are in the journal.
    pub fn act<T: Serialize + DeserializeOwned>(&mut self, call: &Call<'_>, verb: impl FnOnce(&mut Act<'_>) -> Result<T>) -> Result<T> {
        // All that is the same for every verb is compiled once.
        let (mut verb, mut made, lost) = (Some(verb), None, || Error::from(Fault::new("acting", "a verb was called twice")));
        let first = self.perform(call, &mut |act| {
            let answer = verb.take().ok_or_else(lost)?(act)?;
            let kept = call.once.map(|_| once::encode(&answer)).transpose()?;
            made = Some(answer);
            Ok(kept)
        })?;
        first.map_or_else(|| made.ok_or_else(lost), |first| once::read(&first))
    }

    /// The first answer to this form, where it came before; none where the verb has run, which gives its answer as it is kept.
    fn perform(&mut self, call: &Call<'_>, verb: &mut dyn FnMut(&mut Act<'_>) -> Result<Option<Vec<u8>>>) -> Result<Option<Vec<u8>>> {
        let began = Instant::now();
        self.begin()?;
        self.last = self.last.max(call.at);
        let force = self.current(|policy| policy.in_force(&call.actor.who));
        let permit = match self.permit(call) {
            Ok(permit) => permit,
            Err(refusal) => return self.refuse(call, began, &force, refusal),
        };
        let Some(batch) = self.batch.as_mut() else { return Err(Fault::new("acting", "no batch was begun").into()) };
        let ground = batch.ground();
        let base = Layered { base: &ground, over: &batch.over };
        match once::first_answer(&base, call) {
            Ok(None) => {}
            Ok(Some(first)) => return Ok(Some(first)),
            Err(refusal) => return self.refuse(call, began, &force, refusal),
        }
        let current = newest(self.flying.as_ref(), &self.policy);
        let policy = batch.policy.as_ref().unwrap_or(&current);
        let circumstances = Circumstances { base: &base, policy, vault: &self.vault, zone: &self.zone, random: &mut self.random };
        let mut act = Act::new(circumstances, call.actor, permit, call.at, line::home(call.actor));
        let outcome = catch_unwind(AssertUnwindSafe(|| verb(&mut act)));
        let mut entry = line::of_act(call, &force, &mut act);
        let kept = match outcome {
            Ok(Ok(kept)) => kept,
            Ok(Err(error)) => return self.fail(entry, began, error),
            Err(_) => return self.fail(entry, began, Fault::new("acting", "a bug: the action panicked").into()),
        };
        let (changes, disclosed, verdict) = (std::mem::take(&mut act.changes), std::mem::take(&mut act.disclosed), act.verdict.take());
        let (written, touched) = (std::mem::take(&mut act.written), std::mem::take(&mut act.touched));
        drop(act);
        let finished = match self.finish(call, written, touched, kept) {
            Ok(finished) => finished,
            Err(error) => return self.fail(entry, began, error),
        };
        (entry.changes, entry.disclosed) = (changes, disclosed);
        if verdict.is_some() {
            (entry.outcome, entry.error) = (Outcome::Refused, verdict);
        }
        entry.micros = line::micros(began);
        // The journal first: where it cannot be written, nothing is done.
        self.enter(entry)?;
        self.absorb(finished);
        Ok(None)
    }

    /// Everything about a finished Act that can still fail.
    fn finish(&self, call: &Call<'_>, mut written: Overlay, touched: Vec<(RecordRef, Place)>, kept: Option<Vec<u8>>) -> Result<Finished> {
        let Some(batch) = self.batch.as_ref() else { return Err(Fault::new("acting", "no batch was begun").into()) };
        if let Some((once, answer)) = call.once.zip(kept) {
            once::keep(&mut written, call, once, answer)?;
        }
        let ground = batch.ground();
        let below = Layered { base: &ground, over: &batch.over };
        let after = Layered { base: &below, over: &written };
        let rights = if rights::concerns(&written) { Some(self.changed(call, batch, &after, &written)?) } else { None };
        Ok(Finished { written, touched, rights })
    }

    /// The rights of everybody after this Act, where the guard lets it through.
    fn changed(&self, call: &Call<'_>, batch: &Batch, after: &dyn View, written: &Overlay) -> Result<Policy> {
        let current = newest(self.flying.as_ref(), &self.policy);
        let before = batch.policy.as_ref().unwrap_or(&current);
        let mut next = before.clone();
        rights::place(&mut next, after, written)?;
        rights::guarded(after, before, &next, &call.actor.who, call.at.to_zoned(self.zone.clone()).date())?;
        Ok(next)
    }

    /// A finished Act, which stands in the journal, joins the batch.
    fn absorb(&mut self, finished: Finished) {
        let Some(batch) = self.batch.as_mut() else { return };
        batch.policy = finished.rights.or(batch.policy.take());
        batch.over.absorb(finished.written);
        batch.touched.extend(finished.touched.into_iter().map(|(record, place)| Touched { record, place }));
    }

    /// Asks the rights as this batch has changed them.
    fn current<T>(&self, ask: impl FnOnce(&Policy) -> T) -> T {
        match self.batch.as_ref().and_then(|batch| batch.policy.as_ref()) {
            Some(policy) => ask(policy),
            None => ask(&newest(self.flying.as_ref(), &self.policy)),
        }
    }

    fn permit(&self, call: &Call<'_>) -> std::result::Result<Permit, Refusal> {
        let today = call.at.to_zoned(self.zone.clone()).date();
        let permit = self.current(|policy| policy.permit(&call.actor.who, call.function, today));
        let permit = permit.map_err(|why| why.refusal(call.function))?;
        if let Some(refusal) = fresh::unproved(call) {
            return Err(refusal);
        }
        if self.tight && !call.function.makes_room() {
            return Err(Refusal::new(Kind::Unavailable, message("refusal-disk-full")));
        }
        Ok(permit)
    }

    fn refuse<T>(&mut self, call: &Call<'_>, began: Instant, force: &InForce, refusal: Refusal) -> Result<T> {
        let entry = line::entry(call, force, line::home(call.actor));
        self.fail(entry, began, refusal.into())
    }

    fn fail<T>(&mut self, mut entry: Entry, began: Instant, error: Error) -> Result<T> {
        line::fail(&mut entry, &error);
        entry.micros = line::micros(began);
        self.enter(entry)?;
        Err(error)
    }

    /// Writes an entry: that of an Act here, that of a Look which was made elsewhere.
    ///
    /// # Errors
    /// A fault of the engine.
    pub fn enter(&mut self, entry: Entry) -> Result<()> {
        let guest = entry.user.is_none() && entry.roles != OPERATOR && entry.changes.is_empty();
        let entries = if guest { self.tally.take(entry) } else { vec![entry] };
        self.append(entries)
    }

    fn append(&mut self, entries: Vec<Entry>) -> Result<()> {
        self.begin()?;
        let Some(batch) = self.batch.as_mut() else { return Ok(()) };
        for entry in entries {
            self.last = self.last.max(entry.at);
            // Not by `ground`, which would borrow all of the batch.
            let ground = Layered { base: &batch.base, over: &batch.below };
            self.ledger.append(&ground, &mut batch.over, &entry)?;
        }
        Ok(())
    }

    /// Lets a follower write its derived records and its position.
    ///
    /// # Errors
    /// A fault of the engine, or the follower's own.
    pub fn derive(&mut self, write: impl FnOnce(&dyn View, &mut Overlay) -> Result<Vec<Touched>>) -> Result<()> {
        self.begin()?;
        let Some(batch) = self.batch.as_mut() else { return Ok(()) };
        let mut written = Overlay::default();
        let ground = batch.ground();
        let touched = write(&Layered { base: &ground, over: &batch.over }, &mut written)?;
        batch.over.absorb(written);
        batch.touched.extend(touched);
        Ok(())
    }

    /// Makes everything since the last commit durable, then lets it be seen.
    ///
    /// # Errors
    /// The disk is full or broken: nothing since the last commit was done.
    pub fn commit(&mut self) -> Result<Vec<Touched>> {
        self.settle(false)
    }

    /// The last commit before the end: with the summaries of what guests did and a checkpoint of every journal.
    ///
    /// # Errors
    /// As [`Bench::commit`].
    pub fn close(&mut self) -> Result<()> {
        self.begin()?;
        let summaries = self.tally.close();
        self.append(summaries)?;
        self.settle(true).map(drop)
    }

    fn settle(&mut self, closing: bool) -> Result<Vec<Touched>> {
        let Some(over) = self.depart(closing)? else { return Ok(Vec::new()) };
        let written = self.engine.commit(&over);
        self.land(written)
    }

    /// Closes the batch and hands it out to be written by [`Engine::commit`], while the next one is begun on top of it. None
    /// where nothing was done. Only one may be on its way; [`Bench::land`] takes word of it.
    ///
    /// # Errors
    /// It cannot be closed: nothing of it was done.
    pub fn depart(&mut self, closing: bool) -> Result<Option<Arc<Overlay>>> {
        let summaries = if self.batch.is_some() { self.tally.turn(self.last) } else { Vec::new() };
        self.append(summaries)?;
        let Some(mut batch) = self.batch.take() else { return Ok(None) };
        let swept = once::sweep(&batch.base, &mut batch.over, self.last);
        if let Err(error) = swept.and_then(|()| self.ledger.settle(&mut batch.over, self.last, closing)) {
            self.undo(batch.policy.is_some());
            return Err(error);
        }
        let Batch { over, policy, touched, .. } = batch;
        let over = Arc::new(over);
        self.flying = Some(Flying { over: over.clone(), policy: policy.map(Arc::new), touched });
        Ok(Some(over))
    }

    /// Takes word of the batch that was handed out. Where it was not written, neither is what was done on top of it since.
    ///
    /// # Errors
    /// It was not written.
    pub fn land(&mut self, written: Result<()>) -> Result<Vec<Touched>> {
        let Some(flying) = self.flying.take() else { return Ok(Vec::new()) };
        if let Err(error) = written {
            let on_top = self.batch.take().is_some_and(|batch| batch.policy.is_some());
            self.undo(flying.policy.is_some() || on_top);
            return Err(error);
        }
        if let Some(policy) = flying.policy {
            self.policy.store(policy);
        }
        Ok(flying.touched)
    }

    /// What is in memory of a batch that was not written is forgotten: the store knows better.
    fn undo(&mut self, rights: bool) {
        self.ledger.forget();
        self.tight = true;
        self.doubtful |= rights;
        let _ = self.reserve.release(); // so that an administrator can still sign in and make room
    }

    /// Begins a batch even where nothing is to be done: writing it tells whether the disk is well again.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn probe(&mut self) -> Result<()> {
        self.begin()
    }

    /// Random bytes of this bench, for what is made beside Acts.
    pub fn random(&mut self) -> &mut impl Rng {
        &mut self.random
    }
}
