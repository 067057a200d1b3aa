//! Of whom a second factor is demanded: by the type of user and by role (`data/factors.toml`, or a file of the same name in the
//! data folder of an installation). Nobody of whom one is demanded gets past setting it up.

use super::{Denied, Function, RoleCode, Roles, UserKind};
use serde::Deserialize;

/// Of whom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Demands {
    kinds: Vec<UserKind>,
    roles: Vec<RoleCode>,
}

/// The file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    demanded: Named,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    #[serde(default)]
    types: Vec<KindName>,
    #[serde(default)]
    roles: Vec<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum KindName {
    Owner,
    Partner,
    Agent,
    Citizen,
}

impl From<KindName> for UserKind {
    fn from(name: KindName) -> Self {
        match name {
            KindName::Owner => Self::Owner,
            KindName::Partner => Self::Partner,
            KindName::Agent => Self::Agent,
            KindName::Citizen => Self::Citizen,
        }
    }
}

/// What is wrong with the file.
#[derive(Debug, thiserror::Error)]
pub enum DemandsError {
    /// It is no TOML of this shape.
    #[error("{0}")]
    Shape(#[from] toml::de::Error),
    /// A misspelt role would quietly demand nothing.
    #[error("there is no role {0}")]
    Role(String),
}

impl Demands {
    /// Reads the file.
    ///
    /// # Errors
    /// Its shape is wrong, or a role is unknown.
    pub fn parse(text: &str, roles: &Roles) -> Result<Self, DemandsError> {
        let Named { types, roles: codes } = toml::from_str::<File>(text)?.demanded;
        if let Some(unknown) = codes.iter().find(|code| roles.get(code).is_none()) {
            return Err(DemandsError::Role(unknown.clone()));
        }
        let roles = codes.iter().map(|code| RoleCode::new(code)).collect();
        Ok(Self { kinds: types.into_iter().map(UserKind::from).collect(), roles })
    }

    /// Whether one is demanded of a user of this type who holds these roles.
    pub fn concern<'r>(&self, kind: UserKind, mut roles: impl Iterator<Item = &'r RoleCode>) -> bool {
        self.kinds.contains(&kind) || roles.any(|role| self.roles.contains(role))
    }
}

/// What a user must do before anything else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Due {
    /// Nothing.
    #[default]
    Nothing,
    /// Think of a password: theirs was given out by an administrator.
    Password,
    /// Set up a second factor, which is demanded of them.
    Factor,
}

impl Due {
    /// Why this function waits for what is due; none where it does not.
    pub const fn denies(self, function: Function) -> Option<Denied> {
        match self {
            Self::Password if !function.is_for_newcomers() => Some(Denied::MustChange),
            Self::Factor if !function.is_for_newcomers() && !function.sets_up_a_factor() => Some(Denied::MustProve),
            Self::Nothing | Self::Password | Self::Factor => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_names_types_and_roles_that_there_are() {
        let roles = Roles::parse(include_str!("../../data/roles.toml")).unwrap();
        let demands = Demands::parse("[demanded]\ntypes = [\"owner\"]\nroles = [\"administrator\"]", &roles).unwrap();
        let (administrator, other) = (RoleCode::new("administrator"), RoleCode::new("operator"));
        assert!(demands.concern(UserKind::Owner, [].into_iter()) && demands.concern(UserKind::Agent, [&other, &administrator].into_iter()));
        assert!(!demands.concern(UserKind::Agent, [&other].into_iter()));
        for bad in ["[demanded]\ntypes = [\"king\"]", "[demanded]\nroles = [\"administator\"]", "[demand]\ntypes = []", "demanded = 1"] {
            assert!(Demands::parse(bad, &roles).is_err(), "{bad}");
        }
        assert!(!Demands::default().concern(UserKind::Owner, [&administrator].into_iter()));
    }
}
