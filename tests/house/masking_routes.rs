//! Every address of the program, asked for by those from whom personal data is hidden, with all roles that one person may
//! hold together, after somebody with the same roles who sees everything: nothing personal is on any page, in any file or
//! stream, and in no form that comes back.

use crate::{
    certificates::{given, invited},
    disclosure::masked_town,
    masking::{Secrets, readable},
    owner_desk::save_card,
    rights::number,
    role_audit::{functions_of, save_role},
    town::{Browser, HOUSING, OWNER, Page, SOCIAL, Town, let_in},
    walk::sought,
};
use kabinet::{
    access::{Actor, Function, RoleCode, changes as access_changes},
    act::Call,
    housing::table as housing_table,
    identity::{Login, table as identity_table},
    ops::{demo::Size, showing},
    server::site,
    storage::Engine,
    terms::AgentId,
    web::{assets, route::Method},
};
use reqwest::StatusCode;
use std::collections::BTreeSet;

/// What the card of an employee says of them beyond name and position, which stand on every paper they sign.
const CARD: [(&str, &str); 4] = [
    ("phone", "+7 912 555-01-77"),
    ("email", "kartochka.ivolga@social.example"),
    ("messenger", "@ivolga-lichnaya"),
    ("description", "Ивушкинская заметка"),
];
/// Roles that one person may hold together, of an Agent's employee.
const TOGETHER: [&str; 8] =
    ["administrator", "operator", "head", "inspector", "technologist", "passport-officer", "portal-administrator", "viewer"];
/// Who sees everything, and from whom personal data is hidden: the same roles in the same Agent.
const READERS: [(&str, &str, u64, &[&str]); 3] = [
    ("3-sokolov", "3-petrenko", SOCIAL, &TOGETHER),
    ("1-gromov", "1-titov", OWNER, &["supervisor"]),
    ("1-larina", "1-ryzhova", OWNER, &["security-administrator"]),
];

/// Addresses that show no page to any of these readers: one that only leads on, a guest's, a citizen's, those of a step that
/// they are not in or of a link's holder; and scans, which cannot be masked.
const NOT_FOR_THEM: [&str; 21] = [
    "/",
    "/certificate",
    "/certificate/document.pdf",
    "/restore",
    "/restore/code",
    "/sign-in/code",
    "/sign-in/certificate",
    "/factors/codes",
    "/applications",
    "/applications/{id}",
    "/applications/{id}/part",
    "/applications/{id}/stream",
    "/applications/{id}/documents/{number}",
    "/applications/{id}/application.pdf",
    "/applications/{id}/decision.pdf",
    "/applications/{id}/steps/{step}",
    "/applications/{id}/check",
    "/cases/{id}/documents/{number}",
    "/certificates/{id}/scan",
    "/profile",
    "/profile/trace",
];

/// What there is to ask for.
struct Known {
    cases: Vec<String>,
    names: Vec<String>,
    users: Vec<u64>,
    role: String,
    scope: String,
    certificate: String,
    link: String,
    entries: Vec<(u64, usize)>,
    records: Vec<(String, String)>,
}

impl Known {
    /// Looks at what the town has.
    fn of(town: &Town, role: String, certificate: String, link: String) -> Self {
        let cases: Vec<_> = town.applications().into_iter().filter(|case| case.agent.number() == SOCIAL && case.number.is_some()).collect();
        let names = cases.iter().take(2).map(|case| case.name.reveal().surname().to_lowercase()).collect();
        let users = ["3-morozov", "1-gromov", "4-belova"].map(|login| number(town, login)).to_vec();
        // Of each kind of entry that keeps more than its line the newest, of those that changed nothing the oldest (whose proof
        // nothing speaks against), and of each kind of record the newest three.
        let (mut entries, mut records) = (Vec::new(), Vec::new());
        let (mut kinds, mut seen) = (std::collections::BTreeMap::<String, usize>::new(), BTreeSet::new());
        for agent in [SOCIAL, OWNER] {
            let bare = town.journal(agent).iter().position(|entry| entry.changes.is_empty());
            entries.extend(bare.map(|place| (agent, place + 1)));
            for (place, entry) in town.journal(agent).iter().enumerate().rev() {
                let changed = entry.changes.iter().map(|change| change.record.kind.clone()).collect::<Vec<_>>().join(" ");
                let count = kinds.entry(format!("{agent} {} {changed} {:?}", entry.function, entry.outcome)).or_default();
                *count += 1;
                let says = !entry.changes.is_empty() || !entry.disclosed.is_empty() || entry.error.is_some() || entry.field.is_some();
                if *count == 1 && says {
                    entries.push((agent, place + 1));
                }
                for record in entry.changes.iter().map(|change| &change.record) {
                    let parts: Vec<_> = record
                        .key
                        .chunks(8)
                        .filter_map(|part| part.try_into().ok().map(u64::from_be_bytes))
                        .map(|part| part.to_string())
                        .collect();
                    let count = kinds.entry(format!("record {}", record.kind)).or_default();
                    if record.key.len() <= 16 && *count < 3 && seen.insert((record.kind.clone(), parts.join("-"))) {
                        *count += 1;
                        records.push((record.kind.clone(), parts.join("-")));
                    }
                }
            }
        }
        for login in ["3-morozov", "4-belova"] {
            records.push(("user".to_owned(), number(town, login).to_string()));
        }
        records.extend(cases.iter().rev().take(3).map(|case| ("person".to_owned(), case.person.to_string())));
        let decided = cases.iter().find(|case| case.decision.is_some());
        let cases = cases.iter().rev().take(2).chain(decided).map(|case| case.id.to_string()).collect();
        Self { cases, names, users, role, scope: "1".to_owned(), certificate, link, entries, records }
    }

    /// Addresses of this route, with what stands behind the `?` of them.
    fn addresses(&self, path: &str) -> Vec<String> {
        let each = |name: &str, values: &[String]| values.iter().map(|value| path.replace(name, value)).collect::<Vec<_>>();
        let users: Vec<_> = self.users.iter().map(u64::to_string).collect();
        let of_cases = |more: &[&str]| -> Vec<String> {
            each("{id}", &self.cases).iter().flat_map(|address| more.iter().map(move |more| format!("{address}{more}"))).collect()
        };
        let tabs = ["", "?tab=application", "?tab=documents", "?tab=talk", "?tab=decision", "?tab=others", "?tab=history"];
        match path {
            "/assets/{name}" => each("{name}", &[assets::url("kabinet.css").trim_start_matches("/assets/").to_owned()]),
            "/users/{id}/password" | "/users/{id}/factors" => each("{id}", &users),
            "/users/{number}/edit" => each("{number}", &users),
            "/rights/users/{number}" | "/rights/users/{number}/notice" => {
                let plain = each("{number}", &users);
                let of_agent = plain.iter().flat_map(|address| [SOCIAL, OWNER].map(|agent| format!("{address}?agent={agent}")));
                let why = plain.iter().map(|address| format!("{address}?function=applications.case.view"));
                plain.iter().cloned().chain(of_agent).chain(why).collect()
            }
            "/rights/users/{number}/change" => {
                each("{number}", &users).iter().map(|address| format!("{address}?do=add-role&role=analyst")).collect()
            }
            "/agents/{number}" | "/agents/{number}/edit" => each("{number}", &[SOCIAL, HOUSING].map(|agent| agent.to_string())),
            "/rights/roles/{code}" | "/rights/roles/{code}/edit" => each("{code}", &[self.role.clone(), "operator".to_owned()]),
            "/rights/roles/{code}/merge" => vec![format!("/rights/roles/{}/merge?into=operator", self.role)],
            "/rights/roles/compare" => vec![format!("{path}?one={}&other=operator", self.role)],
            "/rights/scopes/{number}" => each("{number}", std::slice::from_ref(&self.scope)),
            "/rights" => {
                ["", "?q=3-", "?agent=2", "?q=белова", "?q=ivolga", "?role=operator"].map(|query| format!("{path}{query}")).to_vec()
            }
            "/rights/groups/users" => ["", "?id=1"].map(|query| format!("{path}{query}")).to_vec(),
            "/role-audit" | "/role-audit/roles.pdf" | "/role-audit/roles.xlsx" => {
                ["", "?agent=2"].map(|query| format!("{path}{query}")).to_vec()
            }
            "/certificate" | "/certificate/document.pdf" => vec![path.to_owned()],
            "/certificates" => ["", "?state=released", "?q=морозов", "?q=ivolga"].map(|query| format!("{path}{query}")).to_vec(),
            "/certificates/{id}" | "/certificates/{id}/document.pdf" | "/certificates/{id}/scan" => {
                each("{id}", std::slice::from_ref(&self.certificate))
            }
            "/services/{code}" => each("{code}", &["heating-compensation".to_owned()]),
            "/applications/{id}/steps/{step}" => {
                each("{id}", &self.cases[..1]).iter().map(|one| one.replace("{step}", "applicant")).collect()
            }
            "/applications/{id}/documents/{number}" | "/cases/{id}/documents/{number}" => {
                each("{id}", &self.cases).iter().map(|one| one.replace("{number}", "1")).collect()
            }
            "/cases" | "/cases/rows" => ["", "?show=all", "?show=overdue", "?show=mine", "?show=new", "?agent=social"]
                .map(|query| format!("{path}{query}"))
                .to_vec(),
            "/cases/{id}" | "/cases/{id}/part" => of_cases(&tabs),
            "/cases/{id}/disclose/{field}" => {
                // One field is shown, which is what it is for; that of another kind than any that this story looks for.
                each("{id}", &self.cases).iter().map(|one| one.replace("{field}", "answers.residents")).collect()
            }
            "/journal" | "/journal/export.csv" | "/journal/export.xlsx" => {
                let all = "cols=number,time,ip,user,role,section,function,request,result,record,error";
                let asked = ["", "&agent=2", "&q=белова", "&user=4-", "&user=4-&agent=1", "&function=people.person.register"];
                let asked: Vec<_> = asked.iter().map(|more| format!("{path}?{all}{more}")).collect();
                asked
            }
            "/journal/{number}" => {
                let of = |(agent, place): &(u64, usize)| [format!("/journal/{place}?agent={agent}")];
                self.entries.iter().flat_map(of).collect()
            }
            "/journal/{number}/proof" => {
                self.entries.iter().map(|(agent, place)| format!("/journal/{place}/proof?agent={agent}")).collect()
            }
            "/journal/checkpoint" => ["", "?file=1"].map(|query| format!("{path}{query}")).to_vec(),
            "/history/{kind}/{number}" => self.records.iter().map(|(kind, key)| format!("/history/{kind}/{key}")).collect(),
            "/search" => {
                let names = self.names.iter().map(|name| sought(name));
                names.chain(["2026", "субсидия", "набережная", "+7"].map(sought)).collect()
            }
            "/letters" => ["", "?show=sent"].map(|query| format!("{path}{query}")).to_vec(),
            _ if path.contains("/{id}/") || path.ends_with("/{id}") => of_cases(&[""]),
            _ => {
                assert!(!path.contains('{'), "the story does not know how to ask for {path}");
                vec![path.to_owned()]
            }
        }
    }
}

/// The whole answer; of a stream, its beginning.
async fn ask(browser: &Browser, language: &str, address: &str) -> Page {
    if !address.ends_with("/stream") {
        return browser.get_in(language, address).await;
    }
    let mut response = browser.client.get(format!("{}{address}", browser.base)).send().await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    let bytes = response.chunk().await.unwrap().unwrap_or_default().to_vec();
    Page { status, headers, bytes }
}

/// What a reader finds behind an address: the page itself, and of a history each change with its values, the record as it
/// was at it, and the preview.
async fn found(browser: &Browser, language: &str, address: &str) -> Vec<(String, Page)> {
    let page = ask(browser, language, address).await;
    let mut found = Vec::new();
    if address.starts_with("/history/") && page.status == StatusCode::OK {
        let changes = page.links().into_iter().filter(|link| link.starts_with(address) && link.contains("entry=")).take(4);
        let mut more: Vec<_> = changes.collect();
        more.push(format!("{address}?preview=1&field=name"));
        let moment = crate::town::now().in_tz("Europe/Moscow").unwrap().strftime("%Y-%m-%dT%H:%M").to_string();
        more.push(format!("{address}?{}", serde_urlencoded::to_string([("at", moment)]).unwrap()));
        for link in more {
            let shown = ask(browser, language, &link).await;
            found.push((link, shown));
        }
    }
    found.push((address.to_owned(), page));
    found
}

/// A town with something in every record that says anything of a person, and what there is to ask for.
async fn full_town() -> (Town, Known) {
    let masked = READERS.map(|(_, masked, ..)| masked);
    let folder = masked_town(&masked).close();
    let (mut installation, _) = showing::open(folder.path(), Size::HAMLET).unwrap();
    let_in(&mut installation.bench, &READERS.map(|(_, masked, ..)| masked));
    let (view, actor) = (installation.bench.engine().snapshot().unwrap(), Actor::operator("story"));
    for (open, masked, agent, roles) in READERS {
        for login in [open, masked] {
            let user = identity_table::user_by_login(&view, &Login::parse(login).unwrap()).unwrap().unwrap().id;
            let call = Call { actor: &actor, function: Function::GrantMake, at: crate::town::now(), once: None };
            let roles = roles.iter().map(|code| RoleCode::new(code)).collect();
            installation.bench.act(&call, |act| access_changes::make_grant(act, user, AgentId::new(agent), roles, Vec::new())).unwrap();
        }
    }
    installation.bench.close().unwrap();
    drop((view, installation));
    let town = Town::over(folder);
    let (citizen, owner, administrator) =
        (town.signed_in("4-belova").await, town.signed_in("1-gromov").await, town.signed_in("3-orlova").await);
    citizen.apply_for_heating().await;
    let path = format!("/users/{}/edit", number(&town, "3-morozov"));
    let saved = save_card(&owner, &owner.get(&path).await, &path, &CARD).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.texts().join(" | "));
    let (_, role) = save_role(&administrator, "/rights/roles/new", "Чтец", &functions_of("viewer")).await;
    let groups = "/rights/groups/users";
    administrator.go(groups, groups, &[("name", "Новички"), ("add", "3-morozov")]).await;
    // A new password goes to the address of the card, and to that of a citizen.
    for login in ["4-belova", "3-lebedev"] {
        let path = format!("/users/{}/password", number(&town, login));
        let given = administrator.submit(&path, &path, &[]).await;
        assert_eq!(given.status, StatusCode::OK, "{login}: {}", given.texts().join(" | "));
    }
    let (_, _, card) = given(&town, "3-morozov", 41).await;
    let link = invited(&town, "3-vlasova").await;
    town.settled().await;
    let known = Known::of(&town, role, card.trim_start_matches("/certificates/").to_owned(), link);
    (town, known)
}

/// Pages on which houses stand as a group, or are chosen from all of the town: that of somebody without a flat is one of them.
const HOUSES: [&str; 3] = ["/persons/new", "/rights/scopes", "/history/scope"];

/// What can be read of it behind this address.
fn read_at(secrets: &Secrets, houses: &BTreeSet<String>, address: &str, page: &Page) -> Vec<(String, String)> {
    let mut read = readable(secrets, page);
    read.retain(|(secret, _)| !HOUSES.iter().any(|path| address.starts_with(path)) || !houses.contains(secret));
    read
}

fn houses_of(town: &Town) -> BTreeSet<String> {
    let view = Engine::open_to_read(town.folder()).unwrap().snapshot().unwrap();
    housing_table::houses(&view).unwrap().iter().map(ToString::to_string).collect()
}

/// All that must not be read: what the masked page test looks for, the card of an employee, the certificate's request.
fn secrets_of(town: &Town) -> Secrets {
    let mut secrets = Secrets::of(town);
    secrets.0.extend(CARD.map(|(name, value)| (value.trim_start_matches('@').to_owned(), name)));
    secrets.0.insert("Ивушкинская".to_owned(), "description");
    secrets
}

#[tokio::test]
async fn no_address_shows_personal_data_to_whom_it_is_hidden_from() {
    let (town, known) = full_town().await;
    let (secrets, houses) = (secrets_of(&town), houses_of(&town));
    let routes: Vec<_> = site::routes().into_iter().filter(|route| route.method == Method::Get).collect();
    let (mut shown, mut leaks) = (BTreeSet::new(), Vec::new());
    for (open, masked, ..) in READERS {
        let (open, masked) = (town.signed_in(open).await, town.signed_in(masked).await);
        let mut read = 0;
        for route in &routes {
            for address in known.addresses(route.path) {
                for (_, page) in found(&open, "ru", &address).await {
                    read += readable(&secrets, &page).len();
                }
                for language in ["ru", "en"] {
                    for (address, page) in found(&masked, language, &address).await {
                        leaks.extend(
                            read_at(&secrets, &houses, &address, &page)
                                .into_iter()
                                .map(|(secret, what)| format!("{address} shows {what} {secret}")),
                        );
                        if page.status.is_success() {
                            shown.insert(route.path);
                        }
                        assert!(!page.status.is_server_error(), "{address}: {}", page.texts().join(" | "));
                    }
                }
            }
        }
        assert!(read > 0, "who sees everything reads {read}");
        assert!(leaks.is_empty(), "\n{}", leaks.join("\n"));
    }
    let unseen: Vec<_> =
        routes.iter().map(|route| route.path).filter(|path| !shown.contains(path) && !NOT_FOR_THEM.contains(path)).collect();
    assert!(unseen.is_empty(), "nobody was shown {unseen:?}");
    let stale: Vec<_> =
        NOT_FOR_THEM.iter().filter(|path| shown.contains(*path) || !routes.iter().any(|route| route.path == **path)).collect();
    assert!(stale.is_empty(), "somebody was shown {stale:?}");
}

#[tokio::test]
async fn forms_that_come_back_bring_nothing_hidden_and_write_nothing_over_it() {
    let (town, known) = full_town().await;
    let (secrets, houses) = (secrets_of(&town), houses_of(&town));
    let [one, owner, guard] = READERS.map(|(_, masked, ..)| town.signed_in(masked));
    let (one, owner, guard) = (one.await, owner.await, guard.await);
    let case = format!("/cases/{}", known.cases[0]);
    let morozov = number(&town, "3-morozov");
    let belova = number(&town, "4-belova");
    let once = || uuid::Uuid::now_v7().to_string();
    let wrong: Vec<(&Browser, String, Vec<(&str, &str)>)> = vec![
        (&one, format!("{case}/ask"), vec![("text", "")]),
        (&one, format!("{case}/decide"), vec![("outcome", ""), ("reason", "")]),
        (&one, format!("{case}/assign"), vec![("assignee", "x")]),
        (&one, format!("{case}/documents/1/check"), vec![("finding", "rejected"), ("note", "")]),
        (&one, format!("{case}/appeal"), vec![("ruling", ""), ("answer", "")]),
        (&one, "/persons/new".to_owned(), vec![("surname", "")]),
        (&one, "/persons/new".to_owned(), vec![("surname", "Птицына"), ("name", "Нона"), ("snils", "1")]),
        (&one, "/journal/searches".to_owned(), vec![("name", ""), ("query", "q=x")]),
        (&one, format!("/users/{belova}/password"), vec![]),
        (&one, format!("/users/{morozov}/factors"), vec![]),
        (&one, "/rights/groups/users".to_owned(), vec![("name", ""), ("add", "4-belova")]),
        (&one, "/certificates/invite".to_owned(), vec![("login", "3-morozov"), ("days", "900")]),
        (&one, format!("/certificates/{}/revoke", known.certificate), vec![("reason", "")]),
        (&owner, format!("/users/{morozov}/edit"), vec![("surname", ""), ("seen", "old")]),
        (&owner, format!("/users/{morozov}/edit"), vec![("surname", "Морозов"), ("name", "Алексей"), ("active", "yes"), ("seen", "old")]),
        (&owner, format!("/users/{belova}/password"), vec![]),
        (&owner, "/users/new".to_owned(), vec![("kind", "3"), ("login", "morozov"), ("agent", "2")]),
        (&guard, format!("/certificates/{}/release", known.certificate), vec![]),
        (&guard, format!("/certificates/{}/refuse", known.certificate), vec![("reason", "")]),
    ];
    for (browser, path, fields) in &wrong {
        let token = once();
        let fields: Vec<_> = [("once", token.as_str())].into_iter().chain(fields.iter().copied()).collect();
        let page = browser.post(path, &fields).await;
        let read = read_at(&secrets, &houses, path, &page);
        assert!(read.is_empty() && !page.status.is_server_error(), "{path}: {} {read:?}", page.status);
    }
    // The link is its holder's own.
    assert!(!owner.get(&format!("/certificate?link={}", known.link)).await.says("Ивушкинская"));

    // The card is saved by somebody from whom half of it is hidden: that half stays.
    let path = format!("/users/{morozov}/edit");
    let form = owner.get(&path).await;
    assert!(form.says("class=\"masked\"") && !form.says("name=\"phone\"") && !form.says("name=\"description\""));
    let (token, seen) = (form.once(&path), form.value("seen"));
    let typed = [
        ("once", token.as_str()),
        ("seen", &seen),
        ("surname", "Морозов"),
        ("name", "Алексей"),
        ("patronymic", "Игоревич"),
        ("position", "Старший специалист"),
        ("phone", "+7 900 000-00-00"),
        ("active", "yes"),
    ];
    let saved = owner.post(&path, &typed).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.texts().join(" | "));
    let card = town.signed_in("1-gromov").await.get(&format!("/rights/users/{morozov}?agent=2")).await;
    assert!(card.says("Старший специалист"));
    for (field, value) in CARD {
        assert!(card.says(value), "{field} is as it was: {}", card.texts().join(" | "));
    }
}
