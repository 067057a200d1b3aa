//! Who rules over whom, and what a newcomer may.

use super::*;

fn employee(policy: &mut Policy, user: u64, kind: UserKind, agent: u64, functions: &[Function]) {
    let code = RoleCode::new(&format!("of-{user}"));
    policy.place_role(StoredRole {
        id: RoleId::new(user),
        agent: None,
        code: code.clone(),
        name: Text::default(),
        abbreviation: Text::default(),
        note: Text::default(),
        functions: functions.iter().map(|function| function.code().to_owned()).collect(),
        card: RoleCard::default(),
        version: 1,
    });
    let grant = Grant { roles: vec![code], ..Grant::new(UserId::new(user), AgentId::new(agent)) };
    policy.place_user(UserId::new(user), card(kind), vec![grant]);
}

fn card(kind: UserKind) -> Card {
    Card { kind, active: true, period: Period::default(), sight: Sight::Plain, due: Due::Nothing }
}

fn policy() -> Policy {
    let mut policy = Policy::default();
    let place = &mut policy;
    employee(place, 1, UserKind::Owner, 1, &[Function::AgentCreate, Function::UserCreate]);
    employee(place, 2, UserKind::Owner, 1, &[Function::UserCreate]);
    employee(place, 3, UserKind::Agent, 2, &[Function::GrantMake, Function::UserCreate]);
    employee(place, 4, UserKind::Agent, 2, &[Function::CaseDecide]);
    employee(place, 5, UserKind::Agent, 2, &[Function::GrantMake, Function::JournalList]);
    employee(place, 6, UserKind::Agent, 3, &[Function::GrantMake]);
    employee(place, 7, UserKind::Citizen, 1, &[Function::ProfileView]);
    policy
}

#[test]
fn nobody_rules_over_who_rules_further() {
    let policy = policy();
    let covers = |own: u64, agent: u64, other: u64| {
        let seat = Seat { user: UserId::new(own), login: Arc::from(""), agent: AgentId::new(agent), scope: None };
        policy.covers(&seat, UserId::new(other))
    };
    assert!(covers(1, 1, 2) && !covers(2, 1, 1), "within the Owner");
    assert!(covers(2, 1, 3) && !covers(3, 2, 2), "the Owner over an Agent, never the other way");
    assert!(covers(3, 2, 4), "deciding cases is no rule over others");
    assert!(!covers(3, 2, 5) && !covers(5, 2, 3), "each has something that the other lacks");
    assert!(!covers(3, 2, 6), "in another Agent they have nothing");
    assert!(covers(3, 2, 7) && !covers(7, 1, 7) && !covers(3, 2, 99));
}

#[test]
fn a_newcomer_may_only_choose_a_password() {
    let mut policy = policy();
    let seat = Seat { user: UserId::new(4), login: Arc::from(""), agent: AgentId::new(2), scope: None };
    let ask = |policy: &Policy, function| policy.permit(&Who::User(seat.clone()), function, TODAY).err();
    assert_eq!(ask(&policy, Function::CaseDecide), None);
    let grants: Vec<Grant> = policy.standing(UserId::new(4)).unwrap().grants.iter().map(|grant| (**grant).clone()).collect();
    policy.place_user(UserId::new(4), Card { due: Due::Password, ..card(UserKind::Agent) }, grants.clone());
    assert_eq!(ask(&policy, Function::CaseDecide), Some(Denied::MustChange));
    assert_eq!(ask(&policy, Function::PasswordChange), Some(Denied::NoRole), "a role must grant even that");
    policy.place_user(UserId::new(4), card(UserKind::Agent), grants);
    assert_eq!(ask(&policy, Function::CaseDecide), None);
}
