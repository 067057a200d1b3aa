//! Values of the history as this reader sees them: opened where the record is in reach and its subject's key is there, put
//! into words, masked where personal data is hidden from the reader.

use super::{
    names::Names,
    reach::{self, Glance, Reached},
};
use crate::{
    access::{AgentGroup, AgentGroupId, PrincipalId, ScopeId, Section, UserGroup, UserGroupId, table},
    act::Look,
    appliance::Appliance,
    applications::{Application, Office, State},
    catalog::{Service, form::BIC_ENDING},
    housing::table as housing_table,
    identity::{Acquaintance, ApiKey, Session, User},
    journal::{
        FieldChange, RecordChange, RecordRef, Value,
        listed::{BOUND, Told, told},
        then::Held,
        views::{
            changes::{FieldLine, RecordLine, Shown},
            label,
        },
    },
    storage::Record,
    terms::{AgentId, HouseId, PersonId, Result, Sight, UserId, Words, message},
};
use jiff::{Timestamp, civil::Date};
use std::{collections::HashMap, sync::Arc};

/// Fields of a user's card and of a session that say something of a person, though the card does not mark them so: the card
/// of an employee is no secret, that of a citizen is.
const OF_A_PERSON: [&str; 8] = ["name", "phone", "email", "messenger", "position", "description", "address", "browser"];

/// Reads values for one page.
pub(super) struct Reader<'r> {
    look: &'r Look,
    words: &'r Words,
    office: Arc<Office>,
    names: Names<'r>,
}

/// What a value belongs to.
struct Context<'c> {
    kind: &'c str,
    path: &'c str,
    service: Option<&'c Service>,
    subject: Option<PersonId>,
}

impl<'r> Reader<'r> {
    pub(super) fn new(look: &'r Look, kabinet: &'r Appliance, words: &'r Words) -> Self {
        Self { look, words, office: kabinet.office(), names: Names::new(look, kabinet, words, look.sight()) }
    }

    /// Names of users, roles and Agents.
    pub(super) const fn names(&mut self) -> &mut Names<'r> {
        &mut self.names
    }

    /// A change of a record that may be out of the reader's reach: then its fields are named and not shown. What was removed
    /// is seen by who reads the whole of this journal; what has no history of its own, by the Owner.
    pub(super) fn record(&mut self, change: &RecordChange, journal: AgentId) -> Result<RecordLine> {
        let reached = reach::reached(self.look, &change.record, Glance::Aside)?;
        match &reached {
            Some(reached) => {
                let subject = change.subject.map_or_else(|| reached.subject(self.look), |subject| Ok(Some(subject)))?;
                self.known(change, Some(reached), subject)
            }
            None if reach::is_of_a_sign_in(self.look, &change.record, journal) => self.known(change, None, change.subject),
            None if reach::left_behind(self.look, &change.record, journal)? => {
                let line = self.known(change, None, change.subject)?;
                Ok(RecordLine { history: None, ..line })
            }
            None => {
                let field = |told: &Told| FieldLine {
                    name: label::moved(self.words, label::name(self.words, &change.record.kind, &told.change.path), change.deed, told),
                    old: out_of_reach(told.change.old.as_ref()),
                    new: out_of_reach(told.change.new.as_ref()),
                    is_listed: told.is_listed,
                };
                let fields = lines_of(change).iter().map(field).collect();
                let title = self.title(&change.record, None)?;
                Ok(RecordLine { title, history: None, deed: change.deed, fields })
            }
        }
    }

    /// A change of a record within the reader's reach.
    pub(super) fn known(&mut self, change: &RecordChange, reached: Option<&Reached>, subject: Option<PersonId>) -> Result<RecordLine> {
        self.first(change, reached, subject, usize::MAX)
    }

    /// The same with no more lines than so many: what is not shown is not opened either.
    pub(super) fn first(
        &mut self,
        change: &RecordChange,
        reached: Option<&Reached>,
        subject: Option<PersonId>,
        most: usize,
    ) -> Result<RecordLine> {
        let office = self.office.clone();
        let service = service_of(&office, reached.and_then(Reached::application));
        let mut fields = Vec::new();
        for told in lines_of(change).into_iter().take(most) {
            let field = &told.change;
            let context = Context { kind: &change.record.kind, path: &field.path, service, subject };
            let name = label::moved(self.words, self.name(&context), change.deed, &told);
            let (old, new) = (self.shown(&context, field.old.as_ref())?, self.shown(&context, field.new.as_ref())?);
            fields.push(FieldLine { name, old, new, is_listed: told.is_listed });
        }
        let history = reach::history_shown(self.look, &change.record);
        Ok(RecordLine { title: self.title(&change.record, reached)?, history, deed: change.deed, fields })
    }

    /// The names and the values of what a record within the reader's reach held.
    pub(super) fn held(
        &mut self,
        kind: &str,
        application: Option<&Application>,
        held: &[Held],
        subject: Option<PersonId>,
    ) -> Result<Vec<(String, Shown)>> {
        let office = self.office.clone();
        let service = service_of(&office, application);
        let subjects: HashMap<&str, PersonId> = held.iter().filter_map(|one| Some((one.path.as_str(), one.subject?))).collect();
        let field = |one: &Held| FieldChange { path: one.path.clone(), old: None, new: Some(one.value.clone()) };
        let mut lines = told(kind, &held.iter().map(field).collect::<Vec<_>>());
        lines.sort_by_cached_key(|line| label::order(&line.change.path));
        let mut fields = Vec::with_capacity(lines.len());
        for Told { change, .. } in &lines {
            let subject = subjects.get(change.path.as_str()).copied().or(subject);
            let context = Context { kind, path: &change.path, service, subject };
            fields.push((self.name(&context), self.shown(&context, change.new.as_ref())?));
        }
        Ok(fields)
    }

    /// What the record is called: by its name where it is in reach, else by its number.
    pub(super) fn title(&mut self, record: &RecordRef, reached: Option<&Reached>) -> Result<String> {
        let kind = self.names.kind(&record.kind);
        Ok(match reached {
            Some(Reached::Grant(grant)) => format!("{kind}: {}", self.names.held(grant.user, grant.agent)?),
            Some(reached) => format!("{kind} {}", reached.name(self.words.language)),
            None => record.number().map_or_else(|| kind.clone(), |number| format!("{kind} {number}")),
        })
    }

    /// What the field is called: an answer as the form of the service asks it.
    fn name(&self, context: &Context<'_>) -> String {
        let words = self.words;
        let Some((service, answer)) = context.service.zip(context.path.strip_prefix("answers.")) else {
            return label::name(words, context.kind, context.path);
        };
        let named = service.label(answer).map(|label| label.read(words.language));
        match named {
            Some(name) if service.field(answer).is_none() && answer.ends_with(BIC_ENDING) => format!("{name}, {}", words.text("form-bic")),
            Some(name) => name.to_owned(),
            None => label::name(words, context.kind, context.path),
        }
    }

    /// The name of a field by its path alone, for a page about one field.
    pub(super) fn name_of(&self, reached: &Reached, kind: &str, path: &str) -> String {
        let application = reached.application();
        let service = application.and_then(|one| self.office.catalogue.version(one.service.as_str(), one.version));
        self.name(&Context { kind, path, service, subject: None })
    }

    /// A value as the reader sees it. What shows personal data as it is leaves its trace.
    fn shown(&mut self, context: &Context<'_>, value: Option<&Value>) -> Result<Shown> {
        let Some(value) = value else { return Ok(Shown::Absent) };
        let personal = match value {
            Value::Open(_) => is_of_a_person(context),
            Value::Sealed(_) => true,
            Value::Hidden => return Ok(Shown::Secret),
        };
        let Some(text) = self.look.unseal(context.subject, value)? else { return Ok(Shown::Erased) };
        let read = self.in_words(context, &text)?.unwrap_or(text);
        if !personal || read.is_empty() {
            return Ok(Shown::Plain(read));
        }
        match (self.look.sight(), context.subject) {
            (Sight::Masked, _) => Ok(Shown::Masked(Sight::Masked.see(&read))),
            (Sight::Plain, Some(subject)) => {
                self.look.disclose(subject);
                Ok(Shown::Plain(read))
            }
            (Sight::Plain, None) => Ok(Shown::Plain(read)),
        }
    }

    /// The value in words, where it is a code, a number of something, a date; none where it speaks for itself.
    fn in_words(&mut self, context: &Context<'_>, text: &str) -> Result<Option<String>> {
        let words = self.words;
        if let Some(field) = context.path.strip_prefix("answers.").and_then(|name| context.service?.field(name)) {
            return Ok(Some(field.show(text, words)));
        }
        if let Some(named) = self.named(context, text)? {
            return Ok(Some(named));
        }
        let id = format!("{}-{}", label::wording(context.kind, context.path).replacen("field-", "value-", 1), text.to_lowercase());
        if text.len() < 40 && words.knows(&id) {
            return Ok(Some(words.text(&id).into_owned()));
        }
        if let Ok(date) = text.parse::<Date>().map_err(drop).and_then(|date| if text.len() == 10 { Ok(date) } else { Err(()) }) {
            return Ok(Some(words.date(date)));
        }
        let moment = text.parse::<Timestamp>().ok().filter(|_| text.ends_with('Z'));
        Ok(match text {
            "true" => Some(words.text("history-yes").into_owned()),
            "false" => Some(words.text("history-no").into_owned()),
            _ => moment.map(|at| words.exact(at)),
        })
    }

    /// The name of what the value is a number or a code of, by the last word of its path.
    fn named(&mut self, context: &Context<'_>, text: &str) -> Result<Option<String>> {
        let language = self.words.language;
        let number = text.parse::<u64>().ok();
        let last = context.path.rsplit('.').find(|part| part.parse::<u64>().is_err()).unwrap_or("");
        let state = || State::ALL.into_iter().find(|state| format!("{state:?}") == text).map(|state| self.words.say(&state.label()));
        Ok(match (last, number) {
            ("by" | "applicant" | "assignee", Some(number)) => Some(self.names.short(UserId::new(number))?),
            ("user" | "users", Some(number)) => Some(self.names.called(UserId::new(number))?),
            ("agent" | "Agent" | "agents", Some(number)) => Some(self.names.agent(AgentId::new(number))?),
            ("group", Some(number)) => table::numbered::<UserGroup, _>(self.look, UserGroupId::new(number))?.map(|group| group.name),
            ("Group", Some(number)) => table::numbered::<AgentGroup, _>(self.look, AgentGroupId::new(number))?.map(|group| group.name),
            ("principals", Some(number)) => housing_table::principal(self.look, PrincipalId::new(number))?.map(|one| one.name),
            ("house" | "houses", Some(number)) => housing_table::house(self.look, HouseId::new(number))?.map(|house| house.to_string()),
            ("scope" | "scopes", Some(number)) => table::scope(self.look, ScopeId::new(number))?.map(|scope| scope.name),
            ("role" | "roles", None) => Some(self.names.roles(text)),
            ("functions", None) => Some(self.names.function(text)),
            (BOUND, None) => self.bound(text)?,
            ("section", None) => Section::parse(text).map(|section| self.words.text(&section.wording()).into_owned()),
            ("state" | "from", None) if context.kind == Application::NAME => state(),
            ("service", None) => self.office.catalogue.current(text).map(|service| service.title.read(language).to_owned()),
            ("kind", None) => context.service.and_then(|service| service.document(text)).map(|kind| kind.title.read(language).to_owned()),
            ("template", None) => context.service.and_then(|service| service.decision(text)).map(|one| one.title.read(language).to_owned()),
            (_, _) => None,
        })
    }

    /// "Контролёр, только в области «Центр»".
    fn bound(&mut self, text: &str) -> Result<Option<String>> {
        let Some((role, scope)) = text.split_once(' ') else { return Ok(None) };
        let said = message("history-role-bound").with("role", self.names.roles(role)).with("scope", self.names.scope(scope)?);
        Ok(Some(self.words.say(&said)))
    }
}

/// The lines of a change, in the order of a page.
fn lines_of(change: &RecordChange) -> Vec<Told> {
    let mut lines = told(&change.record.kind, &change.fields);
    lines.sort_by_cached_key(|line| label::order(&line.change.path));
    lines
}

/// The service of an application in its version; histories outlive versions that are no longer in `data/`.
fn service_of<'o>(office: &'o Office, application: Option<&Application>) -> Option<&'o Service> {
    let application = application?;
    let (catalogue, code) = (&office.catalogue, application.service.as_str());
    catalogue.version(code, application.version).or_else(|| catalogue.current(code))
}

fn out_of_reach(value: Option<&Value>) -> Shown {
    match value {
        None => Shown::Absent,
        Some(Value::Hidden) => Shown::Secret,
        Some(Value::Open(_) | Value::Sealed(_)) => Shown::OutOfReach,
    }
}

/// Whether an open value says something of a person: the card of a user, the house of an application and of a citizen, what
/// an inspector noted in free words.
fn is_of_a_person(context: &Context<'_>) -> bool {
    let first = context.path.split('.').next().unwrap_or("");
    match context.kind {
        User::NAME | Session::NAME | ApiKey::NAME => OF_A_PERSON.contains(&first),
        Acquaintance::NAME => true,
        _ => context.subject.is_some() && (first == "house" || context.path.ends_with(".note")),
    }
}
