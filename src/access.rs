//! Who may do what, and where: functions, roles, scopes, visibility rules, principals, and the compiled policy that answers
//! in nanoseconds. Rules and principals only ever take away (`domain.md` §4).

pub mod actor;
pub mod bar;
pub mod changes;
pub mod conflict;
pub mod demand;
pub mod denied;
pub mod difference;
pub mod explain;
pub mod function;
pub mod grant;
pub mod group;
pub mod guard;
pub mod houses;
pub mod pages;
mod nature;
pub mod policy;
pub mod principal;
pub mod profile;
pub mod reach;
pub mod role;
pub mod role_audit;
pub mod rule;
pub mod ruling;
pub mod section;
pub mod shelf;
pub mod table;
mod tally;
pub mod views;
pub mod workplace;

pub use actor::{Actor, Seat, Who};
pub use bar::{Object, Target};
pub use conflict::Conflicts;
pub use demand::{Demands, Due};
pub use denied::Denied;
pub use explain::{Cut, Explanation};
pub use function::{Function, FunctionSet};
pub use grant::{Bound, Grant, Period, Scope, ScopeId, UserKind};
pub use group::{AgentGroup, AgentGroupId, UserGroup, UserGroupId};
pub use houses::HouseSet;
pub use policy::{Card, Policy};
pub use principal::{PrincipalId, Principals};
pub use reach::{Houses, Permit, Place, Placed, Reach};
pub use role::{Role, RoleCard, RoleCode, RoleId, Roles, StoredRole};
pub use rule::{Area, Filter, Rule, RuleId, Visibility};
pub use section::Section;
