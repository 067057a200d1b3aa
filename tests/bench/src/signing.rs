//! Signing in: how many a second, what it takes of memory and of everybody else's time; certificates; handshakes of TLS.

use crate::{Measure, load, pages};
use jiff::Timestamp;
use kabinet::{
    certificates::{
        FilePassword, Profile,
        personal::{self, Subject},
    },
    server::{doorway::Addresses, installation},
};
use rustls::{ClientConfig, ClientConnection, RootCertStore, Stream, pki_types::pem::PemObject};
use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

/// Sign-ins at the same time.
const AT_ONCE: usize = 64;
/// How long they go on.
const TIME: Duration = Duration::from_secs(8);
/// Whoever reads pages meanwhile asks so often.
const READING: Duration = Duration::from_millis(5);
/// What is read meanwhile and by whom: a page of texts, and one whose disclosures must be on the disk before it leaves.
const PAGES: [(&str, &str); 2] = [("/services", "4-belova"), ("/cases", "3-demidov")];
/// Certificates issued and packed.
const CERTIFICATES: u32 = 20;
/// Clients that shake hands.
const HANDS: usize = 2;
const LOGINS: [&str; 8] = ["3-orlova", "3-kuznetsova", "3-morozov", "3-zaytsev", "3-belyaeva", "3-sokolov", "3-petrenko", "3-ermakov"];

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// One sign-in from an address of its own, as a proxy on this machine tells it.
fn sign_in(address: SocketAddr, place: usize) -> bool {
    let login = LOGINS[place % LOGINS.len()];
    let body = format!("once={}&login={login}&password={}", uuid::Uuid::now_v7().simple(), pages::PASSWORD);
    let request = format!(
        "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Forwarded-For: 198.51.100.{place}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    load::exchange(address, &request).unwrap().starts_with("HTTP/1.1 303")
}

/// The 99th of a hundred waits for a signed-in page, while `going` holds.
fn waits(address: SocketAddr, path: &str, cookie: &str, going: impl Fn() -> bool) -> Duration {
    let mut connection = TcpStream::connect(address).unwrap();
    connection.set_nodelay(true).unwrap();
    let (request, mut buffer, mut waits) = (pages::get(path, cookie), vec![0; 256 * 1024], Vec::new());
    while going() {
        let began = Instant::now();
        connection.write_all(request.as_bytes()).unwrap();
        let (mut read, mut whole) = (0, usize::MAX);
        while read < whole {
            read += connection.read(&mut buffer[read..]).unwrap();
            if whole == usize::MAX
                && let Some((begin, length)) = load::head(&buffer[..read])
            {
                whole = begin + length;
            }
        }
        waits.push(began.elapsed());
        std::thread::sleep(READING);
    }
    waits.sort();
    waits[waits.len() * 99 / 100]
}

fn memory() -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim_matches(|c: char| !c.is_ascii_digit()).parse().unwrap_or(0)
}

/// The p99 of this page while so many sign in, against when nobody does.
fn sign_ins(address: SocketAddr, (path, login): (&str, &str)) -> Vec<Measure> {
    let cookie = pages::cookie(address, login);
    let began = Instant::now();
    let idle = waits(address, path, &cookie, || began.elapsed() < TIME / 2);
    let (before, done, refused) = (memory(), AtomicUsize::new(0), AtomicUsize::new(0));
    let (going, began) = (AtomicBool::new(true), Instant::now());
    let (busy, peak) = std::thread::scope(|scope| {
        for place in 0..AT_ONCE {
            let (going, done, refused) = (&going, &done, &refused);
            scope.spawn(move || {
                while going.load(Ordering::Relaxed) {
                    let count = if sign_in(address, place) { done } else { refused };
                    count.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        let busy = waits(address, path, &cookie, || began.elapsed() < TIME);
        let peak = memory();
        going.store(false, Ordering::Relaxed);
        (busy, peak)
    });
    let rate = done.load(Ordering::Relaxed) as f64 / began.elapsed().as_secs_f64();
    let ratio = busy.as_secs_f64() / idle.as_secs_f64();
    vec![
        Measure::told(
            format!("sign-ins, {AT_ONCE} at once"),
            format!("{rate:.0}/s, {} refused, {} MB more", refused.load(Ordering::Relaxed), peak.saturating_sub(before) / 1024),
        ),
        Measure::new(
            format!("p99 of {path} meanwhile, against idle"),
            format!("{ratio:.1} × ({:.1} ms, idle {:.1} ms)", milliseconds(busy), milliseconds(idle)),
            "2 ×",
            ratio <= 2.0,
        ),
    ]
}

fn certificates(folder: &Path) -> Measure {
    let mut random = rand::rng();
    installation::prepare(folder, "Тихореченск", &mut random).unwrap();
    let authorities = installation::authorities(folder, "Тихореченск", Timestamp::now()).unwrap();
    let subject = Subject {
        name: "Морозов Алексей Игоревич", login: "3-morozov", organization: "Отдел социальной защиты"
    };
    let (mut issuing, mut packing) = (Duration::ZERO, Duration::ZERO);
    for _ in 0..CERTIFICATES {
        let began = Instant::now();
        let issued = personal::issue(&authorities.issuing, &subject, None, Timestamp::now(), &mut random).unwrap();
        issuing += began.elapsed();
        let (password, began) = (FilePassword::fresh(&mut random), Instant::now());
        let above = authorities.above().unwrap();
        Profile::ALL.iter().for_each(|profile| drop(issued.pack(&above, &password, *profile).unwrap()));
        packing += began.elapsed();
    }
    let each = |time: Duration| milliseconds(time) / f64::from(CERTIFICATES);
    Measure::told("issuing a certificate", format!("{:.2} ms, packing both files {:.0} ms", each(issuing), each(packing)))
}

fn handshakes(address: SocketAddr, folder: &Path) -> Measure {
    let mut roots = RootCertStore::empty();
    let root = std::fs::read(folder.join("keys/authority.crt")).unwrap();
    roots.add(rustls::pki_types::CertificateDer::from_pem_slice(&root).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let configuration = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let mut configuration = configuration.with_root_certificates(roots).with_no_client_auth();
    configuration.resumption = rustls::client::Resumption::disabled();
    let (configuration, began, done) = (Arc::new(configuration), Instant::now(), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..HANDS {
            scope.spawn(|| {
                while began.elapsed() < TIME / 2 {
                    let mut client = ClientConnection::new(configuration.clone(), "localhost".try_into().unwrap()).unwrap();
                    let mut socket = TcpStream::connect(address).unwrap();
                    Stream::new(&mut client, &mut socket).flush().unwrap();
                    assert!(!client.is_handshaking());
                    done.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    let rate = done.load(Ordering::Relaxed) as f64 / began.elapsed().as_secs_f64();
    Measure::told("full handshakes of TLS 1.3, both ends on 2 cores", format!("{rate:.0}/s"))
}

pub fn measure() -> Vec<Measure> {
    let apart = tempfile::tempdir().unwrap();
    let issuing = certificates(apart.path());
    let folder = tempfile::tempdir().unwrap();
    let Addresses { https, http, .. } = pages::kabinet(folder.path());
    let mut measures: Vec<_> = PAGES.into_iter().flat_map(|page| sign_ins(http.unwrap(), page)).collect();
    measures.push(issuing);
    measures.push(handshakes(https, folder.path()));
    measures
}
