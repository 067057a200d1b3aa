//! Whether a presented certificate comes from our authority and is meant for signing in. Whose it is, and whether it is still
//! good, only the registry says.

use super::keys::Authorities;
use crate::terms::{Result, error::Doing};
use jiff::Timestamp;
use rustls::{
    CertificateError, Error, RootCertStore,
    crypto::aws_lc_rs,
    pki_types::{CertificateDer, UnixTime, pem::PemObject},
    server::WebPkiClientVerifier,
};
use std::{sync::Arc, time::Duration};

const READING: &str = "reading the authority of personal certificates";

/// Where a certificate comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Our authority issued it for signing in.
    Ours,
    /// Our authority issued it for something else, as for a server.
    OtherUse,
    /// Another authority issued it, or it is damaged.
    Foreign,
}

/// The authorities under which people have certificates: the issuing one and the root.
///
/// # Errors
/// A certificate is damaged.
pub fn anchors(authorities: &Authorities) -> Result<RootCertStore> {
    let mut anchors = RootCertStore::empty();
    for pem in [authorities.issuing.certificate(), &authorities.root] {
        let certificate = CertificateDer::from_pem_slice(pem.as_bytes()).doing(READING)?;
        anchors.add(certificate).doing(READING)?;
    }
    Ok(anchors)
}

/// Where the first certificate of this chain (DER) comes from. One that has ended still comes from where it came.
///
/// # Errors
/// Our own certificates are damaged.
pub fn origin(authorities: &Authorities, chain: &[Vec<u8>], now: Timestamp) -> Result<Origin> {
    let Some((own, above)) = chain.split_first() else { return Ok(Origin::Foreign) };
    let builder = WebPkiClientVerifier::builder_with_provider(Arc::new(anchors(authorities)?), Arc::new(aws_lc_rs::default_provider()));
    let verifier = builder.build().doing(READING)?;
    let (own, above) = (CertificateDer::from(own.as_slice()), above.iter().map(|der| CertificateDer::from(der.as_slice())));
    let moment = UnixTime::since_unix_epoch(Duration::from_secs(now.as_second().unsigned_abs()));
    Ok(match verifier.verify_client_cert(&own, &above.collect::<Vec<_>>(), moment) {
        Ok(_) => Origin::Ours,
        Err(Error::InvalidCertificate(
            CertificateError::Expired
            | CertificateError::ExpiredContext { .. }
            | CertificateError::NotValidYet
            | CertificateError::NotValidYetContext { .. },
        )) => Origin::Ours,
        Err(Error::InvalidCertificate(CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. })) => {
            Origin::OtherUse
        }
        Err(_) => Origin::Foreign,
    })
}
