//! A user's card in one Agent: what they hold, what they may do and why, and the access notice.

use super::{Pairs, agent_of, asked, get, names, object::Finder, question::Inquiry};
use crate::{
    access::{
        Function, Grant, Placed, Seat, UserKind, table as access_table,
        views::{
            card::{Agents, Answered, Asked, Card, Held, Help},
            notice::Notice,
        },
    },
    act::Look,
    appliance::Appliance,
    applications::Office,
    housing::table as housing_table,
    identity::{Agent, User, agent::OWNER, table as identity_table},
    terms::{AgentId, FieldError, Refusal, Result, UserId, Words},
    web::{Answer, Doors, Sheet, Visit, show, url},
};
use actix_web::web::{Data, Path};
use std::sync::Arc;

/// The card's address, with the Agent where the reader may choose one.
pub(super) fn address(look: &Look, user: UserId, agent: AgentId) -> String {
    let query = if look.permit().reach.agent.is_none() { format!("?agent={agent}") } else { String::new() };
    format!("/rights/users/{user}{query}")
}

/// The user, where they hold something in the Agent; to the Owner also who holds nothing yet.
pub(super) fn person(look: &Look, id: UserId, agent: AgentId) -> Result<(User, Option<Grant>)> {
    let grant = access_table::grant(look, id, agent)?;
    let user = identity_table::user(look, id)?.filter(|user| user.kind != UserKind::Citizen);
    let user = user.filter(|_| grant.is_some() || look.permit().reach.agent.is_none());
    Ok((user.ok_or_else(Refusal::missing)?, grant))
}

/// The Agent that was asked for; else one's own, and for the Owner the first in which this user holds something, or may.
pub(super) fn agent_for(look: &Look, pairs: &Pairs, user: UserId) -> Result<AgentId> {
    if !get(pairs, "agent").is_empty() || look.permit().reach.agent.is_some() {
        return agent_of(look, pairs);
    }
    let Some(standing) = look.policy().standing(user) else { return agent_of(look, pairs) };
    if let Some(first) = standing.grants.iter().map(|grant| grant.agent).min() {
        return Ok(first);
    }
    let open = names::agents_open(look, standing.card.kind)?;
    open.first().map_or_else(|| agent_of(look, pairs), |agent| Ok(agent.id))
}

pub(super) async fn view(kabinet: Data<Appliance>, visit: Visit, user: Path<UserId>) -> Answer {
    let (pairs, user) = (asked(&visit), user.into_inner());
    show(&kabinet, &visit, Function::GrantList, |look| {
        let why = question(look, &visit.words, &kabinet.office(), user, &pairs)?;
        draw(look, &visit, user, &pairs, &why, None)
    })
    .await
}

/// The card; with the form of the period as it was typed where that comes back.
pub(super) fn draw(look: &Look, visit: &Visit, id: UserId, pairs: &Pairs, why: &Asked, refusal: Option<&Refusal>) -> Result<Sheet> {
    let words = &visit.words;
    let agent = agent_for(look, pairs, id)?;
    let (user, grant) = person(look, id, agent)?;
    let (is_held, grant) = (grant.is_some(), grant.unwrap_or(Grant::new(id, agent)));
    let roles = look.policy().roles();
    let named = |code: &crate::access::RoleCode| {
        roles.get(code.as_str()).map_or_else(|| code.to_string(), |role| role.name.read(words.language).to_owned())
    };
    let bound = |code: &crate::access::RoleCode| {
        let scopes = grant.bound.iter().filter(|bound| bound.role == *code).map(|bound| names::scope(look, bound.scope));
        scopes.collect::<Vec<_>>().join(", ")
    };
    let held_roles: Vec<_> =
        grant.roles.iter().map(|code| Held { value: code.to_string(), name: named(code), note: bound(code) }).collect();
    let held_scopes: Vec<_> = grant.scopes.iter().map(|scope| held_scope(look, words, *scope)).collect();
    let held_principals = held_principals(look, &grant)?;
    let extent = look.policy().extent(id, agent, look.today());
    // Whoever is none of the Owner's employees is given nothing there.
    let is_stranger = agent == OWNER && user.kind != UserKind::Owner;
    let offered = if is_stranger { Vec::new() } else { names::roles(roles, agent, words.language) };
    let card = Card {
        words,
        sight: look.sight(),
        user: &user,
        agent_name: &agent_name(look, agent, words)?,
        query: address(look, id, agent).split_once('?').map_or(String::new(), |(_, query)| query.to_owned()),
        agents: agents_of(look, &user, agent, words)?,
        is_held,
        grant: &grant,
        roles: &held_roles,
        scopes: &held_scopes,
        principals: &held_principals,
        all_roles: &offered,
        all_scopes: &names::scopes(look, agent)?,
        all_principals: &names::principals(look, agent)?,
        lists_principals: look.has(Function::PrincipalList),
        may_change: look.has(Function::GrantMake),
        help: Help {
            password: look.has(Function::UserGivePassword),
            factor: look.has(Function::UserFactorRemove),
            keys: look.has(Function::UserApiKeyRevoke),
        },
        edit: (look.has(Function::UserEdit) && look.permit().reach.agent.is_none()).then(|| url::edit_user(id)),
        base_history: look.opens_histories() && look.works_with(user.id, user.place()),
        history: look.opens_histories().then(|| format!("/history/grant/{id}-{agent}")),
        extent: &extent,
        why,
        typed: refusal.map(|_| (get(pairs, "from"), get(pairs, "to"))),
        errors: refusal.map_or(&[], |refusal| &refusal.fields),
    };
    Ok(Sheet::new(user.name.to_string(), card.page()))
}

/// Where the user holds something, and where they may besides, for who may look into other Agents.
fn agents_of(look: &Look, user: &User, here: AgentId, words: &Words) -> Result<Agents> {
    if look.permit().reach.agent.is_some() {
        return Ok(Agents::default());
    }
    let grants = look.policy().standing(user.id).map_or(&[][..], |standing| &standing.grants);
    let is_held = |agent: &&Agent| agent.id == here || grants.iter().any(|grant| grant.agent == agent.id);
    let named = |agent: &Agent| (agent.id.to_string(), agent.short_name.read(words.language).to_owned());
    let (all, open) = (identity_table::agents(look)?, names::agents_open(look, user.kind)?);
    Ok(Agents {
        held: all.iter().filter(is_held).map(named).collect(),
        others: open.iter().filter(|agent| !is_held(agent)).map(named).collect(),
    })
}

fn held_scope(look: &Look, words: &Words, scope: crate::access::ScopeId) -> Held {
    let houses = crate::access::views::preview::houses(words, look.policy().scope(scope).map(|houses| &**houses));
    Held { value: scope.to_string(), name: names::scope(look, scope), note: houses }
}

fn held_principals(look: &Look, grant: &Grant) -> Result<Vec<Held>> {
    let principals = grant.principals.iter().map(|id| {
        let principal = housing_table::principal(look, *id)?;
        let name = principal.as_ref().map_or_else(|| format!("№ {id}"), |principal| principal.name.clone());
        let note = principal.map_or_else(String::new, |principal| format!("ИНН {}", principal.inn));
        Ok(Held { value: id.to_string(), name, note })
    });
    principals.collect()
}

fn agent_name(look: &Look, agent: AgentId, words: &Words) -> Result<String> {
    Ok(identity_table::agent(look, agent)?.map_or_else(|| agent.to_string(), |agent| agent.short_name.read(words.language).to_owned()))
}

/// What was asked about this user, and the answer; what cannot be found is said beside its field.
fn question(look: &Look, words: &Words, office: &Office, id: UserId, pairs: &Pairs) -> Result<Asked> {
    let function = Function::parse(get(pairs, "function"));
    let object = get(pairs, "object").trim();
    let mut asked = Asked { function, object: object.to_owned(), seat: get(pairs, "seat").to_owned(), ..Asked::default() };
    let Some(function) = function else { return Ok(asked) };
    let agent = agent_for(look, pairs, id)?;
    let (user, _) = person(look, id, agent)?;
    let seat = Seat { user: id, login: Arc::from(user.login.as_str()), agent, scope: get(pairs, "seat").parse().ok() };
    let (reach, knows_citizens) = (&look.permit().reach, look.has(function));
    let finder = Finder { view: look, policy: look.policy(), reach, knows_citizens, function, agent, words };
    let meant = if object.is_empty() { Ok(None) } else { finder.find(object)?.map(Some) };
    match meant {
        Err(message) => asked.wrong.push(FieldError { field: "object".to_owned(), message }),
        Ok(meant) => {
            let scope = |scope| names::scope(look, scope);
            let inquiry = Inquiry { policy: look.policy(), office, words, scope: &scope, today: look.today() };
            let (why, reasons) = inquiry.answer(&seat, function, meant.as_ref());
            asked.answer = Some(Answered { object: meant.map_or_else(String::new, |meant| meant.name), why, reasons });
        }
    }
    Ok(asked)
}

/// Уведомление о предоставлении доступа, for print.
pub(super) async fn notice(kabinet: Data<Appliance>, visit: Visit, doors: Data<Doors>, user: Path<UserId>) -> Answer {
    let (pairs, id, words) = (asked(&visit), user.into_inner(), &visit.words);
    show(&kabinet, &visit, Function::GrantList, |look| {
        let agent = agent_for(look, &pairs, id)?;
        let (user, grant) = person(look, id, agent)?;
        let roles = look.policy().roles().clone();
        let held = grant.iter().flat_map(|grant| &grant.roles).filter_map(|code| roles.get(code.as_str()));
        let roles: Vec<_> = held.map(|role| role.name.read(words.language).to_owned()).collect();
        let card = address(look, id, agent);
        let (agent, town, site) = (agent_name(look, agent, words)?, kabinet.town(), doors.main(&visit.host, url::SIGN_IN));
        let period = grant.map(|grant| grant.period);
        let notice = Notice { user: &user, roles: &roles, agent: &agent, town, period, site: &site, password: None, card: &card };
        Ok(Sheet::new(words.text("notice-access-title"), notice.page(words)))
    })
    .await
}
