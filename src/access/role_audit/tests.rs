use super::*;
use crate::{
    access::{Card, Due, Period, StoredRole, role::RoleCard},
    terms::{Sight, Text},
};
use jiff::civil::date;

const AGENT: AgentId = AgentId::new(2);
const OTHER: AgentId = AgentId::new(3);

/// A clerk who takes cases, a reader who only looks at them, a porter who has what everybody has.
const ROLES: &str = r#"
[[role]]
code = "clerk"
name.ru = "Оператор"
name.en = "Clerk"
abbreviation.ru = "О"
abbreviation.en = "C"
note.ru = ""
note.en = ""
functions = ["public.page.view", "identity.session.*", "notifications.notice.list", "applications.case.view", "applications.case.take"]
[[role]]
code = "reader"
name.ru = "Читатель"
name.en = "Reader"
abbreviation.ru = "Ч"
abbreviation.en = "R"
note.ru = ""
note.en = ""
functions = ["public.page.view", "identity.session.*", "notifications.notice.list", "applications.case.view"]
[[role]]
code = "porter"
name.ru = "Вахтёр"
name.en = "Porter"
abbreviation.ru = "В"
abbreviation.en = "P"
note.ru = ""
note.en = ""
functions = ["public.page.view", "identity.session.*", "notifications.notice.list"]
"#;
const CONFLICT: &str = r#"
[[conflict]]
code = "take-and-read"
name.ru = "Ведение и чтение"
name.en = "Taking and reading"
why.ru = "Так нельзя"
why.en = "Not so"
one.roles = ["clerk"]
other.roles = ["reader"]
"#;

fn code(code: &str) -> RoleCode {
    RoleCode::new(code)
}

fn card(active: bool, to: Option<Date>) -> Card {
    Card { kind: UserKind::Agent, active, period: Period { from: None, to }, sight: Sight::Plain, due: Due::Nothing }
}

fn grant(user: u64, agent: AgentId, roles: &[&str]) -> Grant {
    Grant { roles: roles.iter().map(|role| code(role)).collect(), ..Grant::new(UserId::new(user), agent) }
}

fn world(conflicts: &str, users: Vec<(u64, Card, Vec<Grant>)>) -> Policy {
    let mut policy = Policy::new(&Roles::parse(ROLES).unwrap().with_conflicts(conflicts).unwrap());
    for (user, card, grants) in users {
        policy.place_user(UserId::new(user), card, grants);
    }
    policy
}

fn used(deeds: &[(u64, Function)]) -> Used {
    let mut used = Used::new();
    for (user, function) in deeds {
        let known = used.entry(UserId::new(*user)).or_default();
        *known = known.with(*function);
    }
    used
}

fn findings(policy: &Policy, agent: AgentId, used: &Used) -> Vec<Finding> {
    RoleAudit::of(&Question { policy, agent, within: Some(agent), today: date(2026, 11, 23), used, refused: &Refused::new() }).findings
}

fn own(policy: &mut Policy, number: u64, agent: AgentId, functions: &[&str]) {
    let (name, card) = (Text { ru: "Своя".to_owned(), en: "Own".to_owned() }, RoleCard::default());
    let functions = functions.iter().map(|code| (*code).to_owned()).collect();
    let id = crate::access::RoleId::new(number);
    let code = RoleCode::of(id);
    let (abbreviation, note) = (name.clone(), name.clone());
    policy.place_role(StoredRole { id, agent: Some(agent), code, name, abbreviation, note, functions, card, version: 1 });
}

#[test]
fn what_everybody_has_is_nobodys_excess() {
    let roles = Roles::parse(ROLES).unwrap();
    let everyday = everyday(&roles);
    assert!(everyday.has(Function::PasswordChange) && everyday.has(Function::NoticeList) && everyday.has(Function::SessionList));
    assert!(!everyday.has(Function::CaseView));
    let policy = world("conflict = []", vec![(1, card(true, None), vec![grant(1, AGENT, &["porter"])])]);
    assert_eq!(findings(&policy, AGENT, &Used::new()), [], "a porter has nothing to use");
}

#[test]
fn unused_functions_and_roles_are_told_and_used_ones_are_not() {
    let clerks = |numbers: &[u64]| numbers.iter().map(|user| (*user, card(true, None), vec![grant(*user, AGENT, &["clerk"])])).collect();
    let policy = world("conflict = []", clerks(&[1, 2]));
    let looked = used(&[(1, Function::CaseView), (9, Function::CaseTake)]);
    let unused = Finding::Unused { role: code("clerk"), functions: FunctionSet::EMPTY.with(Function::CaseTake) };
    let excess = Finding::Excess { user: UserId::new(2), role: code("clerk") };
    assert_eq!(findings(&policy, AGENT, &looked), [unused, excess]);
    let all = used(&[(1, Function::CaseView), (2, Function::CaseTake)]);
    assert_eq!(findings(&policy, AGENT, &all), [], "what one holder used, the role needs");
    assert_eq!(findings(&policy, OTHER, &Used::new()), [], "another Agent's holders are not looked at");
}

#[test]
fn equal_roles_are_merged_into_the_systems_and_nested_ones_into_the_next_wider() {
    let busy = used(&[(1, Function::CaseView), (1, Function::CaseTake), (2, Function::CaseView)]);
    let users = vec![(1, card(true, None), vec![grant(1, AGENT, &["clerk"])]), (2, card(true, None), vec![grant(2, AGENT, &["reader"])])];
    let mut policy = world("conflict = []", users);
    assert_eq!(findings(&policy, AGENT, &busy), [Finding::Nested { role: code("reader"), wider: code("clerk") }]);
    own(&mut policy, 7, AGENT, &["notifications.notice.list", "identity.session.list", "identity.session.end", "applications.case.view"]);
    own(&mut policy, 8, OTHER, &["applications.case.view"]);
    let equal = Finding::Equal { role: code("role-7"), keep: code("reader") };
    let found = findings(&policy, AGENT, &busy);
    assert!(found.contains(&equal), "{found:?}");
    assert_eq!(found.len(), 2, "the equal one is not told as nested too, and another Agent's role not at all: {found:?}");
    let told = RoleAudit::of(&Question {
        policy: &policy,
        agent: AGENT,
        within: Some(AGENT),
        today: date(2026, 11, 23),
        used: &busy,
        refused: &Refused::new(),
    });
    let codes: Vec<_> = told.roles.iter().map(|role| role.code.as_str()).collect();
    assert_eq!(codes, ["clerk", "porter", "reader", "role-7"]);
}

#[test]
fn grants_that_outlived_their_time_and_employees_without_a_role_are_told() {
    let yesterday = date(2026, 11, 22);
    let mut over = grant(1, AGENT, &["porter"]);
    over.period.to = Some(yesterday);
    let mut today = grant(4, AGENT, &["porter"]);
    today.period.to = Some(date(2026, 11, 23));
    let users = vec![
        (1, card(true, None), vec![over]),
        (2, card(true, Some(yesterday)), vec![grant(2, AGENT, &["porter"])]),
        (3, card(false, None), vec![grant(3, AGENT, &["porter"])]),
        (4, card(true, None), vec![today]),
        (5, card(true, None), vec![grant(5, AGENT, &[])]),
        (6, card(true, None), vec![]),
        (7, card(true, None), vec![grant(7, AGENT, &["role-99"])]),
    ];
    let policy = world("conflict = []", users);
    let ended = |user, why| Finding::Ended { user: UserId::new(user), why };
    let roleless = |user| Finding::Roleless { user: UserId::new(user) };
    let found = findings(&policy, AGENT, &Used::new());
    let expected =
        [roleless(5), roleless(7), ended(1, Ended::Grant(yesterday)), ended(2, Ended::Card(yesterday)), ended(3, Ended::Inactive)];
    assert_eq!(found, expected, "the last day still counts");
    assert_eq!(findings(&policy, OWNER, &Used::new()), [roleless(6)], "who holds nothing anywhere is the Owner's to mend");
}

#[test]
fn a_conflict_is_told_and_what_is_held_elsewhere_only_to_the_owner() {
    let both = used(&[(1, Function::CaseView), (2, Function::CaseView), (1, Function::CaseTake), (2, Function::CaseTake)]);
    let users = vec![
        (1, card(true, None), vec![grant(1, AGENT, &["clerk", "reader"])]),
        (2, card(true, None), vec![grant(2, AGENT, &["reader"]), grant(2, OWNER, &["clerk"])]),
    ];
    let policy = world(CONFLICT, users);
    let conflicts = |within| {
        let question = Question { policy: &policy, agent: AGENT, within, today: date(2026, 11, 23), used: &both, refused: &Refused::new() };
        let found = RoleAudit::of(&question).findings;
        let of = |finding: Finding| if let Finding::Conflict { user, .. } = finding { Some(user.number()) } else { None };
        found.into_iter().filter_map(of).collect::<Vec<_>>()
    };
    assert_eq!((conflicts(Some(AGENT)), conflicts(None)), (vec![1], vec![1, 2]));
}

#[test]
fn what_is_often_refused_and_not_held_is_told_with_the_roles_that_would_help() {
    let users = vec![
        (1, card(true, None), vec![grant(1, AGENT, &["porter"])]),
        (2, card(true, None), vec![grant(2, AGENT, &["reader"])]),
        (3, card(false, None), vec![grant(3, AGENT, &["porter"])]),
        (4, card(true, None), vec![grant(4, OTHER, &["porter"])]),
    ];
    let mut policy = world(CONFLICT, users);
    let often = |function, times| [(function, times)].into_iter().collect::<BTreeMap<_, _>>();
    let refused: Refused = [
        (1, often(Function::CaseTake, OFTEN)),
        // Held by now; seldom; not at work; elsewhere.
        (2, [(Function::CaseView, 9), (Function::CaseTake, OFTEN - 1)].into_iter().collect()),
        (3, often(Function::CaseTake, 9)),
        (4, often(Function::CaseTake, 9)),
    ]
    .into_iter()
    .map(|(user, functions)| (UserId::new(user), functions))
    .collect();
    let everything = used(&[(2, Function::CaseView)]);
    let lacking = |policy: &Policy, refused: &Refused| {
        let question = Question { policy, agent: AGENT, within: Some(AGENT), today: date(2026, 11, 23), used: &everything, refused };
        RoleAudit::of(&question).findings.into_iter().filter(|found| matches!(found, Finding::Lacking { .. })).collect::<Vec<_>>()
    };
    let of = |user, function, times, rule, roles: &[&str], own: &[&str]| {
        let codes = |codes: &[&str]| codes.iter().map(|role| code(role)).collect();
        Finding::Lacking { user: UserId::new(user), function, times, rule, roles: codes(roles), own: codes(own) }
    };
    assert_eq!(lacking(&policy, &refused), [of(1, Function::CaseTake, OFTEN, None, &["clerk"], &[])]);
    // Who reads does not take: the role that would clash is not offered. The own role can be widened.
    own(&mut policy, 7, AGENT, &["applications.case.open-document"]);
    policy.place_user(UserId::new(2), card(true, None), vec![grant(2, AGENT, &["reader", "role-7"])]);
    let refused = [(UserId::new(2), often(Function::CaseTake, 4))].into_iter().collect();
    assert_eq!(lacking(&policy, &refused), [of(2, Function::CaseTake, 4, None, &[], &["role-7"])]);
    // What a role grants and a rule hides is the rule's to mend.
    let rule = crate::access::Rule {
        id: RuleId::new(5),
        area: crate::access::Area::Agent(AGENT),
        role: None,
        kind: None,
        group: None,
        user: None,
        filter: crate::access::Filter::Matching,
        visibility: crate::access::Visibility::Hidden,
        section: crate::access::Section::parse("applications.case").unwrap(),
    };
    policy.place_rule(rule.id, Some(rule));
    let refused = [(UserId::new(2), often(Function::CaseView, 3))].into_iter().collect();
    assert_eq!(lacking(&policy, &refused), [of(2, Function::CaseView, 3, Some(RuleId::new(5)), &[], &[])]);
}
