//! Last change wins (`domain.md` §3): the one way in which every form shows both versions. The very Act that the form asks
//! for is rehearsed over what is stored now; what it would change is where the two differ.

use super::names;
use crate::{
    access::{
        Function, Section, UserGroup, table as access_table,
        views::{
            preview::function_name,
            versions::{Last, Line, Step, Versions},
        },
    },
    act::{Act, Look},
    applications::Application,
    housing::table as housing_table,
    identity::{User, table as identity_table},
    journal::{
        Deed, RecordChange, RecordRef, Value,
        listed::{self, BOUND, Told},
        table as journal_table,
        views::label,
    },
    people::Person,
    storage::Record,
    terms::{Error, HouseId, Id, Refusal, Result, Words, message},
    web::{shell::menu, url},
};
use jiff::civil::Date;
use maud::{Markup, html};

/// What a form is told that was opened on an older version.
const CHANGED: &str = "record-changed";
/// Values of one list that are named; of more only how many.
const MOST_NAMED: usize = 12;

/// What somebody else has saved since the form was opened, beside what is in the form; nothing where the refusal is another.
/// `theirs` is the address of the form with what is stored, `verb` what the form asks for, without the version it was
/// opened on.
///
/// # Errors
/// A fault of the engine.
pub fn beside<T>(
    look: &Look,
    words: &Words,
    refusal: &Refusal,
    theirs: &str,
    function: Function,
    verb: impl FnOnce(&mut Act<'_>) -> Result<T>,
) -> Result<Markup> {
    if refusal.message.id != CHANGED {
        return Ok(html! {});
    }
    let changes = match look.would_change(function, verb) {
        Ok(changes) => changes,
        // It cannot be saved over theirs as it is: the form says what is wrong when it is sent again.
        Err(Error::Refused(_)) => Vec::new(),
        Err(fault @ Error::Fault(_)) => return Err(fault),
    };
    let change = changes.iter().find(|change| change.deed == Deed::Changed);
    let lines = change.map_or_else(Vec::new, |change| lines(look, words, change));
    let history = change.filter(|_| look.opens_histories()).map(|change| history(&change.record));
    let last = change.map_or(Ok(None), |change| last(look, words, &change.record))?;
    Ok(Versions { lines: &lines, last: last.as_ref(), theirs, is_added: function == Function::GrantMake, history: history.as_deref() }
        .show(words))
}

/// The version that a form carries: the last one where it is opened or shows both versions; where it comes back for another
/// reason, the one that it was opened on.
///
/// # Errors
/// The record cannot be encoded: a bug.
pub fn seen<R: Record>(record: Option<&R>, sent: Option<(&str, &Refusal)>) -> Result<String> {
    match (record, sent) {
        (Some(_), Some((opened_on, refusal))) if refusal.message.id != CHANGED => Ok(opened_on.to_owned()),
        (Some(record), _) => access_table::version(record),
        (None, _) => Ok(String::new()),
    }
}

fn history(record: &RecordRef) -> String {
    let key = record.numbers().iter().map(ToString::to_string).collect::<Vec<_>>().join("-");
    url::history(&record.kind, key)
}

/// What the last act on this record did to it, and whose it was: the form may leave it as it is, and still its author is told.
fn last(look: &Look, words: &Words, record: &RecordRef) -> Result<Option<Last>> {
    let Some((agent, number)) = journal_table::history(look, &record.kind, &record.key, 1)?.pop() else { return Ok(None) };
    let Some(entry) = journal_table::entry(look, agent, number)? else { return Ok(None) };
    let Some(change) = entry.changes.iter().find(|change| change.record == *record) else { return Ok(None) };
    let by = entry.user.map_or_else(|| entry.login.clone(), |user| names::Users::new(look).name(user));
    let is_of_a_person = [User::NAME, Person::NAME, Application::NAME].contains(&record.kind.as_str());
    let told = told(change).into_iter().take(MOST_NAMED).map(|line| {
        let field = &line.change;
        let wording = label::wording(&record.kind, &field.path);
        let value = |value: Option<&Value>| match value.map(|value| said(look, words, &wording, &field.path, value)) {
            Some(said) if is_of_a_person => look.sight().see(&said),
            said => said.unwrap_or_default(),
        };
        let name = label::moved(words, label::name(words, &record.kind, &field.path), change.deed, &line);
        match (value(field.old.as_ref()), value(field.new.as_ref())) {
            (old, new) if line.is_listed => Step { name, value: old + &new, before: None },
            (old, new) => Step { name, value: new, before: Some(old) },
        }
    });
    Ok(Some(Last { by, at: words.exact(entry.at), fields: told.collect() }))
}

/// The fields that differ, each once: of a list only what one side has and the other has not.
fn lines(look: &Look, words: &Words, change: &RecordChange) -> Vec<Line> {
    let kind = &change.record.kind;
    let mut fields: Vec<(String, Vec<String>, Vec<String>)> = Vec::new();
    for Told { change: field, .. } in told(change) {
        let wording = label::wording(kind, &field.path);
        let said = |value: Option<&Value>| value.map(|value| said(look, words, &wording, &field.path, value));
        let (theirs, mine) = (said(field.old.as_ref()), said(field.new.as_ref()));
        let place = fields.iter().position(|(known, ..)| *known == wording).unwrap_or(fields.len());
        if place == fields.len() {
            fields.push((wording.clone(), Vec::new(), Vec::new()));
        }
        if let Some((_, all_theirs, all_mine)) = fields.get_mut(place) {
            all_theirs.extend(theirs);
            all_mine.extend(mine);
        }
    }
    let line = |(wording, theirs, mine): (String, Vec<String>, Vec<String>)| {
        let field = if words.knows(&wording) { words.text(&wording).into_owned() } else { wording };
        let only = |own: &[String], other: &[String]| own.iter().filter(|value| !other.contains(value)).cloned().collect::<Vec<_>>();
        Line { field, theirs: joined(&only(&theirs, &mine)), mine: joined(&only(&mine, &theirs)) }
    };
    fields.into_iter().map(line).collect()
}

/// What a change is told by, in the order of a page: of a list what left it and what came. The version says nothing to people.
fn told(change: &RecordChange) -> Vec<Told> {
    let fields: Vec<_> = change.fields.iter().filter(|field| field.path != "version").cloned().collect();
    let mut lines = listed::told(&change.record.kind, &fields);
    lines.sort_by_cached_key(|line| label::order(&line.change.path));
    lines
}

fn joined(values: &[String]) -> String {
    let named = values.iter().take(MOST_NAMED).cloned().collect::<Vec<_>>().join(", ");
    let left = values.len().saturating_sub(MOST_NAMED);
    if left == 0 { named } else { format!("{named}, … +{left}") }
}

/// A value in words, where it is a number or a code of something.
fn said(look: &Look, words: &Words, wording: &str, path: &str, value: &Value) -> String {
    let text = match value {
        Value::Open(text) => text,
        Value::Hidden => return words.text("history-value-secret").into_owned(),
        Value::Sealed(_) => return words.text("history-value-out-of-reach").into_owned(),
    };
    if let Some(named) = named(look, words, path, text) {
        return named;
    }
    let id = format!("{}-{}", wording.replacen("field-", "value-", 1), text.to_lowercase());
    match text.as_str() {
        "true" => words.text("history-yes").into_owned(),
        "false" => words.text("history-no").into_owned(),
        _ if text.len() < 40 && words.knows(&id) => words.text(&id).into_owned(),
        _ => text.parse::<Date>().ok().filter(|_| text.len() == 10).map_or_else(|| text.clone(), |date| words.date(date)),
    }
}

/// The name of what a number or a code stands for, by the last word of the path. What cannot be read goes by its number.
fn named(look: &Look, words: &Words, path: &str, text: &str) -> Option<String> {
    let last = path.rsplit('.').find(|part| part.parse::<u64>().is_err())?.to_lowercase();
    match (last.as_str(), text.parse::<u64>().ok()) {
        ("user" | "users", Some(number)) => Some(names::Users::new(look).name(Id::new(number))),
        ("agent" | "agents", Some(number)) => {
            let agent = identity_table::agent(look, Id::new(number)).ok().flatten()?;
            Some(agent.short_name.read(words.language).to_owned())
        }
        ("scope" | "scopes", Some(number)) => Some(names::scope(look, Id::new(number))),
        ("houses", Some(number)) => housing_table::house(look, HouseId::new(number)).ok().flatten().map(|house| house.to_string()),
        ("principals", Some(number)) => housing_table::principal(look, Id::new(number)).ok().flatten().map(|principal| principal.name),
        ("group", Some(number)) => {
            let group: Option<UserGroup> = access_table::numbered(look, crate::access::UserGroupId::new(number)).ok().flatten();
            group.map(|group| group.name)
        }
        ("role" | "roles", None) => look.policy().roles().get(text).map(|role| role.name.read(words.language).to_owned()),
        (BOUND, None) => {
            let (role, scope) = text.split_once(' ')?;
            let role = look.policy().roles().get(role).map_or(role, |role| role.name.read(words.language)).to_owned();
            let scope = scope.parse().map_or_else(|_| scope.to_owned(), |scope| names::scope(look, scope));
            Some(words.say(&message("history-role-bound").with("role", role).with("scope", scope)))
        }
        ("functions", None) => Function::parse(text).map(|function| function_name(words, function)),
        ("section", None) => Section::parse(text).map(|section| menu::path(words, &section)),
        (_, _) => None,
    }
}
