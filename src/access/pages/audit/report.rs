//! The audit put into words, each finding with the changes that mend it and that this reader may make.

use super::super::{card, names::Users, roles};
use crate::{
    access::{
        Area, Function, FunctionSet, RoleCode, RuleId,
        conflict::Clash,
        role_audit::{Ended, Finding, Question, RoleAudit},
        views::{
            Head,
            audit::{Kind, Report, RoleLine, Told, Way},
            preview::function_name,
        },
    },
    act::Look,
    identity::table as identity_table,
    journal::table::Usage,
    terms::{Message, Result, UserId, Words, message},
};
use jiff::civil::Date;

/// Roles that are offered to somebody who lacks a function.
const MOST_OFFERED: usize = 3;

/// Puts an audit into words.
pub(super) struct Teller<'t> {
    pub(super) look: &'t Look,
    pub(super) words: &'t Words,
    pub(super) head: Head<'t>,
}

impl Teller<'_> {
    pub(super) fn report(&self, usage: &Usage, days: i64, first: Date) -> Result<Report> {
        let (look, words, agent) = (self.look, self.words, self.head.agent);
        let within = look.permit().reach.agent;
        let audit = RoleAudit::of(&Question {
            policy: look.policy(),
            agent,
            within,
            today: look.today(),
            used: &usage.used,
            refused: &usage.refused,
        });
        let since = words.day_of(usage.since);
        let users = Users::new(look);
        let mut roles: Vec<_> = audit.roles.iter().filter_map(|audited| self.role(&audited.code, &audited.holders, &users)).collect();
        roles.sort_by_key(|role| (role.holders.is_empty(), !role.own, role.name.clone()));
        let mut findings: Vec<_> = audit.findings.iter().map(|finding| self.told(finding, &users)).collect();
        findings.sort_by(|one, other| one.about.cmp(&other.about));
        let name = identity_table::agent(look, agent)?.map(|agent| agent.name.read(words.language).to_owned());
        Ok(Report {
            agent: name.unwrap_or_default(),
            days,
            since: since.max(first),
            short: since > first,
            today: look.today(),
            read: usage.read,
            roles,
            findings,
        })
    }

    fn role(&self, code: &RoleCode, holders: &[UserId], users: &Users<'_>) -> Option<RoleLine> {
        let role = self.look.policy().roles().get(code.as_str())?;
        let card = self.head.address(&format!("/rights/roles/{code}"), "");
        let until = |user: UserId| {
            let grants = self.look.policy().standing(user).map_or(&[][..], |standing| &standing.grants);
            grants.iter().find(|grant| grant.agent == self.head.agent).and_then(|grant| grant.period.to)
        };
        let mut holders: Vec<_> = holders.iter().map(|user| (users.name(*user), until(*user))).collect();
        holders.sort();
        Some(RoleLine {
            name: role.name.read(self.words.language).to_owned(),
            address: self.look.has(Function::RoleList).then_some(card),
            own: role.agent.is_some(),
            functions: role.functions.iter().collect(),
            holders,
        })
    }

    fn name(&self, code: &RoleCode) -> String {
        let role = self.look.policy().roles().get(code.as_str());
        role.map_or_else(|| code.to_string(), |role| role.name.read(self.words.language).to_owned())
    }

    fn told(&self, finding: &Finding, users: &Users<'_>) -> Told {
        let say = |message: Message| self.words.say(&message);
        let none = (Vec::new(), None);
        let (kind, about, said, (functions, until)) = match finding {
            Finding::Equal { role, keep } => {
                (Kind::Equal, self.name(role), say(message("roleaudit-said-equal").with("other", self.name(keep))), none)
            }
            Finding::Nested { role, wider } => {
                (Kind::Nested, self.name(role), say(message("roleaudit-said-nested").with("other", self.name(wider))), none)
            }
            Finding::Unused { role, functions } => {
                let said = say(message("roleaudit-said-unused").with("count", i64::from(functions.count())));
                (
                    Kind::Unused,
                    self.name(role),
                    said,
                    (functions.iter().map(|function| function_name(self.words, function)).collect(), None),
                )
            }
            Finding::Excess { user, role } => {
                (Kind::Excess, users.name(*user), say(message("roleaudit-said-excess").with("role", self.name(role))), none)
            }
            Finding::Lacking { user, function, times, rule, .. } => {
                let said = message(if rule.is_some() { "roleaudit-said-hidden" } else { "roleaudit-said-lacking" });
                let said = said.with("count", i64::from(*times)).with("rule", rule.map_or_else(String::new, |rule| rule.to_string()));
                (Kind::Lacking, users.name(*user), say(said), (vec![function_name(self.words, *function)], None))
            }
            Finding::Conflict { user, clash } => (Kind::Conflict, users.name(*user), self.clash(clash), none),
            Finding::Roleless { user } => (Kind::Roleless, users.name(*user), say(message("roleaudit-said-roleless")), none),
            Finding::Ended { user, why } => {
                let (said, day) = match why {
                    Ended::Grant(day) => (message("roleaudit-said-ended-grant").with("day", *day), Some(*day)),
                    Ended::Card(day) => (message("roleaudit-said-ended-card").with("day", *day), Some(*day)),
                    Ended::Inactive => (message("roleaudit-said-ended-inactive"), None),
                };
                (Kind::Ended, users.name(*user), say(said), (Vec::new(), day))
            }
        };
        Told { kind, about, said, functions, until, ways: self.ways(finding) }
    }

    /// "«Оператор» и «Контролёр». Кто ведёт дела, не проверяет сам себя".
    fn clash(&self, clash: &Clash) -> String {
        let roles = self.look.policy().roles();
        let why = roles.conflicts().find(|conflict| conflict.code == clash.conflict).map(|conflict| conflict.why.read(self.words.language));
        let said = message("roleaudit-said-conflict").with("one", self.name(&clash.one)).with("other", self.name(&clash.other));
        self.words.say(&said.with("why", why.unwrap_or_default().to_owned()))
    }

    /// The changes that mend a finding.
    fn ways(&self, finding: &Finding) -> Vec<Way> {
        let ways = match finding {
            Finding::Equal { role, keep } => vec![self.merge(role, keep), self.compare(role, keep)],
            // First what takes away; what would give power over rights is not offered at all.
            Finding::Nested { role, wider } => vec![self.compare(role, wider), self.merge(wider, role), self.merge(role, wider)],
            Finding::Unused { role, functions } => vec![self.narrow(role, *functions), self.another(role, *functions)],
            Finding::Excess { user, role } => vec![self.take(*user, role), self.card(*user, "roleaudit-way-card")],
            Finding::Lacking { user, function, rule, roles, own, .. } => {
                let give = roles.iter().take(MOST_OFFERED).map(|role| self.give(*user, role));
                let widen = own.iter().map(|role| self.widen(role, *function));
                let open = rule.iter().map(|rule| self.open(*rule));
                open.chain(give).chain(widen).chain([self.why(*user, *function)]).collect()
            }
            Finding::Conflict { user, clash } => {
                vec![self.take(*user, &clash.one), self.take(*user, &clash.other), self.card(*user, "roleaudit-way-card")]
            }
            Finding::Roleless { user } => vec![self.card(*user, "card-add-role"), self.end(*user)],
            Finding::Ended { user, why } => match why {
                Ended::Grant(_) => vec![self.end(*user), self.card(*user, "card-change-period")],
                Ended::Card(_) | Ended::Inactive => vec![self.end(*user), self.card(*user, "roleaudit-way-card")],
            },
        };
        ways.into_iter().flatten().collect()
    }

    fn way(&self, function: Function, label: String, path: &str, query: &[(&str, &str)]) -> Option<Way> {
        let more = serde_urlencoded::to_string(query).unwrap_or_default();
        self.look.has(function).then(|| Way { label, address: self.head.address(path, &more) })
    }

    fn merge(&self, role: &RoleCode, into: &RoleCode) -> Option<Way> {
        let known = self.look.policy().roles();
        let functions = |code: &RoleCode| known.functions_in(self.head.agent, [code]);
        let (gained, lost) = (functions(into).minus(functions(role)), functions(role).minus(functions(into)));
        if gained.iter().any(Function::governs) {
            return None;
        }
        let label = self.words.say(&message("roleaudit-way-merge").with("role", self.name(role)).with("other", self.name(into)));
        let effect = match (gained.count(), lost.count()) {
            (0, 0) => None,
            (0, lost) => Some(message("roleaudit-way-takes").with("count", i64::from(lost))),
            (gained, 0) => Some(message("roleaudit-way-gives").with("count", i64::from(gained))),
            (gained, lost) => Some(message("roleaudit-way-both").with("gained", i64::from(gained)).with("lost", i64::from(lost))),
        };
        let label = effect.map_or_else(|| label.clone(), |effect| format!("{label} ({})", self.words.say(&effect)));
        self.way(Function::RoleMerge, label, &format!("/rights/roles/{role}/merge"), &[("into", into.as_str())])
    }

    fn compare(&self, one: &RoleCode, other: &RoleCode) -> Option<Way> {
        let label = self.words.text("roleaudit-way-compare").into_owned();
        self.way(Function::RoleList, label, "/rights/roles/compare", &[("one", one.as_str()), ("other", other.as_str())])
    }

    /// The role without what nobody uses; of a system role, which others hold too, only for who may change it.
    fn narrow(&self, role: &RoleCode, functions: FunctionSet) -> Option<Way> {
        let known = self.look.policy().roles().get(role.as_str())?;
        let query: Vec<_> = functions.iter().map(|function| ("without", function.code())).collect();
        let label = self.words.text("roleaudit-way-narrow").into_owned();
        let way = self.way(Function::RoleDefine, label, &format!("/rights/roles/{role}/edit"), &query);
        way.filter(|_| roles::changes(self.look, known))
    }

    /// A role of the Agent's own instead of a system role.
    fn another(&self, role: &RoleCode, functions: FunctionSet) -> Option<Way> {
        let known = self.look.policy().roles().get(role.as_str())?;
        let without = functions.iter().map(|function| ("without", function.code()));
        let query: Vec<_> = [("like", role.as_str())].into_iter().chain(without).collect();
        let label = self.words.text("roleaudit-way-another").into_owned();
        self.way(Function::RoleDefine, label, "/rights/roles/new", &query).filter(|_| known.agent.is_none())
    }

    fn take(&self, user: UserId, role: &RoleCode) -> Option<Way> {
        let label = self.words.say(&message("edit-remove-role").with("role", self.name(role)));
        self.way(Function::GrantMake, label, &format!("/rights/users/{user}/change"), &[("do", "remove-role"), ("role", role.as_str())])
    }

    fn give(&self, user: UserId, role: &RoleCode) -> Option<Way> {
        let label = self.words.say(&message("edit-add-role").with("role", self.name(role)));
        self.way(Function::GrantMake, label, &format!("/rights/users/{user}/change"), &[("do", "add-role"), ("role", role.as_str())])
    }

    /// The role with one function more.
    fn widen(&self, role: &RoleCode, function: Function) -> Option<Way> {
        let label = self.words.say(&message("roleaudit-way-widen").with("role", self.name(role)));
        self.way(Function::RoleDefine, label, &format!("/rights/roles/{role}/edit"), &[("with", function.code())])
    }

    /// The rule that hides it, where it is this reader's to change.
    fn open(&self, rule: RuleId) -> Option<Way> {
        let known = self.look.policy().rule(rule)?;
        let theirs = self.look.permit().reach.agent.is_none_or(|own| known.area == Area::Agent(own));
        let number = rule.to_string();
        let label = self.words.say(&message("roleaudit-way-rule").with("rule", number.clone()));
        self.way(Function::RuleDefine, label, "/rights/rules/edit", &[("id", &*number)]).filter(|_| theirs)
    }

    fn why(&self, user: UserId, function: Function) -> Option<Way> {
        let label = self.words.text("roleaudit-way-why").into_owned();
        self.way(Function::GrantList, label, &format!("/rights/users/{user}"), &[("function", function.code())])
    }

    fn end(&self, user: UserId) -> Option<Way> {
        let held = self.look.policy().standing(user)?.grants.iter().any(|grant| grant.agent == self.head.agent);
        let label = self.words.text("edit-end").into_owned();
        self.way(Function::GrantMake, label, &format!("/rights/users/{user}/change"), &[("do", "end")]).filter(|_| held)
    }

    fn card(&self, user: UserId, label: &'static str) -> Option<Way> {
        let address = card::address(self.look, user, self.head.agent);
        self.look.has(Function::GrantList).then(|| Way { label: self.words.text(label).into_owned(), address })
    }
}
