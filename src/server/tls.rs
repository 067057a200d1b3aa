//! TLS for the listeners: TLS 1.3 and 1.2 with one provider of cryptography, and a certificate that is swapped while
//! running.

use crate::{
    certificates::ServerIdentity,
    terms::{Result, error::Doing},
};
use arc_swap::ArcSwap;
use rustls::{
    DigitallySignedStruct, DistinguishedName, RootCertStore, ServerConfig, SignatureScheme, SupportedProtocolVersion,
    client::danger::HandshakeSignatureValid,
    crypto::{CryptoProvider, aws_lc_rs, verify_tls12_signature, verify_tls13_signature},
    pki_types::{CertificateDer, PrivateKeyDer, UnixTime, pem::PemObject},
    server::{
        ClientHello, ResolvesServerCert,
        danger::{ClientCertVerified, ClientCertVerifier},
    },
    sign::CertifiedKey,
    version::{TLS12, TLS13},
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

/// The oldest version of TLS that is spoken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Oldest {
    /// TLS 1.2 too, for telephones from before 2020.
    Tls12,
    /// TLS 1.3 only.
    #[default]
    Tls13,
}

static BOTH: [&SupportedProtocolVersion; 2] = [&TLS13, &TLS12];
static NEWEST: [&SupportedProtocolVersion; 1] = [&TLS13];

impl Oldest {
    const fn versions(self) -> &'static [&'static SupportedProtocolVersion] {
        match self {
            Self::Tls12 => &BOTH,
            Self::Tls13 => &NEWEST,
        }
    }
}

/// The configuration of the HTTPS listener: no client certificates, session tickets as the library has them. The protocols over
/// it (ALPN) are set by whoever binds.
///
/// # Errors
/// The provider lacks what these versions of TLS need.
pub fn configuration(presented: Arc<Presented>, oldest: Oldest) -> Result<ServerConfig> {
    let builder = ServerConfig::builder_with_provider(Arc::clone(&presented.provider)).with_protocol_versions(oldest.versions());
    Ok(ordered(builder.doing("choosing the versions of TLS")?.with_no_client_auth().with_cert_resolver(presented)))
}

/// The configuration of the certificate's port: browsers are asked for a certificate of these authorities, and any answer is
/// taken, so that whoever has none, or a wrong one, reads our page instead of the browser's.
///
/// # Errors
/// As [`configuration`].
pub fn configuration_asking(presented: Arc<Presented>, oldest: Oldest, anchors: &RootCertStore) -> Result<ServerConfig> {
    let builder = ServerConfig::builder_with_provider(Arc::clone(&presented.provider)).with_protocol_versions(oldest.versions());
    let asking = Arc::new(Asking { hints: anchors.subjects(), provider: Arc::clone(&presented.provider) });
    Ok(ordered(builder.doing("choosing the versions of TLS")?.with_client_cert_verifier(asking).with_cert_resolver(presented)))
}

/// The server says which cipher is used, the strongest first, and not whoever calls.
const fn ordered(mut configuration: ServerConfig) -> ServerConfig {
    configuration.ignore_client_order = true;
    configuration
}

/// Asks for a certificate and takes any whose key the browser proves to hold. What it is worth is for the registry to say, in
/// every request: a verifier is not asked when a TLS session is resumed.
#[derive(Debug)]
struct Asking {
    hints: Vec<DistinguishedName>,
    provider: Arc<CryptoProvider>,
}

impl ClientCertVerifier for Asking {
    fn client_auth_mandatory(&self) -> bool {
        false
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &self.hints
    }

    fn verify_client_cert(
        &self,
        _own: &CertificateDer<'_>,
        _above: &[CertificateDer<'_>],
        _now: UnixTime,
    ) -> Result<ClientCertVerified, rustls::Error> {
        Ok(ClientCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
