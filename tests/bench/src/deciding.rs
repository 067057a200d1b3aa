//! One decision: may this user do this at this house? 10,000 users, 200 roles, 100,000 houses in scopes; the same question
//! to casbin and to Cedar.

use crate::Measure;
use casbin::prelude::*;
use cedar_policy::{Authorizer, Context, Decision, Entities, Entity, EntityUid, PolicySet, Request};
use kabinet::{
    access::{Card, Due, Function, FunctionSet, Grant, Place, Policy, RoleCard, RoleCode, RoleId, Roles, ScopeId, Seat, StoredRole, UserKind},
    ops::reference,
    terms::{AgentId, HouseId, Sight, Text, UserId},
};
use std::{
    collections::{HashMap, HashSet},
    hint::black_box,
    sync::Arc,
    time::Instant,
};

pub const USERS: u64 = 10_000;
const ROLES: u64 = 200;
const HOUSES: u64 = 100_000;
/// Houses in one scope.
const IN_SCOPE: u64 = 1_000;
const SCOPES: u64 = HOUSES / IN_SCOPE;
pub const AGENT: AgentId = AgentId::new(2);

fn today() -> jiff::civil::Date {
    jiff::civil::date(2026, 11, 23)
}

/// Every role has every seventh function or so; every user one role and one scope.
fn functions(role: u64) -> FunctionSet {
    let chosen = Function::all().enumerate().filter(|(place, _)| (*place as u64 + role) % 3 == 0);
    chosen.fold(FunctionSet::EMPTY, |set, (_, function)| set.with(function))
}

pub fn policy(users: u64) -> Policy {
    let roles: Roles = reference::roles().unwrap();
    let mut policy = Policy::new(&roles);
    for role in 0..ROLES {
        let functions = functions(role).iter().map(|function| function.code().to_owned()).collect();
        policy.place_role(StoredRole {
            id: RoleId::new(role + 1),
            agent: Some(AGENT),
            code: RoleCode::new(&format!("role{role}")),
            name: Text::default(),
            abbreviation: Text::default(),
            note: Text::default(),
            functions,
            card: RoleCard::default(),
            version: 1,
        });
    }
    for scope in 0..SCOPES {
        policy.place_scope(ScopeId::new(scope + 1), Some((scope * IN_SCOPE..(scope + 1) * IN_SCOPE).map(HouseId::new).collect()));
    }
    for user in 0..users {
        let (roles, scopes) = (vec![RoleCode::new(&format!("role{}", user % ROLES))], vec![ScopeId::new(user % SCOPES + 1)]);
        let grant = Grant { roles, scopes, ..Grant::new(UserId::new(user), AGENT) };
        policy.place_user(UserId::new(user), card(), vec![grant]);
    }
    policy
}

/// The card of an employee.
pub fn card() -> Card {
    Card { kind: UserKind::Agent, active: true, period: Default::default(), sight: Sight::Plain, due: Due::Nothing }
}

/// A walk over users and houses that no cache foresees.
fn questions(users: u64, count: usize) -> Vec<(u64, u64)> {
    let mut state = 1_u64;
    let mut next = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state >> 33
    };
    (0..count).map(|_| (next() % users, next() % HOUSES)).collect()
}

/// Nanoseconds of one decision.
fn ours(users: u64) -> (f64, usize) {
    const COUNT: usize = 400_000;
    let policy = policy(users);
    let asked: Vec<_> = questions(users, COUNT)
        .into_iter()
        .map(|(user, house)| (Seat { user: UserId::new(user), login: Arc::from(""), agent: AGENT, scope: None }, place(house)))
        .collect();
    let mut best = f64::MAX;
    let mut yes = 0;
    for _ in 0..5 {
        let began = Instant::now();
        yes = asked.iter().filter(|(seat, place)| black_box(policy.decide(seat, Function::CaseTake, *place, today())).is_ok()).count();
        best = best.min(began.elapsed().as_nanos() as f64 / COUNT as f64);
    }
    (best, yes)
}

fn place(house: u64) -> Place {
    Place { agent: Some(AGENT), house: Some(HouseId::new(house)), ..Place::default() }
}

fn takes(role: u64) -> bool {
    functions(role).has(Function::CaseTake)
}

const MODEL: &str = "
[request_definition]
r = sub, obj, act
[policy_definition]
p = sub, obj, act
[role_definition]
g = _, _
g2 = _, _
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = g(r.sub, p.sub) && g2(r.obj, p.obj) && r.act == p.act
";

/// casbin: a policy for every role in every scope where it is held; the house belongs to its scope.
fn casbin() -> (f64, Vec<bool>) {
    const COUNT: usize = 60;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let model = DefaultModel::from_str(MODEL).await.unwrap();
        let mut enforcer = Enforcer::new(model, MemoryAdapter::default()).await.unwrap();
        enforcer.enable_auto_build_role_links(false);
        let text = |name: &str, number: u64| format!("{name}{number}");
        let held: HashSet<(u64, u64)> = (0..USERS).map(|user| (user % ROLES, user % SCOPES)).collect();
        let rules = held.into_iter().filter(|(role, _)| takes(*role));
        let rules = rules.map(|(role, scope)| vec![text("role", role), text("scope", scope), "take".to_owned()]).collect();
        enforcer.add_policies(rules).await.unwrap();
        let users = (0..USERS).map(|user| vec![text("user", user), text("role", user % ROLES)]).collect();
        enforcer.add_named_grouping_policies("g", users).await.unwrap();
        let houses = (0..HOUSES).map(|house| vec![text("house", house), text("scope", house / IN_SCOPE)]).collect();
        enforcer.add_named_grouping_policies("g2", houses).await.unwrap();
        enforcer.build_role_links().unwrap();
        let asked = questions(USERS, COUNT);
        let began = Instant::now();
        let said = asked.iter().map(|(user, house)| enforcer.enforce((text("user", *user), text("house", *house), "take")).unwrap());
        let said = said.collect();
        (began.elapsed().as_nanos() as f64 / COUNT as f64, said)
    })
}

/// Cedar: a policy for every role; the scope that the user holds and the scope of the house are compared.
fn cedar() -> (f64, Vec<bool>) {
    const COUNT: usize = 2000;
    let uid = |kind: &str, number: u64| -> EntityUid { format!("{kind}::\"{number}\"").parse().unwrap() };
    let rules = (0..ROLES).filter(|role| takes(*role)).map(|role| {
        format!("permit(principal in Role::\"{role}\", action == Action::\"take\", resource) when {{ resource in principal.scope }};")
    });
    let policies: PolicySet = rules.collect::<String>().parse().unwrap();
    let roles = (0..ROLES).map(|role| Entity::new_no_attrs(uid("Role", role), HashSet::new()));
    let scopes = (0..SCOPES).map(|scope| Entity::new_no_attrs(uid("Scope", scope), HashSet::new()));
    let users = (0..USERS).map(|user| {
        let scope = cedar_policy::RestrictedExpression::new_entity_uid(uid("Scope", user % SCOPES));
        Entity::new(uid("User", user), HashMap::from([("scope".to_owned(), scope)]), HashSet::from([uid("Role", user % ROLES)])).unwrap()
    });
    let houses = (0..HOUSES).map(|house| Entity::new_no_attrs(uid("House", house), HashSet::from([uid("Scope", house / IN_SCOPE)])));
    let entities = Entities::from_entities(roles.chain(scopes).chain(users).chain(houses), None).unwrap();
    let (authorizer, take): (_, EntityUid) = (Authorizer::new(), "Action::\"take\"".parse().unwrap());
    let asked: Vec<_> = questions(USERS, COUNT)
        .into_iter()
        .map(|(user, house)| Request::new(uid("User", user), take.clone(), uid("House", house), Context::empty(), None).unwrap())
        .collect();
    let began = Instant::now();
    let said = asked.iter().map(|request| authorizer.is_authorized(request, &policies, &entities).decision() == Decision::Allow).collect();
    (began.elapsed().as_nanos() as f64 / COUNT as f64, said)
}

/// The same answers, or the comparison means nothing.
fn agree(said: &[bool]) {
    let policy = policy(USERS);
    for ((user, house), said) in questions(USERS, said.len()).into_iter().zip(said) {
        let seat = Seat { user: UserId::new(user), login: Arc::from(""), agent: AGENT, scope: None };
        assert_eq!(policy.decide(&seat, Function::CaseTake, place(house), today()).is_ok(), *said, "user {user}, house {house}");
    }
}

pub fn measure() -> Vec<Measure> {
    let ((few, _), (many, _)) = (ours(10), ours(USERS));
    let (cedar, said) = cedar();
    agree(&said);
    let (casbin, said) = casbin();
    agree(&said);
    vec![
        Measure::new("one decision, 10,000 users", format!("{many:.0} ns"), "100 ns (goal 50)", many <= 100.0),
        Measure::new("the same with 10 users", format!("{few:.0} ns, {:.1} ×", many / few), "flat", many <= few * 3.0 + 20.0),
        Measure::told("Cedar on the same question", format!("{:.1} µs, {:.0} ×", cedar / 1000.0, cedar / many)),
        Measure::told("casbin on the same question", format!("{:.1} µs, {:.0} ×", casbin / 1000.0, casbin / many)),
    ]
}
