//! TLS for the listeners: TLS 1.3 and 1.2 with one provider of cryptography, and a certificate that is swapped while
//! running.

use crate::{
    certificates::ServerIdentity,
    terms::{Result, error::Doing},
};
use arc_swap::ArcSwap;
use rustls::{
    ServerConfig,
    crypto::{CryptoProvider, aws_lc_rs},
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
    server::{ClientHello, ResolvesServerCert},
    sign::CertifiedKey,
};
use std::{fmt, sync::Arc};

#[cfg(test)]
mod tests;

const LOADING: &str = "loading the server certificate";

/// The one provider of cryptography. It is always named: two in the tree would make the library panic for want of a choice.
pub fn provider() -> Arc<CryptoProvider> {
    Arc::new(aws_lc_rs::default_provider())
}

/// The certificate that new connections are shown. Connections that are open keep the one they began with.
pub struct Presented {
    provider: Arc<CryptoProvider>,
    certificate: ArcSwap<CertifiedKey>,
}

impl Presented {
    /// Begins with this certificate.
    ///
    /// # Errors
    /// The texts are no PEM, or the key is not that of the certificate.
    pub fn new(identity: &ServerIdentity) -> Result<Self> {
        let provider = provider();
        let certificate = ArcSwap::from_pointee(load(identity, &provider)?);
        Ok(Self { provider, certificate })
    }

    /// Shows this certificate from now on.
    ///
    /// # Errors
    /// As [`Presented::new`]; the old one is shown further.
    pub fn swap(&self, identity: &ServerIdentity) -> Result<()> {
        self.certificate.store(Arc::new(load(identity, &self.provider)?));
        Ok(())
    }
}

fn load(identity: &ServerIdentity, provider: &CryptoProvider) -> Result<CertifiedKey> {
    let chain = CertificateDer::pem_slice_iter(identity.chain.as_bytes()).collect::<Result<Vec<_>, _>>().doing(LOADING)?;
    let key = PrivateKeyDer::from_pem_slice(identity.key.as_bytes()).doing(LOADING)?;
    CertifiedKey::from_der(chain, key, provider).doing(LOADING)
}

impl fmt::Debug for Presented {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Presented").finish_non_exhaustive()
    }
}

impl ResolvesServerCert for Presented {
    /// Whatever name was asked for: somebody who types another address of this machine shall read the browser's warning about the
    /// name and not a broken connection.
    fn resolve(&self, _hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.certificate.load_full())
    }
}

/// The configuration of the HTTPS listener: TLS 1.3 and 1.2, no client certificates, session tickets as the library has them.
/// The protocols over it (ALPN) are set by whoever binds.
///
/// # Errors
/// The provider lacks what these versions of TLS need.
pub fn configuration(presented: Arc<Presented>) -> Result<ServerConfig> {
    let versions = [&rustls::version::TLS13, &rustls::version::TLS12];
    let builder = ServerConfig::builder_with_provider(Arc::clone(&presented.provider))
        .with_protocol_versions(&versions)
        .doing("choosing the versions of TLS")?;
    Ok(builder.with_no_client_auth().with_cert_resolver(presented))
}
