//! Stories of certificates: the eight steps, the second factor, and what goes wrong on the way.

use crate::{
    town::{Browser, PASSWORD, Page, Town},
    walk::{jpeg, packed, pdf, text_of},
};
use expect_test::expect;
use jiff::{SignedDuration, Timestamp};
use kabinet::{
    access::{Actor, Function, Seat, Who},
    act::{Bench, Call, Writer},
    certificates::{
        Authorities, Certificate, FilePassword, Profile,
        certificate::Holder,
        changes::{self, Check, Made},
        ensure_authority, follower,
        invitation::Token,
        personal::{self, Issued, Subject},
        revocation::Reason,
        table,
    },
    identity::{Login, agent::OWNER, table as identity_table},
    journal::seal::SealingKey,
    ops::{demo::Size, installation, showing},
    storage::Engine,
    terms::{CertificateId, Digest, FullName, Language, Personal, Secret, UserId},
};
use reqwest::{Client, Identity, StatusCode, header, redirect::Policy};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, pem::PemObject};
use std::{
    fs,
    io::{Read, Write},
    net::{IpAddr, TcpStream},
    path::Path,
    process::Command,
    sync::Arc,
};
use tempfile::TempDir;

pub const DOOR: &str = "/sign-in/certificate";
const LOGIN: &str = "3-morozov";
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

/// All steps for this user: the modern file, its password, and its card in the registry.
pub async fn given(town: &Town, login: &str, shade: u8) -> (Vec<u8>, String, String) {
    let (holder, link) = (town.browser(), invited(town, login).await);
    let password = generated(&holder, &link).await;
    assert_eq!(sent_scan(&holder, &link, "Скан.jpg", jpeg(shade)).await.status, StatusCode::SEE_OTHER);
    let security = town.signed_in("1-larina").await;
    let list = security.get("/certificates?state=submitted").await;
    let card = list.links().into_iter().find(|link| link.starts_with("/certificates/") && !link.ends_with("invite")).unwrap();
    security.go(&card, &format!("{card}/release"), &TICKS).await;
    let address = format!("/certificate?link={link}");
    let file = holder.submit(&address, "/certificate/file", &[("link", &link), ("profile", "modern")]).await;
    assert_eq!(file.status, StatusCode::OK, "{}", file.text());
    (file.bytes, password, card)
}

/// The same: the certificate as PEM, and its card.
pub async fn released(town: &Town, login: &str, shade: u8) -> (String, String) {
    let (file, password, card) = given(town, login, shade).await;
    (opened(&file, &password).expect("the file opens with its password"), card)
}

#[tokio::test]
async fn from_the_link_to_the_sign_in_with_both_factors() {
    let town = Town::open();
    let began = [town.journal_size(1), town.journal_size(2)];
    let (holder, link) = (town.browser(), invited(&town, LOGIN).await);
    let address = format!("/certificate?link={link}");
    let page = holder.get(&address).await;
    assert_eq!((page.value("login").as_str(), page.value("surname").as_str()), (LOGIN, "Морозов"));
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
    let without = signs_in(&town.browser(), LOGIN, PASSWORD).await;
    let wrong = signs_in(&town.browser(), LOGIN, "not-the-password").await;
    assert_eq!((without.status, wrong.status), (StatusCode::UNPROCESSABLE_ENTITY, StatusCode::UNPROCESSABLE_ENTITY));
    let alert = |page: &Page| page.text().split("role=\"alert\"").nth(1).unwrap()[..300].to_owned();
    assert_eq!(alert(&without), alert(&wrong), "a missing certificate looks like a wrong password");

    let browser = holding(&town, Some(&pem));
    let led = browser.get(&format!("{DOOR}?next=/cases")).await;
    assert_eq!(led.status, StatusCode::SEE_OTHER, "{}", led.texts().join(" | "));
    assert_eq!(led.location(), format!("https://localhost:{}/sign-in?next=%2Fcases", town.https.port()));
    let main = at_main(&town, &browser);
    assert_eq!(main.get("/sign-in").await.value("login"), LOGIN);
    assert_eq!(signs_in(&main, LOGIN, "not-the-password").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(signs_in(&main, LOGIN, PASSWORD).await.status, StatusCode::SEE_OTHER);
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
        guest identity.session.open Success user Added session: address, agent, browser, key, login, opened_at, until, user Added known-places: places.1.address, places.1.browser, places.1.since, user
        guest certificates.own.ask Refused [certificate-phone-empty]
        guest identity.session.open Success user Added session: address, agent, browser, key, login, opened_at, until, user Added known-places: places.1.address, places.1.browser, places.1.since, user
        guest identity.session.open Success user Added session: address, agent, browser, key, login, opened_at, until, user
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
        guest identity.session.open Success user Removed proof: agent, certificate, token, until, user Added session: address, agent, browser, certificate, key, login, opened_at, until, user Added known-places: places.1.address, places.1.browser, places.1.since, user
        1-gromov certificates.registry.revoke Success certificate Changed certificate: state, state.Released.mark.at, state.Released.mark.by, state.Revoked.mark.at, state.Revoked.mark.by, state.Revoked.note, state.Revoked.reason Added letter: agent, delivery, delivery.Waiting.due, delivery.Waiting.tries, id, language, subject.id, text.1.arguments.1.1, text.1.arguments.1.2, text.1.arguments.1.2.Text, text.1.id, text.2.arguments.1.1, text.2.arguments.1.2, text.2.arguments.1.2.Text, text.2.id, to, user, written_at Removed parcel: agent, certificate, fetched.1.address, fetched.1.at, fetched.1.profile, fetched.2.address, fetched.2.at, fetched.2.profile, until, user"#]].assert_eq(&told);
}

/// Whose certificate this is.
pub fn holder_of(town: &Town, id: u64) -> UserId {
    let snapshot = Engine::open_to_read(town.folder()).unwrap().snapshot().unwrap();
    table::certificate(&snapshot, CertificateId::new(id)).unwrap().unwrap().user
}

fn foreign(folder: &Path) -> Authorities {
    ensure_authority(folder, "Чужой город", &SealingKey::new([9; 32]), Timestamp::now(), &mut rand::rng()).unwrap()
}

fn issued(authorities: &Authorities, now: Timestamp) -> (Issued, String) {
    let subject = Subject { name: "Морозов Илья", login: LOGIN, organization: "" };
    let issued = personal::issue(&authorities.issuing, &subject, None, now, &mut rand::rng()).unwrap();
    let password = FilePassword::fresh(&mut rand::rng());
    let pem = opened(&issued.pack(&authorities.above().unwrap(), &password, Profile::Modern).unwrap(), password.shown()).unwrap();
    (issued, pem)
}

fn employee(bench: &Bench, login: &str) -> Actor {
    let view = bench.engine().snapshot().unwrap();
    let user = identity_table::user_by_login(&view, &Login::parse(login).unwrap()).unwrap().unwrap().id;
    let seat = Seat { user, login: Arc::from(login), agent: OWNER, scope: None };
    Actor {
        who: Who::User(seat),
        address: IpAddr::from([127, 0, 0, 1]),
        request: "POST /story".to_owned(),
        language: Language::Russian,
        proved_at: Some(Timestamp::now()),
    }
}

/// A certificate that was released at this moment, through the same door as all others.
fn released_at(bench: &mut Bench, issued: &Issued, at: Timestamp) -> CertificateId {
    let (supervisor, security) = (employee(bench, "1-gromov"), employee(bench, "1-larina"));
    let security = Actor { proved_at: Some(at), ..security };
    let link = Token::of(rand::random()).digest();
    let login = Login::parse(LOGIN).unwrap();
    let call = |actor, function| Call { actor, function, at, once: None };
    bench
        .act(&call(&supervisor, Function::CertificateInvite), |act| {
            changes::invite(act, &login, link, &Secret::new("/certificate?link=story".to_owned()), 3)
        })
        .unwrap();
    let name = Personal::new(FullName::parse("Морозов Илья").unwrap());
    let text = || Personal::new(String::new());
    let holder = Holder { name, position: String::new(), organization: String::new(), email: text(), phone: text() };
    let (serial, fingerprint, until) = (issued.serial, issued.fingerprint(), issued.until);
    let (login, consent, profile, files) = (LOGIN.to_owned(), String::new(), Profile::Modern, Vec::new());
    let made = Made { serial, fingerprint, until, holder, login, consent, profile, files };
    let operator = Actor::operator("story");
    let id = bench.act(&call(&operator, Function::CertificateAsk), |act| changes::make(act, link, made)).unwrap();
    let folder = bench.engine().folder().join("incoming");
    let (path, bytes) = (folder.join(serial.to_string()), serial.to_string().into_bytes());
    fs::write(&path, &bytes).unwrap();
    let file = Arc::new(kabinet::storage::StagedFile::new(path, Digest::of(&bytes), bytes.len() as u64));
    let kind = kabinet::certificates::certificate::ScanKind::Jpeg;
    let scan = kabinet::certificates::certificate::Scan { name: text(), kind, size: file.size, digest: file.digest, at };
    bench.act(&call(&operator, Function::CertificateAsk), |act| changes::attach(act, link, Ok((scan, file)))).unwrap();
    bench.act(&call(&security, Function::CertificateDecide), |act| changes::release(act, id, &Check::ALL)).unwrap();
    id
}

#[tokio::test]
async fn whatever_certificate_is_presented_the_answer_is_our_page() {
    let (mut certificates, elsewhere) = (Vec::new(), TempDir::new().unwrap());
    let town = Town::open_with(|folder| {
        let (mut opened, _) = showing::open(folder, Size::HAMLET).unwrap();
        let ours = installation::authorities(folder, showing::TOWN, Timestamp::now()).unwrap();
        let (now, before) = (Timestamp::now(), Timestamp::now() - SignedDuration::from_hours(400 * 24));
        for at in [before, now] {
            let (issued, pem) = issued(&ours, at);
            released_at(&mut opened.bench, &issued, at);
            certificates.push(pem);
        }
        let (revoked, pem) = issued(&ours, now);
        let id = released_at(&mut opened.bench, &revoked, now);
        let supervisor = employee(&opened.bench, "1-gromov");
        let call = Call { actor: &supervisor, function: Function::CertificateRevoke, at: now, once: None };
        opened.bench.act(&call, |act| changes::revoke(act, id, Reason::Superseded, String::new())).unwrap();
        certificates.push(pem);
        certificates.push(issued(&ours, now).1);
        certificates.push(issued(&foreign(elsewhere.path()), now).1);
        certificates.push(fs::read_to_string(installation::keys_folder(folder).join("server.pem")).unwrap_or_default());
        opened.bench.close().unwrap();
    });
    let server = fs::read_to_string(installation::keys_folder(town.folder()).join("server.pem")).unwrap();
    certificates[5] = server[server.find("-----BEGIN").unwrap()..].to_owned();
    let expected = [
        (None, "Браузер не предъявил сертификат"),
        (Some(0), "Срок сертификата закончился"),
        (Some(2), "Сертификат отозван"),
        (Some(3), "Такого сертификата нет в реестре"),
        (Some(4), "Сертификат выпущен не здесь"),
        (Some(5), "Этот сертификат не для входа"),
    ];
    for (place, said) in expected {
        let browser = holding(&town, place.map(|place: usize| certificates[place].as_str()));
        let page = browser.get(DOOR).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{said}");
        assert!(page.says(said) && page.says("Как установить сертификат"), "{said}: {}", page.texts().join(" | "));
        assert!(page.headers.get(header::SET_COOKIE).is_none(), "{said}");
    }
    let good = holding(&town, Some(&certificates[1]));
    assert_eq!(good.get(DOOR).await.status, StatusCode::SEE_OTHER);
    // The port leads everywhere else back to the main one, which asks nobody for a certificate.
    let led = good.get("/cases?show=mine").await;
    assert_eq!(led.location(), format!("https://localhost:{}/cases?show=mine", town.https.port()));
    assert!(
        at_main(&town, &good)
            .get(DOOR)
            .await
            .location()
            .starts_with(&format!("https://localhost:{}/sign-in/certificate", town.certificate.port()))
    );
    // A proof counts for its own login only, and once.
    let main = at_main(&town, &good);
    assert_eq!(signs_in(&main, "3-zaytsev", PASSWORD).await.status, StatusCode::SEE_OTHER);
    assert_eq!(session_certificate(&town, "3-zaytsev"), None);
    assert_eq!(signs_in(&main, LOGIN, PASSWORD).await.status, StatusCode::SEE_OTHER);
    assert_eq!(session_certificate(&town, LOGIN), Some(CertificateId::new(2)));
    assert_eq!(main.get("/sign-in").await.value("login"), "", "the proof is used up");
}

/// The certificate of the user's last session.
fn session_certificate(town: &Town, login: &str) -> Option<CertificateId> {
    let snapshot = Engine::open_to_read(town.folder()).unwrap().snapshot().unwrap();
    let user = identity_table::user_by_login(&snapshot, &Login::parse(login).unwrap()).unwrap().unwrap();
    let mut sessions = identity_table::sessions_of(&snapshot, user.id).unwrap();
    sessions.sort_by_key(|session| session.opened_at);
    sessions.last().unwrap().certificate
}

/// Asks the certificate's port over a connection of its own: how the handshake went, and what was said.
fn asked(town: &Town, client: &Arc<rustls::ClientConfig>) -> (rustls::HandshakeKind, String) {
    let mut session = rustls::ClientConnection::new(Arc::clone(client), ServerName::try_from("localhost").unwrap()).unwrap();
    let mut socket = TcpStream::connect(town.certificate).unwrap();
    let mut stream = rustls::Stream::new(&mut session, &mut socket);
    write!(
        stream,
        "GET {DOOR} HTTP/1.1\r\nHost: localhost:{}\r\nAccept-Language: ru\r\nConnection: close\r\n\r\n",
        town.certificate.port()
    )
    .unwrap();
    let mut said = Vec::new();
    // The server closes without the farewell of TLS; what came before counts.
    let _ = stream.read_to_end(&mut said);
    (session.handshake_kind().unwrap(), String::from_utf8_lossy(&said).into_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_resumed_tls_session_with_a_revoked_certificate_is_refused() {
    let town = Town::open();
    let (pem, card) = released(&town, LOGIN, 3).await;
    let mut roots = rustls::RootCertStore::empty();
    let authority = fs::read(installation::keys_folder(town.folder()).join("authority.crt")).unwrap();
    roots.add(CertificateDer::from_pem_slice(&authority).unwrap()).unwrap();
    let chain = CertificateDer::pem_slice_iter(pem.as_bytes()).map(Result::unwrap).collect();
    let key = PrivateKeyDer::from_pem_slice(pem.as_bytes()).unwrap();
    let client = Arc::new(rustls::ClientConfig::builder().with_root_certificates(roots).with_client_auth_cert(chain, key).unwrap());
    let ask = || tokio::task::block_in_place(|| asked(&town, &client));
    let (first, said) = ask();
    assert!(first == rustls::HandshakeKind::Full && said.starts_with("HTTP/1.1 303"), "{first:?} {said}");
    let (second, said) = ask();
    assert!(second == rustls::HandshakeKind::Resumed && said.starts_with("HTTP/1.1 303"), "{second:?} {said}");
    let supervisor = town.signed_in("1-gromov").await;
    supervisor.go(&card, &format!("{card}/revoke"), &[("why", "privilege-withdrawn")]).await;
    let (third, said) = ask();
    assert!(
        third == rustls::HandshakeKind::Resumed && said.starts_with("HTTP/1.1 403") && said.contains("Сертификат отозван"),
        "{third:?} {said}"
    );
}

#[tokio::test]
async fn links_and_requests_that_do_not_fit() {
    let town = Town::open();
    let (holder, first) = (town.browser(), invited(&town, LOGIN).await);
    let second = invited(&town, LOGIN).await;
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
}

#[tokio::test]
async fn the_holder_is_told_of_the_end_once_for_each_number_of_days_and_never_after_a_renewal() {
    let town = Town::open();
    let folder = town.close();
    let path = folder.path().to_owned();
    let (mut opened, _) = showing::open(&path, Size::HAMLET).unwrap();
    let ours = installation::authorities(&path, showing::TOWN, Timestamp::now()).unwrap();
    let start = Timestamp::now();
    let (old, _) = issued(&ours, start);
    let id = released_at(&mut opened.bench, &old, start);
    opened.bench.commit().unwrap();
    let (engine, (writer, writing)) = (opened.bench.engine().clone(), Writer::start(opened.bench).unwrap());
    let day = SignedDuration::from_hours(24);
    let stands = |days: i32| table::certificate(&engine.snapshot().unwrap(), id).unwrap().filter(|_| days > -5).unwrap();
    let mut told = Vec::new();
    for days in (0..=40).rev() {
        let now = old.until - day * days + SignedDuration::from_mins(5);
        for _ in 0..2 {
            if follower::step(&engine, &writer, now).await.unwrap() > 0 {
                told.push((days, stands(days).reminded.unwrap().days));
            }
        }
    }
    assert_eq!(told, [(30, 30), (14, 14), (7, 7), (3, 3), (1, 1)]);
    writer.stop();
    writing.join().unwrap();
    drop(engine);
    // Renewed three weeks before the end: both are good for a while, nobody is told any more.
    let (mut opened, _) = showing::open(folder.path(), Size::HAMLET).unwrap();
    let (first, _) = issued(&ours, start);
    let first_id = released_at(&mut opened.bench, &first, start + SignedDuration::from_mins(1));
    let renewal = first.until - day * 21;
    let (second, _) = issued(&ours, renewal);
    released_at(&mut opened.bench, &second, renewal);
    opened.bench.commit().unwrap();
    let known: Certificate = table::certificate(&opened.bench.engine().snapshot().unwrap(), first_id).unwrap().unwrap();
    assert_eq!(known.reminder_due(first.until - day * 3), None);
    let (beside, after) = (known.worth(renewal + day * 13), known.worth(renewal + day * 15));
    assert_eq!(format!("{beside:?} {after:?}"), "Good Replaced");
    opened.bench.close().unwrap();
    drop(opened);
    drop(Town::over(folder));
}

#[tokio::test]
async fn the_cabinet_says_how_many_days_are_left() {
    let town = Town::open_with(|folder| {
        let (mut opened, _) = showing::open(folder, Size::HAMLET).unwrap();
        let ours = installation::authorities(folder, showing::TOWN, Timestamp::now()).unwrap();
        let before = Timestamp::now() - SignedDuration::from_hours(345 * 24 + 1);
        released_at(&mut opened.bench, &issued(&ours, before).0, before);
        opened.bench.close().unwrap();
    });
    let browser = town.signed_in(LOGIN).await;
    browser.until_says("/cases", "сертификат доступа действует ещё 20 дней").await;
    assert!(!town.signed_in("3-zaytsev").await.get("/cases").await.says("сертификат доступа действует"));
    town.settled().await;
    let told: Vec<_> = town
        .journal(2)
        .into_iter()
        .filter(|entry| {
            entry.function == "certificates.term.remind" && entry.changes.iter().any(|change| change.record.kind == "certificate")
        })
        .collect();
    assert_eq!(told.len(), 1, "the running server has reminded, once");
}

#[tokio::test]
async fn the_list_of_revoked_certificates_is_published_over_plain_http() {
    let town = Town::open();
    let plain = Browser { client: town.browser().client, base: format!("http://localhost:{}", town.redirect.port()) };
    let led = plain.get("/services?q=x").await;
    assert_eq!(
        (led.status, led.location()),
        (StatusCode::TEMPORARY_REDIRECT, format!("https://localhost:{}/services?q=x", town.https.port()))
    );
    let (pem, card) = released(&town, LOGIN, 5).await;
    let before = plain.get("/authority.crl").await;
    assert_eq!(before.headers[header::CONTENT_TYPE], "application/pkix-crl");
    let supervisor = town.signed_in("1-gromov").await;
    supervisor.go(&card, &format!("{card}/revoke"), &[("why", "key-compromise")]).await;
    let folder = TempDir::new().unwrap();
    let keep = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    keep("before.crl", &before.bytes);
    keep("after.crl", &plain.get("/authority.crl").await.bytes);
    keep("root.pem", &plain.get("/authority.crt").await.bytes);
    keep("chain.pem", pem.as_bytes());
    let run = |line: &str| Command::new("openssl").args(line.split(' ')).current_dir(folder.path()).output().unwrap();
    for name in ["before", "after"] {
        assert!(run(&format!("crl -inform der -in {name}.crl -out {name}.pem")).status.success());
    }
    let text = String::from_utf8(run("x509 -in chain.pem -noout -text").stdout).unwrap();
    assert!(text.contains(&format!("URI:http://localhost:{}/authority.crl", town.redirect.port())), "{text}");
    let verify = |list: &str| {
        run(&format!("verify -CAfile root.pem -untrusted chain.pem -crl_check -CRLfile {list}.pem chain.pem")).status.success()
    };
    assert!(verify("before") && !verify("after"));
}
