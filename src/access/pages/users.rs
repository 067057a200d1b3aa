//! Управление правами: the users of an Agent with their parameters.

use super::{Head, Pairs, asked, get};
use crate::{
    access::{
        Function, Grant, Period, PrincipalId, RoleCode, Roles, ScopeId,
        ending::{ending, is_citizen, last_day},
        table as access_table,
        views::{
            Tab,
            users::{Ends, Extent, List, Person, Shown},
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
        let extent = extent(look, &pairs);
        let (people, more) = people(look, &head, extent, &pairs, words)?;
        let roles = super::names::roles(look.policy().roles(), head.agent, words.language);
        let shown = Shown { text: get(&pairs, "q"), role: get(&pairs, "role"), roles: &roles, extent, until: last_day(look.today()) };
        let (history, creates) = (super::shows_clocks(look, head.agent), look.has(Function::UserCreate));
        let list = List { head: head.shown(Tab::Users), shown, people: &people, more, history, creates, sight: look.sight() };
        Ok(Sheet::new(words.text("rights-title"), list.page(words)))
    })
    .await
}

/// The Owner's employees see whose access ends in all Agents, until they choose one of them.
fn extent(look: &Look, pairs: &Pairs) -> Extent {
    match (get(pairs, "ending"), look.permit().reach.agent, get(pairs, "agent")) {
        ("", ..) => Extent::Everybody,
        (_, None, "") => Extent::EndingAnywhere,
        (..) => Extent::EndingHere,
    }
}

/// Who is meant, each with what they hold. The policy knows them without reading.
fn meant<'l>(look: &'l Look, agent: AgentId, extent: Extent) -> Box<dyn Iterator<Item = (UserId, Vec<&'l Grant>)> + 'l> {
    match extent {
        Extent::EndingAnywhere => Box::new(ending(look.policy(), None, look.today())),
        Extent::EndingHere => Box::new(ending(look.policy(), Some(agent), look.today())),
        Extent::Everybody => Box::new(look.policy().users().filter_map(move |(user, standing)| {
            let grant = standing.grants.iter().find(|grant| grant.agent == agent && !is_citizen(grant))?;
            Some((user, vec![&**grant]))
        })),
    }
}

/// The users of a page, by number, and the number behind which more follow. Only those who are shown are read.
fn people(look: &Look, head: &Head, extent: Extent, pairs: &Pairs, words: &Words) -> Result<(Vec<Person>, Option<UserId>)> {
    let after: Option<UserId> = get(pairs, "after").parse().ok();
    let (text, role) = (get(pairs, "q").to_lowercase(), get(pairs, "role"));
    let plays = |grant: &&Grant| role.is_empty() || grant.roles.iter().any(|held| held.as_str() == role);
    let meant = meant(look, head.agent, extent).filter(|(user, _)| after.is_none_or(|after| *user > after));
    let (roles, mut scopes, mut people) = (look.policy().roles(), HashMap::new(), Vec::new());
    for (id, grants) in meant.filter(|(_, grants)| grants.iter().any(plays)) {
        let (Some(user), Some(grant)) = (identity_table::user(look, id)?, grants.first()) else { continue };
        if !text.is_empty() && !user.name.to_string().to_lowercase().contains(&text) && !user.login.as_str().contains(&text) {
            continue;
        }
        if people.len() == SHOWN {
            let last = people.last().map(|person: &Person| person.id);
            return Ok((people, last));
        }
        let ends = |grant: &&Grant| ends(head, grant, user.period, roles, words);
        let ends = if extent == Extent::EndingAnywhere { grants.iter().map(ends).collect() } else { Vec::new() };
        people.push(Person { ends, ..person(look, user, grant, &mut scopes, words, roles)? });
    }
    Ok((people, None))
}

/// What ends in one of all Agents.
fn ends(head: &Head, grant: &Grant, card: Period, roles: &Roles, words: &Words) -> Ends {
    let name =
        head.agents.iter().find(|(agent, _)| *agent == grant.agent).map_or_else(|| format!("№ {}", grant.agent), |(_, name)| name.clone());
    Ends { agent: grant.agent, name, roles: played(grant, roles, words), period: grant.period.within(card) }
}

/// The names of the roles that it gives.
fn played(grant: &Grant, roles: &Roles, words: &Words) -> Vec<String> {
    let role =
        |code: &RoleCode| roles.get(code.as_str()).map_or_else(|| code.to_string(), |role| role.name.read(words.language).to_owned());
    grant.roles.iter().map(role).collect()
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
    Ok(Person {
        id: user.id,
        enters: user.active && user.period.holds_on(look.today()) && grant.period.holds_on(look.today()),
        masked: user.hide_personal_data,
        name: user.name.to_string(),
        login: user.login.to_string(),
        kind: user.kind,
        contacts: [user.email, user.phone].into_iter().filter(|text| !text.is_empty()).collect(),
        position: user.position,
        roles: played(grant, roles, words),
        scopes: held,
        principals,
        period: grant.period.within(user.period),
        ends: Vec::new(),
    })
}
