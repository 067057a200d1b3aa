//! Where rights end: what nobody may do to them, at the real pages. Each refusal is told in words and stands in the journal,
//! and nothing of it is done.

use crate::{
    live_changes::scope_named,
    page::{Browser, Page},
    rights::{change, press},
    town::{OWNER, SOCIAL, Town},
};
use expect_test::expect;
use kabinet::{access::Function, housing::table as housing_table, server::reference, storage::Engine, terms::AgentId};
use reqwest::StatusCode;

const RULE: &str = "/rights/rules/edit";

pub fn told(page: &Page) -> String {
    page.texts().join(" | ")
}

pub fn refused(page: &Page, status: StatusCode, words: &str) {
    assert_eq!(page.status, status, "{}", told(page));
    assert!(page.says(words), "{words}: {}", told(page));
}

/// Saves a rule that hides this section in this Agent from whom the conditions name, without looking at what it would do.
pub async fn hide(browser: &Browser, area: &str, section: &str, conditions: &[(&str, &str)]) -> Page {
    let fields = [("step", "save"), ("area", area), ("section", section), ("filter", "matching"), ("visibility", "hidden")];
    let fields: Vec<_> = fields.into_iter().filter(|(name, _)| conditions.iter().all(|(known, _)| known != name)).collect();
    browser.submit(RULE, RULE, &[fields.as_slice(), conditions].concat()).await
}

/// Sends the form of a role as it would stand with these functions; `step` shows or saves it.
async fn role(browser: &Browser, address: &str, step: &str, name: &str, functions: &[&str]) -> Page {
    let form = browser.get(address).await;
    let (once, seen, short) = (form.once(address), form.value("seen"), name.chars().take(8).collect::<String>());
    let mut fields = vec![("once", once.as_str()), ("seen", &seen), ("step", step), ("name", name), ("abbreviation", &short)];
    fields.extend(functions.iter().map(|code| ("function", *code)));
    browser.post(address, &fields).await
}

/// A role of the Agent's own that registers applicants.
pub async fn new_role(browser: &Browser, name: &str) -> Page {
    role(browser, "/rights/roles/new", "save", name, &["people.person.view"]).await
}

fn edit_of(code: &str) -> String {
    format!("/rights/roles/{code}/edit")
}

fn functions_of(role: &str) -> Vec<&'static str> {
    reference::roles().unwrap().get(role).unwrap().functions.iter().map(Function::code).collect()
}

#[tokio::test]
async fn no_rule_hides_the_rights_from_the_last_administrator() {
    let town = Town::open();
    let administrator = town.signed_in("3-orlova").await;
    let from = town.journal_size(SOCIAL);
    let (rights, rules) = ("последний администратор Агента", "последний, кто ведёт правила доступности");
    for (section, conditions, words) in [
        ("access", [("role", "administrator")].as_slice(), rights),
        ("access", &[], rights),
        ("access.grant", &[("kind", "3")], rights),
        ("access.grant.make", &[("user", "3-orlova")], rights),
        ("access", &[("role", "operator"), ("filter", "others")], rights),
        ("access.rule", &[("role", "administrator")], rules),
    ] {
        refused(&hide(&administrator, "agent-2", section, conditions).await, StatusCode::CONFLICT, words);
    }
    // Nobody is in the group yet, so the rule may be: it is joining the group that would shut the last one out.
    let groups = "/rights/groups/users";
    assert_eq!(administrator.submit(groups, groups, &[("name", "Уволенные")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(hide(&administrator, "agent-2", "access", &[("group", "1")]).await.status, StatusCode::SEE_OTHER);
    let join = [("id", "1"), ("name", "Уволенные"), ("add", "3-orlova"), ("step", "save")];
    refused(&administrator.submit(&format!("{groups}?id=1"), groups, &join).await, StatusCode::CONFLICT, rights);
    expect![[r#"
        3-orlova access.rule.define Refused rule [last-administrator]
        3-orlova access.rule.define Refused rule [last-administrator]
        3-orlova access.rule.define Refused rule [last-administrator]
        3-orlova access.rule.define Refused rule [last-administrator]
        3-orlova access.rule.define Refused rule [last-administrator]
        3-orlova access.rule.define Refused rule [last-rule-maker]
        3-orlova access.group.define Success user-group Added user-group: agent, id, name
        3-orlova access.rule.define Success rule Added rule: area, area.Agent, filter, group, id, section, visibility
        3-orlova access.group.define Refused user-group [last-administrator]"#]]
    .assert_eq(&deeds(&town, SOCIAL, from));
    assert_eq!(administrator.get("/rights").await.status, StatusCode::OK);
    // What is shown before saving says the same, and the journal has it too.
    let from = town.journal_size(SOCIAL);
    let shown = administrator.submit(RULE, RULE, &SHOWN).await;
    assert!(shown.says(rights) && !shown.says("Принять"), "{}", told(&shown));
    town.settled().await;
    expect!["3-orlova access.rule.define Refused [last-administrator]"].assert_eq(&town.posted_since(SOCIAL, from));

    // With a second administrator one of them may be shut out, and then not the other.
    change(&administrator, town.number_of("3-fomin"), "do=remove-role&role=analyst").await;
    change(&administrator, town.number_of("3-fomin"), "do=add-role&role=administrator").await;
    assert_eq!(hide(&administrator, "agent-2", "access", &[("user", "3-fomin")]).await.status, StatusCode::SEE_OTHER);
    refused(&hide(&administrator, "agent-2", "access", &[("role", "administrator")]).await, StatusCode::CONFLICT, rights);
    // The Owner's own administrators are theirs to keep.
    let owner = town.signed_in("1-gromov").await;
    refused(&hide(&owner, "all", "access", &[]).await, StatusCode::CONFLICT, rights);
    assert_eq!(owner.get("/rights").await.status, StatusCode::OK);
}

const SHOWN: [(&str, &str); 6] =
    [("step", "preview"), ("area", "agent-2"), ("section", "access"), ("kind", "3"), ("filter", "matching"), ("visibility", "hidden")];

/// What was done or refused, without the pages that were shown on the way.
pub fn deeds(town: &Town, agent: u64, from: usize) -> String {
    let lines = town.posted_since(agent, from);
    let deed = |line: &&str| line.contains(" Refused") || [" Added ", " Changed ", " Removed "].iter().any(|mark| line.contains(mark));
    lines.lines().filter(deed).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn a_role_that_loses_its_holders_only_function_says_whose() {
    let town = Town::open();
    let administrator = town.signed_in("3-orlova").await;
    let petrenko = town.number_of("3-petrenko");
    let new = "/rights/roles/new";
    let preview = role(&administrator, new, "preview", "Регистратор", &["people.person.register"]).await;
    assert_eq!(press(&administrator, &preview, new).await.location(), "/rights/roles/role-1");
    change(&administrator, petrenko, "do=add-role&role=role-1").await;
    change(&administrator, petrenko, "do=remove-role&role=viewer").await;
    let holder = town.signed_in("3-petrenko").await;
    assert_eq!(holder.get("/persons/new").await.status, StatusCode::OK);

    let from = town.journal_size(SOCIAL);
    let edit = edit_of("role-1");
    for step in ["preview", "save"] {
        refused(
            &role(&administrator, &edit, step, "Регистратор", &[]).await,
            StatusCode::UNPROCESSABLE_ENTITY,
            "Отметьте хотя бы одну функцию",
        );
    }
    town.settled().await;
    expect![[r#"
        3-orlova access.role.define Refused [role-empty]
        3-orlova access.role.define Refused [role-empty]"#]]
    .assert_eq(&deeds(&town, SOCIAL, from));
    assert_eq!(holder.get("/persons/new").await.status, StatusCode::OK, "nothing was taken");
    // Another function in its place is allowed, and the page names who loses what.
    let preview = role(&administrator, &edit, "preview", "Регистратор", &["applications.case.list"]).await;
    for said in [
        "Изменятся права 1 пользователя",
        "Петренко Ю. Р., 3-petrenko",
        "Пропадёт 1 функция",
        "Регистрация заявителя",
        "Появится 1 функция",
    ] {
        assert!(preview.says(said), "{said}: {}", told(&preview));
    }
    assert_eq!(press(&administrator, &preview, &edit).await.status, StatusCode::SEE_OTHER);
    assert_eq!((holder.get("/persons/new").await.status, holder.get("/cases").await.status), (StatusCode::FORBIDDEN, StatusCode::OK));
    // The last role itself, too.
    let preview = change(&administrator, petrenko, "do=remove-role&role=role-1").await;
    assert!(preview.says("Петренко Ю. Р., 3-petrenko") && preview.says("Очередь: Очередь дел"), "{}", told(&preview));
    assert!(
        administrator
            .get(&format!("/rights/users/{petrenko}"))
            .await
            .says("Ролей нет: сотрудник входит, меняет свой пароль и читает уведомления, больше ничего.")
    );

    // Only the last administrator's role keeps what rights are given by.
    let all = functions_of("administrator");
    let preview = role(&administrator, new, "preview", "Права", &all).await;
    assert_eq!(press(&administrator, &preview, new).await.location(), "/rights/roles/role-2");
    let orlova = town.number_of("3-orlova");
    change(&administrator, orlova, "do=add-role&role=role-2").await;
    let preview = change(&administrator, orlova, "do=remove-role&role=administrator").await;
    assert!(preview.says("Ни у кого ничего не изменится"), "{}", told(&preview));
    let from = town.journal_size(SOCIAL);
    let (edit, fewer) = (edit_of("role-2"), all.iter().copied().filter(|code| *code != "access.grant.make").collect::<Vec<_>>());
    let preview = role(&administrator, &edit, "preview", "Права", &fewer).await;
    assert!(preview.says("последний администратор Агента") && !preview.says("Принять"), "{}", told(&preview));
    refused(&role(&administrator, &edit, "save", "Права", &fewer).await, StatusCode::CONFLICT, "последний администратор Агента");
    town.settled().await;
    expect![[r#"
        3-orlova access.role.define Refused [last-administrator]
        3-orlova access.role.define Refused role [last-administrator]"#]]
    .assert_eq(&deeds(&town, SOCIAL, from));
    assert!(administrator.get(&format!("/rights/users/{orlova}/change?do=remove-role&role=role-2")).await.says("последний администратор"));
    assert_eq!(administrator.get("/rights").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_group_of_houses_keeps_its_last_house() {
    let town = Town::open();
    let (administrator, operator) = (town.signed_in("3-orlova").await, town.signed_in("3-morozov").await);
    let new = "/rights/scopes/new";
    let made = administrator.submit(new, new, &[("name", "Набережная"), ("street", "ул. Набережная")]).await.location();
    let id = made.rsplit('/').next().unwrap().to_owned();
    change(&administrator, town.number_of("3-morozov"), &format!("do=add-scope&scope={id}")).await;
    let before = operator.get("/cases").await.texts();
    let street = administrator
        .get(&format!("{made}?street={}", "%D1%83%D0%BB.%20%D0%9D%D0%B0%D0%B1%D0%B5%D1%80%D0%B5%D0%B6%D0%BD%D0%B0%D1%8F"))
        .await;
    let (houses, from) = (street.value("shown"), town.journal_size(SOCIAL));
    assert!(!houses.is_empty(), "{}", told(&street));
    let whole = [("do", "remove-street"), ("street", "ул. Набережная")];
    let each = [("do", "houses"), ("street", "ул. Набережная"), ("shown", &houses)];
    for (deed, step) in [(whole.as_slice(), ""), (&each, ""), (&whole, "save"), (&each, "save")] {
        let page = administrator.get(&made).await;
        let (once, seen) = (page.once(&made), page.value("seen"));
        let fields = [("once", once.as_str()), ("seen", &seen), ("step", step)];
        let answer = administrator.post(&made, &[fields.as_slice(), deed].concat()).await;
        let said = "Добавьте хотя бы один дом";
        let status = if step == "save" { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        refused(&answer, status, said);
    }
    // The page of one that is held does not offer to remove it.
    let once = administrator.get(&made).await.once(&made);
    let held = administrator.post(&format!("{made}/remove"), &[("once", &once)]).await;
    refused(&held, StatusCode::CONFLICT, "Область назначена 1 пользователю");
    town.settled().await;
    expect![[r#"
        3-orlova access.scope.define Refused [scope-empty]
        3-orlova access.scope.define Refused [scope-empty]
        3-orlova access.scope.define Refused scope [scope-empty]
        3-orlova access.scope.define Refused scope [scope-empty]
        3-orlova access.scope.define Refused [scope-held]"#]]
    .assert_eq(&deeds(&town, SOCIAL, from));
    assert_eq!(operator.get("/cases").await.texts(), before, "whoever holds it sees what they saw");
}

#[tokio::test]
async fn a_period_that_ends_before_it_starts_is_told_at_its_field() {
    let town = Town::open();
    let administrator = town.signed_in("3-orlova").await;
    let path = format!("/rights/users/{}/change", town.number_of("3-morozov"));
    let from = town.journal_size(SOCIAL);
    let backwards = administrator.get(&format!("{path}?do=period&from=2026-12-31&to=2026-01-01")).await;
    let impossible = administrator.get(&format!("{path}?do=period&from=2026-02-31&to=")).await;
    let once = administrator.get("/rights/users/7/change?do=end").await.once("/sign-out");
    let sent = [("once", once.as_str()), ("agent", "2"), ("do", "period"), ("from", "2026-12-31"), ("to", "2026-01-01")];
    let sent = administrator.post(&path, &sent).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    for page in [&backwards, &sent] {
        assert!(page.error_at("to").contains("Окончание раньше начала"), "{}", told(page));
        assert_eq!((page.value("from"), page.value("to")), ("2026-12-31".to_owned(), "2026-01-01".to_owned()), "what was typed stays");
    }
    assert!(impossible.error_at("from").contains("28 дней") && impossible.value("from") == "2026-02-31", "{}", told(&impossible));
    town.settled().await;
    let lines = town.told_since(SOCIAL, from);
    let lines: Vec<_> =
        lines.lines().filter(|line| line.contains("period") || line.contains("date") || line.contains(" Changed ")).collect();
    assert_eq!(lines.iter().filter(|line| **line == "3-orlova access.grant.make Refused grant [period-backwards]").count(), 2, "{lines:?}");
    assert!(lines.iter().all(|line| line.contains(" Refused ")), "{lines:?}");
    assert_eq!(town.signed_in("3-morozov").await.get("/cases").await.status, StatusCode::OK);
    // In English, too: the reader's language.
    let english = administrator.get_in("en", &format!("{path}?do=period&from=2026-12-31&to=2026-01-01")).await;
    assert!(english.error_at("to").contains("The end is before the beginning"), "{}", told(&english));
}

#[tokio::test]
async fn an_agent_changes_no_system_role_and_gives_nothing_to_strangers() {
    let town = Town::open();
    let administrator = town.signed_in("3-orlova").await;
    let before = town.signed_in("3-morozov").await.get("/persons/new").await.status;
    let once = administrator.get("/rights/roles/new").await.once("/rights/roles/new");
    let said = "Системные роли изменяет только Владелец системы";
    let from = town.journal_size(SOCIAL);
    assert_eq!(administrator.get("/rights/roles/operator/edit").await.status, StatusCode::FORBIDDEN);
    let fields = [("name", "Оператор"), ("abbreviation", "Оп"), ("function", "applications.case.list")];
    let save = [[("once", once.as_str()), ("step", "save")].as_slice(), &fields].concat();
    refused(&administrator.post("/rights/roles/operator/edit", &save).await, StatusCode::FORBIDDEN, said);
    let preview = [[("once", once.as_str()), ("step", "preview")].as_slice(), &fields].concat();
    let shown = administrator.post("/rights/roles/operator/edit", &preview).await;
    assert!(shown.says(said) && !shown.says("Принять"), "{}", told(&shown));
    refused(&administrator.post("/rights/roles/operator/remove", &[("once", &once)]).await, StatusCode::FORBIDDEN, said);
    // Who works in an Agent the Owner says: somebody else's employee is not there, and goes by no name.
    for login in ["3-frolova", "1-larina", "4-belova"] {
        let path = format!("/rights/users/{}/change", town.number_of(login));
        let page = administrator.get(&format!("{path}?do=add-role&role=viewer")).await;
        assert!(page.status == StatusCode::NOT_FOUND && !page.says(login), "{}", told(&page));
        let sent = [("once", once.as_str()), ("agent", "2"), ("do", "add-role"), ("role", "viewer")];
        let once = administrator.get("/rights/roles/new").await.once("/rights/roles/new");
        let sent = [[("once", once.as_str())].as_slice(), &sent[1..]].concat();
        assert_eq!(administrator.post(&path, &sent).await.status, StatusCode::NOT_FOUND, "{login}");
    }
    town.settled().await;
    expect![[r#"
        3-orlova access.role.define Refused [role-of-system]
        3-orlova access.role.define Refused [role-of-system]
        3-orlova access.role.define Refused [role-of-system]
        3-orlova access.grant.make Refused [refusal-missing]
        3-orlova access.grant.make Refused [refusal-missing]
        3-orlova access.grant.make Refused [refusal-missing]"#]]
    .assert_eq(&deeds(&town, SOCIAL, from));
    assert_eq!(town.signed_in("3-morozov").await.get("/persons/new").await.status, before);
    // The same in the reader's language: the pair and the right go by their names.
    let user = town.number_of("3-morozov");
    let english = administrator.get_in("en", &format!("/rights/users/{user}/change?do=add-role&role=controller")).await;
    assert!(!english.says("«") && english.says("Conflict of duties"), "{}", told(&english));
    // What only the Owner's employees hold nobody of an Agent gets, not even from the Owner.
    let owner = town.signed_in("1-gromov").await;
    for role in ["supervisor", "security-administrator"] {
        for (author, agent) in [(&administrator, ""), (&owner, "agent=2&")] {
            let refused = author.get(&format!("/rights/users/{user}/change?{agent}do=add-role&role={role}")).await;
            assert!(refused.says("только для сотрудников Владельца"), "{role}: {}", told(&refused));
        }
    }
    let form = owner.get("/rights/roles/new?agent=2").await;
    let (new, once) = ("/rights/roles/new", form.once("/rights/roles/new"));
    let hiring =
        [("agent", "2"), ("name", "Приём на работу"), ("abbreviation", "ПР"), ("function", "identity.user.create"), ("step", "save")];
    let made = owner.post(new, &[&[("once", once.as_str())], &hiring[..]].concat()).await.location();
    let code = made.trim_start_matches("/rights/roles/").split('?').next().unwrap();
    let above = administrator.get(&format!("/rights/users/{user}/change?do=add-role&role={code}")).await;
    assert!(above.says("может дать только тот, у кого оно у этого Агента есть") && !above.says("identity.user"), "{}", told(&above));
}

#[tokio::test]
async fn a_group_holds_no_groups_and_so_not_itself() {
    let town = Town::open();
    let (administrator, owner) = (town.signed_in("3-orlova").await, town.signed_in("1-gromov").await);
    let (users, agents) = ("/rights/groups/users", "/rights/groups/agents");
    assert_eq!(administrator.submit(users, users, &[("name", "Новички"), ("add", "3-morozov")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(owner.submit(agents, agents, &[("name", "Город"), ("member", "2")]).await.status, StatusCode::SEE_OTHER);
    let (own, all) = (format!("{users}?id=1"), format!("{agents}?id=1"));
    // Neither form offers a group.
    let (form, wide) = (administrator.get(&own).await.text(), owner.get(&all).await.text());
    assert_eq!(form.matches("name=\"member\"").count(), 1, "its one user: {form}");
    assert_eq!(wide.matches("name=\"member\"").count(), 3, "the three Agents: {wide}");
    let from = (town.journal_size(SOCIAL), town.journal_size(OWNER));
    let (morozov, nobody) = (town.number_of("3-morozov").to_string(), "424242");
    for (field, value, words) in [
        ("member", "group-1", "Выберите один из вариантов"),
        ("add", "Новички", "Такого пользователя у Агента нет"),
        ("member", nobody, "Такого пользователя у Агента нет"),
    ] {
        let fields = [("id", "1"), ("name", "Новички"), ("member", &morozov), (field, value)];
        refused(&administrator.submit(&own, users, &fields).await, StatusCode::UNPROCESSABLE_ENTITY, words);
    }
    let fields = |value| [("id", "1"), ("name", "Город"), ("member", "2"), ("member", value)];
    refused(&owner.submit(&all, agents, &fields("group-1")).await, StatusCode::UNPROCESSABLE_ENTITY, "Выберите один из вариантов");
    assert_eq!(owner.submit(&all, agents, &fields(nobody)).await.status, StatusCode::NOT_FOUND);
    expect![[r#"
        3-orlova access.group.define Refused [rights-choose]
        3-orlova access.group.define Refused [user-unknown]
        3-orlova access.group.define Refused [user-unknown]"#]]
    .assert_eq(&deeds(&town, SOCIAL, from.0));
    expect![[r#"
        1-gromov access.agent-group.define Refused [rights-choose]
        1-gromov access.agent-group.define Refused [refusal-missing]"#]]
    .assert_eq(&deeds(&town, OWNER, from.1));
}

#[tokio::test]
async fn an_administrator_of_one_principal_opens_no_other() {
    let town = Town::open();
    let orlova = town.signed_in("3-orlova").await;
    let form = "/principals/edit";
    for (name, inn, account, bic) in [
        ("ООО «Тепло»", "7707083893", "40702810138250123017", "044525225"),
        ("МУП «Водоканал»", "6902654323", "40702810400000005678", "042809679"),
    ] {
        let particulars = [("name", name), ("inn", inn), ("kpp", "690201001"), ("account", account), ("bic", bic)];
        assert_eq!(orlova.submit(form, form, &particulars).await.location(), "/principals");
    }
    let view = Engine::open_to_read(town.folder()).unwrap().snapshot().unwrap();
    let known = housing_table::principals(&view, AgentId::new(SOCIAL)).unwrap();
    let [heat, water] = ["ООО «Тепло»", "МУП «Водоканал»"].map(|name| known.iter().find(|known| known.name == name).unwrap().id);
    let (deputy, morozov) = (town.number_of("3-petrenko"), town.number_of("3-morozov"));
    for query in ["do=add-role&role=administrator", &format!("do=add-principal&principal={heat}")] {
        change(&orlova, deputy, query).await;
    }
    let administrator = town.signed_in("3-petrenko").await;
    change(&administrator, morozov, &format!("do=add-principal&principal={heat}")).await;
    let from = town.journal_size(SOCIAL);
    for beyond in [format!("do=add-principal&principal={water}"), format!("do=remove-principal&principal={heat}")] {
        let shown = administrator.get(&format!("/rights/users/{morozov}/change?{beyond}")).await;
        assert!(shown.says("Вы работаете не со всеми принципалами") && !shown.says("Принять"), "{beyond}: {}", told(&shown));
    }
    town.settled().await;
    expect![[r#"
        3-petrenko access.grant.make Refused grant [delegation-principals]
        3-petrenko access.grant.make Refused grant [delegation-principals]"#]]
    .assert_eq(&town.told_since(SOCIAL, from));
}

#[tokio::test]
async fn an_administrator_within_a_scope_is_told_why_there_is_no_registry_of_certificates() {
    let town = Town::open();
    let owner = town.signed_in("1-gromov").await;
    let scope = scope_named(&Engine::open_to_read(town.folder()).unwrap().snapshot().unwrap(), "Центр");
    let petrenko = town.number_of("3-petrenko");
    change(&owner, petrenko, &format!("agent={SOCIAL}&do=add-role&role=administrator")).await;
    let whole = town.signed_in("3-petrenko").await;
    for page in ["/certificates", "/certificates/invite"] {
        assert_eq!(whole.get(page).await.status, StatusCode::OK, "{page}");
    }
    change(&owner, petrenko, &format!("agent={SOCIAL}&do=add-scope&scope={scope}")).await;
    let within = town.signed_in("3-petrenko").await;
    for page in ["/certificates", "/certificates/invite"] {
        refused(&within.get(page).await, StatusCode::FORBIDDEN, "Реестр сертификатов ведётся по всему Агенту");
    }
}
