//! Roles: named sets of functions. Those of the system come with the program (`data/roles.toml`) and may be changed by
//! the Owner; those of an Agent are made by its administrator.

use super::{Conflicts, Demands, Function, FunctionSet, Place, Placed, conflict::Conflict, demand::DemandsError};
use crate::{
    storage::{Fact, Index, IndexEntry, Record, Table},
    terms::{AgentId, Id, Language, Text},
};
use serde::{Deserialize, Serialize};
use std::{borrow::Borrow, collections::BTreeMap, fmt, sync::Arc};

/// The short name of a role: `operator`; of an Agent's own `role-17`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RoleCode(String);

impl RoleCode {
    /// The role with this code; whether there is such a role, [`Roles`] knows.
    pub fn new(code: &str) -> Self {
        Self(code.to_owned())
    }

    /// The code of an Agent's own role.
    pub fn of(id: RoleId) -> Self {
        Self(format!("role-{id}"))
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
impl Borrow<str> for RoleCode {
    fn borrow(&self) -> &str {
        &self.0
    }
}
impl fmt::Display for RoleCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What marks a role's identity.
pub struct OfRole;
/// Identity of a role that is stored.
pub type RoleId = Id<OfRole>;

/// The document that defines a role (карточка роли). Each part is a few lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleCard {
    /// Обязанности.
    pub duties: Text,
    /// Права.
    pub rights: Text,
    /// Критерии эффективности.
    pub criteria: Text,
    /// Ответственность.
    pub responsibility: Text,
    /// Необходимые компетенции.
    pub competences: Text,
    /// Порядок контроля.
    pub control: Text,
}

/// A role as it is stored: an Agent's own, or a system role that the Owner has changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredRole {
    /// Its number.
    pub id: RoleId,
    /// Whose it is; none for a system role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<AgentId>,
    /// Its code.
    pub code: RoleCode,
    /// Its name.
    pub name: Text,
    /// As narrow columns show it.
    pub abbreviation: Text,
    /// What it is for.
    pub note: Text,
    /// The codes of its functions.
    pub functions: Vec<String>,
    /// Its card.
    pub card: RoleCard,
    /// Counts the changes; the shipped one is version 1.
    pub version: u32,
}

impl Record for StoredRole {
    const NAME: &'static str = "role";
    const TABLE: Table = Table("roles");
    const INDEXES: &'static [Index] = &[];

    fn key(&self) -> Vec<u8> {
        self.id.key().to_vec()
    }

    fn entries(&self) -> crate::terms::Result<Vec<IndexEntry>> {
        Ok(Vec::new())
    }
}
impl Fact for StoredRole {}

impl Placed for StoredRole {
    fn place(&self) -> Place {
        Place { agent: Some(self.agent.unwrap_or(AgentId::new(1))), ..Place::default() }
    }
}

/// One role as it is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// Its number, where it is stored.
    pub id: Option<RoleId>,
    /// Whose it is; none for a system role.
    pub agent: Option<AgentId>,
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
    /// The version of all this.
    pub version: u32,
    /// Whether only the Owner's employees hold it, who work in the Owner's own Agent (002, "Супервизор").
    pub owners: bool,
}

impl Role {
    /// Whether it grants anything in this Agent: not another Agent's own, and the Owner's only in the Owner's.
    pub fn is_for(&self, agent: AgentId) -> bool {
        self.agent.is_none_or(|own| own == agent) && (!self.owners || agent == AgentId::new(1))
    }

    fn of_stored(stored: StoredRole, owners: bool) -> Self {
        let StoredRole { id, agent, code: _, name, abbreviation, note, functions, card, version } = stored;
        // A function that is no more grants nothing.
        let functions = functions.iter().filter_map(|code| Function::parse(code)).collect();
        Self { id: Some(id), agent, name, abbreviation, note, functions, card, version, owners }
    }
}

/// A role as the file has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    code: RoleCode,
    name: Text,
    abbreviation: Text,
    note: Text,
    functions: Vec<String>,
    #[serde(default)]
    card: RoleCard,
    #[serde(default)]
    owners: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    role: Vec<Entry>,
}

/// What is wrong with a file of roles.
#[derive(Debug, thiserror::Error)]
pub enum RolesError {
    /// It is not TOML of the right shape.
    #[error("{0}")]
    Shape(#[from] toml::de::Error),
    /// It names a function that does not exist.
    #[error("role {role}: there is no function {function}")]
    Function {
        /// The role that names it.
        role: RoleCode,
        /// What it names.
        function: String,
    },
    /// A conflict names a role or a function that does not exist.
    #[error("conflict {conflict}: there is no {what}")]
    Conflict {
        /// The conflict.
        conflict: String,
        /// What it names.
        what: String,
    },
}

/// All roles, and what nobody may hold together.
#[derive(Clone, Debug, Default)]
pub struct Roles {
    known: BTreeMap<RoleCode, Arc<Role>>,
    conflicts: Arc<Conflicts>,
    demands: Arc<Demands>,
}

/// The functions that a code or a beginning with `*` stands for.
pub(super) fn functions_named(code: &str) -> Vec<Function> {
    match code.strip_suffix('*') {
        Some(beginning) => Function::all().filter(|function| function.code().starts_with(beginning)).collect(),
        None => Function::parse(code).into_iter().collect(),
    }
}

impl Roles {
    /// The role of a visitor who has not signed in.
    pub const GUEST: &'static str = "guest";
    /// The role of every citizen.
    pub const CITIZEN: &'static str = "citizen";
    /// The role of an employee in an Agent where no other was given to them yet.
    pub const EMPLOYEE: &'static str = "employee";
    /// The roles that nobody is given, since everybody of a kind has them.
    pub const INBORN: [&'static str; 4] = [Self::GUEST, Self::CITIZEN, "subscriber", Self::EMPLOYEE];

    /// Reads the text of `roles.toml`. `applications.case.*` stands for all functions that begin so.
    ///
    /// # Errors
    /// The shape is wrong, or a function is unknown.
    pub fn parse(text: &str) -> Result<Self, RolesError> {
        let file: File = toml::from_str(text)?;
        let mut known = BTreeMap::new();
        for entry in file.role {
            let mut functions = FunctionSet::EMPTY;
            for code in &entry.functions {
                let named = functions_named(code);
                if named.is_empty() {
                    return Err(RolesError::Function { role: entry.code, function: code.clone() });
                }
                functions = named.into_iter().fold(functions, FunctionSet::with);
            }
            let Entry { code, name, abbreviation, note, functions: _, card, owners } = entry;
            known.insert(code, Arc::new(Role { id: None, agent: None, name, abbreviation, note, functions, card, version: 1, owners }));
        }
        Ok(Self { known, conflicts: Arc::default(), demands: Arc::default() })
    }

    /// The same with the conflicts of the text of `conflicts.toml`.
    ///
    /// # Errors
    /// The shape is wrong, or a role or function is unknown.
    pub fn with_conflicts(mut self, text: &str) -> Result<Self, RolesError> {
        self.conflicts = Arc::new(Conflicts::parse(text, &self)?);
        Ok(self)
    }

    /// With the file of whom a second factor is demanded.
    ///
    /// # Errors
    /// The shape is wrong, or a role is unknown.
    pub fn with_demands(mut self, text: &str) -> Result<Self, DemandsError> {
        self.demands = Arc::new(Demands::parse(text, &self)?);
        Ok(self)
    }

    /// Of whom a second factor is demanded.
    pub fn demands(&self) -> &Demands {
        &self.demands
    }

    /// What nobody may hold together.
    pub fn conflicts(&self) -> impl Iterator<Item = &Conflict> {
        self.conflicts.iter()
    }

    /// Puts a role in place of what was known under its code.
    pub fn place(&mut self, stored: StoredRole) {
        let owners = self.known.get(&stored.code).is_some_and(|known| known.owners);
        self.known.insert(stored.code.clone(), Arc::new(Role::of_stored(stored, owners)));
    }

    /// Forgets an Agent's own role. A system role stays.
    pub fn drop_role(&mut self, code: &RoleCode) {
        if self.known.get(code).is_some_and(|role| role.agent.is_some()) {
            self.known.remove(code);
        }
    }

    /// The role with this code.
    pub fn get(&self, code: &str) -> Option<&Role> {
        self.known.get(code).map(|role| &**role)
    }

    /// The names of the roles whose codes stand here, separated by spaces: how the journal keeps them.
    pub fn named(&self, codes: &str, language: Language) -> String {
        let name = |code| self.get(code).map_or(code, |role| role.name.read(language));
        codes.split_whitespace().map(name).collect::<Vec<_>>().join(", ")
    }

    /// All, by code.
    pub fn iter(&self) -> impl Iterator<Item = (&RoleCode, &Role)> {
        self.known.iter().map(|(code, role)| (code, &**role))
    }

    /// Those that can be given to users of this Agent: the system's and its own.
    pub fn for_agent(&self, agent: AgentId) -> impl Iterator<Item = (&RoleCode, &Role)> {
        let given = |code: &RoleCode| !Self::INBORN.contains(&code.as_str());
        self.iter().filter(move |(code, role)| given(code) && role.is_for(agent))
    }

    /// What these roles grant together in this Agent: those of another grant nothing.
    pub fn functions_in<'a>(&self, agent: AgentId, codes: impl IntoIterator<Item = &'a RoleCode>) -> FunctionSet {
        let roles = codes.into_iter().filter_map(|code| self.get(code.as_str())).filter(|role| role.is_for(agent));
        roles.fold(FunctionSet::EMPTY, |sum, role| sum.and(role.functions))
    }

    /// What these roles grant together.
    pub fn functions<'a>(&self, codes: impl IntoIterator<Item = &'a str>) -> FunctionSet {
        codes.into_iter().filter_map(|code| self.get(code)).fold(FunctionSet::EMPTY, |sum, role| sum.and(role.functions))
    }
}
