//! Stories of certificates that are not good, or not for much longer: revoked, run out, replaced, foreign.

use crate::{
    certificates::{DOOR, HOLDER, at_main, holding, opened, released, signs_in},
    page::Browser,
    town::{PASSWORD, Town},
};
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
    terms::{CertificateId, Digest, FullName, Language, Personal, Secret},
};
use reqwest::{StatusCode, header};
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

fn foreign(folder: &Path) -> Authorities {
    ensure_authority(folder, "Чужой город", &SealingKey::new([9; 32]), Timestamp::now(), &mut rand::rng()).unwrap()
}

fn issued(authorities: &Authorities, now: Timestamp) -> (Issued, String) {
    let subject = Subject { name: "Морозов Илья", login: HOLDER, organization: "" };
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
        program: None,
    }
}

/// A certificate that was released at this moment, through the same door as all others.
fn released_at(bench: &mut Bench, issued: &Issued, at: Timestamp) -> CertificateId {
    let (supervisor, security) = (employee(bench, "1-gromov"), employee(bench, "1-larina"));
    let security = Actor { proved_at: Some(at), ..security };
    let link = Token::of(rand::random()).digest();
    let login = Login::parse(HOLDER).unwrap();
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
    let (login, consent, profile, files) = (HOLDER.to_owned(), String::new(), Profile::Modern, Vec::new());
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
    assert_eq!(signs_in(&main, HOLDER, PASSWORD).await.status, StatusCode::SEE_OTHER);
    assert_eq!(session_certificate(&town, HOLDER), Some(CertificateId::new(2)));
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
    let (pem, card) = released(&town, HOLDER, 3).await;
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
    let browser = town.signed_in(HOLDER).await;
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
    let (pem, card) = released(&town, HOLDER, 5).await;
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
