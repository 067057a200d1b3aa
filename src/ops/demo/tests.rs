use super::*;
use crate::{
    access::{Actor, Denied, Function, Placed, Roles, Seat, Who},
    act::{Call, Opening, Vault},
    applications::{Application, State, changes, widget::Widgets},
    catalog::Catalogue,
    identity::{agent::OWNER, table as identity_table},
    journal::{Outcome, checkpoint::SigningKey, entry::Entry, note::Name, seal::SealingKey, table as journal_table},
    people::Person,
    storage::{Engine, Order, rows::each, view::Keys},
    terms::{AgentId, Error, Kind, calendar::Calendar},
};
use jiff::tz::TimeZone;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    ops::ControlFlow,
    sync::Arc,
};

fn text(name: &str) -> Option<String> {
    fs::read_to_string(format!("data/{name}")).ok()
}

fn office() -> Office {
    let mut files: Vec<_> = fs::read_dir("data/services").unwrap().map(|entry| entry.unwrap().path().display().to_string()).collect();
    files.push("data/catalog.toml".to_owned());
    let files: Vec<_> = files.into_iter().map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect();
    let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    Office {
        catalogue: Catalogue::read(&files).unwrap(),
        calendar: Calendar::parse(&text("holidays.toml").unwrap()).unwrap(),
        zone: TimeZone::get("Europe/Moscow").unwrap(),
        widgets: Widgets::parse(&text("widgets.toml").unwrap()).unwrap(),
    }
}

fn bench(folder: &Path, office: &Office) -> Bench {
    Bench::open(Opening {
        engine: Engine::open(folder).unwrap(),
        roles: Arc::new(Roles::parse(&text("roles.toml").unwrap()).unwrap()),
        signing: SigningKey::generate(Name::parse("demo.example").unwrap()).unwrap(),
        vault: Vault::new(SealingKey::new([7; 32])),
        zone: office.zone.clone(),
        seed: [7; 32],
        space: Box::new(|| Ok(u64::MAX)),
    })
    .unwrap()
}

/// What is left of a town when it is made.
struct Town {
    bench: Bench,
    sign_ins: Vec<SignIn>,
    applications: Vec<Application>,
    entries: Vec<Entry>,
    journals: BTreeMap<AgentId, u64>,
    _folder: tempfile::TempDir,
}

const NOW: &str = "2026-11-23T11:40:00Z";

fn town(size: Size, now: &str) -> Town {
    let (folder, staging, office) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), office());
    let mut bench = bench(folder.path(), &office);
    let material = Material::read(&text).unwrap();
    let began = std::time::Instant::now();
    let sign_ins = populate(&mut bench, &office, &material, size, now.parse().unwrap(), staging.path()).unwrap();
    let took = began.elapsed();
    assert_eq!(fs::read_dir(staging.path()).unwrap().count(), 0, "files were left behind");
    let view = bench.engine().snapshot().unwrap();
    let mut applications = Vec::new();
    each(&view, &Keys::all(), Order::Ascending, |application| {
        applications.push(application);
        Ok(ControlFlow::Continue(()))
    })
    .unwrap();
    let (mut entries, mut journals) = (Vec::new(), BTreeMap::new());
    for agent in journal_table::agents(&view).unwrap() {
        journal_table::visit_bytes(&view, agent, 0, Order::Ascending, &mut |_, bytes| {
            entries.push(journal_table::decode(bytes).unwrap());
            *journals.entry(agent).or_insert(0) += 1;
            ControlFlow::Continue(())
        })
        .unwrap();
    }
    eprintln!(
        "{size:?}: {} Acts, {} KB, {took:.2?}",
        entries.len(),
        fs::metadata(folder.path().join("kabinet.redb")).unwrap().len() / 1024
    );
    drop(view);
    Town { bench, sign_ins, applications, entries, journals, _folder: folder }
}

fn check(town: &Town, size: Size, office: &Office) {
    let now: Timestamp = NOW.parse().unwrap();
    let today = now.to_zoned(office.zone.clone()).date();
    assert_eq!(town.applications.len(), size.applications);
    for state in State::ALL {
        assert!(town.applications.iter().any(|application| application.state == state), "nothing is {}", state.code());
    }
    let numbers: BTreeSet<_> = town.applications.iter().filter_map(|application| application.number).collect();
    let drafts = town.applications.iter().filter(|application| application.state == State::Draft).count();
    assert_eq!(numbers.len() + drafts, size.applications, "two applications have the same number");
    let open: Vec<_> = town.applications.iter().filter(|application| application.state.is_open()).collect();
    let overdue = open.iter().filter(|application| application.due.unwrap() < today).count();
    assert!(overdue > 0 && overdue * 3 < open.len(), "{overdue} of {} are overdue", open.len());
    let came_today =
        |application: &&Application| application.submitted_at.is_some_and(|at| at.to_zoned(office.zone.clone()).date() == today);
    assert!(town.applications.iter().filter(came_today).count() > 0);
    assert!(
        town.entries.iter().all(|entry| entry.outcome == Outcome::Success),
        "{:?}",
        town.entries.iter().find(|e| e.outcome != Outcome::Success)
    );
    assert!(town.entries.iter().all(|entry| entry.at <= now));
    for journal in town.entries.chunk_by(|one, other| one.agent == other.agent) {
        assert!(journal.is_sorted_by_key(|entry| entry.at), "a journal goes back in time");
    }
    let by_machine = town.entries.iter().filter(|entry| entry.roles == "operator" && entry.user.is_none());
    assert_eq!(by_machine.count(), 5, "three Agents, the supervisor and their grant");
}

fn people(town: &Town) -> Vec<Person> {
    let mut people = Vec::new();
    each(&town.bench.engine().snapshot().unwrap(), &Keys::all(), Order::Ascending, |person| {
        people.push(person);
        Ok(ControlFlow::Continue(()))
    })
    .unwrap();
    people
}

#[test]
fn a_hamlet_has_every_state_and_two_are_the_same() {
    let office = office();
    let first = town(Size::HAMLET, NOW);
    check(&first, Size::HAMLET, &office);
    assert_eq!(people(&first).len(), Size::HAMLET.citizens);
    for application in first.applications.iter().filter(|application| application.number.is_some()) {
        let service = office.service_of(application).unwrap();
        assert_eq!(service.complete(&application.answers, &application.attached()), []);
        assert!(application.milestones.is_sorted_by_key(|milestone| milestone.mark.at));
    }
    let second = town(Size::HAMLET, "2026-11-23T16:05:00Z");
    let told =
        |town: &Town| town.applications.iter().map(|a| (a.number, a.state, a.service.clone(), a.applicant, a.due)).collect::<Vec<_>>();
    assert_eq!(told(&first), told(&second));
    assert_eq!(first.journals, second.journals);
    assert_eq!(first.sign_ins, second.sign_ins);
}

#[test]
fn to_the_other_agent_a_case_does_not_exist() {
    let town = town(Size::HAMLET, NOW);
    let today = NOW.parse::<Timestamp>().unwrap().to_zoned(TimeZone::UTC).date();
    let view = town.bench.engine().snapshot().unwrap();
    let agent = |code: &str| identity_table::agent_by_code(&view, code).unwrap().unwrap().id;
    let (social, housing) = (agent("social"), agent("housing"));
    let case = town.applications.iter().find(|application| application.agent == social && application.number.is_some()).unwrap();
    let policy = town.bench.policy().load();
    let (mut strangers, mut colleagues) = (0, 0);
    identity_table::each_user(&view, |user| {
        let seat = |agent| Seat { user: user.id, login: Arc::from(user.login.as_str()), agent, scope: None };
        let decide = |agent, function| policy.decide(&seat(agent), function, case.place(), today);
        if decide(social, Function::CaseView).is_ok() {
            colleagues += 1;
        }
        if policy.standing(user.id).unwrap().holdings.iter().any(|holding| holding.agent == housing) {
            strangers += 1;
            for function in Function::all() {
                assert!(
                    decide(housing, function).is_err() && decide(social, function) == Err(Denied::NoGrant),
                    "{} {function:?}",
                    user.login
                );
            }
        }
        Ok(())
    })
    .unwrap();
    assert!(strangers > 8 && colleagues > 5, "{strangers} {colleagues}");
    assert_eq!(identity_table::agents(&view).unwrap()[0].id, OWNER);
}

#[test]
fn whoever_stands_in_the_table_can_sign_in_and_finds_what_is_promised() {
    let town = town(Size::HAMLET, NOW);
    let view = town.bench.engine().snapshot().unwrap();
    assert!(town.sign_ins.len() >= 12);
    for who in &town.sign_ins {
        let login = crate::identity::Login::parse(&who.login).unwrap();
        let user = identity_table::user_by_login(&view, &login).unwrap().unwrap();
        assert!(password::matches(&who.password, user.password.hash().map(String::as_str)), "{}", who.login);
        assert!(password::acceptable(&who.password, &who.login).is_ok() && !who.role.ru.is_empty() && !who.place.en.is_empty());
        assert_eq!(user.name.to_string(), who.name);
        if let Some(hides) = (who.login == "3-petrenko").then_some(user.hide_personal_data) {
            assert!(hides);
        }
    }
    let belova = identity_table::user_by_login(&view, &crate::identity::Login::parse("4-belova").unwrap()).unwrap().unwrap();
    let hers: Vec<_> = town.applications.iter().filter(|application| application.applicant == belova.id).collect();
    let states: BTreeSet<_> = hers.iter().map(|application| application.state).collect();
    assert_eq!(states, BTreeSet::from([State::WaitingForApplicant, State::Refused, State::Closed]));
    assert!(hers.iter().all(|application| application.service.as_str() != "heating-compensation"));
    let person = people(&town).into_iter().find(|person| person.user == belova.id).unwrap();
    assert!(person.inn.is_some() && person.phone.is_some() && person.email.is_some() && person.account.is_some());
}

#[test]
fn neither_citizens_nor_guests_hold_what_an_employee_holds() {
    let roles = Roles::parse(&text("roles.toml").unwrap()).unwrap();
    assert_eq!(roles.iter().count(), 23);
    let set = |code| roles.get(code).unwrap().functions;
    let own = [
        "public.",
        "catalog.service.",
        "catalog.calendar.view",
        "identity.session.",
        "identity.password.change",
        "identity.factor.",
        "certificates.own.",
        "notifications.notice.",
        "people.profile.",
        "applications.application.",
        "applications.document.",
    ];
    let public = [Function::PageView, Function::CatalogView, Function::CalendarView, Function::SessionOpen, Function::PasswordRestore];
    // Letters and reminders are sent by the program itself.
    let automatic = [Function::LetterSend, Function::CertificateRemind];
    for function in Function::all() {
        let is_own = own.iter().any(|section| function.code().starts_with(section));
        assert_eq!(set("citizen").has(function), is_own, "{}", function.code());
        assert_eq!(set("citizen").has(function), set("subscriber").has(function));
        let is_public = public.contains(&function) || function.code().starts_with("certificates.own.");
        assert_eq!(set("guest").has(function), is_public, "{}", function.code());
        let is_held = roles.iter().any(|(_, role)| role.functions.has(function));
        assert_eq!(is_held, !automatic.contains(&function), "{}", function.code());
    }
    let everybody = [Function::SessionClose, Function::PasswordChange, Function::NoticeList, Function::NoticeRead, Function::ScopeChoose];
    for (code, role) in roles.iter().filter(|(code, _)| code.as_str() != "guest") {
        assert!(everybody.iter().all(|function| role.functions.has(*function)), "{code}");
        assert!(role.functions.has(Function::PageView) && role.functions.has(Function::CatalogView), "{code}");
        assert!(["citizen", "subscriber"].contains(&code.as_str()) || !role.functions.has(Function::ApplicationStart), "{code}");
        let texts = [&role.name, &role.abbreviation, &role.note];
        assert!(texts.iter().all(|text| !text.ru.is_empty() && !text.en.is_empty()), "{code}");
    }
}

#[test]
fn nobody_gives_rights_elsewhere_or_sees_a_draft_and_work_goes_to_any_scope() {
    let mut town = town(Size::HAMLET, NOW);
    let (office, view) = (office(), town.bench.engine().snapshot().unwrap());
    let user = |login: &str| identity_table::user_by_login(&view, &crate::identity::Login::parse(login).unwrap()).unwrap().unwrap().id;
    let agent = |code: &str| identity_table::agent_by_code(&view, code).unwrap().unwrap().id;
    let at = NOW.parse().unwrap();
    let actor = |login: &str, agent| Actor {
        who: Who::User(Seat { user: user(login), login: Arc::from(login), agent, scope: None }),
        address: [10, 0, 0, 1].into(),
        request: "POST /".to_owned(),
        language: crate::terms::Language::Russian,
        proved_at: Some(at),
        program: None,
    };
    let kind = |result: Result<()>| match result.unwrap_err() {
        Error::Refused(refusal) => refusal.kind,
        Error::Fault(fault) => panic!("{fault}"),
    };
    let stranger = actor("3-frolova", agent("housing"));
    let call = Call { actor: &stranger, function: Function::GrantMake, at, once: None };
    let (member, social) = (user("3-morozov"), agent("social"));
    let granted = town.bench.act(&call, |act| crate::access::changes::make_grant(act, member, social, vec![], vec![]));
    assert_eq!(kind(granted), Kind::Missing);
    let draft = town.applications.iter().find(|a| a.state == State::Draft && a.agent == social).unwrap().id;
    let operator = actor("3-morozov", social);
    let call = Call { actor: &operator, function: Function::CaseTake, at, once: None };
    assert_eq!(kind(town.bench.act(&call, |act| changes::take(act, &office, draft).map(drop))), Kind::Missing);
    let second = town.bench.policy().load().standing(user("3-kuznetsova")).unwrap().holdings[0].scopes().last().unwrap();
    let centre = crate::access::table::scope(&view, second).unwrap().unwrap().houses;
    let in_centre = |a: &&Application| a.agent == social && a.state.is_open() && a.house.is_some_and(|house| centre.contains(&house));
    let case = town.applications.iter().find(in_centre).unwrap().id;
    let (head, colleague) = (actor("3-belyaeva", social), user("3-kuznetsova"));
    let call = Call { actor: &head, function: Function::CaseAssign, at, once: None };
    town.bench.act(&call, |act| changes::assign(act, &office, case, Some(colleague))).unwrap();
}

/// By hand, for the figures: `cargo test --lib a_whole_town -- --ignored --nocapture`.
#[test]
#[ignore = "takes long without optimisation"]
fn a_whole_town() {
    let town = town(Size::TOWN, NOW);
    check(&town, Size::TOWN, &office());
    let mut counts = BTreeMap::new();
    town.applications.iter().for_each(|application| *counts.entry(application.state).or_insert(0) += 1);
    eprintln!("{counts:?} {:?}", town.journals);
}
