//! Roles: named sets of functions, read from `data/roles.toml`.

use super::{Function, FunctionSet};
use crate::terms::Text;
use serde::{Deserialize, Serialize};
use std::{borrow::Borrow, collections::BTreeMap, fmt};

/// The short name of a role: `operator`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RoleCode(String);

impl RoleCode {
    /// The role with this code; whether there is such a role, [`Roles`] knows.
    pub fn new(code: &str) -> Self {
        Self(code.to_owned())
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

/// One role.
#[derive(Clone, Debug)]
pub struct Role {
    /// Its name.
    pub name: Text,
    /// As narrow columns show it.
    pub abbreviation: Text,
    /// What it is for.
    pub note: Text,
    /// What it grants.
    pub functions: FunctionSet,
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
}

/// All roles.
#[derive(Clone, Debug, Default)]
pub struct Roles(BTreeMap<RoleCode, Role>);

impl Roles {
    /// The role of a visitor who has not signed in.
    pub const GUEST: &'static str = "guest";
    /// The role of every citizen.
    pub const CITIZEN: &'static str = "citizen";

    /// Reads the text of `roles.toml`. `applications.case.*` stands for all functions that begin so.
    ///
    /// # Errors
    /// The shape is wrong, or a function is unknown.
    pub fn parse(text: &str) -> Result<Self, RolesError> {
        let file: File = toml::from_str(text)?;
        let mut roles = BTreeMap::new();
        for entry in file.role {
            let mut functions = FunctionSet::EMPTY;
            for code in &entry.functions {
                let named: Vec<_> = match code.strip_suffix('*') {
                    Some(beginning) => Function::all().filter(|function| function.code().starts_with(beginning)).collect(),
                    None => Function::parse(code).into_iter().collect(),
                };
                if named.is_empty() {
                    return Err(RolesError::Function { role: entry.code, function: code.clone() });
                }
                functions = named.into_iter().fold(functions, FunctionSet::with);
            }
            roles.insert(entry.code, Role { name: entry.name, abbreviation: entry.abbreviation, note: entry.note, functions });
        }
        Ok(Self(roles))
    }

    /// The role with this code.
    pub fn get(&self, code: &str) -> Option<&Role> {
        self.0.get(code)
    }

    /// All, by code.
    pub fn iter(&self) -> impl Iterator<Item = (&RoleCode, &Role)> {
        self.0.iter()
    }

    /// What these roles grant together.
    pub fn functions<'a>(&self, codes: impl IntoIterator<Item = &'a str>) -> FunctionSet {
        codes.into_iter().filter_map(|code| self.get(code)).fold(FunctionSet::EMPTY, |sum, role| sum.and(role.functions))
    }

    /// The roles that grant this function: who can help somebody who lacks it.
    pub fn granting(&self, function: Function) -> impl Iterator<Item = (&RoleCode, &Role)> {
        self.iter().filter(move |(_, role)| role.functions.has(function))
    }
}
