//! Пользователи ‣ Права доступа: users' rights, roles, groups of houses, visibility of sections.

mod audit;
mod card;
mod grant;
mod groups;
mod merge;
pub mod names;
pub mod object;
pub mod question;
mod roles;
mod rule_form;
mod rules;
mod scopes;
mod users;
pub mod versions;

use super::{Function, Place, views::Tab};
use crate::{
    act::Look,
    identity::{agent::OWNER, table as identity_table},
    terms::{AgentId, Language, Refusal, Result, Words},
    web::{Route, Visit, url},
};

/// The routes of this room. What has a name of its own stands before what has a number.
pub fn routes() -> Vec<Route> {
    use Function as F;
    vec![
        Route::get(F::GrantList, url::RIGHTS, users::list),
        Route::get(F::GrantList, "/rights/users/{number}", card::view),
        Route::get(F::GrantList, "/rights/users/{number}/notice", card::notice),
        Route::get(F::GrantMake, "/rights/users/{number}/change", grant::preview),
        Route::post(F::GrantMake, "/rights/users/{number}/change", grant::save),
        Route::get(F::RoleList, url::ROLES, roles::list),
        Route::get(F::RoleList, "/rights/roles/compare", roles::compare),
        Route::get(F::RoleDefine, "/rights/roles/new", roles::blank),
        Route::post(F::RoleDefine, "/rights/roles/new", roles::create),
        Route::get(F::RoleList, "/rights/roles/{code}", roles::view),
        Route::get(F::RoleDefine, "/rights/roles/{code}/edit", roles::edit),
        Route::post(F::RoleDefine, "/rights/roles/{code}/edit", roles::save),
        Route::post(F::RoleDefine, "/rights/roles/{code}/remove", roles::remove),
        Route::get(F::RoleMerge, "/rights/roles/{code}/merge", merge::preview),
        Route::post(F::RoleMerge, "/rights/roles/{code}/merge", merge::save),
        Route::get(F::AuditView, url::ROLE_AUDIT, audit::view),
        Route::get(F::AuditView, "/role-audit/roles.pdf", audit::paper),
        Route::get(F::AuditView, "/role-audit/roles.xlsx", audit::workbook),
        Route::get(F::ScopeList, url::SCOPES, scopes::list),
        Route::get(F::ScopeDefine, "/rights/scopes/new", scopes::blank),
        Route::post(F::ScopeDefine, "/rights/scopes/new", scopes::create),
        Route::get(F::ScopeList, "/rights/scopes/{number}", scopes::view),
        Route::post(F::ScopeDefine, "/rights/scopes/{number}", scopes::save),
        Route::post(F::ScopeDefine, "/rights/scopes/{number}/remove", scopes::remove),
        Route::get(F::RuleList, url::RULES, rules::list),
        Route::get(F::RuleDefine, "/rights/rules/edit", rule_form::edit),
        Route::post(F::RuleDefine, "/rights/rules/edit", rule_form::save),
        Route::post(F::RuleDefine, "/rights/rules/{number}/remove", rule_form::remove),
        Route::get(F::RuleList, url::GROUPS, groups::list),
        Route::get(F::GroupDefine, "/rights/groups/users", groups::edit_users),
        Route::post(F::GroupDefine, "/rights/groups/users", groups::save_users),
        Route::get(F::AgentGroupDefine, "/rights/groups/agents", groups::edit_agents),
        Route::post(F::AgentGroupDefine, "/rights/groups/agents", groups::save_agents),
    ]
}

/// What stands behind the `?` of an address, or in a form.
pub(super) type Pairs = Vec<(String, String)>;

fn asked(visit: &Visit) -> Pairs {
    let query = visit.address.split_once('?').map_or("", |(_, query)| query);
    serde_urlencoded::from_str(query).unwrap_or_default()
}

fn get<'p>(pairs: &'p Pairs, name: &str) -> &'p str {
    pairs.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.trim())
}

fn all<'p>(pairs: &'p Pairs, name: &str) -> Vec<&'p str> {
    pairs.iter().filter(|(known, _)| known == name).map(|(_, value)| value.trim()).collect()
}

/// A value that may be left open: nothing where the field is empty, missing where it cannot be read.
fn optional<T>(pairs: &Pairs, name: &str, read: impl FnOnce(&str) -> Option<T>) -> Result<Option<T>, Refusal> {
    match get(pairs, name) {
        "" => Ok(None),
        text => read(text).map(Some).ok_or_else(Refusal::missing),
    }
}

/// Whose rights are looked at: one's own Agent's; the Owner's employees may name any, and see their own first.
fn agent_of(look: &Look, pairs: &Pairs) -> Result<AgentId> {
    let reach = &look.permit().reach;
    if reach.holder.is_some() {
        return Err(Refusal::missing().into());
    }
    let named: Option<AgentId> = optional(pairs, "agent", |text| text.parse().ok())?;
    match (reach.agent, named) {
        (Some(own), Some(named)) if own != named => Err(Refusal::missing().into()),
        (Some(own), _) => Ok(own),
        (None, Some(named)) => Ok(identity_table::agent(look, named)?.ok_or_else(Refusal::missing)?.id),
        (None, None) => Ok(OWNER),
    }
}

/// All Agents with their short names, for a reader who may choose one.
fn agents(look: &Look, language: Language) -> Result<Vec<(AgentId, String)>> {
    if look.permit().reach.agent.is_some() {
        return Ok(Vec::new());
    }
    let agents = identity_table::agents(look)?;
    Ok(agents.into_iter().map(|agent| (agent.id, agent.short_name.read(language).to_owned())).collect())
}

/// What stands above every page of the four: the tabs that this reader may open, and the choice of the Agent.
struct Head {
    agent: AgentId,
    agents: Vec<(AgentId, String)>,
    tabs: Vec<Tab>,
}

impl Head {
    fn of(look: &Look, words: &Words, pairs: &Pairs) -> Result<Self> {
        let tabs = Tab::ALL.into_iter().filter(|tab| look.has(tab.function())).collect();
        Ok(Self { agent: agent_of(look, pairs)?, agents: agents(look, words.language)?, tabs })
    }

    fn shown(&self, tab: Tab) -> super::views::Head<'_> {
        super::views::Head { tab, tabs: &self.tabs, agent: self.agent, agents: &self.agents }
    }
}

/// Whether lists of this Agent's records have clocks: their histories are open to whoever reaches the whole Agent.
fn shows_clocks(look: &Look, agent: AgentId) -> bool {
    look.opens_histories() && look.permit().reach.covers(Place { agent: Some(agent), ..Place::default() })
}
