//! Stories of certificates: the eight steps, the second factor, and what goes wrong on the way.

use crate::{
    page::{Browser, Page},
    town::{PASSWORD, Town},
    walk::{jpeg, packed, pdf, text_of},
};
use expect_test::expect;
use jiff::SignedDuration;
use kabinet::{
    certificates::table,
    ops::installation,
    storage::Engine,
    terms::{CertificateId, UserId},
};
use reqwest::{Client, Identity, StatusCode, header, redirect::Policy};
use std::{fs, process::Command};
use tempfile::TempDir;

pub const DOOR: &str = "/sign-in/certificate";
/// Who holds the certificate in most of these stories.
pub const HOLDER: &str = "3-morozov";
const TICKS: [(&str, &str); 4] = [("signature", "yes"), ("person", "yes"), ("numbers", "yes"), ("whole", "yes")];

/// The certificate and the key of a file, as PEM texts, by OpenSSL.
pub fn opened(p12: &[u8], password: &str) -> Option<String> {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("person.p12");
    fs::write(&path, p12).unwrap();
    let line = ["pkcs12", "-in", path.to_str().unwrap(), "-legacy", "-nodes", "-passin", &format!("pass:{password}")];
    let done = Command::new("openssl").args(line).output().expect("tests/run installs it");
    done.status.success().then(|| String::from_utf8(done.stdout).unwrap())
}

/// A browser that holds this certificate, at the certificate's port; the main port never asks for it.
pub fn holding(town: &Town, pem: Option<&str>) -> Browser {
    let authority = fs::read(installation::keys_folder(town.folder()).join("authority.crt")).unwrap();
    let mut builder =
        Client::builder().tls_certs_only([reqwest::Certificate::from_pem(&authority).unwrap()]).cookie_store(true).redirect(Policy::none());
    if let Some(pem) = pem {
        builder = builder.identity(Identity::from_pem(pem.as_bytes()).unwrap());
    }
    Browser { client: builder.build().unwrap(), base: format!("https://localhost:{}", town.certificate.port()) }
}

/// The same browser at the main port.
pub fn at_main(town: &Town, browser: &Browser) -> Browser {
    Browser { client: browser.client.clone(), base: town.browser().base }
}

pub async fn signs_in(browser: &Browser, login: &str, password: &str) -> Page {
    browser.submit("/sign-in", "/sign-in", &[("login", login), ("password", password)]).await
}

/// The token of the link on the page that shows it.
fn link_of(page: &Page) -> String {
    let text = page.text();
    let (_, rest) = text.split_once("/certificate?link=").expect("the page shows a link");
    rest[..rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').unwrap()].to_owned()
}

pub async fn invited(town: &Town, login: &str) -> String {
    let supervisor = town.signed_in("1-gromov").await;
    let page = supervisor.submit("/certificates/invite", "/certificates/invite", &[("login", login), ("days", "3")]).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    link_of(&page)
}

async fn sent_scan(browser: &Browser, link: &str, name: &str, bytes: Vec<u8>) -> Page {
    let page = browser.get(&format!("/certificate?link={link}")).await;
    let part = reqwest::multipart::Part::bytes(bytes).file_name(name.to_owned());
    let action = format!("/certificate/scan?link={link}");
    let form = reqwest::multipart::Form::new().text("once", page.once(&action)).part("file", part);
    let request = browser.client.post(format!("{}{action}", browser.base)).header(header::ACCEPT_LANGUAGE, "ru").multipart(form);
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    Page { status, headers, bytes: response.bytes().await.unwrap().to_vec() }
}

/// Generates a certificate under the link; the password of its file.
async fn generated(browser: &Browser, link: &str) -> String {
    let address = format!("/certificate?link={link}");
    let page = browser.get(&address).await;
    let password = page.value("passphrase");
    let fields = [
        ("once", page.once("/certificate")),
        ("link", link.to_owned()),
        ("email", "morozov@example.org".to_owned()),
        ("phone", "+7 912 345-67-89".to_owned()),
        ("profile", "modern".to_owned()),
        ("passphrase", password.clone()),
        ("consent", "yes".to_owned()),
    ];
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let made = browser.post("/certificate", &fields).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.texts().join(" | "));
    assert_eq!(made.location(), address);
    password
}

/// What somebody has after all steps: both files, their password, and the card in the registry.
pub struct Given {
    pub modern: Vec<u8>,
    pub compatible: Vec<u8>,
    pub password: String,
    pub card: String,
}

/// All steps for this user.
pub async fn given(town: &Town, login: &str, shade: u8) -> Given {
    let (holder, link) = (town.browser(), invited(town, login).await);
    let password = generated(&holder, &link).await;
    assert_eq!(sent_scan(&holder, &link, "Скан.jpg", jpeg(shade)).await.status, StatusCode::SEE_OTHER);
    let security = town.signed_in("1-larina").await;
    let list = security.get("/certificates?state=submitted").await;
    let card = list.links().into_iter().find(|link| link.starts_with("/certificates/") && !link.ends_with("invite")).unwrap();
    security.go(&card, &format!("{card}/release"), &TICKS).await;
    let address = format!("/certificate?link={link}");
    let [modern, compatible] = ["modern", "compatible"].map(async |profile| {
        let file = holder.submit(&address, "/certificate/file", &[("link", &link), ("profile", profile)]).await;
        assert_eq!(file.status, StatusCode::OK, "{}", file.text());
        file.bytes
    });
    Given { modern: modern.await, compatible: compatible.await, password, card }
}

/// The same: the certificate as PEM, and its card.
pub async fn released(town: &Town, login: &str, shade: u8) -> (String, String) {
    let Given { modern, password, card, .. } = given(town, login, shade).await;
    (opened(&modern, &password).expect("the file opens with its password"), card)
}

#[tokio::test]
async fn from_the_link_to_the_sign_in_with_both_factors() {
    let town = Town::open();
    let began = [town.journal_size(1), town.journal_size(2)];
    let (holder, link) = (town.browser(), invited(&town, HOLDER).await);
    let address = format!("/certificate?link={link}");
    let page = holder.get(&address).await;
    assert_eq!((page.value("login").as_str(), page.value("surname").as_str()), (HOLDER, "Морозов"));
    assert!(page.says("filled") && page.says("Генератор сертификатов") && page.says("согласие на обработку моих персональных данных"));
    let bare = holder.post("/certificate", &[("once", &page.once("/certificate")), ("link", &link), ("login", "3-orlova")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!bare.error_at("consent").is_empty() && !bare.error_at("profile").is_empty());
    assert_eq!((bare.error_at("email").as_str(), bare.value("email").as_str()), ("", "morozov@social.example"), "known from the card");
    let password = generated(&holder, &link).await;
    assert!(!holder.get(&address).await.says(&password), "the password is shown once");
    let document = text_of(&holder.get(&format!("/certificate/document.pdf?link={link}")).await.bytes);
    for expected in ["3-morozov", "ОтпечатокSHA-256", "вдвухэкземплярах", "согласиенаобработку"]
    {
        assert!(document.contains(&packed(expected)), "{expected}: {document}");
    }
    let early =
        holder.post("/certificate/file", &[("once", "0199e4a2d7f07c0a8a3e0123456789ab"), ("link", &link), ("profile", "modern")]).await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    for (name, bytes) in [("Скан.exe", b"MZ\x90".to_vec()), ("Скан.pdf", b"%PDF-1.7 broken".to_vec())] {
        assert_eq!(sent_scan(&holder, &link, name, bytes).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
    }
    assert_eq!(sent_scan(&holder, &link, "Скан.pdf", pdf("Заявление")).await.status, StatusCode::SEE_OTHER);
    assert!(holder.get(&address).await.says("проверяет документ"));

    let security = town.signed_in("1-larina").await;
    let card = "/certificates/1";
    assert_eq!(security.get(&format!("{card}/scan")).await.bytes, pdf("Заявление"));
    let unticked = security.submit(card, &format!("{card}/release"), &TICKS[..3]).await;
    assert!(unticked.status == StatusCode::UNPROCESSABLE_ENTITY && !unticked.error_at("whole").is_empty());
    security.go(card, &format!("{card}/release"), &TICKS).await;

    let fetch = async |profile: &str| holder.submit(&address, "/certificate/file", &[("link", &link), ("profile", profile)]).await;
    let (modern, compatible) = (fetch("modern").await, fetch("compatible").await);
    let pem = opened(&modern.bytes, &password).expect("the modern file opens");
    assert!(opened(&compatible.bytes, &password).is_some() && opened(&modern.bytes, "guess").is_none());
    let again = [("once", "0199e4a2d7f07c0a8a3e0123456789ac"), ("link", link.as_str()), ("profile", "modern")];
    assert_eq!(holder.post("/certificate/file", &again).await.status, StatusCode::CONFLICT, "each file is handed out once");

    let supervisor = town.signed_in("1-gromov").await;
    supervisor
        .go(card, "/certificates/demand", &[("user", &holder_of(&town, 1).to_string()), ("demand", "certificate"), ("back", card)])
        .await;
    let without = signs_in(&town.browser(), HOLDER, PASSWORD).await;
    let wrong = signs_in(&town.browser(), HOLDER, "not-the-password").await;
    assert_eq!((without.status, wrong.status), (StatusCode::UNPROCESSABLE_ENTITY, StatusCode::UNPROCESSABLE_ENTITY));
    let alert = |page: &Page| page.text().split("role=\"alert\"").nth(1).unwrap()[..300].to_owned();
    assert_eq!(alert(&without), alert(&wrong), "a missing certificate looks like a wrong password");

    let browser = holding(&town, Some(&pem));
    let led = browser.get(&format!("{DOOR}?next=/cases")).await;
    assert_eq!(led.status, StatusCode::SEE_OTHER, "{}", led.texts().join(" | "));
    assert_eq!(led.location(), format!("https://localhost:{}/sign-in?next=%2Fcases", town.https.port()));
    let main = at_main(&town, &browser);
    assert_eq!(main.get("/sign-in").await.value("login"), HOLDER);
    assert_eq!(signs_in(&main, HOLDER, "not-the-password").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(signs_in(&main, HOLDER, PASSWORD).await.status, StatusCode::SEE_OTHER);
    assert_eq!(main.get("/cases").await.status, StatusCode::OK);
    let mut stream = main.follow("/cases/stream").await;

    supervisor.go(card, &format!("{card}/revoke"), &[("why", "key-compromise"), ("note", "Потерян ноутбук")]).await;
    assert_eq!(main.get("/cases").await.location(), "/sign-in?next=%2Fcases", "the open session ends with its certificate");
    stream.ends().await;
    assert!(browser.get(DOOR).await.says("Сертификат отозван"));
    town.settled().await;
    let told = format!("{}\n--\n{}", town.posted_since(1, began[0]), town.posted_since(2, began[1]));
    assert!(!told.contains(&password) && !format!("{:?}", town.journal(2)).contains(&password), "the password is nowhere");
    assert!(!format!("{:?}{:?}", town.journal(1), town.journal(2)).contains(&link), "nor is the link");
    expect![[r#"
        1-gromov identity.session.open Success user Added session: address, agent, browser, key, login, opened_at, until, user Added known-places: places.1.address, places.1.browser, places.1.since, user
        guest certificates.own.ask Refused [certificate-phone-empty]
        1-larina identity.session.open Success user Added session: address, agent, browser, key, login, opened_at, until, user Added known-places: places.1.address, places.1.browser, places.1.since, user
        1-gromov identity.session.open Success user Added session: address, agent, browser, key, login, opened_at, until, user
        1-gromov certificates.factor.require Success user Changed user: certificate_required
        guest identity.session.open Refused user [sign-in-wrong]
        --
        1-gromov certificates.link.send Success invitation Added invitation: agent, link, sent.at, sent.by, state, until, user Added letter: agent, delivery, delivery.Waiting.due, delivery.Waiting.tries, id, language, secrets.1.1, secrets.1.2, subject.id, text.1.arguments.1.1, text.1.arguments.1.2, text.1.arguments.1.2.Text, text.1.id, text.2.arguments.1.1, text.2.arguments.1.2, text.2.arguments.1.2.Number, text.2.id, text.3.id, to, user, written_at
        guest certificates.own.ask Success invitation Added certificate: agent, consent.address, consent.at, consent.text, fingerprint, from, holder.email, holder.name, holder.organization, holder.phone, holder.position, id, login, profile, serial, state, until, user Added parcel: agent, certificate, files.1.1, files.1.2.boxed, files.1.2.nonce, files.2.1, files.2.2.boxed, files.2.2.nonce, user Changed invitation: state, state.Made.at, state.Made.certificate
        guest certificates.own.ask Refused invitation [certificate-not-released]
        guest certificates.own.ask Refused invitation [file-program]
        guest certificates.own.ask Refused invitation [file-pdf-broken]
        guest certificates.own.ask Success invitation Changed certificate: scan.at, scan.digest, scan.kind, scan.name, scan.size, state
        1-larina certificates.request.decide Refused certificate [certificate-check-missing]
        1-larina certificates.registry.view Success certificate
        1-larina certificates.request.decide Success certificate Changed certificate: state, state.Released.mark.at, state.Released.mark.by Changed parcel: until Added letter: agent, attachment.content, attachment.content.Sealed.boxed, attachment.content.Sealed.nonce, attachment.media, attachment.name, delivery, delivery.Waiting.due, delivery.Waiting.tries, id, language, subject.id, text.1.arguments.1.1, text.1.arguments.1.2, text.1.arguments.1.2.Text, text.1.id, text.2.id, text.3.arguments.1.1, text.3.arguments.1.2, text.3.arguments.1.2.Text, text.3.id, to, user, written_at
        guest certificates.own.ask Success invitation Changed parcel: fetched.1.address, fetched.1.at, fetched.1.profile, files.1.1, files.1.2.boxed, files.1.2.nonce, files.2.1, files.2.2.boxed, files.2.2.nonce
        guest certificates.own.ask Success invitation Changed parcel: fetched.2.address, fetched.2.at, fetched.2.profile, files.1.1, files.1.2.boxed, files.1.2.nonce
        guest certificates.own.ask Refused invitation [certificate-file-gone]
        3-morozov identity.session.open Success user Removed proof: agent, certificate, token, until, user Added session: address, agent, browser, certificate, key, login, opened_at, until, user Added known-places: places.1.address, places.1.browser, places.1.since, user
        1-gromov certificates.registry.revoke Success certificate Changed certificate: state, state.Released.mark.at, state.Released.mark.by, state.Revoked.mark.at, state.Revoked.mark.by, state.Revoked.note, state.Revoked.reason Added letter: agent, delivery, delivery.Waiting.due, delivery.Waiting.tries, id, language, subject.id, text.1.arguments.1.1, text.1.arguments.1.2, text.1.arguments.1.2.Text, text.1.id, text.2.arguments.1.1, text.2.arguments.1.2, text.2.arguments.1.2.Text, text.2.id, to, user, written_at Removed parcel: agent, certificate, fetched.1.address, fetched.1.at, fetched.1.profile, fetched.2.address, fetched.2.at, fetched.2.profile, until, user"#]].assert_eq(&told);
}

/// Whose certificate this is.
pub fn holder_of(town: &Town, id: u64) -> UserId {
    let snapshot = Engine::open_to_read(town.folder()).unwrap().snapshot().unwrap();
    table::certificate(&snapshot, CertificateId::new(id)).unwrap().unwrap().user
}

#[tokio::test]
async fn links_and_requests_that_do_not_fit() {
    let town = Town::open();
    let (holder, first) = (town.browser(), invited(&town, HOLDER).await);
    let second = invited(&town, HOLDER).await;
    assert!(holder.get(&format!("/certificate?link={first}")).await.says("отправлена другая"), "a new link takes the place of the old");
    for unknown in ["", "short", &first.chars().rev().collect::<String>()] {
        assert_eq!(holder.get(&format!("/certificate?link={unknown}")).await.status, StatusCode::NOT_FOUND, "{unknown:?}");
    }
    generated(&holder, &second).await;
    // The link is for one certificate: the form of another window comes too late.
    let page = holder.get(&format!("/certificate?link={second}")).await;
    assert!(page.says("Подпишите документ"));
    let late = [("once", "0199e4a2d7f07c0a8a3e0123456789ab"), ("link", &*second), ("email", "a@example.org"), ("phone", "+79123456789")];
    let late: Vec<_> =
        late.into_iter().chain([("profile", "modern"), ("passphrase", "abcd-efgh-jkmn-pqrs-tuvw"), ("consent", "yes")]).collect();
    assert_eq!(holder.post("/certificate", &late).await.status, StatusCode::CONFLICT);
    assert_eq!(sent_scan(&holder, &second, "Скан.jpg", jpeg(1)).await.status, StatusCode::SEE_OTHER);
    // The same scan for somebody else.
    let other = invited(&town, "3-zaytsev").await;
    generated(&holder, &other).await;
    let copied = sent_scan(&holder, &other, "Скан.jpg", jpeg(1)).await;
    assert!(copied.says("уже приложен к другому сертификату"), "{}", copied.texts().join(" | "));
    // Nobody decides on their own, and an administrator decides on none.
    let own = invited(&town, "1-larina").await;
    generated(&holder, &own).await;
    assert_eq!(sent_scan(&holder, &own, "Скан.jpg", jpeg(2)).await.status, StatusCode::SEE_OTHER);
    let security = town.signed_in("1-larina").await;
    let fields = [("once", "0199e4a2d7f07c0a8a3e0123456789ad")].into_iter().chain(TICKS).collect::<Vec<_>>();
    let refused = security.post("/certificates/3/release", &fields).await;
    assert!(refused.says("ваш собственный сертификат"), "{}", refused.texts().join(" | "));
    let supervisor = town.signed_in("1-gromov").await;
    assert_eq!(supervisor.post("/certificates/1/release", &fields).await.status, StatusCode::FORBIDDEN);
    security.go("/certificates/1", "/certificates/1/refuse", &[("reason", "Нет подписи")]).await;
    assert!(holder.get(&format!("/certificate?link={second}")).await.says("Нет подписи"));
    // The administrator of another Agent does not learn that there is one.
    let administrator = town.signed_in("3-orlova").await;
    assert_eq!(administrator.get("/certificates/1").await.status, StatusCode::OK);
    assert_eq!(administrator.get("/certificates/3").await.status, StatusCode::NOT_FOUND);
    assert!(!administrator.get("/certificates").await.says("1-larina"));
    let stranger = administrator.submit("/certificates/invite", "/certificates/invite", &[("login", "1-larina"), ("days", "31")]).await;
    assert!(!stranger.error_at("days").is_empty());
    let stranger = administrator.submit("/certificates/invite", "/certificates/invite", &[("login", "1-larina"), ("days", "3")]).await;
    assert!(stranger.says("Такого сотрудника нет"));
    // A link that is three days old is over, whatever is sent with it.
    let forgotten = invited(&town, "3-kuznetsova").await;
    let address = format!("/certificate?link={forgotten}");
    let once = holder.get(&address).await.once("/certificate");
    town.set_clock(SignedDuration::from_hours(3 * 24 + 1));
    assert!(holder.get(&address).await.says("Срок ссылки закончился"));
    let sent = [("once", once.as_str()), ("link", &forgotten), ("email", "a@example.org"), ("phone", "+79123456789")];
    let sent: Vec<_> =
        sent.into_iter().chain([("profile", "modern"), ("passphrase", "abcd-efgh-jkmn-pqrs-tuvw"), ("consent", "yes")]).collect();
    let late = holder.post("/certificate", &sent).await;
    assert!(late.status.is_client_error() && late.says("Срок ссылки закончился"), "{}", late.texts().join(" | "));
    town.set_clock(SignedDuration::ZERO);
}
