//! From an empty installation to a certificate that signs in: the Owner, the holder and the security administrator each before a
//! real Chromium, a real mail server between them, and the journal at the end.

use crate::{
    chromium::{Driver, Screen, Scripts, Width},
    factor::{POLICY, import},
    first_day::{kabinet, one_time_password},
    mail::{MailServer, bytes_of, free_port, plain, received, to},
    town::{OWNER, Town, line},
    walk::{jpeg, packed, text_of},
};
use expect_test::expect;
use jiff::tz::TimeZone;
use kabinet::{journal::Entry, ops::installation};
use rand::random;
use serde_json::Value;
use std::{fs, path::Path};
use tempfile::TempDir;

const ZONE: &str = "Europe/Moscow";
const OWNERS: &str = "тихая река, старый мост";
const KEEPERS: &str = "зимний лес, белая сова";
const HOLDERS: &str = "жёлтый трамвай до рынка";
const HOLDER: &str = "petrova@example.org";

/// A new installation in this folder; the supervisor's one-time password.
fn founded(folder: &Path) -> String {
    let config = TempDir::new().unwrap();
    let file = config.path().join("kabinet.toml");
    let text =
        format!("data = {folder:?}\n[installation]\nname = \"Зареченск\"\ntime_zone = \"{ZONE}\"\n[listen]\nhttps = \"127.0.0.1:0\"\n");
    fs::write(&file, text).unwrap();
    let (done, said) = kabinet(&["init", "--login", "admin", "--name", "Орлова Вера Ивановна"], ("--config", &file));
    assert!(done, "{said}");
    one_time_password(&said)
}

/// The letter about this that came to the address.
async fn letter(mailbox: &Path, address: &str, subject: &str) -> Value {
    received(mailbox, |letter: &Value| to(address)(letter) && letter["subject"] == subject).await.remove(0)
}

fn text(letter: &Value) -> &str {
    letter["text"].as_str().unwrap()
}

/// Signs in with a password that was given out, and makes an own one.
async fn first_sign_in(screen: &Screen, login: &str, given: &str, own: &str) {
    screen.open("/sign-in").await;
    enter(screen, login, given, own).await;
}

async fn enter(screen: &Screen, login: &str, given: &str, own: &str) {
    screen.fill("login", login).await;
    screen.fill("password", given).await;
    screen.send("/sign-in").await;
    assert_eq!(screen.path().await, "/password", "the given password must be changed");
    for (field, value) in [("current", given), ("new", own), ("again", own)] {
        screen.fill(field, value).await;
    }
    screen.send("/password").await;
}

/// Takes an answer from a list that opens.
async fn pick(screen: &Screen, name: &str, value: &str) {
    screen.find(&format!("main select[name='{name}'] option[value='{value}']")).await.click().await.unwrap();
}

/// What a new user's form is filled in with.
struct Newcomer {
    kind: &'static str,
    login: &'static str,
    name: [&'static str; 2],
    email: &'static str,
    role: &'static str,
    ticks: &'static [(&'static str, &'static str)],
}

/// The Owner makes the user on the page; what the page then says.
async fn made(owner: &Screen, newcomer: &Newcomer) -> String {
    owner.open("/users/new").await;
    owner.choose("kind", newcomer.kind).await;
    let [surname, name] = newcomer.name;
    for (field, value) in [("login", newcomer.login), ("surname", surname), ("name", name), ("email", newcomer.email)] {
        owner.fill(field, value).await;
    }
    pick(owner, "role", newcomer.role).await;
    for (field, value) in newcomer.ticks {
        owner.choose(field, value).await;
    }
    owner.passes("a new user").await;
    owner.send("/users/new").await;
    owner.says("Одноразовый пароль").await;
    owner.passes("the access notice").await;
    owner.text().await
}

/// Steps 3 to 6: the form under the link, the document, the signed scan. The password of the file.
async fn asks(holder: &Screen, town: &Town, link: &str, scan: &Path) -> String {
    holder.visit(link).await;
    let value =
        async |name: &str| holder.run(&format!("return document.querySelector('[name={name}]').value")).await.as_str().unwrap().to_owned();
    assert_eq!([value("login").await, value("surname").await, value("email").await], ["3-petrova", "Петрова", HOLDER]);
    holder.send("/certificate").await;
    holder.passes("the generator with what is missing").await;
    let password = value("passphrase").await;
    assert!(!password.is_empty(), "the generator thinks of one");
    holder.fill("phone", "+7 912 345-67-89").await;
    holder.choose("profile", "modern").await;
    holder.choose("consent", "yes").await;
    holder.send("/certificate").await;
    holder.says("Подпишите документ").await;
    assert!(!holder.text().await.contains(&password), "the password is shown once");
    let token = link.split_once('=').unwrap().1;
    let document = town.browser().get(&format!("/certificate/document.pdf?link={token}")).await;
    let read = text_of(&document.bytes);
    for expected in ["ПетроваНина", "3-petrova", "ОтпечатокSHA-256", "вдвухэкземплярах"] {
        assert!(read.contains(&packed(expected)), "{expected}: {read}");
    }
    holder.find("main input[type='file'][name='file']").await.send_keys(scan.to_str().unwrap()).await.unwrap();
    holder.submit("main form[action^='/certificate/scan']").await;
    holder.passes("the certificate on its way").await;
    password
}

#[tokio::test]
async fn from_an_empty_installation_to_a_certificate_that_signs_in_and_is_revoked() {
    assert!(fs::exists(POLICY).unwrap(), "{POLICY} is there: tests/run puts it there, as root");
    let (folder, mailbox, port, home) = (TempDir::new().unwrap(), TempDir::new().unwrap(), free_port(), TempDir::new().unwrap());
    let given = founded(folder.path());
    let _mail = MailServer::start(port, mailbox.path(), &[]);
    let open = |path: &Path| installation::open(path, "Зареченск", TimeZone::get(ZONE).unwrap(), random()).unwrap();
    let town = Town::serve(folder, move |listen| listen.mail = plain(port), open);
    let driver = Driver::start();
    let [owner, holder, keeper] = [
        driver.screen(&town, Width::Desk, Scripts::On, "ru").await,
        driver.screen(&town, Width::Phone, Scripts::On, "ru").await,
        driver.screen(&town, Width::Desk, Scripts::Off, "ru").await,
    ];

    // 1. The Owner makes the Agent, who will check, and a user who must have a certificate.
    first_sign_in(&owner, "1-admin", &given, OWNERS).await;
    owner.open("/agents/new").await;
    for (field, value) in [("code", "social"), ("name", "Отдел социальной защиты"), ("short", "Соцзащита")] {
        owner.fill(field, value).await;
    }
    owner.send("/agents/new").await;
    let (role, email) = ("security-administrator", "larina@example.org");
    made(&owner, &Newcomer { kind: "1", login: "larina", name: ["Ларина", "Ольга"], email, role, ticks: &[] }).await;
    let ticks = &[("agent", "2"), ("certificate", "yes")];
    let petrova =
        Newcomer { kind: "3", login: "petrova", name: ["Петрова", "Нина"], email: HOLDER, role: "administrator", ticks };
    let notice = made(&owner, &petrova).await;
    let welcome = letter(mailbox.path(), HOLDER, "Уведомление о предоставлении доступа").await;
    let one_time = one_time_password(text(&welcome));
    assert!(notice.contains(&one_time), "on paper and by letter it is the same");
    let of_keeper = one_time_password(text(&letter(mailbox.path(), email, "Уведомление о предоставлении доступа").await));
    first_sign_in(&keeper, "1-larina", &of_keeper, KEEPERS).await;

    // 2. The link goes by letter. The password alone opens nothing.
    owner.open("/certificates/invite").await;
    owner.fill("login", "3-petrova").await;
    owner.send("/certificates/invite").await;
    let invitation = letter(mailbox.path(), HOLDER, "Ссылка для выпуска сертификата").await;
    let (_, rest) = text(&invitation).split_once("/certificate?link=").expect("the letter has the link");
    let link = format!("/certificate?link={}", rest.split_whitespace().next().unwrap());
    holder.open("/sign-in").await;
    holder.fill("login", "3-petrova").await;
    holder.fill("password", &one_time).await;
    holder.send("/sign-in").await;
    holder.says("Войти не удалось").await;

    // 3–6. The holder generates, prints, signs, sends.
    let scan = home.path().join("Подписанный документ.jpg");
    fs::write(&scan, jpeg(42)).unwrap();
    let password = asks(&holder, &town, &link, &scan).await;

    // 7. The security administrator checks and releases.
    keeper.visit("/certificates?state=submitted").await;
    keeper.find("main a[href='/certificates/1']").await;
    keeper.visit("/certificates/1").await;
    for check in ["signature", "person", "numbers", "whole"] {
        keeper.choose(check, "yes").await;
    }
    keeper.send("/certificates/1/release").await;
    keeper.says("Выпущен").await;

    // 8. The file comes by letter, is imported, and signs in with the password as the other factor.
    let released = letter(mailbox.path(), HOLDER, "Сертификат выпущен").await;
    import(home.path(), &bytes_of(released["files"][0][2].as_str().unwrap()), &password);
    holder.close().await;
    let own_driver = Driver::start_at(home.path());
    let holder = own_driver.screen(&town, Width::Desk, Scripts::On, "ru").await;
    holder.open("/sign-in").await;
    holder.press("Предъявить сертификат").await;
    holder.says("Сертификат пользователя 3-petrova принят").await;
    enter(&holder, "3-petrova", &one_time, HOLDERS).await;
    holder.visit("/rights").await;
    holder.says("Петрова Нина").await;

    // The certificate is revoked: the open page is thrown out on its next request.
    owner.open("/certificates/1").await;
    owner.press("Отозвать сертификат").await;
    owner.choose("why", "key-compromise").await;
    owner.send("/certificates/1/revoke").await;
    owner.says("Отозван").await;
    holder.open("/rights").await;
    assert_eq!(holder.path().await, "/sign-in");
    for screen in [owner, holder, keeper] {
        screen.close().await;
    }
    town.settled().await;
    // A letter goes out when the mail server has taken it: its place among the others is its own.
    let of_people = |entry: &Entry| !entry.changes.is_empty() && entry.function != "notifications.letter.send";
    let told = [OWNER, 2].into_iter().flat_map(|agent| town.journal(agent)).filter(of_people);
    let told: Vec<_> =
        told.map(|entry| line(&entry).split(" Added ").next().unwrap().split(" Changed ").next().unwrap().to_owned()).collect();
    expect![[r#"
        operator identity.agent.create Success agent
        operator identity.user.create Success user
        operator access.grant.make Success grant
        1-admin identity.session.open Success user
        1-admin identity.password.change Success user
        1-admin identity.user.create Success user
        1-admin identity.user.create Success user
        1-larina identity.session.open Success user
        1-larina identity.password.change Success user
        1-admin identity.agent.create Success agent
        1-admin certificates.link.send Success invitation
        guest certificates.own.ask Success invitation
        guest certificates.own.ask Success invitation
        1-larina certificates.request.decide Success certificate
        guest certificates.own.prove Success certificate
        3-petrova identity.session.open Success user Removed proof: agent, certificate, token, until, user
        3-petrova identity.password.change Success user
        1-admin certificates.registry.revoke Success certificate"#]]
    .assert_eq(&told.join("\n"));
    let whole = format!("{:?}{:?}", town.journal(OWNER), town.journal(2));
    for secret in [&given, &one_time, &of_keeper, &password] {
        assert!(!whole.contains(secret.as_str()), "no journal has a password");
    }
}
