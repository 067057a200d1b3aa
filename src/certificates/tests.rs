use super::{
    authority::{Rank, common_name},
    files::Readers,
    keys::*,
    *,
};
use crate::journal::seal::SealingKey;
use jiff::{SignedDuration, Timestamp};
use rand::{SeedableRng, rngs::SmallRng};
use std::{fs, os::unix::fs::PermissionsExt, path::Path};

const DAY: SignedDuration = SignedDuration::from_hours(24);

fn now() -> Timestamp {
    "2026-11-23T10:00:00Z".parse().unwrap()
}

fn later(days: i32) -> Timestamp {
    now() + DAY * days
}

fn names(configured: &[&str]) -> HostNames {
    HostNames::parse(configured).unwrap()
}

fn ensure(folder: &Path, configured: &[&str], now: Timestamp) -> ServerIdentity {
    ensure_server_certificate(folder, &authorities(folder), &names(configured), now, &mut SmallRng::seed_from_u64(1)).unwrap()
}

fn seal() -> SealingKey {
    SealingKey::new([7; 32])
}

fn authorities(folder: &Path) -> Authorities {
    ensure_authority(folder, "Тихореченск", &seal(), now(), &mut SmallRng::seed_from_u64(1)).unwrap()
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn the_authority_has_an_ascii_name() {
    assert_eq!(common_name("Тихореченск", Rank::Root), "Kabinet Tikhorechensk Root");
    assert_eq!(common_name("  Съезд Щёлково—Южный, № 7 ", Rank::Root), "Kabinet Sieezd ShchelkovoIuzhnyi 7 Root");
    assert_eq!(common_name("東京", Rank::Root), "Kabinet Root");
    let long = common_name(&"Ж".repeat(200), Rank::Root);
    assert!(long.len() <= 64 && long.ends_with(" Root"), "{long}");
}

#[test]
fn names_are_domains_and_addresses() {
    let parsed = |text: &str| HostName::parse(text).map(|name| name.to_string());
    assert_eq!(parsed(" Kabinet.Example. ").unwrap(), "kabinet.example");
    assert_eq!(parsed("*.kabinet.example").unwrap(), "*.kabinet.example");
    assert_eq!(parsed("192.168.0.7").unwrap(), "192.168.0.7");
    assert_eq!(parsed("[fe80::1]").unwrap(), "fe80::1");
    assert_eq!(parsed("::ffff:10.0.0.1").unwrap(), "10.0.0.1");
    for wrong in ["", ".", "https://a.example", "a.example:8443", "a b", "a_b", "-a", "a..b", "*.*.a", "a*", "10.0.0.256", "a\u{0}"] {
        assert_eq!(parsed(wrong), Err(HostNameError::Shape(wrong.trim().to_owned())), "{wrong}");
    }
    assert_eq!(parsed("кабинет.рф"), Err(HostNameError::Script("кабинет.рф".to_owned())));
    assert_eq!(parsed("0.0.0.0"), Err(HostNameError::Address("0.0.0.0".to_owned())));
    assert!(parsed(&"a".repeat(64)).is_err() && parsed(&"a.".repeat(128)).is_err());
}

#[test]
fn the_names_of_the_machine_itself_are_always_there_and_the_order_does_not_matter() {
    assert_eq!(names(&[]).to_string(), "localhost, 127.0.0.1, ::1");
    assert_eq!(names(&["b.example", "a.example", "localhost"]), names(&["A.example", "b.example"]));
    let many: Vec<_> = (0..names::NAMES_LIMIT).map(|number| format!("n{number}.example")).collect();
    assert_eq!(HostNames::parse(many), Err(HostNameError::TooMany));
}

#[test]
fn what_was_issued_is_kept_until_there_is_a_reason() {
    let folder = tempfile::tempdir().unwrap();
    let keys = folder.path().join("data/keys");
    let first = ensure(&keys, &["a.example"], now());
    assert_eq!(first.issued, Some(Occasion::First));
    assert_eq!(first.until, later(396));
    let kept = ensure(&keys, &["A.example"], later(365));
    assert_eq!((kept.issued, &kept.chain, &kept.key), (None, &first.chain, &first.key));
    assert_eq!(ensure(&keys, &["a.example", "10.0.0.1"], now()).issued, Some(Occasion::Names));
    assert_eq!(ensure(&keys, &["a.example"], now()).issued, Some(Occasion::Names));
    assert_eq!(ensure(&keys, &["a.example"], later(366)).issued, None);
    let renewed = ensure(&keys, &["a.example"], later(367));
    assert_eq!((renewed.issued, renewed.until), (Some(Occasion::Due), later(367 + 396)));
    assert_eq!((renewed.authority, renewed.fingerprint), (first.authority, first.fingerprint));
    assert_ne!(renewed.chain, first.chain);
}

#[test]
fn a_certificate_of_a_clock_that_ran_ahead_is_issued_anew() {
    let folder = tempfile::tempdir().unwrap();
    ensure(folder.path(), &[], now());
    ensure(folder.path(), &[], later(900));
    assert_eq!(ensure(folder.path(), &[], now()).issued, Some(Occasion::Due));
}

#[test]
fn nothing_outlives_the_authority() {
    let folder = tempfile::tempdir().unwrap();
    ensure(folder.path(), &[], now());
    let end = now() + authority::LIFETIME;
    let last = ensure(folder.path(), &[], end - DAY * 100);
    assert_eq!((last.issued, last.until), (Some(Occasion::Due), end));
    assert_eq!(ensure(folder.path(), &[], end - DAY * 3).issued, None);
    let made = authorities(folder.path());
    let fault = ensure_server_certificate(folder.path(), &made, &names(&[]), end, &mut SmallRng::seed_from_u64(1));
    let fault = fault.err().unwrap().to_string();
    assert!(fault.contains("the authority ended on 2046-11-18"), "{fault}");
}

#[test]
fn keys_are_for_their_owner_alone() {
    let folder = tempfile::tempdir().unwrap();
    let keys = folder.path().join("keys");
    ensure(&keys, &[], now());
    assert_eq!(mode(&keys), 0o700);
    assert_eq!(mode(&keys.join(AUTHORITY_FILE)), 0o600);
    assert_eq!(mode(&keys.join(SERVER_FILE)), 0o600);
    assert_eq!(mode(&keys.join(AUTHORITY_CERTIFICATE_FILE)), 0o644);
    let mut left: Vec<_> = fs::read_dir(&keys).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    left.sort();
    assert_eq!(left, [AUTHORITY_CERTIFICATE_FILE, AUTHORITY_FILE, ISSUING_FILE, SERVER_FILE]);
    for sealed in [AUTHORITY_FILE, ISSUING_FILE] {
        assert_eq!(mode(&keys.join(sealed)), 0o600);
        assert!(!fs::read_to_string(keys.join(sealed)).unwrap().contains("PRIVATE"), "the key in {sealed} is sealed");
    }
    assert!(!fs::read_to_string(keys.join(AUTHORITY_CERTIFICATE_FILE)).unwrap().contains("PRIVATE"));
    // Open to others: warned of, not refused (a USB drive with FAT has no owners).
    fs::set_permissions(keys.join(SERVER_FILE), fs::Permissions::from_mode(0o644)).unwrap();
    assert_eq!(ensure(&keys, &[], now()).issued, None);
}

#[test]
fn a_draft_that_was_left_behind_or_planted_is_not_written_into() {
    let folder = tempfile::tempdir().unwrap();
    let (target, elsewhere) = (folder.path().join("server.pem"), folder.path().join("elsewhere"));
    fs::write(&elsewhere, "theirs").unwrap();
    std::os::unix::fs::symlink(&elsewhere, target.with_extension("draft")).unwrap();
    files::write(&target, "ours", Readers::Owner).unwrap();
    assert_eq!(
        (fs::read_to_string(&elsewhere).unwrap(), fs::read_to_string(&target).unwrap(), mode(&target)),
        ("theirs".into(), "ours".into(), 0o600)
    );
}

#[test]
fn a_write_that_fails_leaves_the_old_file_and_no_draft() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("server.pem");
    fs::create_dir_all(target.join("inside")).unwrap(); // a folder with content cannot be replaced by a file
    let fault = files::write(&target, "ours", Readers::Owner).unwrap_err().to_string();
    assert!(fault.starts_with("writing a key file: ") && fault.contains("server.pem"), "{fault}");
    assert!(target.join("inside").exists() && !target.with_extension("draft").exists());
}

#[test]
fn a_damaged_server_file_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(SERVER_FILE);
    ensure(folder.path(), &[], now());
    let good = fs::read_to_string(&path).unwrap();
    let other = ServerCertificate::issue(
        &Authority::make("x", now(), &mut SmallRng::seed_from_u64(2)).unwrap(),
        &names(&[]),
        now(),
        &mut SmallRng::seed_from_u64(3),
    )
    .unwrap();
    let wrong_key = good.replace(pem::block(&good, pem::PRIVATE_KEY).unwrap(), other.key().trim());
    let damages = [
        b"".to_vec(),
        b"\xff\xfe".to_vec(),
        good.as_bytes()[..good.len() / 2].to_vec(),
        good.replace("until", "unti1").into_bytes(),
        wrong_key.into_bytes(),
    ];
    for damage in damages {
        fs::write(&path, damage).unwrap();
        assert_eq!(ensure(folder.path(), &[], now()).issued, Some(Occasion::Damaged));
        assert_eq!(ensure(folder.path(), &[], now()).issued, None);
    }
}

#[test]
fn a_damaged_or_lost_authority_stops_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(AUTHORITY_FILE);
    ensure(folder.path(), &[], now());
    let good = fs::read_to_string(&path).unwrap();
    let with =
        |seal: SealingKey| ensure_authority(folder.path(), "", &seal, now(), &mut SmallRng::seed_from_u64(1)).unwrap_err().to_string();
    let fault = || with(seal());
    assert!(with(SealingKey::new([8; 32])).contains("sealed by another installation"));
    fs::write(&path, good.replace("SEALED", "PUBLIC")).unwrap();
    assert!(fault().contains("authority.pem: the file has no right key"), "{}", fault());
    fs::remove_file(&path).unwrap();
    assert!(fault().contains("put it back from a backup"), "{}", fault());
    fs::remove_file(folder.path().join(AUTHORITY_CERTIFICATE_FILE)).unwrap();
    assert_eq!(ensure(folder.path(), &[], now()).issued, Some(Occasion::Authority));
    fs::write(&path, vec![b'x'; 65 * 1024]).unwrap();
    assert!(fault().contains("too large"), "{}", fault());
}

#[test]
fn debug_shows_no_key() {
    let authority = Authority::make("x", now(), &mut SmallRng::seed_from_u64(2)).unwrap();
    let server = ServerCertificate::issue(&authority, &names(&[]), now(), &mut SmallRng::seed_from_u64(3)).unwrap();
    assert!(!format!("{authority:?}{server:?}").contains("KEY"));
    let kept = authority.to_file(&seal(), &mut SmallRng::seed_from_u64(4)).unwrap();
    assert_eq!(Authority::from_file(&kept, &seal()).unwrap().fingerprint(), authority.fingerprint());
}

/// The file of a root as it was before there was an issuing authority: its key open, no authority allowed below.
fn old_layout(folder: &Path) -> String {
    let until = now() + authority::LIFETIME;
    let key = authority::fresh_key().unwrap();
    let mut root = authority::parameters(now(), until).unwrap();
    root.distinguished_name.push(rcgen::DnType::CommonName, common_name("Тихореченск", Rank::Root));
    root.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Constrained(0));
    root.key_usages = vec![rcgen::KeyUsagePurpose::KeyCertSign, rcgen::KeyUsagePurpose::CrlSign];
    let certificate = root.self_signed(&*key).unwrap().pem();
    files::make_folder(folder).unwrap();
    fs::write(folder.join(AUTHORITY_FILE), format!("until: {until}\n{certificate}{}", key.serialize_pem())).unwrap();
    fs::write(folder.join(AUTHORITY_CERTIFICATE_FILE), &certificate).unwrap();
    certificate
}

#[test]
fn a_folder_of_the_old_layout_keeps_its_root_and_gets_an_issuing_authority() {
    let folder = tempfile::tempdir().unwrap();
    let old = old_layout(folder.path());
    let raised = authorities(folder.path());
    assert_ne!(raised.root, old);
    assert_eq!(fs::read_to_string(folder.path().join(AUTHORITY_BEFORE_FILE)).unwrap(), old);
    assert_eq!(fs::read_to_string(folder.path().join(AUTHORITY_CERTIFICATE_FILE)).unwrap(), raised.root);
    assert!(!fs::read_to_string(folder.path().join(AUTHORITY_FILE)).unwrap().contains("PRIVATE"));
    let again = authorities(folder.path());
    assert_eq!((again.root, again.issuing.certificate()), (raised.root, raised.issuing.certificate()));
}
