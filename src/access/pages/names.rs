//! Names of what rights are about, looked up for a page.

use crate::{
    access::{Roles, ScopeId, table as access_table},
    act::Look,
    housing::table as housing_table,
    identity::{User, table as identity_table},
    terms::{AgentId, Language, Result, UserId},
};
use std::{cell::RefCell, collections::HashMap};

/// The user's name and login: "Орлова Т. В., 3-orlova". Each is read once; a citizen goes by the login alone.
pub(super) struct Users<'u> {
    look: &'u Look,
    known: RefCell<HashMap<UserId, String>>,
}

impl<'u> Users<'u> {
    pub(super) fn new(look: &'u Look) -> Self {
        Self { look, known: RefCell::default() }
    }

    pub(super) fn name(&self, id: UserId) -> String {
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

/// "Орлова Т. В., 3-orlova".
pub(super) fn called(user: &User) -> String {
    match user.kind {
        crate::access::UserKind::Citizen => user.login.to_string(),
        crate::access::UserKind::Owner | crate::access::UserKind::Partner | crate::access::UserKind::Agent => {
            format!("{}, {}", user.name.short(), user.login)
        }
    }
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
