//! The compiled policy against a naive one that scans every grant and rule, in generated worlds.

mod ruling;

use super::*;
use crate::access::{
    Area, Bound, Cut, Explanation, Filter, PrincipalId, RoleCard, RoleId, Section, Visibility, group::AgentGroupId, rule::Level,
};
use crate::terms::{HouseId, Text};
use rand::{RngExt, SeedableRng, rngs::StdRng, seq::SliceRandom};

/// Worlds compared; about a minute of one core without optimisation.
const WORLDS: u64 = 100_000;
const TODAY: Date = jiff::civil::date(2026, 11, 23);
const OWNER: AgentId = AgentId::new(1);
const FUNCTIONS: [Function; 6] =
    [Function::CaseView, Function::CaseDecide, Function::CaseFind, Function::GrantMake, Function::RuleList, Function::PasswordChange];
const SECTIONS: [&str; 7] =
    ["applications", "applications.case", "applications.case.decide", "search", "access", "access.grant", "access.rule.list"];

/// What an employee does for whom no role is in force.
const FLOOR: &str = r#"
    [[role]]
    code = "employee"
    name = { ru = "Сотрудник", en = "Employee" }
    abbreviation = { ru = "С", en = "E" }
    note = { ru = "-", en = "-" }
    functions = ["identity.password.change"]"#;

/// Mostly nothing.
const DUE: [Due; 20] = {
    let mut due = [Due::Nothing; 20];
    (due[0], due[1]) = (Due::Password, Due::Factor);
    due
};

/// One fact, as an Act would write it.
#[derive(Clone)]
enum Fact {
    User(UserId, Card, Vec<Grant>),
    Scope(ScopeId, Vec<HouseId>),
    Role(Box<StoredRole>),
    Rule(Rule),
    Users(UserGroupId, Vec<UserId>),
    Agents(AgentGroupId, Vec<AgentId>),
    Agent(AgentId, bool),
}

/// A world as it was generated: nothing in it is compiled.
#[derive(Clone, Default)]
struct World {
    users: Vec<(UserId, Card, Vec<Grant>)>,
    scopes: Vec<(ScopeId, Vec<HouseId>)>,
    roles: Vec<StoredRole>,
    rules: Vec<Rule>,
    groups: Vec<(UserGroupId, Vec<UserId>)>,
    agent_groups: Vec<(AgentGroupId, Vec<AgentId>)>,
    agents: Vec<(AgentId, bool)>,
}

fn some<T: Clone>(dice: &mut StdRng, things: &[T], chance: f64) -> Vec<T> {
    things.iter().filter(|_| dice.random_bool(chance)).cloned().collect()
}

fn one<T: Clone>(dice: &mut StdRng, things: &[T]) -> T {
    things[dice.random_range(0..things.len())].clone()
}

fn numbers<K>(range: std::ops::RangeInclusive<u64>) -> Vec<crate::terms::Id<K>> {
    range.map(crate::terms::Id::new).collect()
}

fn period(dice: &mut StdRng) -> Period {
    let around = [jiff::civil::date(2026, 11, 22), TODAY, jiff::civil::date(2026, 11, 24)];
    let mut day = || dice.random_bool(0.12).then(|| one(dice, &around));
    Period { from: day(), to: day() }
}

fn role(dice: &mut StdRng, number: u64) -> StoredRole {
    StoredRole {
        id: RoleId::new(number),
        agent: dice.random_bool(0.3).then(|| AgentId::new(dice.random_range(1..=3))),
        code: RoleCode::new(&format!("r{number}")),
        name: Text::default(),
        abbreviation: Text::default(),
        note: Text::default(),
        functions: some(dice, &FUNCTIONS, 0.5).into_iter().map(|function| function.code().to_owned()).collect(),
        card: RoleCard::default(),
        version: 1,
    }
}

fn rule(dice: &mut StdRng, number: u64) -> Rule {
    let area = match dice.random_range(0..4) {
        0 => Area::All,
        1 => Area::Group(AgentGroupId::new(dice.random_range(1..=2))),
        _ => Area::Agent(AgentId::new(dice.random_range(1..=3))),
    };
    Rule {
        id: RuleId::new(number),
        area,
        role: dice.random_bool(0.4).then(|| RoleCode::new(&format!("r{}", dice.random_range(1..=4)))),
        kind: dice.random_bool(0.25).then(|| one(dice, &[UserKind::Owner, UserKind::Agent, UserKind::Citizen])),
        group: dice.random_bool(0.25).then(|| UserGroupId::new(dice.random_range(1..=2))),
        user: dice.random_bool(0.2).then(|| UserId::new(dice.random_range(1..=4))),
        filter: if dice.random_bool(0.7) { Filter::Matching } else { Filter::Others },
        visibility: if dice.random_bool(0.6) { Visibility::Hidden } else { Visibility::Available },
        section: Section::parse(one(dice, &SECTIONS)).unwrap(),
    }
}

fn grant(dice: &mut StdRng, user: UserId, agent: AgentId) -> Grant {
    let roles: Vec<RoleCode> = some(dice, &[1, 2, 3, 4], 0.5).into_iter().map(|number| RoleCode::new(&format!("r{number}"))).collect();
    let scopes = some(dice, &numbers(1..=3), 0.35);
    let pairs: Vec<Bound> = roles.iter().flat_map(|role| scopes.iter().map(|scope| Bound { role: role.clone(), scope: *scope })).collect();
    let (bound, principals) = (some(dice, &pairs, 0.15), some(dice, &numbers(1..=2), 0.2));
    Grant { roles, scopes, period: period(dice), bound, principals, ..Grant::new(user, agent) }
}

fn world(dice: &mut StdRng) -> World {
    let users = (1..=4).map(UserId::new).map(|user| {
        let kind = one(dice, &[UserKind::Owner, UserKind::Agent, UserKind::Agent, UserKind::Partner, UserKind::Citizen]);
        let sight = if dice.random_bool(0.2) { Sight::Masked } else { Sight::Plain };
        let card = Card { kind, active: dice.random_bool(0.92), period: period(dice), sight, due: one(dice, &DUE) };
        let agents = some(dice, &numbers(1..=3), 0.5);
        (user, card, agents.into_iter().map(|agent| grant(dice, user, agent)).collect())
    });
    let users = users.collect();
    let rules = dice.random_range(0..=8);
    World {
        users,
        scopes: numbers(1..=3).into_iter().map(|scope| (scope, some(dice, &numbers(1..=4), 0.5))).collect(),
        roles: (1..=4).map(|number| role(dice, number)).collect(),
        rules: (1..=rules).map(|number| rule(dice, number)).collect(),
        groups: numbers(1..=2).into_iter().map(|group| (group, some(dice, &numbers(1..=4), 0.4))).collect(),
        agent_groups: numbers(1..=2).into_iter().map(|group| (group, some(dice, &numbers(1..=3), 0.5))).collect(),
        agents: numbers(1..=3).into_iter().map(|agent| (agent, dice.random_bool(0.94))).collect(),
    }
}

impl World {
    fn facts(&self) -> Vec<Fact> {
        let users = self.users.iter().cloned().map(|(user, card, grants)| Fact::User(user, card, grants));
        let scopes = self.scopes.iter().cloned().map(|(scope, houses)| Fact::Scope(scope, houses));
        let groups = self.groups.iter().cloned().map(|(group, users)| Fact::Users(group, users));
        let agents = self.agent_groups.iter().cloned().map(|(group, agents)| Fact::Agents(group, agents));
        let (roles, rules) = (self.roles.iter().cloned().map(Box::new).map(Fact::Role), self.rules.iter().cloned().map(Fact::Rule));
        let open = self.agents.iter().map(|(agent, open)| Fact::Agent(*agent, *open));
        users.chain(scopes).chain(groups).chain(agents).chain(roles).chain(rules).chain(open).collect()
    }
}

fn place(policy: &mut Policy, fact: Fact) {
    match fact {
        Fact::User(user, card, grants) => policy.place_user(user, card, grants),
        Fact::Scope(scope, houses) => policy.place_scope(scope, Some(houses.into_iter().collect())),
        Fact::Role(role) => policy.place_role(*role),
        Fact::Rule(rule) => policy.place_rule(rule.id, Some(rule)),
        Fact::Users(group, users) => policy.place_user_group(group, users),
        Fact::Agents(group, agents) => policy.place_agent_group(group, Some(agents)),
        Fact::Agent(agent, open) => policy.place_agent(agent, open),
    }
}

fn compiled(facts: Vec<Fact>) -> Policy {
    let mut policy = Policy::new(&Roles::parse(FLOOR).unwrap());
    facts.into_iter().for_each(|fact| place(&mut policy, fact));
    policy
}

/// The naive evaluator: every question scans every grant, role and rule.
impl World {
    fn naive(&self, seat: &Seat, function: Function, place: Place) -> Explanation {
        let inactive = Err(Denied::Inactive);
        let mut why = Explanation::without(inactive);
        let Some((_, card, grants)) = self.users.iter().find(|(user, ..)| *user == seat.user) else { return why };
        if !card.active {
            return why;
        }
        why.answer = Err(Denied::OutOfPeriod);
        let held = |period: &Period| period.from.is_none_or(|day| day <= TODAY) && period.to.is_none_or(|day| TODAY <= day);
        if !held(&card.period) {
            return why;
        }
        if self.agents.iter().any(|(agent, open)| *agent == seat.agent && !open) {
            return Explanation { answer: Err(Denied::Closed), ..why };
        }
        let Some(grant) = grants.iter().find(|grant| grant.agent == seat.agent) else {
            return Explanation { answer: Err(Denied::NoGrant), ..why };
        };
        if !held(&grant.period) {
            return why;
        }
        if card.due != Due::Nothing && function != Function::PasswordChange {
            let denied = if card.due == Due::Password { Denied::MustChange } else { Denied::MustProve };
            return Explanation { answer: Err(denied), ..why };
        }
        why.scope = seat.scope.filter(|scope| grant.scopes.contains(scope)).or(grant.scopes.first().copied());
        let mut in_force = vec![];
        for code in &grant.roles {
            let bound: Vec<_> = grant.bound.iter().filter(|bound| bound.role == *code).collect();
            let here = bound.is_empty() || bound.iter().any(|bound| Some(bound.scope) == why.scope);
            let known = self.roles.iter().find(|role| role.code == *code && role.agent.is_none_or(|agent| agent == seat.agent));
            let grants = known.is_some_and(|role| role.functions.iter().any(|known| known == function.code()));
            match (here, grants) {
                (true, true) => why.granting.push(code.clone()),
                (false, true) => why.elsewhere.push(code.clone()),
                (_, false) => {}
            }
            if here {
                in_force.push(code.clone());
            }
        }
        let mut strongest: Option<(Level, Visibility, RuleId)> = None;
        let applying: Vec<_> = self.rules.iter().filter(|rule| self.applies(rule, seat, card.kind, &in_force, function)).collect();
        for rule in &applying {
            let rank = (rule.level(), rule.visibility == Visibility::Hidden, std::cmp::Reverse(rule.id));
            let best = strongest.map(|(level, seen, id)| (level, seen == Visibility::Hidden, std::cmp::Reverse(id)));
            if best.is_none_or(|best| rank > best) {
                strongest = Some((rule.level(), rule.visibility, rule.id));
            }
        }
        if let Some((_, visibility, id)) = strongest {
            why.rule = Some((id, visibility));
            why.lost = applying.iter().filter(|rule| rule.visibility != visibility).map(|rule| rule.id).collect();
            why.lost.sort();
        }
        let is_floor = function == Function::PasswordChange && grant.roles_in(why.scope).is_empty();
        if is_floor {
            why.granting.push(RoleCode::new(Roles::EMPLOYEE));
        }
        why.answer = if why.granting.is_empty() {
            Err(Denied::NoRole)
        } else if matches!(why.rule, Some((_, Visibility::Hidden))) && !is_floor {
            Err(Denied::Hidden)
        } else {
            why.cut = self.cut(seat, card.kind, why.scope, grant, place);
            if why.cut.is_some() { Err(Denied::OutOfReach) } else { Ok(()) }
        };
        why
    }

    fn applies(&self, rule: &Rule, seat: &Seat, kind: UserKind, roles: &[RoleCode], function: Function) -> bool {
        let concerned = function.code() == rule.section.as_str() || function.code().starts_with(&format!("{}.", rule.section));
        let in_area = match rule.area {
            Area::All => true,
            Area::Agent(agent) => agent == seat.agent,
            Area::Group(id) => self.agent_groups.iter().any(|(group, agents)| *group == id && agents.contains(&seat.agent)),
        };
        let in_group = |id: UserGroupId| self.groups.iter().any(|(group, users)| *group == id && users.contains(&seat.user));
        let matches = rule.role.as_ref().is_none_or(|role| roles.contains(role))
            && rule.kind.is_none_or(|known| known == kind)
            && rule.group.is_none_or(in_group)
            && rule.user.is_none_or(|user| user == seat.user);
        concerned && function != Function::PasswordChange && in_area && matches == (rule.filter == Filter::Matching)
    }

    fn cut(&self, seat: &Seat, kind: UserKind, scope: Option<ScopeId>, grant: &Grant, place: Place) -> Option<Cut> {
        if kind == UserKind::Citizen {
            if place.holder != Some(seat.user) {
                return Some(Cut::Holder);
            }
        } else if kind != UserKind::Owner && place.agent != Some(seat.agent) {
            return Some(Cut::Agent);
        } else if let Some(scope) = scope {
            let houses = &self.scopes.iter().find(|(known, _)| *known == scope).unwrap().1;
            if place.house.is_none_or(|house| !houses.contains(&house)) {
                return Some(Cut::Scope(scope));
            }
        }
        let foreign = !grant.principals.is_empty() && place.principal.is_some_and(|principal| !grant.principals.contains(&principal));
        foreign.then_some(Cut::Principal)
    }
}

fn question(dice: &mut StdRng) -> (Seat, Function, Place) {
    let (user, agent) = (UserId::new(dice.random_range(1..=4)), AgentId::new(dice.random_range(1..=3)));
    let scope = dice.random_bool(0.5).then(|| ScopeId::new(dice.random_range(1..=3)));
    let place = Place {
        agent: Some(if dice.random_bool(0.8) { agent } else { OWNER }),
        house: dice.random_bool(0.8).then(|| HouseId::new(dice.random_range(1..=4))),
        holder: dice.random_bool(0.4).then_some(user),
        subject: None,
        principal: dice.random_bool(0.3).then(|| PrincipalId::new(dice.random_range(1..=2))),
    };
    (Seat { user, login: Arc::from(""), agent, scope }, one(dice, &FUNCTIONS), place)
}

/// Decision, reason, permit and per-object answer of one question are those of the naive evaluator.
fn agree(world: &World, policy: &Policy, dice: &mut StdRng) -> Result<(), Denied> {
    let (seat, function, place) = question(dice);
    let naive = world.naive(&seat, function, place);
    assert_eq!(policy.explain(&seat, function, Some(place), TODAY), naive);
    assert_eq!(policy.decide(&seat, function, place, TODAY), naive.answer);
    let listed = policy.permit(&Who::User(seat), function, TODAY).map(|permit| permit.reach.covers(place));
    match naive.answer {
        Ok(()) => assert_eq!(listed, Ok(true), "what a list shows can be opened"),
        Err(Denied::OutOfReach) => assert_eq!(listed, Ok(false), "what cannot be opened is in no list"),
        Err(denied) => assert_eq!(listed, Err(denied)),
    }
    naive.answer
}

#[test]
fn the_compiled_policy_is_the_naive_one_with_its_reasons() {
    let threads = 4;
    let counts: Vec<HashMap<String, u64>> = std::thread::scope(|scope| {
        let run = |thread: u64| {
            move || {
                let mut answers = HashMap::<String, u64>::new();
                for number in (thread..WORLDS).step_by(threads as usize) {
                    let mut dice = StdRng::seed_from_u64(number);
                    let world = world(&mut dice);
                    let mut facts = world.facts();
                    facts.shuffle(&mut dice);
                    let policy = compiled(facts);
                    for _ in 0..3 {
                        *answers.entry(format!("{:?}", agree(&world, &policy, &mut dice))).or_default() += 1;
                    }
                }
                answers
            }
        };
        let running: Vec<_> = (0..threads).map(|thread| scope.spawn(run(thread))).collect();
        running.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    // Every answer was really asked for: a generator that never hides anything proves nothing.
    let answers = [
        "Ok(())",
        "Err(Inactive)",
        "Err(Closed)",
        "Err(OutOfPeriod)",
        "Err(NoGrant)",
        "Err(MustChange)",
        "Err(MustProve)",
        "Err(NoRole)",
        "Err(Hidden)",
    ];
    for answer in answers.into_iter().chain(["Err(OutOfReach)"]) {
        let asked: u64 = counts.iter().filter_map(|count| count.get(answer)).sum();
        assert!(asked > WORLDS / 50, "{answer}: {asked}");
    }
}

#[test]
fn a_change_compiled_in_is_the_policy_compiled_anew_and_concerns_nobody_else() {
    for number in 0..WORLDS / 50 {
        let mut dice = StdRng::seed_from_u64(WORLDS + number);
        let (mut known, other) = (world(&mut dice), world(&mut dice));
        let before = compiled(known.facts());
        let mut after = before.clone();
        let mut changed = other.facts();
        changed.shuffle(&mut dice);
        for fact in changed.into_iter().take(3) {
            place(&mut after, fact.clone());
            known.take(fact);
        }
        if let Some(rule) = known.rules.pop() {
            after.place_rule(rule.id, None);
        }
        let anew = compiled(known.facts());
        let everybody: Vec<UserId> = numbers(1..=4);
        assert_eq!(after.differences(&anew, &everybody, TODAY), [], "world {number}");
        // Those who are told to be touched are all for whom anything differs: the preview misses nobody.
        let touched = after.touched(&before);
        assert_eq!(after.differences(&before, &touched, TODAY), after.differences(&before, &everybody, TODAY), "world {number}");
        for _ in 0..3 {
            let _ = agree(&known, &after, &mut dice);
        }
    }
}

impl World {
    fn take(&mut self, fact: Fact) {
        fn put<T>(list: &mut Vec<T>, thing: T, same: impl Fn(&T, &T) -> bool) {
            list.retain(|known| !same(known, &thing));
            list.push(thing);
        }
        match fact {
            Fact::User(user, card, grants) => put(&mut self.users, (user, card, grants), |one, other| one.0 == other.0),
            Fact::Scope(scope, houses) => put(&mut self.scopes, (scope, houses), |one, other| one.0 == other.0),
            Fact::Role(role) => put(&mut self.roles, *role, |one, other| one.code == other.code),
            Fact::Rule(rule) => put(&mut self.rules, rule, |one, other| one.id == other.id),
            Fact::Users(group, users) => put(&mut self.groups, (group, users), |one, other| one.0 == other.0),
            Fact::Agents(group, agents) => put(&mut self.agent_groups, (group, agents), |one, other| one.0 == other.0),
            Fact::Agent(agent, open) => put(&mut self.agents, (agent, open), |one, other| one.0 == other.0),
        }
    }
}
