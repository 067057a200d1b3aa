//! Groups of users and of Agents.

use super::{named, unchanged, within_reach};
use crate::{
    access::{
        AgentGroup, AgentGroupId, Area, Function, Target, UserGroup, UserGroupId,
        group::{OfAgentGroup, OfUserGroup},
        table,
    },
    act::{Act, door::Numbered},
    identity::table as identity_table,
    terms::{AgentId, Refusal, Result, UserId, message},
};

/// Users of one group.
const MOST_USERS: usize = 20_000;

impl Numbered for OfUserGroup {
    const SEQUENCE: &'static str = "user-group";
}
impl Numbered for OfAgentGroup {
    const SEQUENCE: &'static str = "agent-group";
}

/// Makes a group of users of this Agent, or changes the one with this number.
///
/// # Errors
/// It has no name, or a user who holds nothing in the Agent; somebody has changed it since.
pub fn save_user_group(
    act: &mut Act<'_>,
    agent: AgentId,
    id: Option<UserGroupId>,
    name: &str,
    mut users: Vec<UserId>,
    seen: Option<&str>,
) -> Result<UserGroupId> {
    within_reach(act, agent)?;
    let name = named("name", name)?;
    users.sort();
    users.dedup();
    if users.len() > MOST_USERS {
        return Err(Refusal::field("user", message("group-large").with("most", MOST_USERS as i64)).into());
    }
    let is_of =
        |user: &UserId| act.policy().standing(*user).is_some_and(|standing| standing.holdings.iter().any(|held| held.agent == agent));
    let before: Option<UserGroup> = id.map_or(Ok(None), |id| table::numbered(&*act, id))?;
    // Whoever was in it and has left the Agent may stay, and be taken out.
    let stranger = |user: &&UserId| !is_of(user) && before.as_ref().is_none_or(|before| !before.users.contains(user));
    if users.iter().any(|user| stranger(&user)) {
        return Err(Refusal::field("user", message("user-unknown")).into());
    }
    let Some(id) = id else {
        let id = act.next_id()?;
        return Ok(act.add(UserGroup { id, agent, name, users })?.id);
    };
    let before = before.filter(|group| group.agent == agent).ok_or_else(Refusal::missing)?;
    act.concern(&before);
    unchanged(&before, seen)?;
    act.save(&before, UserGroup { id, agent, name, users })?;
    Ok(id)
}

/// Takes a group of users away that no rule names.
///
/// # Errors
/// A rule names it.
pub fn remove_user_group(act: &mut Act<'_>, id: UserGroupId) -> Result<()> {
    let group: UserGroup = table::numbered(&*act, id)?.ok_or_else(Refusal::missing)?;
    within_reach(act, group.agent)?;
    if let Some(rule) = table::rules(&*act)?.iter().find(|rule| rule.group == Some(id)) {
        return Err(Refusal::conflict("group-in-rule").with("rule", rule.id.to_string()).into());
    }
    act.remove(&group)
}

/// Makes a group of Agents, or changes the one with this number. It is the Owner's.
///
/// # Errors
/// The author is an Agent's; it has no name or no Agent; somebody has changed it since.
pub fn save_agent_group(
    act: &mut Act<'_>,
    id: Option<AgentGroupId>,
    name: &str,
    mut agents: Vec<AgentId>,
    seen: Option<&str>,
) -> Result<AgentGroupId> {
    act.unbarred(Function::AgentGroupDefine, Target::Other)?;
    let name = named("name", name)?;
    agents.sort();
    agents.dedup();
    if agents.is_empty() {
        return Err(Refusal::field("agent", message("agent-group-empty")).into());
    }
    for agent in &agents {
        identity_table::agent(&*act, *agent)?.ok_or_else(Refusal::missing)?;
    }
    let Some(id) = id else {
        let id = act.next_id()?;
        return Ok(act.add(AgentGroup { id, name, agents })?.id);
    };
    let before: AgentGroup = table::numbered(&*act, id)?.ok_or_else(Refusal::missing)?;
    act.concern(&before);
    unchanged(&before, seen)?;
    act.save(&before, AgentGroup { id, name, agents })?;
    Ok(id)
}

/// Takes a group of Agents away that no rule names.
///
/// # Errors
/// A rule names it.
pub fn remove_agent_group(act: &mut Act<'_>, id: AgentGroupId) -> Result<()> {
    act.unbarred(Function::AgentGroupDefine, Target::Other)?;
    let group: AgentGroup = table::numbered(&*act, id)?.ok_or_else(Refusal::missing)?;
    if let Some(rule) = table::rules(&*act)?.iter().find(|rule| rule.area == Area::Group(id)) {
        return Err(Refusal::conflict("group-in-rule").with("rule", rule.id.to_string()).into());
    }
    act.remove(&group)
}
