//! Every address of the program, asked for by those from whom personal data is hidden, with all roles that one person may
//! hold together, after somebody with the same roles who sees everything: nothing personal is on any page, in any file or
//! stream, and in no form that comes back.

use crate::{
    certificates::{given, invited},
    disclosure::masked_town,
    masking::{Secrets, readable},
    masking_known::Known,
    owner_desk::save_card,
    page::{Browser, Page},
    role_audit::{functions_of, save_role},
    town::{OWNER, SOCIAL, Town, let_in},
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
    web::route::Method,
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
const NOT_FOR_THEM: [&str; 23] = [
    "/",
    "/certificate",
    "/certificate/document.pdf",
    "/restore",
    "/restore/code",
    "/sign-in",
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
    "/api/v1/cases/{id}/documents/{number}",
    "/certificates/{id}/scan",
    "/profile",
    "/profile/trace",
];

/// Who reads: in a browser, and through a program that has their key.
struct Reader {
    browser: Browser,
    program: Browser,
}

impl Reader {
    async fn of(town: &Town, login: &str) -> Self {
        let browser = town.signed_in(login).await;
        let makes = browser.get("/api-keys").await.status == StatusCode::OK;
        let key = if makes { browser.new_key("Обход").await } else { String::new() };
        Self { program: town.program(&key), browser }
    }

    /// Programs have addresses of their own.
    fn at(&self, address: &str) -> &Browser {
        if address.starts_with("/api/") { &self.program } else { &self.browser }
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
    let path = format!("/users/{}/edit", town.number_of("3-morozov"));
    let saved = save_card(&owner, &owner.get(&path).await, &path, &CARD).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.texts().join(" | "));
    let (_, role) = save_role(&administrator, "/rights/roles/new", "Чтец", &functions_of("viewer")).await;
    let groups = "/rights/groups/users";
    administrator.go(groups, groups, &[("name", "Новички"), ("add", "3-morozov")]).await;
    // A new password goes to the address of the card, and to that of a citizen.
    for login in ["4-belova", "3-lebedev"] {
        let path = format!("/users/{}/password", town.number_of(login));
        let given = administrator.submit(&path, &path, &[]).await;
        assert_eq!(given.status, StatusCode::OK, "{login}: {}", given.texts().join(" | "));
    }
    let card = given(&town, "3-morozov", 41).await.card;
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
        let (open, masked) = (Reader::of(&town, open).await, Reader::of(&town, masked).await);
        let mut read = 0;
        for route in &routes {
            for address in known.addresses(route.path) {
                for (_, page) in found(open.at(&address), "ru", &address).await {
                    read += readable(&secrets, &page).len();
                }
                for language in ["ru", "en"] {
                    for (address, page) in found(masked.at(&address), language, &address).await {
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
    let morozov = town.number_of("3-morozov");
    let belova = town.number_of("4-belova");
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
