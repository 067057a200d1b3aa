//! Compiles the policy from the facts that it depends on: users, grants, scopes, roles.

use crate::{
    access::{
        Grant, HouseSet, Policy, Roles, Scope, ScopeId, UserKind,
        policy::{Holding, Standing},
        table as access_table,
    },
    identity::{Password, User, agent::OWNER, table as identity_table},
    storage::{Overlay, Record, View},
    terms::{Result, UserId},
};
use std::{collections::BTreeSet, sync::Arc};

/// The policy of everything that is stored.
///
/// # Errors
/// A fault of the engine.
pub fn compile(view: &dyn View, roles: &Roles) -> Result<Policy> {
    let mut policy = Policy::new(roles);
    for scope in access_table::scopes(view)? {
        policy.place_scope(scope.id, scope.houses.into_iter().collect::<HouseSet>());
    }
    identity_table::each_user(view, |user| {
        policy.place_user(user.id, standing(view, roles, &user)?);
        policy.place_newcomer(user.id, is_newcomer(&user));
        Ok(())
    })?;
    Ok(policy)
}

/// Whether what an Act wrote changes anybody's rights.
pub fn concerns(written: &Overlay) -> bool {
    [User::TABLE, Grant::TABLE, Scope::TABLE].into_iter().any(|table| written.touches(table))
}

/// The rights of those whom an Act concerned.
pub struct Changed {
    scopes: Vec<(ScopeId, HouseSet)>,
    users: Vec<(UserId, Standing, bool)>,
}

/// What an Act changed of the rights: only those whom it concerns are compiled anew.
///
/// # Errors
/// A fault of the engine.
pub fn changed(view: &dyn View, roles: &Roles, written: &Overlay) -> Result<Changed> {
    let mut changed = Changed { scopes: Vec::new(), users: Vec::new() };
    for id in written.keys_of(Scope::TABLE).filter_map(number) {
        if let Some(scope) = access_table::scope(view, ScopeId::new(id))? {
            changed.scopes.push((scope.id, scope.houses.into_iter().collect()));
        }
    }
    let users = written.keys_of(User::TABLE).chain(written.keys_of(Grant::TABLE)).filter_map(number);
    for id in users.collect::<BTreeSet<_>>() {
        if let Some(user) = identity_table::user(view, UserId::new(id))? {
            changed.users.push((user.id, standing(view, roles, &user)?, is_newcomer(&user)));
        }
    }
    Ok(changed)
}

impl Changed {
    /// Brings the policy up to it.
    pub fn place(self, policy: &mut Policy) {
        self.scopes.into_iter().for_each(|(scope, houses)| policy.place_scope(scope, houses));
        for (user, standing, is_newcomer) in self.users {
            policy.place_user(user, standing);
            policy.place_newcomer(user, is_newcomer);
        }
    }
}

fn number(key: &[u8]) -> Option<u64> {
    key.first_chunk::<8>().map(|bytes| u64::from_be_bytes(*bytes))
}

const fn is_newcomer(user: &User) -> bool {
    matches!(user.password, Password::OneTime(_))
}

fn standing(view: &dyn View, roles: &Roles, user: &User) -> Result<Standing> {
    let holdings = match user.kind {
        UserKind::Citizen => vec![Holding {
            agent: OWNER,
            functions: roles.functions([Roles::CITIZEN]),
            roles: Arc::from(Roles::CITIZEN),
            scopes: Box::default(),
            period: Default::default(),
        }],
        UserKind::Owner | UserKind::Partner | UserKind::Agent => {
            access_table::grants_of(view, user.id)?.into_iter().map(|grant| holding(roles, grant)).collect()
        }
    };
    Ok(Standing { kind: user.kind, active: user.active, period: user.period, sight: user.sight(), holdings: holdings.into() })
}

fn holding(roles: &Roles, grant: Grant) -> Holding {
    let codes: Vec<&str> = grant.roles.iter().map(crate::access::RoleCode::as_str).collect();
    Holding {
        agent: grant.agent,
        functions: roles.functions(codes.iter().copied()),
        roles: Arc::from(codes.join(" ")),
        scopes: grant.scopes.into(),
        period: grant.period,
    }
}
