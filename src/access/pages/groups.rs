//! Groups of users, and the Owner's groups of Agents: they say for whom a visibility rule is.

use super::{Head, Pairs, agent_of, all, asked, get, grant::owner_query, names::Users, versions};
use crate::{
    access::{
        AgentGroup, AgentGroupId, Area, Function, UserGroup, UserGroupId, changes, table as access_table,
        views::{
            Tab,
            groups::{Editor, Kind, List},
            preview::{Preview, preview},
        },
    },
    act::{Act, Look},
    appliance::Appliance,
    identity::{Login, table as identity_table},
    terms::{AgentId, Error, FieldError, Id, Refusal, Result, UserId, message},
    web::{Answer, Answering, Posted, Sheet, Visit, page::again_beside, parts::Weight, see_other, show, url},
};
use actix_web::web::Data;
use maud::html;
use std::collections::BTreeSet;

pub(super) async fn list(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    let (pairs, words) = (asked(&visit), &visit.words);
    show(&kabinet, &visit, Function::RuleList, |look| {
        let head = Head::of(look, words, &pairs)?;
        let mut users = access_table::user_groups(look)?;
        users.retain(|group| group.agent == head.agent);
        let agents = if head.agents.is_empty() { Vec::new() } else { access_table::agent_groups(look)? };
        let list = List {
            head: head.shown(Tab::Rules),
            users: &users,
            agents: &agents,
            history: super::shows_clocks(look, head.agent),
            defines: look.has(Function::GroupDefine),
            defines_agents: look.has(Function::AgentGroupDefine),
        };
        Ok(Sheet::new(words.text("groups-title"), list.page(words)))
    })
    .await
}

pub(super) async fn edit_users(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    show(&kabinet, &visit, Function::GroupDefine, |look| draw_users(look, &visit, &asked(&visit), None)).await
}

fn user_group(look: &Look, pairs: &Pairs) -> Result<Option<UserGroup>> {
    let id: Option<UserGroupId> = super::optional(pairs, "id", |text| text.parse().ok())?;
    let Some(id) = id else { return Ok(None) };
    let agent = agent_of(look, pairs)?;
    let group: Option<UserGroup> = access_table::numbered(look, id)?;
    Ok(Some(group.filter(|group| group.agent == agent).ok_or_else(Refusal::missing)?))
}

fn draw_users(look: &Look, visit: &Visit, pairs: &Pairs, refusal: Option<&Refusal>) -> Result<Sheet> {
    let words = &visit.words;
    let head = Head::of(look, words, pairs)?;
    let known = user_group(look, pairs)?;
    let names = Users::new(look);
    let held: Vec<UserId> = known.iter().flat_map(|group| group.users.clone()).collect();
    let sent: Vec<UserId> = all(pairs, "member").into_iter().filter_map(|user| user.parse().ok()).collect();
    let added = sent.iter().filter(|user| !held.contains(user));
    let members: Vec<_> = held.iter().chain(added).map(|user| (user.to_string(), names.name(*user))).collect();
    let ticked: Vec<_> = if refusal.is_some() { &sent } else { &held }.iter().map(ToString::to_string).collect();
    let seen = versions::seen(known.as_ref(), refusal.map(|refusal| (get(pairs, "seen"), refusal)))?;
    let theirs = head.shown(Tab::Rules).address("/rights/groups/users", &format!("id={}", get(pairs, "id")));
    let changed = match refusal {
        Some(refusal) => {
            let save = |act: &mut Act<'_>| save_user_group(act, head.agent, pairs, None);
            versions::beside(look, words, refusal, &theirs, Function::GroupDefine, save)?
        }
        None => html! {},
    };
    let errors: &[FieldError] = refusal.map_or(&[], |refusal| &refusal.fields);
    let typed = known.as_ref().filter(|_| refusal.is_none()).map_or_else(|| get(pairs, "name").to_owned(), |group| group.name.clone());
    let form = Editor {
        head: head.shown(Tab::Rules),
        kind: Kind::Users,
        id: known.as_ref().map(|group| group.id.number()),
        name: &typed,
        members: &members,
        ticked: &ticked,
        add: get(pairs, "add"),
        offered: &super::names::employees(look, Some(head.agent))?,
        seen: &seen,
        changed,
        refusal,
        errors,
        once: visit.once(),
    };
    Ok(Sheet::new(words.text("groups-users"), form.page(words)))
}

/// Whether what is sent changes who is in a group that a rule names: that changes rights, and is shown before it is saved.
fn moves_rights(look: &Look, kind: Kind, pairs: &Pairs) -> Result<bool> {
    if get(pairs, "step") == "save" || get(pairs, "do") == "remove" {
        return Ok(false);
    }
    let rules = access_table::rules(look)?;
    let held: Vec<String> = match kind {
        Kind::Users => {
            let group = user_group(look, pairs)?.filter(|group| rules.iter().any(|rule| rule.group == Some(group.id)));
            let Some(group) = group else { return Ok(false) };
            group.users.iter().map(ToString::to_string).collect()
        }
        Kind::Agents => {
            let group = agent_group(look, pairs)?.filter(|group| rules.iter().any(|rule| rule.area == Area::Group(group.id)));
            let Some(group) = group else { return Ok(false) };
            group.agents.iter().map(ToString::to_string).collect()
        }
    };
    let sent: BTreeSet<&str> = all(pairs, "member").into_iter().collect();
    Ok(!get(pairs, "add").is_empty() || sent != held.iter().map(String::as_str).collect())
}

/// Who gains and loses what with other members.
fn rehearsal(look: &Look, visit: &Visit, kind: Kind, pairs: &Pairs) -> Result<Sheet> {
    let words = &visit.words;
    let head = Head::of(look, words, pairs)?;
    let verb = |act: &mut Act<'_>| match kind {
        Kind::Users => save_user_group(act, head.agent, pairs, None),
        Kind::Agents => save_agent_group(act, pairs, None),
    };
    let outcome = match look.rehearse(kind.function(), verb) {
        Ok(after) => Ok(after.differences(look.policy(), &after.touched(look.policy()), look.today())),
        Err(Error::Refused(refusal)) if !refusal.fields.is_empty() => {
            return match kind {
                Kind::Users => draw_users(look, visit, pairs, Some(&refusal)),
                Kind::Agents => draw_agents(look, visit, pairs, Some(&refusal)),
            };
        }
        Err(Error::Refused(refusal)) => Err(refusal),
        Err(error) => return Err(error),
    };
    let mut fields: Pairs = pairs.iter().filter(|(name, _)| name != "step").cloned().collect();
    fields.push(("step".to_owned(), "save".to_owned()));
    let users = Users::new(look);
    let page = Preview {
        title: &words.text("groups-change"),
        about: get(pairs, "name"),
        action: kind.address(),
        fields: &fields,
        button: &words.text("rights-accept"),
        weight: Weight::Primary,
        back: &head.shown(Tab::Rules).address(kind.address(), &format!("id={}", get(pairs, "id"))),
        reopens: false,
        outcome: outcome.as_deref(),
        term: None,
        named: &users,
        author: look.actor().user(),
        changed: html! {},
        once: visit.once(),
    };
    Ok(Sheet::new(words.text("preview-title"), preview(words, &page)))
}

/// What is ticked: numbers of users or Agents. A group holds no groups.
fn ticked<K>(pairs: &Pairs, field: &str) -> Result<Vec<Id<K>>, Refusal> {
    let read = |member: &str| member.parse().map_err(|_| Refusal::field(field, message("rights-choose")));
    all(pairs, "member").into_iter().map(read).collect()
}

/// The ticked members and the one whose login was typed.
fn members(act: &Act<'_>, pairs: &Pairs) -> Result<Vec<UserId>> {
    let mut users: Vec<UserId> = ticked(pairs, "user")?;
    for login in get(pairs, "add").split([',', ' ']).filter(|login| !login.is_empty()) {
        let user = Login::parse(login).ok().map_or(Ok(None), |login| identity_table::user_by_login(act, &login))?;
        users.push(user.ok_or_else(|| Refusal::field("add", message("user-unknown")))?.id);
    }
    Ok(users)
}

/// Does what the form of a group of users asks for.
fn save_user_group(act: &mut Act<'_>, agent: AgentId, pairs: &Pairs, seen: Option<&str>) -> Result<()> {
    let id: Option<UserGroupId> = get(pairs, "id").parse().ok();
    if let (Some(id), "remove") = (id, get(pairs, "do")) {
        return changes::remove_user_group(act, id);
    }
    let users = members(act, pairs)?;
    changes::save_user_group(act, agent, id, get(pairs, "name"), users, seen).map(drop)
}

pub(super) async fn save_users(kabinet: Data<Appliance>, visit: Visit, form: Posted) -> Answer {
    let (pairs, function) = (&form.fields, Function::GroupDefine);
    let read = |look: &Look| Ok((agent_of(look, pairs)?, moves_rights(look, Kind::Users, pairs)?));
    let (agent, moves) = kabinet.look(&visit.actor, function, read).await?;
    if moves {
        return show(&kabinet, &visit, function, |look| rehearsal(look, &visit, Kind::Users, pairs)).await;
    }
    let fields = form.fields.clone();
    let verb = move |act: &mut Act<'_>| save_user_group(act, agent, &fields, Some(get(&fields, "seen")));
    match kabinet.act(visit.actor.clone(), function, form.once()?, verb).await {
        Ok(()) => Ok(see_other(format!("{}{}", url::GROUPS, owner_query(&kabinet, &visit, agent))).flash("flash-rights-saved")),
        Err(error) => again_beside(&kabinet, &visit, function, error, |look, refusal| draw_users(look, &visit, pairs, Some(refusal))).await,
    }
}

pub(super) async fn edit_agents(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    show(&kabinet, &visit, Function::AgentGroupDefine, |look| draw_agents(look, &visit, &asked(&visit), None)).await
}

fn agent_group(look: &Look, pairs: &Pairs) -> Result<Option<AgentGroup>> {
    let id: Option<AgentGroupId> = super::optional(pairs, "id", |text| text.parse().ok())?;
    let Some(id) = id else { return Ok(None) };
    let group: Option<AgentGroup> = access_table::numbered(look, id)?;
    Ok(Some(group.ok_or_else(Refusal::missing)?))
}

fn draw_agents(look: &Look, visit: &Visit, pairs: &Pairs, refusal: Option<&Refusal>) -> Result<Sheet> {
    let words = &visit.words;
    let head = Head::of(look, words, pairs)?;
    let known = agent_group(look, pairs)?;
    let members: Vec<_> = head.agents.iter().map(|(agent, name)| (agent.to_string(), name.clone())).collect();
    let held: Vec<String> = known.iter().flat_map(|group| &group.agents).map(ToString::to_string).collect();
    let ticked: Vec<String> = if refusal.is_some() { all(pairs, "member").into_iter().map(str::to_owned).collect() } else { held };
    let seen = versions::seen(known.as_ref(), refusal.map(|refusal| (get(pairs, "seen"), refusal)))?;
    let theirs = head.shown(Tab::Rules).address("/rights/groups/agents", &format!("id={}", get(pairs, "id")));
    let changed = match refusal {
        Some(refusal) => {
            versions::beside(look, words, refusal, &theirs, Function::AgentGroupDefine, |act| save_agent_group(act, pairs, None))?
        }
        None => html! {},
    };
    let typed = known.as_ref().filter(|_| refusal.is_none()).map_or_else(|| get(pairs, "name").to_owned(), |group| group.name.clone());
    let form = Editor {
        head: head.shown(Tab::Rules),
        kind: Kind::Agents,
        id: known.as_ref().map(|group| group.id.number()),
        name: &typed,
        members: &members,
        ticked: &ticked,
        add: "",
        offered: &[],
        seen: &seen,
        changed,
        refusal,
        errors: refusal.map_or(&[], |refusal| &refusal.fields),
        once: visit.once(),
    };
    Ok(Sheet::new(words.text("groups-agents"), form.page(words)))
}

/// Does what the form of a group of Agents asks for.
fn save_agent_group(act: &mut Act<'_>, pairs: &Pairs, seen: Option<&str>) -> Result<()> {
    let id: Option<AgentGroupId> = get(pairs, "id").parse().ok();
    if let (Some(id), "remove") = (id, get(pairs, "do")) {
        return changes::remove_agent_group(act, id);
    }
    let agents = ticked(pairs, "agent")?;
    changes::save_agent_group(act, id, get(pairs, "name"), agents, seen).map(drop)
}

pub(super) async fn save_agents(kabinet: Data<Appliance>, visit: Visit, form: Posted) -> Answer {
    let (fields, function) = (form.fields.clone(), Function::AgentGroupDefine);
    let read = |look: &Look| Ok((agent_of(look, &fields)?, moves_rights(look, Kind::Agents, &fields)?));
    let (agent, moves) = kabinet.look(&visit.actor, function, read).await?;
    if moves {
        return show(&kabinet, &visit, function, |look| rehearsal(look, &visit, Kind::Agents, &fields)).await;
    }
    let verb = move |act: &mut Act<'_>| save_agent_group(act, &fields, Some(get(&fields, "seen")));
    match kabinet.act(visit.actor.clone(), function, form.once()?, verb).await {
        Ok(()) => Ok(see_other(format!("{}{}", url::GROUPS, owner_query(&kabinet, &visit, agent))).flash("flash-rights-saved")),
        Err(error) => {
            let draw = |look: &Look, refusal: &Refusal| draw_agents(look, &visit, &form.fields, Some(refusal));
            again_beside(&kabinet, &visit, function, error, draw).await
        }
    }
}
