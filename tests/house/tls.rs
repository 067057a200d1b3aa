//! The doors seen from outside: `testssl.sh` tries the old and broken ways of TLS on them.

use crate::town::{Town, copied_hamlet};
use kabinet::{
    certificates::HostNames,
    server::{renewal::TownCertificate, site::Listen, tls::Oldest},
};
use serde_json::Value;
use std::{fs, net::SocketAddr, process::Command, time::Duration};
use tempfile::TempDir;

/// A name that is not this machine's own: for `localhost` nothing is said of HTTPS for ever.
const NAME: &str = "kabinet.test";

/// What is known and stays:
const KNOWN: [&str; 3] = [
    // of testssl.sh itself, about the OpenSSL of this machine;
    "engine_problem WARN",
    // the certificate is of the town's own authority, whose list of revoked ones is for personal certificates;
    "cert_revocation HIGH",
    // pages are compressed: what is secret on a page (the token of a form) is another one on each, and cookies do not come
    // with requests that other sites make (SameSite).
    "BREACH MEDIUM",
];

/// What it says when its client was gone before the ticket came that it wanted to show: that happens on a busy machine.
const GONE_TOO_EARLY: &str = "sessionresumption_ticket WARN: \"check failed because of connect problem\"";
const TRIES: usize = 3;

/// What `testssl.sh` finds at this door that is worse than "OK" and not known.
fn found(town: &Town, door: SocketAddr) -> Vec<String> {
    let mut worse = said(town, door);
    for _ in 1..TRIES {
        if worse != [GONE_TOO_EARLY] {
            break;
        }
        worse = said(town, door);
    }
    worse
}

fn said(town: &Town, door: SocketAddr) -> Vec<String> {
    let folder = TempDir::new().unwrap();
    let told = folder.path().join("told.json");
    let authority = town.folder().join("keys/authority.crt");
    let line = ["--quiet", "--color", "0", "--warnings", "off", "--nodns", "min", "--ip", "127.0.0.1", "-p", "-S", "-P", "-h", "-U"];
    let ran = Command::new("testssl")
        .args(line)
        .args(["--add-ca", authority.to_str().unwrap(), "--jsonfile", told.to_str().unwrap()])
        .arg(format!("{NAME}:{}", door.port()))
        .output()
        .expect("tests/run installs it");
    let findings: Vec<Value> = serde_json::from_slice(&std::fs::read(told).unwrap()).unwrap();
    let text = String::from_utf8_lossy(&ran.stdout).into_owned();
    let has = |id: &str| findings.iter().any(|finding| finding["id"] == id);
    let ids: Vec<_> = findings.iter().map(|finding| finding["id"].as_str().unwrap()).collect();
    assert!(["TLS1_3", "HSTS_time", "heartbleed", "RC4"].iter().all(|id| has(id)), "it went through the whole: {ids:?}: {text}");
    let worse = findings.iter().filter(|finding| !["OK", "INFO"].contains(&finding["severity"].as_str().unwrap()));
    let worse = worse.map(|finding| (format!("{} {}", finding["id"].as_str().unwrap(), finding["severity"].as_str().unwrap()), finding));
    worse.filter(|(name, _)| !KNOWN.contains(&name.as_str())).map(|(name, finding)| format!("{name}: {}", finding["finding"])).collect()
}

fn named(listen: &mut Listen) {
    listen.names = HostNames::parse([NAME]).unwrap();
}

#[test]
fn testssl_finds_nothing_at_the_main_door() {
    let town = Town::listening(copied_hamlet(), named);
    assert_eq!(found(&town, town.https), Vec::<String>::new());
}

#[test]
fn testssl_finds_nothing_where_tls_1_2_is_allowed_and_a_certificate_asked_for() {
    let town = Town::listening(copied_hamlet(), |listen| {
        named(listen);
        listen.oldest = Oldest::Tls12;
    });
    assert_eq!(found(&town, town.certificate), Vec::<String>::new());
}

/// A certificate with its key from an authority elsewhere, by OpenSSL.
fn issue(files: &TownCertificate, name: &str) {
    let [chain, key] = [&files.chain, &files.key].map(|path| path.to_str().unwrap());
    let subject = format!("/CN={name}");
    let line = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30", "-subj", &subject];
    let more = ["-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", chain];
    let done = Command::new("openssl").args(line).args(more).output().expect("tests/run installs it");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// Whose certificate a new connection is shown.
fn shown(town: &Town) -> String {
    let line =
        format!("openssl s_client -connect {} -servername localhost </dev/null 2>/dev/null | openssl x509 -noout -subject", town.https);
    String::from_utf8(Command::new("sh").args(["-c", &line]).output().unwrap().stdout).unwrap()
}

/// As `systemctl reload` does. The server of a story is this very process.
fn hang_up() {
    assert!(Command::new("kill").args(["-HUP", &std::process::id().to_string()]).status().unwrap().success());
}

#[tokio::test]
async fn the_certificate_that_the_town_has_from_elsewhere_is_exchanged_without_a_restart() {
    let folder = TempDir::new().unwrap();
    let files = TownCertificate { chain: folder.path().join("chain.pem"), key: folder.path().join("key.pem") };
    issue(&files, "first.example");
    let given = files.clone();
    let town = Town::listening(copied_hamlet(), move |listen| listen.town_certificate = Some(given));
    assert!(shown(&town).contains("first.example"), "{}", shown(&town));
    issue(&files, "second.example");
    for _ in 0..100 {
        hang_up();
        if shown(&town).contains("second.example") {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert!(shown(&town).contains("second.example"), "{}", shown(&town));
    // Files that do not fit are told in the log; the old certificate is shown on.
    fs::write(&files.chain, "-----BEGIN CERTIFICATE-----\nbroken\n-----END CERTIFICATE-----\n").unwrap();
    for _ in 0..5 {
        hang_up();
        assert!(shown(&town).contains("second.example"), "{}", shown(&town));
    }
}
