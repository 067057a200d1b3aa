//! Our PEM files: lines that tell about the issue (`until: …`), then the blocks. RFC 7468 §2 lets text stand before a
//! block, so that `openssl x509 -in FILE` and others read them as they are.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use rcgen::{KeyPair, PublicKeyData};
use zeroize::Zeroizing;

/// A key or certificate file is not as we write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the file has no right {0}")]
pub struct Damaged(pub &'static str);

/// The label of a certificate's block.
pub const CERTIFICATE: &str = "CERTIFICATE";
/// The label of a private key's block (PKCS #8).
pub const PRIVATE_KEY: &str = "PRIVATE KEY";

/// The label of a private key's block that is sealed under the installation's key.
pub const SEALED_KEY: &str = "KABINET SEALED KEY";

/// A block with this label.
pub fn wrap(label: &str, base64: &str) -> String {
    let lines: Vec<_> = base64.as_bytes().chunks(64).map(String::from_utf8_lossy).collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
}

/// What the line `name: value` says.
pub fn line<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

/// The first block with this label, from its first dash to the end of its last line.
pub fn block<'a>(text: &'a str, label: &str) -> Option<&'a str> {
    let end_mark = format!("-----END {label}-----");
    let start = text.find(&format!("-----BEGIN {label}-----"))?;
    let end = text[start..].find(&end_mark)? + start + end_mark.len();
    Some(&text[start..end])
}

/// What the first block with this label holds.
pub fn bytes(text: &str, label: &str) -> Option<Vec<u8>> {
    let inside: String = block(text, label)?.lines().filter(|line| !line.starts_with('-')).map(str::trim).collect();
    STANDARD.decode(inside).ok()
}

/// The certificate and the key of a file, each with its last line ended.
///
/// # Errors
/// One is missing or unreadable, or the certificate is not for this key.
pub fn pair(text: &str) -> Result<(String, Zeroizing<String>), Damaged> {
    let certificate = block(text, CERTIFICATE).ok_or(Damaged("certificate"))?;
    let key = block(text, PRIVATE_KEY).ok_or(Damaged("key"))?;
    let opened = KeyPair::from_pem(key).map(Zeroizing::new).map_err(|_| Damaged("key"))?;
    let inside = bytes(certificate, CERTIFICATE).ok_or(Damaged("certificate"))?;
    let public = opened.der_bytes();
    if !inside.windows(public.len()).any(|window| window == public) {
        return Err(Damaged("certificate for its key"));
    }
    Ok((format!("{certificate}\n"), Zeroizing::new(format!("{key}\n"))))
}
