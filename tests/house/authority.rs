//! What the authority issues, opened by programs of others: OpenSSL, and NSS, which is in Firefox and in Chromium on Linux.

use jiff::{SignedDuration, Timestamp};
use kabinet::{
    certificates::{
        Authorities, FilePassword, Profile, ensure_authority,
        personal::{self, Issued, Subject},
        revocation::{self, Reason, Revoked},
    },
    journal::seal::SealingKey,
};
use rand::{SeedableRng, rngs::StdRng};
use std::{fs, path::Path, process::Command};
use tempfile::TempDir;

/// An authority in a folder of its own, with files for the programs of others.
struct Bureau {
    folder: TempDir,
    authorities: Authorities,
    random: StdRng,
}

fn moment() -> Timestamp {
    Timestamp::now()
}

/// What the program says on both its outputs; whether it succeeded is in the first part.
fn said(program: &str, arguments: &[&str], folder: &Path) -> (bool, String) {
    let done = Command::new(program).args(arguments).current_dir(folder).output().expect("tests/run installs it");
    let (out, wrong) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    (done.status.success(), format!("{out}{wrong}"))
}

impl Bureau {
    fn open() -> Self {
        let folder = TempDir::new().unwrap();
        let mut random = StdRng::seed_from_u64(5);
        let authorities = ensure_authority(folder.path(), "Тихореченск", &SealingKey::new([7; 32]), moment(), &mut random).unwrap();
        fs::write(folder.path().join("issuing.crt"), authorities.issuing.certificate()).unwrap();
        Self { folder, authorities, random }
    }

    fn issue(&mut self, name: &str, login: &str) -> Issued {
        let subject = Subject { name, login, organization: "Отдел социальной защиты населения" };
        let list = Some("http://kabinet.example/authority.crl");
        personal::issue(&self.authorities.issuing, &subject, list, moment(), &mut self.random).unwrap()
    }

    fn above(&self) -> Vec<Vec<u8>> {
        let root = fs::read(self.folder.path().join("authority.crt")).unwrap();
        let root = rustls::pki_types::pem::PemObject::from_pem_slice(&root).map(|der: rustls::pki_types::CertificateDer<'_>| der.to_vec());
        vec![self.authorities.issuing.der().unwrap(), root.unwrap()]
    }

    fn keep(&self, name: &str, bytes: &[u8]) {
        fs::write(self.folder.path().join(name), bytes).unwrap();
    }

    fn openssl(&self, line: &str) -> (bool, String) {
        said("openssl", &line.split(' ').collect::<Vec<_>>(), self.folder.path())
    }
}

#[test]
fn openssl_finds_a_certificate_for_signing_in_and_nothing_else() {
    let mut bureau = Bureau::open();
    let issued = bureau.issue("Морозов Илья Петрович", "3-morozov");
    bureau.keep("person.der", &issued.der);
    let (_, text) = bureau.openssl("x509 -inform der -in person.der -noout -text -nameopt utf8,sep_comma_plus");
    for expected in [
        "CN=Морозов Илья Петрович",
        "serialNumber=3-morozov",
        "O=Отдел социальной защиты населения",
        "TLS Web Client Authentication\n",
        "Digital Signature\n",
        "CA:FALSE",
        "X509v3 Authority Key Identifier",
        "URI:http://kabinet.example/authority.crl",
        "prime256v1",
    ] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
    assert!(!text.contains("Server Authentication"));
    assert_eq!(issued.until.duration_since(moment()).as_hours() / 24, 364, "the last hours of a year are left");
    bureau.openssl("x509 -inform der -in person.der -out person.pem");
    let chain = "verify -CAfile authority.crt -untrusted issuing.crt";
    assert!(bureau.openssl(&format!("{chain} -purpose sslclient person.pem")).0);
    assert!(!bureau.openssl(&format!("{chain} -purpose sslserver person.pem")).0);
    let serials: std::collections::BTreeSet<_> = (0..50).map(|_| bureau.issue("А Б", "3-a").serial).collect();
    assert_eq!(serials.len(), 50, "serial numbers are random");
}

#[test]
fn openssl_refuses_who_stands_in_the_list_of_revoked_certificates() {
    let mut bureau = Bureau::open();
    let (good, bad) = (bureau.issue("Хорошая Анна", "3-good"), bureau.issue("Плохая Анна", "3-bad"));
    for (name, issued) in [("good", &good), ("bad", &bad)] {
        bureau.keep(&format!("{name}.der"), &issued.der);
        bureau.openssl(&format!("x509 -inform der -in {name}.der -out {name}.pem"));
    }
    let revoked = [Revoked { serial: bad.serial, at: moment() - SignedDuration::from_mins(1), reason: Reason::KeyCompromise }];
    let empty = revocation::list(&bureau.authorities.issuing, &[], 1, moment()).unwrap();
    bureau.keep("empty.crl", &empty);
    bureau.keep("list.crl", &revocation::list(&bureau.authorities.issuing, &revoked, 2, moment()).unwrap());
    for name in ["empty", "list"] {
        assert!(bureau.openssl(&format!("crl -inform der -in {name}.crl -out {name}.pem")).0);
    }
    let (_, text) = bureau.openssl("crl -inform der -in list.crl -noout -text -CAfile issuing.crt");
    for expected in ["Authority Key Identifier", "X509v3 CRL Number: \n                2", "Key Compromise", &bad.serial.to_string()] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
    let verify = |list: &str, who: &str| {
        bureau.openssl(&format!("verify -CAfile authority.crt -untrusted issuing.crt -crl_check -CRLfile {list}.pem {who}.pem"))
    };
    assert!(verify("empty", "bad").0 && verify("list", "good").0);
    let (accepted, why) = verify("list", "bad");
    assert!(!accepted && why.contains("certificate revoked"), "{why}");
}

#[test]
fn openssl_opens_both_profiles() {
    let mut bureau = Bureau::open();
    let issued = bureau.issue("Морозов Илья Петрович", "3-morozov");
    let password = FilePassword::fresh(&mut bureau.random);
    let expected = [(Profile::Modern, "PBES2, PBKDF2, AES-256-CBC"), (Profile::Compatible, "pbeWithSHA1And3-KeyTripleDES-CBC")];
    for (profile, algorithm) in expected {
        bureau.keep("person.p12", &issued.pack(&bureau.above(), &password, profile).unwrap());
        let open = |password: &str| bureau.openssl(&format!("pkcs12 -in person.p12 -legacy -info -nodes -passin pass:{password}"));
        let (opened, text) = open(password.shown());
        assert!(opened && text.contains(algorithm), "{profile:?}: {text}");
        assert_eq!((text.matches("BEGIN CERTIFICATE").count(), text.matches("BEGIN PRIVATE KEY").count()), (3, 1));
        assert!(!open("wrong").0);
    }
}

#[test]
fn nss_opens_both_profiles() {
    let mut bureau = Bureau::open();
    let issued = bureau.issue("Морозов Илья Петрович", "3-morozov");
    let password = FilePassword::fresh(&mut bureau.random);
    for profile in Profile::ALL {
        bureau.keep("person.p12", &issued.pack(&bureau.above(), &password, profile).unwrap());
        let store = TempDir::new_in(bureau.folder.path()).unwrap();
        let store = format!("sql:{}", store.path().display());
        assert!(said("certutil", &["-N", "-d", &store, "--empty-password"], bureau.folder.path()).0);
        let import = |password: &str| said("pk12util", &["-i", "person.p12", "-d", &store, "-W", password, "-K", ""], bureau.folder.path());
        assert!(!import("wrong").0);
        let (imported, text) = import(password.shown());
        assert!(imported, "{profile:?}: {text}");
        let (_, keys) = said("certutil", &["-K", "-d", &store], bureau.folder.path());
        assert!(keys.contains("ec") && keys.contains("< 0>"), "{keys}");
    }
}

#[test]
fn passwords_are_long_and_none_is_like_another() {
    let mut random = StdRng::seed_from_u64(1);
    let passwords: std::collections::BTreeSet<_> = (0..1000).map(|_| FilePassword::fresh(&mut random).shown().to_owned()).collect();
    assert_eq!(passwords.len(), 1000);
    let good = |password: &String| password.split('-').count() == 5 && password.split('-').all(|group| group.len() == 4);
    assert!(passwords.iter().all(good));
    assert!(!format!("{:?}", FilePassword::fresh(&mut random)).contains('-'), "it is not printed by mistake");
}
