//! What users of the same kind have in common: the same Agent, type, roles and groups give the same functions. There are
//! few such profiles, however many users there are, so that a change of a role or a rule is quickly everywhere.

use super::{
    Function, FunctionSet, RoleCode, Roles, UserKind,
    group::{AgentGroupId, UserGroupId},
    rule::{Level, Rule, RuleId, Subject, Visibility},
};
use crate::terms::{AgentId, UserId};
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

/// What decides over functions.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// The Agent in which they act.
    pub agent: AgentId,
    /// Their type.
    pub kind: UserKind,
    /// The roles in force.
    pub roles: Box<[RoleCode]>,
    /// The groups that hold them.
    pub groups: Box<[UserGroupId]>,
    /// The user, where a rule names them.
    pub user: Option<UserId>,
}

impl Key {
    /// As rules see it.
    pub fn subject(&self) -> Subject<'_> {
        // No user has the number 0: a rule that names one does not mean this profile.
        let user = self.user.unwrap_or(UserId::new(0));
        Subject { user, kind: self.kind, agent: self.agent, roles: &self.roles, groups: &self.groups }
    }
}

/// What comes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// What it is made of.
    pub key: Key,
    /// What the roles grant.
    pub granted: FunctionSet,
    /// What of it no rule hides.
    pub open: FunctionSet,
    /// The roles, for the journal.
    pub names: Arc<str>,
}

/// A rule with the functions that it is about.
#[derive(Clone, Debug)]
struct Known {
    rule: Arc<Rule>,
    functions: FunctionSet,
}

/// All rules.
#[derive(Clone, Debug, Default)]
pub struct RuleBook {
    rules: BTreeMap<RuleId, Known>,
    /// How many rules name a user.
    named: HashMap<UserId, u32>,
    groups: BTreeMap<AgentGroupId, Box<[AgentId]>>,
}

/// The rules about one function that apply to one profile: which decides, and which lost to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contest {
    /// The rule that decides; of several equal ones the oldest.
    pub winner: Option<(RuleId, Visibility)>,
    /// Those that say the opposite and are overruled.
    pub lost: Vec<RuleId>,
}

impl RuleBook {
    /// Puts a rule in place of what was known under its number, or forgets it; answers with what was there.
    pub fn put(&mut self, id: RuleId, rule: Option<Rule>) -> Option<Arc<Rule>> {
        if let Some(user) = rule.as_ref().and_then(|rule| rule.user) {
            *self.named.entry(user).or_default() += 1;
        }
        let before = match rule {
            Some(rule) => {
                let functions = rule.section.functions();
                self.rules.insert(id, Known { rule: Arc::new(rule), functions })
            }
            None => self.rules.remove(&id),
        };
        if let Some(user) = before.as_ref().and_then(|before| before.rule.user)
            && let Some(count) = self.named.get_mut(&user)
        {
            *count -= 1;
            if *count == 0 {
                self.named.remove(&user);
            }
        }
        before.map(|before| before.rule)
    }

    /// Puts the Agents of a group in place of what was known, or forgets the group.
    pub fn put_group(&mut self, id: AgentGroupId, agents: Option<Vec<AgentId>>) {
        match agents {
            Some(agents) => self.groups.insert(id, agents.into()),
            None => self.groups.remove(&id),
        };
    }

    /// Whether any rule names this user.
    pub fn names(&self, user: UserId) -> bool {
        self.named.contains_key(&user)
    }

    /// The rule with this number.
    pub fn get(&self, id: RuleId) -> Option<&Arc<Rule>> {
        self.rules.get(&id).map(|known| &known.rule)
    }

    /// All of them, by number.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Rule>> {
        self.rules.values().map(|known| &known.rule)
    }

    /// Whether a rule applies to this profile.
    pub fn applies(&self, rule: &Rule, key: &Key) -> bool {
        let in_group = |group| self.groups.get(&group).is_some_and(|agents| agents.contains(&key.agent));
        rule.applies_to(&key.subject(), in_group)
    }

    /// What of these functions no rule hides from this profile.
    pub fn open(&self, key: &Key, granted: FunctionSet) -> FunctionSet {
        let (mut hidden, mut available) = ([FunctionSet::EMPTY; Level::ALL.len()], [FunctionSet::EMPTY; Level::ALL.len()]);
        for known in self.rules.values().filter(|known| self.applies(&known.rule, key)) {
            let level = known.rule.level() as usize;
            let said = match known.rule.visibility {
                Visibility::Hidden => &mut hidden[level],
                Visibility::Available => &mut available[level],
            };
            *said = said.and(known.functions);
        }
        let (mut closed, mut decided) = (FunctionSet::EMPTY, FunctionSet::EMPTY);
        for (hidden, available) in hidden.into_iter().zip(available).rev() {
            closed = closed.and(hidden.minus(decided));
            decided = decided.and(hidden).and(available);
        }
        granted.minus(closed)
    }

    /// Which rules contend for one function of a profile: the slow way, for who asks why.
    pub fn contest(&self, key: &Key, function: Function) -> Contest {
        let applying: Vec<&Arc<Rule>> = self.iter().filter(|rule| rule.concerns(function) && self.applies(rule, key)).collect();
        let Some(highest) = applying.iter().map(|rule| rule.level()).max() else { return Contest::default() };
        let hidden = applying.iter().find(|rule| rule.level() == highest && rule.visibility == Visibility::Hidden);
        let Some(winner) = hidden.or_else(|| applying.iter().find(|rule| rule.level() == highest)) else { return Contest::default() };
        let lost = applying.iter().filter(|rule| rule.visibility != winner.visibility).map(|rule| rule.id).collect();
        Contest { winner: Some((winner.id, winner.visibility)), lost }
    }
}

/// All profiles that anybody has had since the start.
#[derive(Clone, Debug, Default)]
pub struct Profiles {
    list: Vec<Arc<Profile>>,
    index: HashMap<Key, u32>,
}

fn profile(key: Key, roles: &Roles, rules: &RuleBook) -> Profile {
    let granted = roles.functions_in(key.agent, key.roles.iter());
    let names = key.roles.iter().map(RoleCode::as_str).collect::<Vec<_>>().join(" ");
    Profile { granted, open: rules.open(&key, granted), names: Arc::from(names), key }
}

impl Profiles {
    /// The place of this profile, where it is known.
    pub fn find(&self, key: &Key) -> Option<u32> {
        self.index.get(key).copied()
    }

    /// Adds a profile; its place.
    pub fn add(&mut self, key: Key, roles: &Roles, rules: &RuleBook) -> u32 {
        let place = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        self.index.insert(key.clone(), place);
        self.list.push(Arc::new(profile(key, roles, rules)));
        place
    }

    /// The profile at this place.
    pub fn get(&self, place: u32) -> Option<&Arc<Profile>> {
        self.list.get(place as usize)
    }

    /// Compiles those anew that a change concerns.
    pub fn renew(&mut self, roles: &Roles, rules: &RuleBook, concerned: impl Fn(&Key) -> bool) {
        for known in &mut self.list {
            if concerned(&known.key) {
                let new = profile(known.key.clone(), roles, rules);
                if new != **known {
                    *known = Arc::new(new);
                }
            }
        }
    }
}
