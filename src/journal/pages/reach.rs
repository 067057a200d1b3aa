//! Which records, and whose journal, the reader may look at: one place for all pages of this room.

use crate::{
    access::{AgentGroup, Function, Grant, Houses, Place, Placed, Reach, Rule, Scope, StoredRole, UserGroup, UserKind},
    act::{Look, line},
    applications::{Application, State},
    housing::{House, Principal},
    identity::{Acquaintance, Agent, ApiKey, Doorstep, Session, User, table as identity_table},
    journal::RecordRef,
    people::{Person, table as people_table},
    storage::{Record, rows::load},
    terms::{AgentId, Error, Kind as Sort, Language, PersonId, Refusal, Result, calendar::Decree, message},
    web::url,
};

/// Whether the journal's line of this look names the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Glance {
    /// The page is about it.
    Noted,
    /// It stands on a page about something else.
    Aside,
}

/// A record within the reader's reach.
#[derive(Debug)]
pub(super) enum Reached {
    Application(Box<Application>),
    Person(Box<Person>),
    User(Box<User>),
    Scope(Scope),
    Grant(Grant),
    Agent(Agent),
    House(House),
    Role(Box<StoredRole>),
    Rule(Box<Rule>),
    UserGroup(UserGroup),
    AgentGroup(AgentGroup),
    Principal(Box<Principal>),
    Decree(Decree),
}

/// How many numbers make the key of this kind; none of a kind whose history is not shown.
fn numbers_in_key(kind: &str) -> Option<usize> {
    match kind {
        Application::NAME | Person::NAME | User::NAME | Scope::NAME | Agent::NAME | House::NAME => Some(1),
        StoredRole::NAME | Rule::NAME | UserGroup::NAME | AgentGroup::NAME | Principal::NAME | Decree::NAME => Some(1),
        Grant::NAME => Some(2),
        _ => None,
    }
}

/// The record that an address names: `12`, or `12-3` where two numbers make the key.
pub(super) fn record_of(kind: &str, key: &str) -> Result<RecordRef> {
    let numbers: Option<Vec<u64>> =
        key.split('-').map(|part| part.parse().ok().filter(|_| part.bytes().all(|byte| byte.is_ascii_digit()))).collect();
    let numbers = numbers.filter(|numbers| numbers_in_key(kind) == Some(numbers.len())).ok_or_else(Refusal::missing)?;
    Ok(RecordRef { kind: kind.to_owned(), key: numbers.into_iter().flat_map(u64::to_be_bytes).collect() })
}

/// The address of a record's history.
pub(super) fn history_address(record: &RecordRef) -> Option<String> {
    let parts = record.numbers();
    if numbers_in_key(&record.kind) != Some(parts.len()) {
        return None;
    }
    match parts[..] {
        [number] => Some(url::history(&record.kind, number)),
        [first, second] => Some(format!("{}-{second}", url::history(&record.kind, first))),
        _ => None,
    }
}

/// Refuses who works with cases and reads no journal the history of anything but a case: 002 opens the history of parameters
/// to the roles Администратор and Владелец.
pub(super) fn permitted(look: &Look, record: &RecordRef) -> Result<()> {
    if record.kind == Application::NAME { Ok(()) } else { look.need(Function::JournalList) }
}

/// The address of a record's history, where it would be shown.
pub(super) fn history_shown(look: &Look, record: &RecordRef) -> Option<String> {
    let shown = look.has(Function::HistoryView) && permitted(look, record).is_ok();
    history_address(record).filter(|_| shown)
}

fn fetch<R: Record + Placed>(look: &Look, key: &[u8], glance: Glance) -> Result<Option<R>> {
    match glance {
        Glance::Noted => match look.load(key) {
            Ok(record) => Ok(Some(record)),
            Err(Error::Refused(refusal)) if refusal.kind == Sort::Missing => Ok(None),
            Err(error) => Err(error),
        },
        Glance::Aside => Ok(load::<R>(look, key)?.filter(|record| look.permit().reach.covers(record.place()))),
    }
}

/// A user: to the administrator of an Agent also its employees, whose base parameters the Owner keeps (002: histories are
/// open to the role Администратор).
fn user(look: &Look, key: &[u8], glance: Glance) -> Result<Option<User>> {
    let user = load::<User>(look, key)?.filter(|user| look.works_with(user.id, user.place()));
    if let Some(user) = user.as_ref().filter(|_| glance == Glance::Noted) {
        look.concern(user);
    }
    Ok(user)
}

/// The record, where it is there and the reader reaches it. A draft is seen by its applicant only, who has no business
/// here; and a citizen has no history of anything.
pub(super) fn reached(look: &Look, record: &RecordRef, glance: Glance) -> Result<Option<Reached>> {
    let key = &record.key;
    if look.permit().reach.holder.is_some() || numbers_in_key(&record.kind).map(|numbers| numbers * 8) != Some(key.len()) {
        return Ok(None);
    }
    Ok(match record.kind.as_str() {
        Application::NAME => {
            let draft = load::<Application>(look, key)?.is_some_and(|application| application.state == State::Draft);
            if draft { None } else { fetch(look, key, glance)?.map(Box::new).map(Reached::Application) }
        }
        Person::NAME => fetch(look, key, glance)?.map(Box::new).map(Reached::Person),
        User::NAME => user(look, key, glance)?.map(Box::new).map(Reached::User),
        Scope::NAME => fetch(look, key, glance)?.map(Reached::Scope),
        Grant::NAME => fetch(look, key, glance)?.map(Reached::Grant),
        Agent::NAME => fetch(look, key, glance)?.map(Reached::Agent),
        House::NAME => fetch(look, key, glance)?.map(Reached::House),
        StoredRole::NAME => fetch(look, key, glance)?.map(Box::new).map(Reached::Role),
        Rule::NAME => fetch(look, key, glance)?.map(Box::new).map(Reached::Rule),
        UserGroup::NAME => fetch(look, key, glance)?.map(Reached::UserGroup),
        AgentGroup::NAME => fetch(look, key, glance)?.map(Reached::AgentGroup),
        Principal::NAME => fetch(look, key, glance)?.map(Box::new).map(Reached::Principal),
        Decree::NAME => fetch(look, key, glance)?.map(Reached::Decree),
        _ => None,
    })
}

/// Whether there is such a record at all, in reach or not.
pub(super) fn exists(look: &Look, record: &RecordRef) -> Result<bool> {
    let key = &record.key;
    Ok(match record.kind.as_str() {
        Application::NAME => load::<Application>(look, key)?.is_some(),
        Person::NAME => load::<Person>(look, key)?.is_some(),
        User::NAME => load::<User>(look, key)?.is_some(),
        Scope::NAME => load::<Scope>(look, key)?.is_some(),
        Grant::NAME => load::<Grant>(look, key)?.is_some(),
        Agent::NAME => load::<Agent>(look, key)?.is_some(),
        House::NAME => load::<House>(look, key)?.is_some(),
        StoredRole::NAME => load::<StoredRole>(look, key)?.is_some(),
        Rule::NAME => load::<Rule>(look, key)?.is_some(),
        UserGroup::NAME => load::<UserGroup>(look, key)?.is_some(),
        AgentGroup::NAME => load::<AgentGroup>(look, key)?.is_some(),
        Principal::NAME => load::<Principal>(look, key)?.is_some(),
        Decree::NAME => load::<Decree>(look, key)?.is_some(),
        _ => false,
    })
}

impl Reached {
    /// Whose personal data its history holds.
    pub(super) fn subject(&self, look: &Look) -> Result<Option<PersonId>> {
        match self {
            Self::Application(application) => Ok(Some(application.person)),
            Self::Person(person) => Ok(Some(person.id)),
            Self::User(user) if user.kind == UserKind::Citizen => Ok(people_table::person_of_user(look, user.id)?.map(|person| person.id)),
            Self::User(_) | Self::Scope(_) | Self::Grant(_) | Self::Agent(_) | Self::House(_) => Ok(None),
            Self::Role(_) | Self::Rule(_) | Self::UserGroup(_) | Self::AgentGroup(_) | Self::Principal(_) | Self::Decree(_) => Ok(None),
        }
    }

    /// The application, where it is one.
    pub(super) fn application(&self) -> Option<&Application> {
        match self {
            Self::Application(application) => Some(application),
            Self::Person(_) | Self::User(_) | Self::Scope(_) | Self::Grant(_) | Self::Agent(_) | Self::House(_) => None,
            Self::Role(_) | Self::Rule(_) | Self::UserGroup(_) | Self::AgentGroup(_) | Self::Principal(_) | Self::Decree(_) => None,
        }
    }

    /// What tells it apart, for its title: a number or a name that is nobody's personal data.
    pub(super) fn name(&self, language: Language) -> String {
        match self {
            Self::Application(application) => application.number.map_or_else(|| application.id.to_string(), |number| format!("№ {number}")),
            Self::Person(person) => person.id.to_string(),
            Self::User(user) => user.login.to_string(),
            Self::Scope(scope) => language.quoted(&scope.name),
            Self::Grant(grant) => format!("{}-{}", grant.user, grant.agent),
            Self::Agent(agent) => language.quoted(&agent.code),
            Self::House(house) => house.to_string(),
            Self::Role(role) => language.quoted(role.name.read(language)),
            Self::Rule(rule) => format!("№ {}", rule.id),
            Self::UserGroup(group) => language.quoted(&group.name),
            Self::AgentGroup(group) => language.quoted(&group.name),
            Self::Principal(principal) => language.quoted(&principal.name),
            Self::Decree(decree) => decree.year.to_string(),
        }
    }
}

/// Whose journal the reader opens: their own Agent's; the Owner's employees may name any. The journal belongs to no house,
/// so only who sees the whole Agent reads it.
pub(super) fn journal(look: &Look, asked: Option<AgentId>) -> Result<AgentId> {
    let reach = &look.permit().reach;
    if reach.holder.is_some() {
        return Err(Refusal::missing().into());
    }
    let agent = match (reach.agent, asked) {
        (Some(own), None) => own,
        (Some(own), Some(asked)) if own == asked => own,
        (Some(_), Some(_)) => return Err(Refusal::missing().into()),
        (None, None) => line::home(look.actor()),
        (None, Some(asked)) => identity_table::agent(look, asked)?.map(|agent| agent.id).ok_or_else(Refusal::missing)?,
    };
    if reads_journal(reach, agent) {
        return Ok(agent);
    }
    Err(Refusal::new(Sort::Denied, message("journal-whole-agent")).into())
}

/// Whether whoever reaches so far reads the journal of this Agent.
pub(super) fn reads_journal(reach: &Reach, agent: AgentId) -> bool {
    reach.holder.is_none() && reach.covers(Place { agent: Some(agent), ..Place::default() })
}

/// Whether the reader has the whole of this Agent in reach: what was removed is seen by them alone.
pub(super) fn whole(look: &Look, agent: AgentId) -> bool {
    let reach = &look.permit().reach;
    reach.holder.is_none() && reach.houses == Houses::All && reach.agent.is_none_or(|own| own == agent)
}

/// Whether what this journal keeps of a record that is no more may be shown; of a kind without a history page, to the
/// Owner only. Of an application that is gone nobody can tell whether it was ever handed in.
pub(super) fn left_behind(look: &Look, record: &RecordRef, journal: AgentId) -> Result<bool> {
    if numbers_in_key(&record.kind).is_none() {
        return Ok(look.permit().reach.agent.is_none() && whole(look, journal));
    }
    Ok(record.kind != Application::NAME && whole(look, journal) && !exists(look, record)?)
}

/// Whether a record lets somebody in, or was used up by that: it has no history of its own, and is read with the journal, whose
/// columns say the same.
pub(super) fn is_of_a_sign_in(look: &Look, record: &RecordRef, journal: AgentId) -> bool {
    [Session::NAME, Acquaintance::NAME, Doorstep::NAME, ApiKey::NAME].contains(&record.kind.as_str()) && whole(look, journal)
}

/// Whether an entry of this journal shows the reader what it changed of this record.
pub(super) fn reads(look: &Look, record: &RecordRef, journal: AgentId) -> Result<bool> {
    Ok(is_of_a_sign_in(look, record, journal) || reached(look, record, Glance::Aside)?.is_some() || left_behind(look, record, journal)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_one_record_of_a_known_kind() {
        let record = record_of("application", "12").unwrap();
        assert_eq!(record.number(), Some(12));
        assert_eq!(history_address(&record).as_deref(), Some("/history/application/12"));
        let grant = record_of("grant", "5-2").unwrap();
        assert_eq!(grant.key.len(), 16);
        assert_eq!(history_address(&grant).as_deref(), Some("/history/grant/5-2"));
        // Half a key would be the beginning of many: the history of all grants of a user in all Agents.
        for (kind, key) in [
            ("grant", "5"),
            ("application", "5-2"),
            ("application", "+5"),
            ("application", "-5"),
            ("session", "5"),
            ("", "5"),
            ("application", ""),
            ("application", "5-"),
        ] {
            assert!(record_of(kind, key).is_err(), "{kind} {key}");
        }
        assert_eq!(history_address(&RecordRef { kind: "session".into(), key: vec![0; 32] }), None);
        assert_eq!(history_address(&RecordRef { kind: "grant".into(), key: vec![0; 8] }), None);
        assert_eq!(history_address(&RecordRef { kind: "application".into(), key: vec![0; 7] }), None);
    }
}
