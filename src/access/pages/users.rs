//! Управление правами: the users of an Agent with their parameters.

use super::{Head, Pairs, asked, get};
use crate::{
    access::{
        Function, Grant, PrincipalId, Roles, ScopeId, table as access_table,
        views::{
            Tab,
            users::{List, Person, Shown},
        },
    },
    act::Look,
    appliance::Appliance,
    housing::table as housing_table,
    identity::{User, table as identity_table},
    terms::{AgentId, Error, Result, UserId, Words},
    web::{Answer, Sheet, Visit, show},
};
use actix_web::web::Data;
use std::collections::HashMap;

/// Users on a page.
const SHOWN: usize = 50;

pub(super) async fn list(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    let pairs = asked(&visit);
    show(&kabinet, &visit, Function::GrantList, |look| {
        let words = &visit.words;
        let head = Head::of(look, words, &pairs)?;
        let (people, more) = people(look, head.agent, &pairs, words)?;
        let roles = super::names::roles(look.policy().roles(), head.agent, words.language);
        let shown = Shown { text: get(&pairs, "q"), role: get(&pairs, "role"), roles: &roles };
        let (history, creates) = (super::shows_clocks(look, head.agent), look.has(Function::UserCreate));
        let list = List { head: head.shown(Tab::Users), shown, people: &people, more, history, creates, sight: look.sight() };
        Ok(Sheet::new(words.text("rights-title"), list.page(words)))
    })
    .await
}

/// The users of a page, by number, and the number behind which more follow. Who is in the Agent the policy knows without
/// reading; only those who are shown are read.
fn people(look: &Look, agent: AgentId, pairs: &Pairs, words: &Words) -> Result<(Vec<Person>, Option<UserId>)> {
    let after: Option<UserId> = get(pairs, "after").parse().ok();
    let (text, role) = (get(pairs, "q").to_lowercase(), get(pairs, "role"));
    let policy = look.policy();
    let of_agent = policy.users().filter(|(user, _)| after.is_none_or(|after| *user > after));
    let of_agent = of_agent.filter(|(_, standing)| {
        standing.grants.iter().any(|grant| {
            grant.agent == agent && !is_citizen(grant) && (role.is_empty() || grant.roles.iter().any(|held| held.as_str() == role))
        })
    });
    let mut scopes: HashMap<ScopeId, String> = HashMap::new();
    let mut people = Vec::new();
    for (id, standing) in of_agent {
        let grant = standing.grants.iter().find(|grant| grant.agent == agent);
        let (Some(user), Some(grant)) = (identity_table::user(look, id)?, grant) else { continue };
        if !text.is_empty() && !user.name.to_string().to_lowercase().contains(&text) && !user.login.as_str().contains(&text) {
            continue;
        }
        if people.len() == SHOWN {
            let last = people.last().map(|person: &Person| person.id);
            return Ok((people, last));
        }
        people.push(person(look, user, grant, &mut scopes, words, policy.roles())?);
    }
    Ok((people, None))
}

fn is_citizen(grant: &Grant) -> bool {
    grant.roles.iter().any(|role| role.as_str() == Roles::CITIZEN)
}

fn person(look: &Look, user: User, grant: &Grant, scopes: &mut HashMap<ScopeId, String>, words: &Words, roles: &Roles) -> Result<Person> {
    let mut held = Vec::new();
    for id in &grant.scopes {
        if !scopes.contains_key(id) {
            let name = access_table::scope(look, *id)?.map_or_else(|| format!("№ {id}"), |scope| scope.name);
            scopes.insert(*id, name);
        }
        held.extend(scopes.get(id).cloned());
    }
    let principal = |id: &PrincipalId| {
        let known = housing_table::principal(look, *id)?;
        Ok::<_, Error>(known.map_or_else(|| format!("№ {id}"), |principal| principal.name))
    };
    let principals = grant.principals.iter().map(principal).collect::<Result<_>>()?;
    let role = |code: &crate::access::RoleCode| {
        roles.get(code.as_str()).map_or_else(|| code.to_string(), |role| role.name.read(words.language).to_owned())
    };
    Ok(Person {
        id: user.id,
        enters: user.active && user.period.holds_on(look.today()) && grant.period.holds_on(look.today()),
        masked: user.hide_personal_data,
        name: user.name.to_string(),
        login: user.login.to_string(),
        kind: user.kind,
        contacts: [user.email, user.phone].into_iter().filter(|text| !text.is_empty()).collect(),
        position: user.position,
        roles: grant.roles.iter().map(role).collect(),
        scopes: held,
        principals,
        period: grant.period.within(user.period),
    })
}
