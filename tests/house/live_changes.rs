//! Each kind of change of rights against what its user has open: a page, a stream, a download on its way. All of it is done
//! through the pages, by those who may.

use crate::{
    journal_files::crowd,
    owner_desk::save_card,
    page::Browser,
    rights::{change, press},
    role_audit::{functions_of, save_role},
    town::{SOCIAL, Town, let_in},
    walk::Stream,
};
use kabinet::{
    access::{Actor, Function, RoleCode, ScopeId, changes as access_changes, table as access_table},
    act::{Bench, Call},
    applications::State,
    housing::table as housing_table,
    identity::{Login, table as identity_table},
    ops::{demo::Size, showing},
    storage::Engine,
    terms::AgentId,
};
use reqwest::{Response, StatusCode};
use std::collections::BTreeSet;

/// What becomes of what stood open: the next request of the page, the stream of the case, the journal that was half sent, the
/// next request for the case by a program that has the user's key. The case lies in the district Заречный; the user is an
/// administrator of the Agent at first, over all its houses.
const TABLE: &str = "\
a role is taken from the grant          /journal    403     ends     breaks off  403
functions of an own role are removed    /journal    403     ends     breaks off  403
one function of an own role is removed  /journal    403     goes on  breaks off  200
a scope is given                        /journal    403     ends     breaks off  404
a scope is taken                        CASE        404     ends     -           401
a scope loses a street                  CASE        404     ends     -           404
a principal is given                    /principals fewer   goes on  goes on     200
a principal is taken                    /principals more    goes on  goes on     200
a rule hides the journal                /journal    403     goes on  breaks off  200
a rule hides the cases                  CASE        403     ends     goes on     403
the period of the grant is over         /journal    303     ends     breaks off  401
personal data is hidden                 CASE        stars   goes on  breaks off  stars
the period of the card is over          /journal    303     ends     breaks off  401
the card says inactive                  /journal    303     ends     breaks off  401
the Agent is closed                     /journal    303     ends     breaks off  401
the user ends the session elsewhere     /journal    303     ends     breaks off  200
the password is reset                   /journal    303     ends     breaks off  401
";

/// The cells of a row: page, what it answers, stream, download, program.
fn row(change: &str) -> [&'static str; 5] {
    let line = TABLE.lines().find_map(|line| line.strip_prefix(change)).unwrap_or_else(|| panic!("{change} stands in the table"));
    let line = line.trim();
    let (page, rest) = line.split_once(' ').unwrap();
    let (answer, rest) = rest.trim().split_once(' ').unwrap();
    let (stream, rest) = rest.trim().split_once("  ").unwrap();
    let (download, program) = rest.trim().split_once("  ").unwrap();
    [page, answer, stream, download.trim(), program.trim()]
}

/// Users who shall be administrators, besides who is.
const USERS: [&str; 9] =
    ["3-kuznetsova", "3-gareeva", "3-lebedev", "3-vlasova", "3-nikitina", "3-sokolov", "3-timofeev", "3-petrenko", "3-fomin"];
/// Somebody who works in two districts.
const SCOPED: &str = "3-zaytsev";
/// Page views in the journal, and letters in each: together more than any buffer on the way holds.
const VIEWS: usize = 4_000;
const LETTERS: usize = 6_000;

pub fn scope_named(view: &kabinet::storage::Snapshot, name: &str) -> ScopeId {
    let scopes = access_table::scopes(view).unwrap();
    scopes.into_iter().find(|scope| scope.agent.number() == SOCIAL && scope.name == name).unwrap().id
}

fn prepare(bench: &mut Bench) {
    let_in(bench, &USERS);
    let view = bench.engine().snapshot().unwrap();
    let scopes = ["Заречный район", "Центр"].map(|name| scope_named(&view, name)).to_vec();
    let actor = Actor::operator("story");
    for (login, scopes) in USERS.map(|login| (login, Vec::new())).into_iter().chain([(SCOPED, scopes)]) {
        let user = identity_table::user_by_login(&view, &Login::parse(login).unwrap()).unwrap().unwrap().id;
        let call = Call { actor: &actor, function: Function::GrantMake, at: crate::town::now(), once: None };
        let roles = vec![RoleCode::new("administrator")];
        bench.act(&call, |act| access_changes::make_grant(act, user, AgentId::new(SOCIAL), roles, scopes)).unwrap();
    }
    crowd(bench, VIEWS, LETTERS);
}

/// A download of the journal whose first part has come, and nobody reads on.
struct Download(Response);

impl Download {
    async fn begin(browser: &Browser) -> Self {
        let address = format!("{}/journal/export.csv?cols=number,request", browser.base);
        let mut response = browser.client.get(address).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert!(!response.chunk().await.unwrap().unwrap().is_empty());
        Self(response)
    }

    /// Reads on to the end: how it ends, and its last line.
    async fn ending(mut self) -> (&'static str, String) {
        let mut tail = Vec::new();
        loop {
            match self.0.chunk().await {
                Ok(Some(chunk)) => {
                    tail.extend_from_slice(&chunk);
                    tail.drain(..tail.len().saturating_sub(LETTERS * 2));
                }
                Ok(None) => break ("goes on", String::from_utf8_lossy(&tail).lines().last().unwrap_or_default().to_owned()),
                Err(_) => break ("breaks off", String::new()),
            }
        }
    }
}

struct Story {
    town: Town,
    administrator: Browser,
    owner: Browser,
    operator: Browser,
    case: String,
    /// Who applies in it, by the surname.
    applicant: String,
    taken: bool,
    told: BTreeSet<&'static str>,
}

/// What a user has open when the change comes.
struct Open<'b> {
    browser: &'b Browser,
    change: &'static str,
    page: String,
    before: String,
    stream: Stream,
    download: Option<Download>,
    program: Browser,
}

impl Story {
    async fn new() -> Self {
        let town = Town::open_with(|folder| {
            let (mut installation, _) = showing::open(folder, Size::HAMLET).unwrap();
            prepare(&mut installation.bench);
            installation.bench.close().unwrap();
        });
        town.signed_in("4-belova").await.apply_for_heating().await;
        let new = town.applications().into_iter().find(|case| case.agent.number() == SOCIAL && case.state == State::Submitted);
        let (case, applicant) = new.map(|case| (format!("/cases/{}", case.id), case.name.reveal().surname().to_owned())).unwrap();
        let [administrator, owner, operator] = ["3-orlova", "1-gromov", "3-morozov"].map(|login| town.signed_in(login));
        let (administrator, owner, operator) = (administrator.await, owner.await, operator.await);
        Self { town, administrator, owner, operator, case, applicant, taken: false, told: BTreeSet::new() }
    }

    async fn open<'b>(&mut self, browser: &'b Browser, change: &'static str) -> Open<'b> {
        let [page, _, _, download, _] = row(change);
        assert!(self.told.insert(change));
        let page = if page == "CASE" { self.case.clone() } else { page.to_owned() };
        let shown = browser.get(&page).await;
        assert_eq!(shown.status, StatusCode::OK, "{change}: {}", shown.texts().join(" | "));
        let stream = browser.follow(&format!("{}/stream", self.case)).await;
        let download = if download == "-" { None } else { Some(Download::begin(browser).await) };
        let program = self.town.program(&browser.new_key(change).await);
        let called = program.get(&self.called()).await;
        assert!(called.status == StatusCode::OK, "{change}: {}", called.text());
        Open { browser, change, page, before: shown.text(), stream, download, program }
    }

    /// What programs ask for.
    fn called(&self) -> String {
        format!("/api/v1{}", self.case)
    }

    /// Something happens to the case that all of them follow.
    async fn stir(&mut self) {
        let deed = if self.taken { "return" } else { "take" };
        self.taken = !self.taken;
        self.operator.go(&self.case, &format!("{}/{deed}", self.case), &[]).await;
    }

    /// What stood open is as the table says.
    async fn closed(&mut self, mut open: Open<'_>) {
        let change = open.change;
        let [_, answer, stream, download, program] = row(change);
        let page = open.browser.get(&open.page).await;
        let named = "ООО «Тепло»";
        match answer {
            "stars" => {
                let stars = "class=\"masked\"";
                assert!(page.status == StatusCode::OK && page.says(stars) && !open.before.contains(stars), "{change}");
                assert!(!page.says(&self.applicant) && open.before.contains(&self.applicant), "{change}");
            }
            "fewer" => assert!(open.before.contains(named) && page.status == StatusCode::OK && !page.says(named), "{change}"),
            "more" => assert!(!open.before.contains(named) && page.says(named), "{change}"),
            _ => assert_eq!(page.status.as_str(), answer, "{change}: {}", page.texts().join(" | ")),
        }
        let called = open.program.get(&self.called()).await;
        match program {
            "stars" => {
                assert!(called.status == StatusCode::OK && called.says("******") && !called.says(&self.applicant), "{}", called.text())
            }
            _ => assert_eq!(called.status.as_str(), program, "{change}: {}", called.text()),
        }
        if stream == "ends" {
            open.stream.ends().await;
        } else {
            assert_eq!(stream, "goes on");
            self.stir().await;
            open.stream.hear("event: changed").await;
        }
        if let Some(begun) = open.download {
            let (how, last) = begun.ending().await;
            assert_eq!(how, download, "{change}");
            assert!(how == "breaks off" || last.starts_with("1;"), "{change}: {last}");
        }
    }

    async fn grant(&self, login: &str, query: &str) {
        change(&self.administrator, self.town.number_of(login), query).await;
    }

    /// Saves the card as it stands with other values, as the Owner does.
    async fn card(&self, login: &str, other: &[(&str, &str)]) {
        let path = format!("/users/{}/edit", self.town.number_of(login));
        let saved = save_card(&self.owner, &self.owner.get(&path).await, &path, other).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{other:?}: {}", saved.texts().join(" | "));
    }

    /// A rule that hides this section from one user.
    async fn hide(&self, section: &str, login: &str) {
        let form = "/rights/rules/edit";
        let rule = [
            ("step", "save"),
            ("area", "agent-2"),
            ("section", section),
            ("user", login),
            ("filter", "matching"),
            ("visibility", "hidden"),
        ];
        let saved = self.administrator.submit(form, form, &rule).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.texts().join(" | "));
    }
}

#[tokio::test]
async fn roles_and_their_functions() {
    let mut story = Story::new().await;
    let user = story.town.signed_in("3-kuznetsova").await;
    let open = story.open(&user, "a role is taken from the grant").await;
    story.grant("3-kuznetsova", "do=remove-role&role=administrator").await;
    story.closed(open).await;

    let all = functions_of("administrator");
    let of_journal = ["journal.entry.list", "journal.entry.export"];
    let without: Vec<_> = all.iter().filter(|code| !of_journal.contains(&code.as_str())).cloned().collect();
    let kinds = [
        ("3-gareeva", "Первая", functions_of("support"), "functions of an own role are removed"),
        ("3-lebedev", "Вторая", without, "one function of an own role is removed"),
    ];
    for (login, name, left, change) in kinds {
        let (_, code) = save_role(&story.administrator, "/rights/roles/new", name, &all).await;
        story.grant(login, &format!("do=add-role&role={code}")).await;
        story.grant(login, "do=remove-role&role=administrator").await;
        let user = story.town.signed_in(login).await;
        let open = story.open(&user, change).await;
        save_role(&story.administrator, &format!("/rights/roles/{code}/edit"), name, &left).await;
        story.closed(open).await;
    }

    let user = story.town.signed_in("3-timofeev").await;
    let open = story.open(&user, "a rule hides the journal").await;
    story.hide("journal", "3-timofeev").await;
    story.closed(open).await;
    let user = story.town.signed_in("3-petrenko").await;
    let open = story.open(&user, "a rule hides the cases").await;
    story.hide("applications", "3-petrenko").await;
    story.closed(open).await;
    // Whoever was cut off in the middle of a file stands in the journal.
    story.town.settled().await;
    let journal = story.town.journal(SOCIAL);
    let broken: Vec<_> = journal.iter().filter(|entry| entry.request.ends_with("/export.csv") && entry.error.is_some()).collect();
    assert_eq!(
        broken.iter().map(|entry| entry.login.as_str()).collect::<Vec<_>>(),
        ["3-kuznetsova", "3-gareeva", "3-lebedev", "3-timofeev"]
    );
}

#[tokio::test]
async fn scopes_and_principals() {
    let mut story = Story::new().await;
    let view = Engine::open_to_read(story.town.folder()).unwrap().snapshot().unwrap();
    let [east, centre] = ["Заречный район", "Центр"].map(|name| scope_named(&view, name));
    let user = story.town.signed_in("3-vlasova").await;
    let open = story.open(&user, "a scope is given").await;
    story.grant("3-vlasova", &format!("do=add-scope&scope={centre}")).await;
    story.closed(open).await;

    let user = story.town.signed_in(SCOPED).await;
    user.submit("/cases", "/scope", &[("scope", &east.to_string())]).await;
    let open = story.open(&user, "a scope is taken").await;
    story.grant(SCOPED, &format!("do=remove-scope&scope={east}")).await;
    story.closed(open).await;

    story.grant("3-nikitina", &format!("do=add-scope&scope={east}")).await;
    let user = story.town.signed_in("3-nikitina").await;
    let open = story.open(&user, "a scope loses a street").await;
    let case = story.town.applications().into_iter().find(|case| story.case.ends_with(&case.id.to_string())).unwrap();
    let street = housing_table::house(&view, case.house.unwrap()).unwrap().unwrap().street;
    let group = format!("/rights/scopes/{east}");
    let shown = story.administrator.get(&group).await;
    let (once, seen) = (shown.once(&group), shown.value("seen"));
    let fields = [("once", once.as_str()), ("seen", &seen), ("do", "remove-street"), ("street", &street)];
    let preview = story.administrator.post(&group, &fields).await;
    assert_eq!(press(&story.administrator, &preview, &group).await.status, StatusCode::SEE_OTHER);
    story.closed(open).await;

    let form = "/principals/edit";
    for (name, inn, account) in
        [("ООО «Тепло»", "7707083893", "40702810138250123017"), ("МУП «Водоканал»", "6902654323", "40702810400000005678")]
    {
        let bic = if inn == "7707083893" { "044525225" } else { "042809679" };
        let particulars = [("name", name), ("inn", inn), ("kpp", "690201001"), ("account", account), ("bic", bic)];
        let saved = story.administrator.submit(form, form, &particulars).await;
        assert_eq!(saved.location(), "/principals", "{}", saved.texts().join(" | "));
    }
    let page = story.administrator.get("/principals").await;
    let other = page.links().into_iter().find(|link| {
        link.starts_with("/principals/edit?id=")
            && page.text().split_once(&format!("\"{link}\">")).is_some_and(|(_, rest)| rest.starts_with("МУП"))
    });
    let other = other.unwrap_or_else(|| panic!("{}", page.text())).trim_start_matches("/principals/edit?id=").to_owned();
    let user = story.town.signed_in("3-sokolov").await;
    let open = story.open(&user, "a principal is given").await;
    story.grant("3-sokolov", &format!("do=add-principal&principal={other}")).await;
    story.closed(open).await;
    let open = story.open(&user, "a principal is taken").await;
    story.grant("3-sokolov", &format!("do=remove-principal&principal={other}")).await;
    story.closed(open).await;
}

#[tokio::test]
async fn cards_periods_and_sessions() {
    let mut story = Story::new().await;
    let user = story.town.signed_in("3-fomin").await;
    let open = story.open(&user, "the period of the grant is over").await;
    story.grant("3-fomin", "do=period&from=&to=01.06.2020").await;
    story.closed(open).await;

    let login = "3-sokolov";
    let user = story.town.signed_in(login).await;
    type Fields = &'static [(&'static str, &'static str)];
    let cards: [(&'static str, Fields, Fields); 3] = [
        ("personal data is hidden", &[("hides", "yes")], &[("hides", "")]),
        ("the period of the card is over", &[("to", "2020-01-01")], &[("to", "")]),
        ("the card says inactive", &[("active", "")], &[]),
    ];
    for (change, there, back) in cards {
        let open = story.open(&user, change).await;
        story.card(login, there).await;
        story.closed(open).await;
        story.card(login, back).await;
    }
    let open = story.open(&user, "the Agent is closed").await;
    let agent = |deed: &'static str| {
        let owner = &story.owner;
        async move { owner.go("/agents/2", "/agents/2/activity", &[("do", deed), ("step", "save")]).await }
    };
    agent("close").await;
    story.closed(open).await;
    story.owner.go("/agents/2", "/agents/2/activity", &[("do", "open"), ("step", "save")]).await;

    let open = story.open(&user, "the user ends the session elsewhere").await;
    let elsewhere = story.town.signed_in(login).await;
    elsewhere.go("/sessions", "/sessions/end-others", &[]).await;
    story.closed(open).await;
    let open = story.open(&elsewhere, "the password is reset").await;
    let path = format!("/users/{}/password", story.town.number_of(login));
    let given = story.administrator.submit(&path, &path, &[]).await;
    assert_eq!(given.status, StatusCode::OK, "{}", given.texts().join(" | "));
    story.closed(open).await;
}

#[test]
fn every_row_of_the_table_has_its_story() {
    let source = include_str!("live_changes.rs");
    for line in TABLE.lines() {
        let change = line.split("  ").next().unwrap();
        assert!(source.matches(&format!("\"{change}\"")).count() == 1, "{change}");
        assert!(row(change).iter().all(|cell| !cell.is_empty()));
    }
}
