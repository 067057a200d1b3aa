use super::*;
use crate::{
    certificates::{HostNames, authority, ensure_authority, ensure_server_certificate},
    journal::seal::SealingKey,
};
use jiff::{SignedDuration, Timestamp};
use rand::{SeedableRng, rngs::SmallRng};
use rustls::{
    ClientConfig, ClientConnection, HandshakeKind, ProtocolVersion, ServerConnection, client::danger::ServerCertVerifier,
    pki_types::ServerName, server::WebPkiClientVerifier, time_provider::TimeProvider,
};
use std::{path::Path, time::Duration};

const DAY: SignedDuration = SignedDuration::from_hours(24);

fn now() -> Timestamp {
    "2026-11-23T10:00:00Z".parse().unwrap()
}

fn identity(folder: &Path, names: &[&str], now: Timestamp) -> ServerIdentity {
    let random = &mut SmallRng::seed_from_u64(1);
    let authorities = ensure_authority(folder, "Тихореченск", &SealingKey::new([7; 32]), now, random).unwrap();
    ensure_server_certificate(folder, &authorities, &HostNames::parse(names).unwrap(), now, random).unwrap()
}

/// The clock of a client.
#[derive(Debug)]
struct Clock(Timestamp);
impl TimeProvider for Clock {
    fn current_time(&self) -> Option<UnixTime> {
        Some(UnixTime::since_unix_epoch(Duration::from_secs(self.0.as_second() as u64)))
    }
}

fn client(authority: &str, version: &'static SupportedProtocolVersion, clock: Timestamp) -> Arc<ClientConfig> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(authority.as_bytes()).unwrap()).unwrap();
    let builder = ClientConfig::builder_with_details(provider(), Arc::new(Clock(clock))).with_protocol_versions(&[version]).unwrap();
    Arc::new(builder.with_root_certificates(roots).with_no_client_auth())
}

/// A handshake and a byte each way, in memory; answers the client's side.
fn shake(client: &Arc<ClientConfig>, server: &Arc<ServerConfig>, name: &str) -> Result<ClientConnection, rustls::Error> {
    let mut near = ClientConnection::new(Arc::clone(client), ServerName::try_from(name.to_owned()).unwrap())?;
    let mut far = ServerConnection::new(Arc::clone(server))?;
    for _ in 0..10 {
        let mut wire = Vec::new();
        near.write_tls(&mut wire).unwrap();
        far.read_tls(&mut wire.as_slice()).unwrap();
        far.process_new_packets()?;
        let mut wire = Vec::new();
        far.write_tls(&mut wire).unwrap();
        near.read_tls(&mut wire.as_slice()).unwrap();
        near.process_new_packets()?;
    }
    assert!(!near.is_handshaking() && !far.is_handshaking());
    Ok(near)
}

fn certificate(connection: &ClientConnection) -> Vec<u8> {
    connection.peer_certificates().unwrap().first().unwrap().to_vec()
}

#[test]
fn browsers_that_trust_the_authority_reach_every_name_over_both_versions() {
    let folder = tempfile::tempdir().unwrap();
    let identity = identity(folder.path(), &["kabinet.example", "*.wild.example", "10.0.0.7"], now());
    let server = Arc::new(configuration(Arc::new(Presented::new(&identity).unwrap()), Oldest::Tls12).unwrap());
    for (version, expected) in [(&TLS13, ProtocolVersion::TLSv1_3), (&TLS12, ProtocolVersion::TLSv1_2)] {
        let client = client(&identity.authority, version, now());
        for name in ["localhost", "127.0.0.1", "::1", "kabinet.example", "a.wild.example", "10.0.0.7"] {
            let connection = shake(&client, &server, name).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(connection.protocol_version(), Some(expected));
        }
        for name in ["other.example", "10.0.0.8", "wild.example"] {
            let error = shake(&client, &server, name).err().unwrap().to_string();
            assert!(error.contains("not valid for name") || error.contains("certificate"), "{name}: {error}");
        }
    }
}

#[test]
fn tls_1_2_is_spoken_only_where_it_is_allowed() {
    let folder = tempfile::tempdir().unwrap();
    let identity = identity(folder.path(), &[], now());
    let server = Arc::new(configuration(Arc::new(Presented::new(&identity).unwrap()), Oldest::default()).unwrap());
    assert!(shake(&client(&identity.authority, &TLS13, now()), &server, "localhost").is_ok());
    assert!(shake(&client(&identity.authority, &TLS12, now()), &server, "localhost").is_err());
}

#[test]
fn a_client_of_another_authority_goes_away() {
    let (ours, theirs) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (ours, theirs) = (identity(ours.path(), &[], now()), identity(theirs.path(), &[], now()));
    assert_ne!(ours.fingerprint, theirs.fingerprint);
    let server = Arc::new(configuration(Arc::new(Presented::new(&ours).unwrap()), Oldest::Tls12).unwrap());
    let error = shake(&client(&theirs.authority, &TLS13, now()), &server, "localhost").err().unwrap();
    assert!(matches!(error, rustls::Error::InvalidCertificate(_)), "{error}");
}

#[test]
fn it_is_valid_from_an_hour_ago_to_its_last_second() {
    let folder = tempfile::tempdir().unwrap();
    let identity = identity(folder.path(), &[], now());
    let server = Arc::new(configuration(Arc::new(Presented::new(&identity).unwrap()), Oldest::Tls12).unwrap());
    let at = |clock| shake(&client(&identity.authority, &TLS13, clock), &server, "localhost").is_ok();
    let second = SignedDuration::from_secs(1);
    assert!(at(now() - authority::CLOCK_LEEWAY) && at(identity.until));
    assert!(!at(now() - authority::CLOCK_LEEWAY - second) && !at(identity.until + second));
    assert!(identity.until.duration_since(now() - authority::CLOCK_LEEWAY) <= DAY * 397);
}

#[test]
fn the_certificate_is_swapped_while_running_and_open_sessions_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let first = identity(folder.path(), &[], now());
    let presented = Arc::new(Presented::new(&first).unwrap());
    let server = Arc::new(configuration(Arc::clone(&presented), Oldest::Tls12).unwrap());
    let returning = client(&first.authority, &TLS13, now());
    let before = certificate(&shake(&returning, &server, "localhost").unwrap());
    let second = identity(folder.path(), &["new.example"], now());
    presented.swap(&second).unwrap();
    let resumed = shake(&returning, &server, "localhost").unwrap();
    assert_eq!(resumed.handshake_kind(), Some(HandshakeKind::Resumed));
    let after = certificate(&shake(&client(&first.authority, &TLS13, now()), &server, "new.example").unwrap());
    assert_ne!(before, after);
}

#[test]
fn a_key_of_another_certificate_is_refused_and_the_old_one_shown_further() {
    let folder = tempfile::tempdir().unwrap();
    let good = identity(folder.path(), &[], now());
    let mut wrong = identity(folder.path(), &["new.example"], now());
    wrong.key = good.key.clone();
    assert!(Presented::new(&wrong).is_err());
    let presented = Arc::new(Presented::new(&good).unwrap());
    assert!(presented.swap(&wrong).is_err());
    wrong.chain = String::new();
    assert!(presented.swap(&wrong).is_err());
    let server = Arc::new(configuration(presented, Oldest::Tls12).unwrap());
    assert!(shake(&client(&good.authority, &TLS13, now()), &server, "localhost").is_ok());
}

#[test]
fn the_server_certificate_is_no_certificate_of_a_person_and_the_root_none_of_a_server() {
    let folder = tempfile::tempdir().unwrap();
    let identity = identity(folder.path(), &[], now());
    let moment = Clock(now()).current_time().unwrap();
    let root = CertificateDer::from_pem_slice(identity.authority.as_bytes()).unwrap();
    let chain: Vec<_> = CertificateDer::pem_slice_iter(identity.chain.as_bytes()).map(Result::unwrap).collect();
    let [leaf, issuing] = &chain[..] else { panic!("the chain has the certificate and that of the issuing authority") };
    let between = [issuing.clone()];
    let mut roots = RootCertStore::empty();
    roots.add(root.clone()).unwrap();
    let roots = Arc::new(roots);
    let people = WebPkiClientVerifier::builder_with_provider(Arc::clone(&roots), provider()).build().unwrap();
    assert!(people.verify_client_cert(leaf, &between, moment).is_err());
    let servers = rustls::client::WebPkiServerVerifier::builder_with_provider(roots, provider()).build().unwrap();
    let localhost = ServerName::try_from("localhost").unwrap();
    assert!(servers.verify_server_cert(leaf, &between, &localhost, &[], moment).is_ok());
    assert!(servers.verify_server_cert(&root, &[], &localhost, &[], moment).is_err());
}
