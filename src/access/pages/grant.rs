//! One change of what a user holds: shown before it is saved, then saved.

use super::{Pairs, asked, card::agent_for, get, names::Users, versions};
use crate::{
    access::{
        Bound, Function, Grant, PrincipalId, RoleCode, ScopeId, changes,
        grant::Period,
        table as access_table,
        views::{
            card::{Asked, period_said},
            preview::{Preview, Term, preview as preview_page},
        },
    },
    act::{Act, Look},
    appliance::Appliance,
    housing::table as housing_table,
    people::day,
    terms::{AgentId, Error, FieldError, Language, Refusal, Result, UserId, Words, message},
    web::{Answer, Answering, Posted, Sheet, Visit, page::again_beside, parts::Weight, see_other, show, url},
};
use actix_web::web::{Data, Path};
use jiff::civil::Date;
use maud::{Markup, html};

/// One change of a grant. It is applied to what is stored at that moment, so that another's change is not undone.
#[derive(Clone, Debug)]
enum Edit {
    AddRole(RoleCode, Option<ScopeId>),
    RemoveRole(RoleCode),
    AddScope(ScopeId),
    RemoveScope(ScopeId),
    AddPrincipal(PrincipalId),
    RemovePrincipal(PrincipalId),
    Period(Period),
    /// Takes all of it away.
    End,
}

fn date(pairs: &Pairs, field: &str) -> Result<Option<Date>, Refusal> {
    let text = get(pairs, field);
    if text.is_empty() {
        return Ok(None);
    }
    day::parse(text).map(Some).map_err(|message| Refusal::fields(vec![FieldError { field: field.to_owned(), message }]))
}

fn number<K>(pairs: &Pairs, field: &str) -> Result<crate::terms::Id<K>, Refusal> {
    get(pairs, field).parse().map_err(|_| Refusal::field(field, message("rights-choose")))
}

impl Edit {
    fn parse(pairs: &Pairs) -> Result<Self, Refusal> {
        let role = || match get(pairs, "role") {
            "" => Err(Refusal::field("role", message("rights-choose"))),
            code => Ok(RoleCode::new(code)),
        };
        match get(pairs, "do") {
            "add-role" => Ok(Self::AddRole(role()?, super::optional(pairs, "scope", |text| text.parse().ok())?)),
            "remove-role" => Ok(Self::RemoveRole(role()?)),
            "add-scope" => Ok(Self::AddScope(number(pairs, "scope")?)),
            "remove-scope" => Ok(Self::RemoveScope(number(pairs, "scope")?)),
            "add-principal" => Ok(Self::AddPrincipal(number(pairs, "principal")?)),
            "remove-principal" => Ok(Self::RemovePrincipal(number(pairs, "principal")?)),
            "period" => Ok(Self::Period(Period { from: date(pairs, "from")?, to: date(pairs, "to")? })),
            "end" => Ok(Self::End),
            _ => Err(Refusal::missing()),
        }
    }

    fn apply(&self, mut grant: Grant) -> Grant {
        match self {
            Self::AddRole(role, scope) => {
                // A role that was bound to scopes and is now given without one is in force everywhere.
                match scope {
                    Some(scope) if grant.roles.contains(role) => {
                        let everywhere = !grant.bound.iter().any(|bound| bound.role == *role);
                        grant.bound.extend((!everywhere).then(|| Bound { role: role.clone(), scope: *scope }));
                    }
                    Some(scope) => grant.bound.push(Bound { role: role.clone(), scope: *scope }),
                    None => grant.bound.retain(|bound| bound.role != *role),
                }
                grant.roles.push(role.clone());
            }
            Self::RemoveRole(role) => grant.roles.retain(|held| held != role),
            Self::AddScope(scope) => grant.scopes.push(*scope),
            Self::RemoveScope(scope) => {
                // A role that was bound to this scope alone goes with it, and does not spread to the others.
                let only = |role: &RoleCode| {
                    let mut bound = grant.bound.iter().filter(|bound| bound.role == *role).peekable();
                    bound.peek().is_some() && bound.all(|bound| bound.scope == *scope)
                };
                let gone: Vec<RoleCode> = grant.roles.iter().filter(|role| only(role)).cloned().collect();
                grant.roles.retain(|role| !gone.contains(role));
                grant.scopes.retain(|held| held != scope);
            }
            Self::AddPrincipal(principal) => grant.principals.push(*principal),
            Self::RemovePrincipal(principal) => grant.principals.retain(|held| held != principal),
            Self::Period(period) => grant.period = *period,
            Self::End => {}
        }
        grant
    }

    const fn takes_away(&self) -> bool {
        matches!(self, Self::RemoveRole(_) | Self::RemoveScope(_) | Self::RemovePrincipal(_) | Self::End)
    }

    /// What is about to be done. What another Agent has goes by what was typed: not even its name is told.
    fn title(&self, look: &Look, words: &Words, agent: AgentId) -> String {
        let role = |code: &RoleCode| named_role(look, code, agent, words.language);
        let scope = |id: &ScopeId| {
            let known = access_table::scope(look, *id).ok().flatten().filter(|scope| scope.agent == agent);
            known.map_or_else(|| format!("№ {id}"), |scope| scope.name)
        };
        let principal = |id: &PrincipalId| {
            let known = housing_table::principal(look, *id).ok().flatten().filter(|principal| principal.agent == agent);
            known.map_or_else(|| format!("№ {id}"), |principal| principal.name)
        };
        let said = match self {
            Self::AddRole(code, None) => message("edit-add-role").with("role", role(code)),
            Self::AddRole(code, Some(id)) => message("edit-add-role-in").with("role", role(code)).with("scope", scope(id)),
            Self::RemoveRole(code) => message("edit-remove-role").with("role", role(code)),
            Self::AddScope(id) => message("edit-add-scope").with("scope", scope(id)),
            Self::RemoveScope(id) => message("edit-remove-scope").with("scope", scope(id)),
            Self::AddPrincipal(id) => message("edit-add-principal").with("principal", principal(id)),
            Self::RemovePrincipal(id) => message("edit-remove-principal").with("principal", principal(id)),
            Self::Period(_) => message("edit-period"),
            Self::End => message("edit-end"),
        };
        words.say(&said)
    }
}

/// Whether it is told at the fields of the period, which stand on the card.
fn is_of_period(refusal: &Refusal) -> bool {
    refusal.fields.iter().any(|error| ["from", "to"].contains(&error.field.as_str()))
}

/// A role by its name, where it is a system role or the Agent's own.
fn named_role(look: &Look, code: &RoleCode, agent: AgentId, language: Language) -> String {
    let known = look.policy().roles().get(code.as_str()).filter(|role| role.agent.is_none_or(|own| own == agent));
    known.map_or_else(|| code.to_string(), |role| role.name.read(language).to_owned())
}

/// Applies the edit to what is stored at this moment.
fn verb(act: &mut Act<'_>, user: UserId, agent: AgentId, edit: &Edit, seen: Option<&str>) -> Result<()> {
    if let Edit::End = edit {
        return changes::end_grant(act, user, agent, seen);
    }
    let held = access_table::grant(&*act, user, agent)?.unwrap_or(Grant::new(user, agent));
    changes::save_grant(act, edit.apply(held), seen)
}

pub(super) async fn preview(kabinet: Data<Appliance>, visit: Visit, user: Path<UserId>) -> Answer {
    let (pairs, user) = (asked(&visit), user.into_inner());
    show(&kabinet, &visit, Function::GrantMake, |look| draw(look, &visit, user, &pairs, html! {})).await
}

fn draw(look: &Look, visit: &Visit, user: UserId, pairs: &Pairs, changed: Markup) -> Result<Sheet> {
    let words = &visit.words;
    let agent = agent_for(look, pairs, user)?;
    let (person, held) = super::card::person(look, user, agent)?;
    look.concern(held.as_ref().unwrap_or(&Grant::new(user, agent)));
    let back = super::card::address(look, user, agent);
    let edit = Edit::parse(pairs);
    let outcome = edit.clone().map_err(Error::from).and_then(|edit| {
        let after = look.rehearse(Function::GrantMake, |act| verb(act, user, agent, &edit, None))?;
        let (before, today) = (look.policy(), look.today());
        let touched = after.touched(before);
        let period = period_told(words, &edit, held.as_ref());
        Ok((after.differences(before, &touched, today), Term { period, stages: after.stages(before, &touched, today) }))
    });
    let term = outcome.as_ref().ok().map(|(_, term)| term);
    let outcome = match &outcome {
        Ok((differences, _)) => Ok(differences.as_slice()),
        Err(Error::Refused(refusal)) if is_of_period(refusal) && look.has(Function::GrantList) => {
            return super::card::draw(look, visit, user, pairs, &Asked::default(), Some(refusal));
        }
        Err(Error::Refused(refusal)) => Err(refusal),
        Err(Error::Fault(_)) => return outcome.map(|_| Sheet::new("", html! {})),
    };
    let title = edit.as_ref().map_or_else(|_| words.text("edit-wrong").into_owned(), |edit| edit.title(look, words, agent));
    let takes_away = edit.as_ref().is_ok_and(Edit::takes_away);
    let mut fields: Pairs = pairs.iter().filter(|(name, _)| name != "seen" && name != "agent").cloned().collect();
    fields.push(("agent".to_owned(), agent.to_string()));
    fields.extend(held.map(|held| access_table::version(&held)).transpose()?.map(|seen| ("seen".to_owned(), seen)));
    let users = Users::new(look);
    let page = Preview {
        title: &title,
        about: &super::names::called(&person),
        action: &format!("/rights/users/{user}/change"),
        fields: &fields,
        button: &words.text(if takes_away { "rights-take-away" } else { "rights-accept" }),
        weight: if takes_away { Weight::Danger } else { Weight::Primary },
        back: &back,
        reopens: false,
        outcome,
        term,
        named: &users,
        author: look.actor().user(),
        changed,
        once: visit.once(),
    };
    Ok(Sheet::new(title.clone(), preview_page(words, &page)))
}

/// "Доступ: без ограничения → по 5 декабря 2026".
fn period_told(words: &Words, edit: &Edit, held: Option<&Grant>) -> Option<String> {
    let Edit::Period(period) = edit else { return None };
    let [old, new] = [held.map_or(Period::default(), |held| held.period), *period].map(|period| period_said(words, period));
    Some(words.say(&message("edit-period-told").with("old", old).with("new", new)))
}

pub(super) async fn save(kabinet: Data<Appliance>, visit: Visit, user: Path<UserId>, form: Posted) -> Answer {
    let user = user.into_inner();
    let (edit, seen, once) = (Edit::parse(&form.fields), form.text("seen"), form.once()?);
    // What is wrong with the form is told to nobody who may not send it.
    let agent: Result<AgentId, Refusal> = number(&form.fields, "agent");
    let (asked, ends) = (agent.clone(), matches!(edit, Ok(Edit::End)));
    let verb = move |act: &mut Act<'_>| verb(act, user, asked?, &edit?, Some(seen.as_str()));
    match kabinet.act(visit.actor.clone(), Function::GrantMake, once, verb).await {
        Ok(()) => {
            let query = agent.map_or_else(|_| String::new(), |agent| owner_query(&kabinet, &visit, agent));
            // Whoever holds nothing there has no card there either.
            let card = if ends { url::RIGHTS.to_owned() } else { format!("/rights/users/{user}") };
            Ok(see_other(format!("{card}{query}")).flash("flash-rights-saved"))
        }
        Err(error) => {
            again_beside(&kabinet, &visit, Function::GrantMake, error, |look, refusal| again(look, &visit, user, &form, refusal)).await
        }
    }
}

/// The preview once more: somebody else was first, or the guard has refused.
fn again(look: &Look, visit: &Visit, user: UserId, form: &Posted, refusal: &Refusal) -> Result<Sheet> {
    let told = match (number(&form.fields, "agent"), Edit::parse(&form.fields)) {
        (Ok(agent), Ok(edit)) => {
            let theirs = super::card::address(look, user, agent);
            versions::beside(look, &visit.words, refusal, &theirs, Function::GrantMake, |act| verb(act, user, agent, &edit, None))?
        }
        (Err(_), _) | (_, Err(_)) => html! {},
    };
    draw(look, visit, user, &form.fields, told)
}

/// `?agent=2` for who may choose one.
pub(super) fn owner_query(kabinet: &Appliance, visit: &Visit, agent: AgentId) -> String {
    let standing = visit.actor.user().and_then(|user| kabinet.policy().standing(user).map(|standing| standing.card.kind));
    if standing == Some(crate::access::UserKind::Owner) { format!("?agent={agent}") } else { String::new() }
}
