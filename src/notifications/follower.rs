//! Makes notices from the journal: the applicant learns of everything that somebody else did to their application, by
//! e-mail too, where they want it and have an address; an employee of what waits for them.

mod desk;

use super::{
    Draft, Letter, LetterId, Notice, Topic,
    table::{address_of, letter as letter_with, wishes},
};
use crate::{
    access::{Function, Placed, Policy},
    act::{Touched, Writer},
    applications::{Application, State, table as applications_table},
    identity::{Acquaintance, Passkeys, Recovery, User, table as identity_table},
    journal::{Deed, Entry, FieldChange, Outcome, RecordChange, Value, table as journal_table},
    storage::{Order, Overlay, Record, Table, View, codec, rows},
    terms::{AgentId, ApplicationId, Digest, Message, Result, UserId, message},
};
use jiff::{SignedDuration, Timestamp, civil::Date};
use std::{collections::BTreeMap, ops::ControlFlow, sync::Arc};

const POSITIONS: Table = Table("followers");
const POSITION: &[u8] = b"notices";
const VERSION: u8 = 1;
/// Entries followed in one go.
const STRIDE: u64 = 2000;
/// What is older is no news any more: no letter goes out, whatever is followed anew.
const NEWS: SignedDuration = SignedDuration::from_hours(3 * 24);

type Positions = BTreeMap<AgentId, u64>;

/// What the entries of a stride give rise to.
#[derive(Default)]
struct Made {
    notices: Vec<Notice>,
    letters: Vec<Letter>,
}

fn positions(view: &dyn View) -> Result<Positions> {
    view.get(POSITIONS, POSITION)?.map_or_else(|| Ok(Positions::new()), |bytes| codec::decode(VERSION, &bytes))
}

/// Follows the journals up to now, or one stride of them; tells whether there is more.
///
/// # Errors
/// A fault of the engine.
pub fn step(view: &dyn View, writer: &Writer, now: Timestamp) -> Result<bool> {
    let present = Present { policy: writer.policy(), today: writer.day_of(now), now };
    let (made, reached, more) = read(view, &present)?;
    if reached == positions(view)? {
        return Ok(false);
    }
    writer.derive(move |view, written| store(made, &reached, view, written))?;
    Ok(more)
}

/// The moment at which the journals are followed, and who may what then.
struct Present {
    policy: Arc<Policy>,
    today: Date,
    now: Timestamp,
}

fn read(view: &dyn View, present: &Present) -> Result<(Made, Positions, bool)> {
    let mut positions = positions(view)?;
    let (mut made, mut more) = (Made::default(), false);
    for agent in journal_table::agents(view)? {
        let from = positions.get(&agent).copied().unwrap_or(0);
        let mut failed = None;
        let mut next = from;
        journal_table::visit_bytes(view, agent, from, Order::Ascending, &mut |number, bytes| {
            if number >= from + STRIDE {
                more = true;
                return ControlFlow::Break(());
            }
            next = number + 1;
            failed = journal_table::decode(bytes).and_then(|entry| made.follow(view, agent, (number, &entry), present)).err();
            if failed.is_none() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        if let Some(error) = failed {
            return Err(error);
        }
        positions.insert(agent, next);
    }
    Ok((made, positions, more))
}

impl Made {
    fn follow(&mut self, view: &dyn View, agent: AgentId, (number, entry): (u64, &Entry), present: &Present) -> Result<()> {
        if let Some(message) = said_of_access(entry)
            && let Some(user) = entry.record.as_ref().filter(|record| record.kind == User::NAME).and_then(|record| record.number())
        {
            let user = UserId::new(user);
            self.notices.push(Notice { user, at: entry.at, agent, entry: number, message, application: None });
        }
        self.tell_the_desk(view, agent, (number, entry), present)?;
        let Some((topic, message)) = said(entry) else { return Ok(()) };
        let Some(notice) = notice(view, agent, number, entry, message)? else { return Ok(()) };
        if present.now.duration_since(notice.at) < NEWS {
            self.letters.extend(letter(view, &notice, topic)?);
        }
        self.notices.push(notice);
        Ok(())
    }

    /// What waits for an employee is told while it is news.
    fn tell_the_desk(&mut self, view: &dyn View, agent: AgentId, (number, entry): (u64, &Entry), present: &Present) -> Result<()> {
        let done = entry.outcome == Outcome::Success && !entry.changes.is_empty();
        if !done || present.now.duration_since(entry.at) >= NEWS {
            return Ok(());
        }
        let Some(case) = application_of(view, entry)? else { return Ok(()) };
        let shown = case.number.map_or_else(String::new, |number| number.to_string());
        for (user, id) in desk::told(&present.policy, present.today, entry, &case) {
            let message = message(id).with("number", shown.as_str());
            self.notices.push(Notice { user, at: entry.at, agent, entry: number, message, application: Some(case.id) });
        }
        Ok(())
    }
}

/// The application that an entry is about.
fn application_of(view: &dyn View, entry: &Entry) -> Result<Option<Application>> {
    let id = entry.record.as_ref().filter(|record| record.kind == Application::NAME).and_then(|record| record.number());
    id.map_or(Ok(None), |id| applications_table::application(view, ApplicationId::new(id)))
}

/// The letter that goes with a notice, where its reader wants one. Its identity is made from the notice's, so that making
/// it again makes the same one.
fn letter(view: &dyn View, notice: &Notice, topic: Topic) -> Result<Option<Letter>> {
    let wishes = wishes(view, notice.user)?;
    let user = identity_table::user(view, notice.user)?.filter(|user| user.active && wishes.topics.contains(&topic));
    let Some(user) = user else { return Ok(None) };
    let Some((to, person)) = address_of(view, &user)? else { return Ok(None) };
    let digest = Digest::of(&[&notice.key()[..], b"letter"].concat());
    let millis = notice.at.as_millisecond().unsigned_abs();
    let random = std::array::from_fn(|place| digest.0[place]);
    let id = LetterId(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid());
    let Some(application) = notice.application else { return Ok(None) };
    let link = format!("/applications/{application}");
    let text = vec![
        message("letter-greeting").with("name", user.name.greeting()),
        notice.message.clone(),
        message("letter-open-application").with("link", link),
        message("letter-wishes").with("link", "/notices"),
    ];
    let draft = Draft {
        to,
        user: Some(user.id),
        person,
        agent: notice.agent,
        language: wishes.language,
        subject: notice.message.clone(),
        text,
        secrets: Vec::new(),
        attachment: None,
    };
    Ok(Some(Letter::of(id, draft, notice.at)))
}

fn store(made: Made, reached: &Positions, view: &dyn View, written: &mut Overlay) -> Result<Vec<Touched>> {
    let mut touched = Vec::new();
    for letter in &made.letters {
        if letter_with(view, letter.id)?.is_none() {
            rows::put(written, None, letter)?;
            let reference = crate::journal::RecordRef { kind: Letter::NAME.to_owned(), key: letter.key() };
            touched.push(Touched { record: reference, place: letter.place() });
        }
    }
    for notice in &made.notices {
        rows::put(written, None, notice)?;
        let reference = crate::journal::RecordRef { kind: Notice::NAME.to_owned(), key: notice.key() };
        touched.push(Touched { record: reference, place: crate::access::Place { holder: Some(notice.user), ..Default::default() } });
    }
    written.put(POSITIONS, POSITION.to_vec(), codec::encode(VERSION, reached)?);
    Ok(touched)
}

/// The notice that an entry gives rise to.
fn notice(view: &dyn View, agent: AgentId, number: u64, entry: &Entry, message: Message) -> Result<Option<Notice>> {
    let Some(application) = application_of(view, entry)? else { return Ok(None) };
    if entry.user == Some(application.applicant) {
        return Ok(None);
    }
    let shown = application.number.map_or_else(String::new, |number| number.to_string());
    let message = message.with("number", shown);
    Ok(Some(Notice { user: application.applicant, at: entry.at, agent, entry: number, message, application: Some(application.id) }))
}

/// What a user is told of their access: somebody signed in from a new place, the password is another one. The letter about it
/// is written by the Act itself.
fn said_of_access(entry: &Entry) -> Option<Message> {
    if entry.outcome != Outcome::Success {
        return None;
    }
    // A factor that is turned on or off goes with its codes on paper; a sign-in touches them only where one is used.
    if entry.changes.iter().any(|change| change.record.kind == Recovery::NAME) {
        let used = entry.function == Function::SessionOpen.code();
        return Some(message(if used { "notice-recovery-used" } else { "notice-factor" }));
    }
    let keys = entry.changes.iter().any(|change| change.record.kind == Passkeys::NAME);
    if keys && entry.function != Function::SessionOpen.code() {
        return Some(message("notice-factor"));
    }
    let moved = |change: &RecordChange| change.record.kind == Acquaintance::NAME && change.deed == Deed::Changed;
    if entry.changes.iter().any(moved) {
        return Some(message("notice-new-place").with("address", entry.address.as_str()));
    }
    let ways = [Function::PasswordChange, Function::PasswordRestore].map(Function::code);
    let changed = ways.contains(&entry.function.as_str()) && entry.changes.iter().any(|change| change.record.kind == User::NAME);
    changed.then(|| message("notice-new-password"))
}

/// What of an employee's work is worth telling the applicant, what it is about, and how it is said.
const TOLD: [(Function, Topic, &str); 7] = [
    (Function::CaseRegister, Topic::Progress, "notice-registered"),
    (Function::CaseTake, Topic::Progress, "notice-taken"),
    (Function::CaseAsk, Topic::Question, "notice-asked"),
    (Function::CaseSend, Topic::Progress, "notice-checking"),
    (Function::CaseDecide, Topic::Decision, "notice-decided"),
    (Function::CaseDeliver, Topic::Decision, "notice-delivered"),
    (Function::CaseAppeal, Topic::Decision, "notice-appeal-answered"),
];

/// What the applicant is told of this entry, and what it is about, where it is worth telling.
fn said(entry: &Entry) -> Option<(Topic, Message)> {
    if entry.outcome != Outcome::Success || entry.changes.is_empty() {
        return None;
    }
    let (function, topic, id) = TOLD.into_iter().find(|(function, ..)| function.code() == entry.function)?;
    // The first of two signatures is no decision yet: the state stays.
    let is_done = function != Function::CaseDecide || reaches_a_state(entry);
    is_done.then(|| (topic, message(decided(entry).unwrap_or(id))))
}

fn reaches_a_state(entry: &Entry) -> bool {
    state(entry).is_some()
}

fn state(entry: &Entry) -> Option<&FieldChange> {
    entry.changes.iter().flat_map(|change| &change.fields).find(|field| field.path == "state")
}

/// How a decision is told, by what it led to.
fn decided(entry: &Entry) -> Option<&'static str> {
    let decision = entry.function == Function::CaseDecide.code();
    match state(entry).filter(|_| decision)?.new.as_ref()? {
        Value::Open(state) if *state == format!("{:?}", State::Refused) => Some("notice-refused"),
        Value::Open(state) if *state == format!("{:?}", State::InDelivery) => Some("notice-granted"),
        Value::Open(_) | Value::Sealed(_) | Value::Hidden => None,
    }
}
