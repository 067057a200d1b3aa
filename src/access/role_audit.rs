//! Аудит ролей (`domain.md` §4, "Role audit"): which roles an Agent's employees hold, and what in it is too much: roles that
//! repeat each other, functions and roles that nobody needed, rights that should have ended.

use super::{
    Denied, Function, FunctionSet, Grant, Policy, Role, RoleCode, Roles, RuleId, Seat, UserKind,
    conflict::{Clash, clashes},
    policy::Standing,
};
use crate::terms::{AgentId, UserId};
use jiff::civil::Date;
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// The Owner's own Agent: it answers for employees who hold nothing anywhere.
const OWNER: AgentId = AgentId::new(1);

/// What each user did, by function.
pub type Used = BTreeMap<UserId, FunctionSet>;
/// How often each user was refused a function for want of the right.
pub type Refused = BTreeMap<UserId, BTreeMap<Function, u32>>;

/// So many refusals within the time that is looked at are no slip: the function is needed, or somebody pries.
const OFTEN: u32 = 3;

/// What is audited.
#[derive(Clone, Copy)]
pub struct Question<'q> {
    /// The rights of everybody.
    pub policy: &'q Policy,
    /// Whose roles.
    pub agent: AgentId,
    /// The one Agent that the reader sees; none for the Owner's employees, who see all.
    pub within: Option<AgentId>,
    /// The day.
    pub today: Date,
    /// What was used lately.
    pub used: &'q Used,
    /// What was refused lately.
    pub refused: &'q Refused,
}

/// A role with those who hold it in the Agent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audited {
    /// Its code.
    pub code: RoleCode,
    /// Everybody to whom it is granted, by number.
    pub holders: Vec<UserId>,
}

/// Why somebody's rights should be gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ended {
    /// The grant's last day has passed.
    Grant(Date),
    /// The last day of the user's card has passed.
    Card(Date),
    /// The card says inactive.
    Inactive,
}

/// Something that can be mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The role grants exactly what another does.
    Equal {
        /// The one to give up.
        role: RoleCode,
        /// The one to keep.
        keep: RoleCode,
    },
    /// The role grants a part of what another does.
    Nested {
        /// The narrower one.
        role: RoleCode,
        /// The wider one.
        wider: RoleCode,
    },
    /// No holder of the role used these functions of it.
    Unused {
        /// The role.
        role: RoleCode,
        /// The functions.
        functions: FunctionSet,
    },
    /// The user used nothing of a role that they hold.
    Excess {
        /// Who.
        user: UserId,
        /// The role.
        role: RoleCode,
    },
    /// The user was often refused a function that they do not have.
    Lacking {
        /// Who.
        user: UserId,
        /// What.
        function: Function,
        /// How often.
        times: u32,
        /// The visibility rule that hides it, where a role grants it.
        rule: Option<RuleId>,
        /// Roles that would grant it and clash with nothing the user holds, the narrowest first; none where a rule hides it.
        roles: Vec<RoleCode>,
        /// Roles of the Agent's own that the user holds: they could be widened.
        own: Vec<RoleCode>,
    },
    /// Duties of both sides of a conflict are in one hand.
    Conflict {
        /// Whose.
        user: UserId,
        /// Which.
        clash: Clash,
    },
    /// An employee who holds no role.
    Roleless {
        /// Who.
        user: UserId,
    },
    /// A grant that outlived its time.
    Ended {
        /// Whose.
        user: UserId,
        /// Why it is over.
        why: Ended,
    },
}

/// The audit of one Agent's roles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoleAudit {
    /// Every role that can be given there, by code.
    pub roles: Vec<Audited>,
    /// What was found, kind by kind.
    pub findings: Vec<Finding>,
}

/// What every employee has whatever their role: nobody is without it, or every system role grants it. It is nobody's excess.
pub fn everyday(roles: &Roles) -> FunctionSet {
    let essential: FunctionSet = Function::all().filter(|function| function.is_essential()).collect();
    let given = roles.iter().filter(|(code, role)| role.agent.is_none() && !Roles::INBORN.contains(&code.as_str()));
    let common = given.map(|(_, role)| role.functions).reduce(FunctionSet::common);
    essential.and(common.unwrap_or_default())
}

impl RoleAudit {
    /// Audits the roles of one Agent.
    pub fn of(question: &Question<'_>) -> Self {
        let roles = question.roles();
        let mut findings = question.alike(&roles);
        findings.extend(roles.iter().filter_map(|role| question.unused(role)));
        findings.extend(question.excess());
        findings.extend(question.lacking());
        findings.extend(question.conflicts());
        findings.extend(question.roleless());
        findings.extend(question.ended());
        Self { roles, findings }
    }
}

impl<'q> Question<'q> {
    fn role(&self, code: &RoleCode) -> Option<&'q Role> {
        self.policy.roles().get(code.as_str()).filter(|role| role.agent.is_none_or(|own| own == self.agent))
    }

    /// Employees who hold something in the Agent.
    fn employees(&self) -> impl Iterator<Item = (UserId, &'q Standing, &'q Arc<Grant>)> {
        let agent = self.agent;
        let staff = self.policy.users().filter(|(_, standing)| standing.card.kind != UserKind::Citizen);
        staff.flat_map(move |(user, standing)| {
            standing.grants.iter().filter(move |grant| grant.agent == agent).map(move |grant| (user, standing, grant))
        })
    }

    /// Those of them whose rights hold today.
    fn at_work(&self) -> impl Iterator<Item = (UserId, &'q Arc<Grant>)> {
        let today = self.today;
        let at_work = self.employees().filter(move |(_, standing, grant)| standing.may_enter(today) && grant.period.holds_on(today));
        at_work.map(|(user, _, grant)| (user, grant))
    }

    fn roles(&self) -> Vec<Audited> {
        let mut holders: BTreeMap<&RoleCode, BTreeSet<UserId>> = BTreeMap::new();
        for (user, _, grant) in self.employees() {
            for code in &grant.roles {
                holders.entry(code).or_default().insert(user);
            }
        }
        let held = |code| holders.get(code).map_or_else(Vec::new, |users| users.iter().copied().collect());
        self.policy.roles().for_agent(self.agent).map(|(code, _)| Audited { code: code.clone(), holders: held(code) }).collect()
    }

    /// Roles that repeat each other, among those that somebody holds and the Agent's own.
    fn alike(&self, roles: &[Audited]) -> Vec<Finding> {
        let mut live: Vec<(&Audited, &Role)> = roles.iter().filter_map(|audited| Some((audited, self.role(&audited.code)?))).collect();
        live.retain(|(audited, role)| role.agent.is_some() || !audited.holders.is_empty());
        // The one to keep comes first: the system's, then the one with the most holders.
        live.sort_by_key(|(audited, role)| (role.agent.is_some(), Reverse(audited.holders.len()), audited.code.clone()));
        let essential: FunctionSet = Function::all().filter(|function| function.is_essential()).collect();
        let everyday = everyday(self.policy.roles());
        let (mut found, mut kept): (Vec<Finding>, Vec<(&RoleCode, FunctionSet)>) = (Vec::new(), Vec::new());
        for (audited, role) in live {
            let functions = role.functions.minus(essential);
            match kept.iter().find(|(_, known)| *known == functions) {
                Some((keep, _)) => found.push(Finding::Equal { role: audited.code.clone(), keep: (*keep).clone() }),
                None => kept.push((&audited.code, functions)),
            }
        }
        // A role that grants nothing of its own lies in every other: that says nothing.
        kept.retain(|(_, functions)| !functions.is_within(everyday));
        let within = |one: FunctionSet, other: FunctionSet| one != other && one.is_within(other);
        for (role, functions) in &kept {
            let wider = kept.iter().filter(|(_, other)| within(*functions, *other));
            // Only the next wider ones: those between tell of the rest.
            let next = wider.filter(|(_, wide)| !kept.iter().any(|(_, between)| within(*functions, *between) && within(*between, *wide)));
            found.extend(next.map(|(wide, _)| Finding::Nested { role: (*role).clone(), wider: (*wide).clone() }));
        }
        found
    }

    fn used_by(&self, user: UserId) -> FunctionSet {
        self.used.get(&user).copied().unwrap_or_default()
    }

    fn unused(&self, audited: &Audited) -> Option<Finding> {
        let mut holders = self.at_work().filter(|(_, grant)| grant.roles.contains(&audited.code)).peekable();
        holders.peek()?;
        let used = holders.fold(everyday(self.policy.roles()), |sum, (user, _)| sum.and(self.used_by(user)));
        let functions = self.role(&audited.code)?.functions.minus(used);
        (!functions.is_empty()).then(|| Finding::Unused { role: audited.code.clone(), functions })
    }

    fn excess(&self) -> Vec<Finding> {
        let everyday = everyday(self.policy.roles());
        let needless = |user, code: &RoleCode| {
            let own = self.role(code).map_or(FunctionSet::EMPTY, |role| role.functions.minus(everyday));
            !own.is_empty() && own.common(self.used_by(user)).is_empty()
        };
        let held = self.at_work().flat_map(|(user, grant)| grant.roles.iter().map(move |code| (user, code)));
        held.filter(|(user, code)| needless(*user, code)).map(|(user, code)| Finding::Excess { user, role: code.clone() }).collect()
    }

    /// What was often refused and is not held yet.
    fn lacking(&self) -> Vec<Finding> {
        let mut found = Vec::new();
        for (user, grant) in self.at_work() {
            let held = self.policy.extent(user, self.agent, self.today).functions;
            let refused = self.refused.get(&user).into_iter().flatten().map(|(function, times)| (*function, *times));
            let wanted = refused.filter(|(function, times)| *times >= OFTEN && !held.has(*function) && !function.is_essential());
            found.extend(wanted.map(|(function, times)| self.wanting(user, grant, function, times)));
        }
        found
    }

    fn wanting(&self, user: UserId, grant: &Grant, function: Function, times: u32) -> Finding {
        let seat = Seat { user, login: Arc::from(""), agent: self.agent, scope: None };
        let why = self.policy.explain(&seat, function, None, self.today);
        let rule = if why.answer == Err(Denied::Hidden) { why.rule.map(|(rule, _)| rule) } else { None };
        if rule.is_some() {
            return Finding::Lacking { user, function, times, rule, roles: Vec::new(), own: Vec::new() };
        }
        let known = self.policy.roles();
        let fitting = known.for_agent(self.agent).filter(|(code, role)| role.functions.has(function) && self.may_join(grant, code));
        let mut roles: Vec<_> = fitting.map(|(code, role)| (role.functions.count(), code.clone())).collect();
        roles.sort();
        let own = grant.roles.iter().filter(|code| self.role(code).is_some_and(|role| role.agent.is_some())).cloned().collect();
        Finding::Lacking { user, function, times, rule, roles: roles.into_iter().map(|(_, code)| code).collect(), own }
    }

    /// Whether this role clashes with nothing of the grant.
    fn may_join(&self, grant: &Grant, code: &RoleCode) -> bool {
        let mut roles = grant.roles.clone();
        roles.push(code.clone());
        clashes(self.policy, &[Arc::new(Grant { roles, ..grant.clone() })]).is_empty()
    }

    fn conflicts(&self) -> Vec<Finding> {
        let mut found = Vec::new();
        for (user, standing, _) in self.employees() {
            let grants: Vec<_> = standing.grants.iter().filter(|grant| self.within.is_none_or(|own| own == grant.agent)).cloned().collect();
            found.extend(clashes(self.policy, &grants).into_iter().map(|clash| Finding::Conflict { user, clash }));
        }
        found
    }

    fn roleless(&self) -> Vec<Finding> {
        let no_role = |grant: &Grant| !grant.roles.iter().any(|code| self.role(code).is_some());
        let here = self.at_work().filter(|(_, grant)| no_role(grant)).map(|(user, _)| user);
        let nowhere = self.policy.users().filter(|(_, standing)| {
            self.agent == OWNER && standing.card.kind != UserKind::Citizen && standing.grants.is_empty() && standing.may_enter(self.today)
        });
        let all: BTreeSet<UserId> = here.chain(nowhere.map(|(user, _)| user)).collect();
        all.into_iter().map(|user| Finding::Roleless { user }).collect()
    }

    fn ended(&self) -> Vec<Finding> {
        let over = |day: Option<Date>| day.filter(|day| *day < self.today);
        let why = |standing: &Standing, grant: &Grant| match (standing.card.active, over(standing.card.period.to), over(grant.period.to)) {
            (false, _, _) => Some(Ended::Inactive),
            (true, Some(day), _) => Some(Ended::Card(day)),
            (true, None, Some(day)) => Some(Ended::Grant(day)),
            (true, None, None) => None,
        };
        let ended = self.employees().filter_map(|(user, standing, grant)| Some((user, why(standing, grant)?)));
        ended.map(|(user, why)| Finding::Ended { user, why }).collect()
    }
}

#[cfg(test)]
mod tests;
