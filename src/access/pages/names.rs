//! Names of what rights are about, looked up for a page.

use crate::{
    access::{HouseSet, Houses, Policy, PrincipalId, Reach, Roles, ScopeId, UserKind, table as access_table, views::preview::Named},
    act::Look,
    applications::table::{self as cases, Filter},
    housing::table as housing_table,
    identity::{Agent, Login, User, agent::OWNER, table as identity_table},
    storage::View,
    terms::{AgentId, HouseId, Language, Message, Result, UserId, message},
};
use std::{cell::RefCell, collections::HashMap, sync::Arc};

/// The user's name and login: "Орлова Т. В., 3-orlova". Each is read once; a citizen goes by the login alone.
pub struct Users<'u> {
    look: &'u Look,
    known: RefCell<HashMap<UserId, String>>,
}

impl<'u> Users<'u> {
    /// Names read from this snapshot.
    pub fn new(look: &'u Look) -> Self {
        Self { look, known: RefCell::default() }
    }

    /// The name of one.
    pub fn name(&self, id: UserId) -> String {
        if let Some(name) = self.known.borrow().get(&id) {
            return name.clone();
        }
        // A name that cannot be read is not worth failing the page for.
        let user = identity_table::user(self.look, id).ok().flatten();
        let name = user.map_or_else(|| format!("№ {id}"), |user| called(&user));
        self.known.borrow_mut().insert(id, name.clone());
        name
    }
}

impl Named for Users<'_> {
    fn user(&self, id: UserId) -> String {
        self.name(id)
    }

    fn house(&self, id: HouseId) -> String {
        let house = housing_table::house(self.look, id).ok().flatten();
        house.map_or_else(|| format!("№ {id}"), |house| house.to_string())
    }

    fn principal(&self, id: PrincipalId) -> String {
        let principal = housing_table::principal(self.look, id).ok().flatten();
        principal.map_or_else(|| format!("№ {id}"), |principal| principal.name)
    }

    fn open_cases(&self, agent: AgentId, houses: Option<&HouseSet>) -> usize {
        let houses = houses.map_or(Houses::All, |houses| Houses::Only(Arc::new(houses.clone())));
        let reach = Reach { agent: Some(agent), houses, ..Reach::EVERYTHING };
        cases::count(self.look, &reach, agent, Filter::Open, usize::MAX).unwrap_or_default()
    }
}

/// "Орлова Т. В., 3-orlova".
pub(super) fn called(user: &User) -> String {
    match user.kind {
        UserKind::Citizen => user.login.to_string(),
        UserKind::Owner | UserKind::Partner | UserKind::Agent => {
            format!("{}, {}", user.name.short(), user.login)
        }
    }
}

/// Employees whom a field offers; where an Agent has more, one types.
const MOST_OFFERED: usize = 300;
/// Users of one name whom a refusal tells apart.
const MOST_TOLD: usize = 5;

/// Who holds something in this Agent; in any, where none is named.
fn works_in(policy: &Policy, agent: Option<AgentId>) -> impl Iterator<Item = UserId> {
    let users = policy
        .users()
        .filter(move |(_, standing)| agent.is_none_or(|agent| standing.holdings.iter().any(|holding| holding.agent == agent)));
    users.filter(|(_, standing)| standing.card.kind != UserKind::Citizen).map(|(user, _)| user)
}

/// The employees of this Agent (of all, where none is named) to choose from, as login and name; none where they are too many
/// for a list.
///
/// # Errors
/// A fault of the engine.
pub fn employees(look: &Look, agent: Option<AgentId>) -> Result<Vec<(String, String)>> {
    let all: Vec<_> = works_in(look.policy(), agent).take(MOST_OFFERED + 1).collect();
    if all.len() > MOST_OFFERED {
        return Ok(Vec::new());
    }
    let users = all.into_iter().filter_map(|user| identity_table::user(look, user).transpose()).collect::<Result<Vec<_>>>()?;
    let mut named: Vec<_> = users.into_iter().map(|user| (user.login.to_string(), user.name.to_string())).collect();
    named.sort_by(|(_, one), (_, other)| one.cmp(other));
    Ok(named)
}

/// The employee who is meant by a login, or by a name or the beginning of one; else what is wrong. Those of one Agent, where
/// one is named.
pub(super) fn meant(view: &dyn View, policy: &Policy, agent: Option<AgentId>, typed: &str) -> Result<Result<UserId, Message>> {
    let named = Login::parse(typed).ok().map_or(Ok(None), |login| identity_table::user_by_login(view, &login))?;
    if let Some(user) = named.filter(|user| works_in(policy, agent).any(|known| known == user.id)) {
        return Ok(Ok(user.id));
    }
    let sought = folded(typed);
    let mut found: Vec<User> = Vec::new();
    for id in works_in(policy, agent) {
        let user = identity_table::user(view, id)?;
        let is_meant = |user: &User| [user.name.to_string(), user.name.short()].iter().any(|name| folded(name).starts_with(&sought));
        found.extend(user.filter(is_meant));
        if found.len() > MOST_TOLD {
            break;
        }
    }
    Ok(match found.as_slice() {
        [] => Err(message("user-unknown")),
        [user] => Ok(user.id),
        several => {
            let named = several.iter().take(MOST_TOLD).map(|user| format!("{} ({})", user.name.short(), user.login));
            Err(message("user-several").with("users", named.collect::<Vec<_>>().join(", ")))
        }
    })
}

/// A name as it is compared: letter case, unbroken spaces and the dots of ё do not matter.
pub(super) fn folded(name: &str) -> String {
    name.to_lowercase().replace('ё', "е").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The name of a scope.
pub(super) fn scope(look: &Look, id: ScopeId) -> String {
    access_table::scope(look, id).ok().flatten().map_or_else(|| format!("№ {id}"), |scope| scope.name)
}

/// The roles that can be given in this Agent, by name.
pub(super) fn roles(roles: &Roles, agent: AgentId, language: Language) -> Vec<(String, String)> {
    let mut named: Vec<_> = roles.for_agent(agent).map(|(code, role)| (code.to_string(), role.name.read(language).to_owned())).collect();
    named.sort_by(|(_, one), (_, other)| one.cmp(other));
    named
}

/// The Agents in which a user of this type may hold something.
pub(super) fn agents_open(look: &Look, kind: UserKind) -> Result<Vec<Agent>> {
    let mut agents = identity_table::agents(look)?;
    agents.retain(|agent| match kind {
        UserKind::Owner => agent.id == OWNER,
        UserKind::Partner | UserKind::Agent => agent.id != OWNER,
        UserKind::Citizen => false,
    });
    Ok(agents)
}

/// The scopes of this Agent, by name.
pub(super) fn scopes(look: &Look, agent: AgentId) -> Result<Vec<(String, String)>> {
    let mut scopes = access_table::scopes(look)?;
    scopes.retain(|scope| scope.agent == agent);
    scopes.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(scopes.into_iter().map(|scope| (scope.id.to_string(), scope.name)).collect())
}

/// The principals of this Agent, by name.
pub(super) fn principals(look: &Look, agent: AgentId) -> Result<Vec<(String, String)>> {
    let principals = housing_table::principals(look, agent)?;
    Ok(principals.into_iter().map(|principal| (principal.id.to_string(), principal.name)).collect())
}
