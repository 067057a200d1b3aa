//! Who may do what, and where: functions, roles, scopes, and the compiled policy that answers in nanoseconds.
//!
//! Visibility rules and principals join the policy in [`policy::Policy::permit`], between the role and the reach: they only
//! ever take away (`domain.md` §4).

pub mod actor;
pub mod function;
pub mod grant;
pub mod houses;
pub mod policy;
pub mod reach;
pub mod role;
pub mod table;

pub use actor::{Actor, Seat, Who};
pub use function::{Function, FunctionSet};
pub use grant::{Grant, Period, Scope, ScopeId, UserKind};
pub use houses::HouseSet;
pub use policy::{Denied, Holding, Policy};
pub use reach::{Houses, Permit, Place, Placed, Reach};
pub use role::{Role, RoleCode, Roles};
