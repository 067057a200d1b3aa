//! The history of one record, of whatever kind.

use super::{
    book::query,
    moment,
    reach::{self, Glance, Reached},
    values::Reader,
};
use crate::{
    access::{AgentGroup, Function, Scope, UserGroup},
    act::Look,
    appliance::Appliance,
    applications::Application,
    housing::Principal,
    identity::agent::OWNER,
    journal::{
        Entry, RecordChange, RecordRef, Value,
        listed::told,
        table as journal_table,
        views::{
            age::age,
            changes::RecordLine,
            history::{self, ChangeLine, Chronicle},
            moment::second_of,
            then::{Chosen, FIELD},
        },
    },
    storage::Record,
    terms::{AgentId, ApplicationId, Error, Fault, PersonId, Refusal, Result},
    web::{Answer, Sheet, Visit, page::fragment, show, url},
};
use actix_web::web::{Data, Path};
use maud::Markup;

/// Changes on the page, and how many more each "show more" adds; no more than so many in all.
const STEP: usize = 50;
const MOST: usize = 1_000;
/// Changes in which the clock looks for the last one of its field.
const PREVIEWED: usize = 100;
/// Fields that the clock names.
const NAMED: usize = 3;

/// What the address asks for.
pub(super) struct Asked {
    pub(super) record: RecordRef,
    entry: Option<(AgentId, u64)>,
    field: Option<String>,
    most: usize,
}

impl Asked {
    fn parse(kind: &str, key: &str, query: &str) -> Result<Self> {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
        let get = |name: &str| pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        let entry = get("entry").map(|text| entry_of(text).ok_or_else(Refusal::missing)).transpose()?;
        let most = get("most").and_then(|most| most.parse().ok()).unwrap_or(STEP).clamp(1, MOST);
        let field = get("field").filter(|field| !field.is_empty()).map(str::to_owned);
        Ok(Self { record: reach::record_of(kind, key)?, entry, field, most })
    }

    /// The whole of the same record.
    pub(super) fn whole_record(&self) -> Self {
        Self { record: self.record.clone(), entry: None, field: None, most: self.most }
    }

    fn address(&self, path: &str, field: Option<&str>, most: usize, entry: Option<(AgentId, u64)>) -> String {
        let mut pairs: Vec<(&str, String)> = field.map(|field| ("field", field.to_owned())).into_iter().collect();
        pairs.extend((most != STEP).then(|| ("most", most.to_string())));
        pairs.extend(entry.map(|(agent, number)| ("entry", format!("{agent}-{}", number + 1))));
        match serde_urlencoded::to_string(&pairs) {
            Ok(query) if !query.is_empty() => format!("{path}?{query}"),
            Ok(_) | Err(_) => path.to_owned(),
        }
    }
}

/// `2-117`: the Agent whose journal it stands in, and its number from 1.
fn entry_of(text: &str) -> Option<(AgentId, u64)> {
    let (agent, number) = text.split_once('-')?;
    Some((agent.parse().ok()?, number.parse::<u64>().ok()?.checked_sub(1)?))
}

pub(super) async fn view(kabinet: Data<Appliance>, visit: Visit, path: Path<(String, String)>) -> Answer {
    let (kind, key) = path.into_inner();
    let asked = Asked::parse(&kind, &key, query(&visit));
    if query(&visit).split('&').any(|pair| pair == "preview=1") {
        return fragment(&kabinet, &visit, Function::HistoryView, |look| preview(look, &kabinet, &visit, &asked?)).await;
    }
    match moment_in(query(&visit)) {
        Some(typed) => moment::view(&kabinet, &visit, asked, &typed).await,
        None => show(&kabinet, &visit, Function::HistoryView, |look| sheet(look, &kabinet, &visit, &asked?, &Chosen::default())).await,
    }
}

/// The moment that the address asks for, as typed.
fn moment_in(query: &str) -> Option<String> {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
    pairs.into_iter().find(|(name, _)| name == FIELD).map(|(_, typed)| typed)
}

/// One change of the record, with where it stands.
pub(super) struct Found {
    pub(super) place: (AgentId, u64),
    /// Without its changes.
    pub(super) entry: Entry,
    pub(super) change: RecordChange,
}

/// What the reader reaches of a record: itself, or, after it was removed, what the journals they read whole keep of it.
pub(super) struct Whole {
    pub(super) reached: Option<Reached>,
    pub(super) subject: Option<PersonId>,
    pub(super) found: Vec<Found>,
    /// There are older ones.
    pub(super) more: bool,
}

pub(super) fn whole(look: &Look, asked: &Asked, most: usize) -> Result<Whole> {
    let record = &asked.record;
    reach::permitted(look, record)?;
    let reached = reach::reached(look, record, Glance::Noted)?;
    if reached.is_none() && reach::exists(look, record)? {
        return Err(Refusal::missing().into());
    }
    let places = journal_table::history(look, &record.kind, &record.key, most + 1)?;
    let more = places.len() > most;
    let mut found = Vec::new();
    for place in places.into_iter().take(most) {
        if reached.is_some() || reach::whole(look, place.0) {
            found.extend(changes_of(look, record, place)?);
        }
    }
    if reached.is_none() && (found.is_empty() || !was_seen(record, &found)) {
        return Err(Refusal::missing().into());
    }
    if let Some(field) = &asked.field {
        found.retain(|one| one.change.fields.iter().any(|changed| is_within(&changed.path, field)));
    }
    // They stand by Agent and number; a record that went from one Agent to another has two series.
    found.sort_by_key(|one| std::cmp::Reverse((one.entry.at, one.place.1)));
    let subject = match &reached {
        Some(reached) => reached.subject(look)?,
        None => found.iter().find_map(|one| one.change.subject),
    };
    Ok(Whole { reached, subject, found, more })
}

fn changes_of(look: &Look, record: &RecordRef, place: (AgentId, u64)) -> Result<Vec<Found>> {
    let lost = || Error::from(Fault::new("reading a history", "it names an entry that is not there"));
    let mut entry = journal_table::entry(look, place.0, place.1)?.ok_or_else(lost)?;
    // Of an action that changed a hundred records, only this one's part is kept.
    let mut changes = std::mem::take(&mut entry.changes);
    changes.retain(|change| change.record == *record);
    Ok(changes.into_iter().map(|change| Found { place, entry: entry.clone(), change }).collect())
}

/// A removed application that was never handed in was a draft to its end, which no employee sees.
fn was_seen(record: &RecordRef, found: &[Found]) -> bool {
    let numbered = |one: &Found| one.change.fields.iter().any(|field| field.path == "number");
    record.kind != Application::NAME || found.iter().any(numbered)
}

/// Whether the path is this field or a part of it.
fn is_within(path: &str, field: &str) -> bool {
    path.strip_prefix(field).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

pub(super) fn sheet(look: &Look, kabinet: &Appliance, visit: &Visit, asked: &Asked, moment: &Chosen<'_>) -> Result<Sheet> {
    let words = &visit.words;
    let all = whole(look, asked, asked.most)?;
    let mut reader = Reader::new(look, kabinet, words);
    let path = reach::history_address(&asked.record).ok_or_else(Refusal::missing)?;
    let field = asked.field.as_deref();
    let mut lines = Vec::new();
    for one in &all.found {
        let address = format!("{}#fields", asked.address(&path, field, asked.most, Some(one.place)));
        lines.push(line(look, &mut reader, one, address, words)?);
    }
    let place = asked.entry.map(|entry| all.found.iter().position(|one| one.place == entry).ok_or_else(Refusal::missing)).transpose()?;
    let chosen = place.map(|place| Ok::<_, Error>((place, chosen(&mut reader, &all, place, field, usize::MAX)?))).transpose()?;
    let title = title(&mut reader, &all, asked)?;
    let named =
        |path: &str| all.reached.as_ref().map_or_else(|| path.to_owned(), |reached| reader.name_of(reached, &asked.record.kind, path));
    let more = (all.more && asked.most < MOST).then(|| asked.address(&path, field, asked.most + STEP, None));
    let chronicle = Chronicle {
        title: &title,
        record: page_of(look, all.reached.as_ref()),
        field: field.map(named),
        changes: &lines,
        chosen: chosen.as_ref().map(|(place, line)| (*place, line)),
        more,
        all: field.map(|_| path.clone()),
        path: &path,
        moment,
        then: place.and_then(|place| all.found.get(place)).map(|one| format!("{path}?{FIELD}={}", second_of(one.entry.at, words))),
    };
    Ok(Sheet::new(format!("{}: {title}", words.text("history-title")), history::page(words, &chronicle)))
}

/// What the record is called; what was removed, as it was called last.
pub(super) fn title(reader: &mut Reader<'_>, all: &Whole, asked: &Asked) -> Result<String> {
    let record = &asked.record;
    let is_named = [Scope::NAME, UserGroup::NAME, AgentGroup::NAME, Principal::NAME].contains(&record.kind.as_str());
    let name = all.found.iter().find_map(|one| last_name(&one.change)).filter(|_| is_named && all.reached.is_none());
    let names = reader.names();
    match name {
        Some(name) => Ok(format!("{} {}", names.kind(&record.kind), names.language().quoted(name))),
        None => reader.title(record, all.reached.as_ref()),
    }
}

fn last_name(change: &RecordChange) -> Option<&str> {
    let field = change.fields.iter().find(|field| field.path == "name")?;
    match field.new.as_ref().or(field.old.as_ref())? {
        Value::Open(name) => Some(name),
        Value::Sealed(_) | Value::Hidden => None,
    }
}

/// The page of the record itself.
pub(super) fn page_of(look: &Look, reached: Option<&Reached>) -> Option<String> {
    let application = reached?.application()?;
    look.may(Function::CaseView, application).then(|| url::case(ApplicationId::new(application.id.number())))
}

/// The change, or its part in this field.
fn change_of(one: &Found, field: Option<&str>) -> RecordChange {
    let mut change = one.change.clone();
    change.fields.retain(|changed| field.is_none_or(|field| is_within(&changed.path, field)));
    change
}

fn chosen(reader: &mut Reader<'_>, all: &Whole, place: usize, field: Option<&str>, most: usize) -> Result<RecordLine> {
    let Some(one) = all.found.get(place) else { return Err(Refusal::missing().into()) };
    let change = change_of(one, field);
    reader.first(&change, all.reached.as_ref(), change.subject.or(all.subject), most)
}

fn line(look: &Look, reader: &mut Reader<'_>, one: &Found, address: String, words: &crate::terms::Words) -> Result<ChangeLine> {
    let entry = &one.entry;
    let names = reader.names();
    let reach = &look.permit().reach;
    let is_stranger = reach.agent.is_some_and(|own| entry.agent != own && entry.agent != OWNER);
    let author = match entry.user {
        Some(_) if is_stranger => words.text("history-author-elsewhere").into_owned(),
        Some(user) => names.short(user)?,
        None => words.text("history-author-program").into_owned(),
    };
    let role = if is_stranger || entry.user.is_none() { String::new() } else { names.roles(&entry.roles) };
    Ok(ChangeLine {
        address,
        at: entry.at,
        age: words.say(&age(entry.at, look.now())),
        deed: one.change.deed,
        function: names.function(&entry.function),
        author,
        role,
        fields: told(&one.change.record.kind, &one.change.fields).len(),
    })
}

/// The last change, of one field where the clock stands at one.
fn preview(look: &Look, kabinet: &Appliance, visit: &Visit, asked: &Asked) -> Result<Markup> {
    let words = &visit.words;
    let all = whole(look, asked, PREVIEWED)?;
    let mut reader = Reader::new(look, kabinet, words);
    let Some(last) = all.found.first() else { return Ok(history::preview(words, None)) };
    let field = asked.field.as_deref();
    let change = line(look, &mut reader, last, String::new(), words)?;
    let all_fields = told(&asked.record.kind, &change_of(last, field).fields).len();
    let shown = chosen(&mut reader, &all, 0, field, NAMED)?;
    let more = all_fields.saturating_sub(shown.fields.len());
    let latest = history::Latest { change: &change, fields: &shown.fields, more, is_of_field: field.is_some() };
    Ok(history::preview(words, Some(&latest)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_named_by_its_journal_and_number() {
        assert_eq!(entry_of("2-117"), Some((AgentId::new(2), 116)));
        for bad in ["2-0", "2", "-117", "2-", "a-1", "2-1-1"] {
            assert_eq!(entry_of(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_field_has_its_parts() {
        assert!(is_within("name", "name") && is_within("name.surname", "name"));
        assert!(!is_within("names", "name") && !is_within("name", "name.surname"));
    }

    #[test]
    fn an_address_keeps_the_field_and_the_length() {
        let asked = Asked::parse("application", "12", "field=address&most=100").unwrap();
        let address = asked.address("/history/application/12", asked.field.as_deref(), asked.most, Some((AgentId::new(2), 116)));
        assert_eq!(address, "/history/application/12?field=address&most=100&entry=2-117");
        assert_eq!(Asked::parse("application", "12", "most=99999999").unwrap().most, MOST);
        assert!(Asked::parse("application", "12", "entry=x").is_err());
    }
}
