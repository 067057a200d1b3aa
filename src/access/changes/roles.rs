//! Roles: an Agent's own, made by its administrator; system roles, changed by the Owner.

use super::{named, unchanged, within_reach};
use crate::{
    access::{Function, FunctionSet, RoleCard, RoleCode, RoleId, StoredRole, Target, UserKind, role::OfRole, table},
    act::{Act, door::Numbered},
    terms::{AgentId, FieldError, Kind, Message, Refusal, Result, Text, message},
};

/// Characters in a role's abbreviation.
const LONGEST_ABBREVIATION: usize = 12;
/// Characters in its note and in each part of its card.
const LONGEST_TEXT: usize = 4000;

impl Numbered for OfRole {
    const SEQUENCE: &'static str = "role";
}

/// A role as a form describes it.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Its name.
    pub name: Text,
    /// As narrow columns show it.
    pub abbreviation: Text,
    /// What it is for.
    pub note: Text,
    /// What it grants.
    pub functions: FunctionSet,
    /// Its card.
    pub card: RoleCard,
}

/// Makes a role of this Agent, or changes the role with this code; a system role only the Owner changes.
///
/// # Errors
/// It has no name or no function, a function that decides over rights and that the author does not hold; it is a system
/// role and the author is an Agent's; somebody has changed it since.
pub fn define_role(act: &mut Act<'_>, agent: AgentId, code: Option<&RoleCode>, draft: Draft, seen: Option<&str>) -> Result<RoleCode> {
    within_reach(act, agent)?;
    let owned_by = code.and_then(|code| act.policy().roles().get(code.as_str())).map_or(Some(agent), |role| role.agent);
    let draft = checked(act, (owned_by, code), draft)?;
    let Some(code) = code else {
        let id = act.next_id()?;
        let role = stored(id, Some(agent), RoleCode::of(id), draft, 1);
        return Ok(act.add(role)?.code);
    };
    let roles = act.policy().roles().clone();
    let role = roles.get(code.as_str()).ok_or_else(Refusal::missing)?;
    act.unbarred(Function::RoleDefine, Target::Role(role.agent))?;
    role.agent.map_or(Ok(()), |own| within_reach(act, own))?;
    let before = table::roles(&*act)?.into_iter().find(|stored| stored.code == *code);
    let Some(before) = before else {
        // A system role as it came with the program: the first change stores it.
        let id = act.next_id()?;
        act.add(stored(id, None, code.clone(), draft, role.version + 1))?;
        return Ok(code.clone());
    };
    act.concern(&before);
    unchanged(&before, seen)?;
    let after = stored(before.id, before.agent, before.code.clone(), draft, before.version + 1);
    Ok(act.save(&before, after)?.code)
}

fn stored(id: RoleId, agent: Option<AgentId>, code: RoleCode, draft: Draft, version: u32) -> StoredRole {
    let Draft { name, abbreviation, note, functions, card } = draft;
    let functions = functions.iter().map(|function| function.code().to_owned()).collect();
    StoredRole { id, agent, code, name, abbreviation, note, functions, card, version }
}

/// The draft with its name in both languages; all that is wrong with it at once. `own` says whose role it is, and its code where it
/// is known already.
fn checked(act: &Act<'_>, own: (Option<AgentId>, Option<&RoleCode>), draft: Draft) -> Result<Draft> {
    let mut wrong = Vec::new();
    let mut both = |field: &str, text: &Text| -> Text {
        let ru = named(field, &text.ru).unwrap_or_else(|refusal| {
            wrong.extend(refusal.fields);
            String::new()
        });
        Text { en: named(field, &text.en).unwrap_or_else(|_| ru.clone()), ru }
    };
    let (name, abbreviation) = (both("name", &draft.name), both("abbreviation", &draft.abbreviation));
    let long = |field: &str, most: usize| FieldError {
        field: field.to_owned(),
        message: message("access-name-long").with("most", i64::try_from(most).unwrap_or(i64::MAX)),
    };
    if abbreviation.ru.chars().count() > LONGEST_ABBREVIATION {
        wrong.push(long("abbreviation", LONGEST_ABBREVIATION));
    }
    let RoleCard { duties, rights, criteria, responsibility, competences, control } = &draft.card;
    let parts = [
        ("note", &draft.note),
        ("duties", duties),
        ("rights", rights),
        ("criteria", criteria),
        ("responsibility", responsibility),
        ("competences", competences),
        ("control", control),
    ];
    let too_long = |text: &Text| text.ru.chars().count().max(text.en.chars().count()) > LONGEST_TEXT;
    wrong.extend(parts.iter().filter(|(_, text)| too_long(text)).map(|(field, _)| long(field, LONGEST_TEXT)));
    wrong.extend(taken(act, own, &name, &abbreviation));
    if let Some(said) = wrong_functions(act, &draft) {
        wrong.push(FieldError { field: "function".to_owned(), message: said });
    }
    if wrong.is_empty() { Ok(Draft { name, abbreviation, ..draft }) } else { Err(Refusal::fields(wrong).into()) }
}

/// A role is told apart by its name and its abbreviation: within an Agent, and from the system roles.
fn taken(act: &Act<'_>, own: (Option<AgentId>, Option<&RoleCode>), name: &Text, abbreviation: &Text) -> Vec<FieldError> {
    let (agent, code) = own;
    let folded = |text: &str| text.to_lowercase().replace('ё', "е");
    let is_same = |one: &Text, other: &Text| folded(&one.ru) == folded(&other.ru);
    let roles = act.policy().roles();
    let near =
        roles.iter().filter(|(known, role)| Some(*known) != code && (role.agent.is_none() || agent.is_none() || role.agent == agent));
    let near: Vec<_> = near.collect();
    let wrong = |field: &str, id| FieldError { field: field.to_owned(), message: message(id) };
    let named = near.iter().any(|(_, role)| is_same(&role.name, name)).then(|| wrong("name", "role-name-taken"));
    let short = near.iter().any(|(_, role)| is_same(&role.abbreviation, abbreviation));
    named.into_iter().chain(short.then(|| wrong("abbreviation", "role-abbreviation-taken"))).collect()
}

/// Why a role cannot grant these functions: there are none, or one decides over rights and its author has it not.
fn wrong_functions(act: &Act<'_>, draft: &Draft) -> Option<Message> {
    if draft.functions.iter().all(Function::is_essential) {
        return Some(message("role-empty"));
    }
    let seat = act.actor().seat().filter(|_| !is_owner(act))?;
    let own = act.policy().extent(seat.user, seat.agent, act.today()).functions;
    let governing = draft.functions.iter().find(|function| (function.governs() || function.is_of_owner()) && !own.has(*function))?;
    Some(message("delegation-function").with("what", governing.name()))
}

fn is_owner(act: &Act<'_>) -> bool {
    let standing = act.actor().user().and_then(|user| act.policy().standing(user));
    standing.is_none_or(|standing| standing.card.kind == UserKind::Owner)
}

/// Takes an Agent's own role away that nobody holds.
///
/// # Errors
/// It is a system role, or somebody holds it, or a rule names it.
pub fn remove_role(act: &mut Act<'_>, code: &RoleCode) -> Result<()> {
    let known = act.policy().roles().get(code.as_str()).map(|role| role.agent).ok_or_else(Refusal::missing)?;
    let agent = known.ok_or_else(|| Refusal::new(Kind::Denied, message("role-of-system")))?;
    within_reach(act, agent)?;
    let role = table::roles(&*act)?.into_iter().find(|role| role.code == *code).ok_or_else(Refusal::missing)?;
    let holders = act.policy().users().filter(|(_, standing)| standing.grants.iter().any(|grant| grant.roles.contains(code))).count();
    if holders > 0 {
        let said = message("role-held").with("count", i64::try_from(holders).unwrap_or(i64::MAX));
        return Err(Refusal::new(Kind::Conflict, said).into());
    }
    if let Some(rule) = table::rules(&*act)?.iter().find(|rule| rule.role.as_ref() == Some(code)) {
        return Err(Refusal::conflict("role-in-rule").with("rule", rule.id.to_string()).into());
    }
    act.remove(&role)
}
