//! The names and addresses under which browsers reach the server.

use std::{collections::BTreeSet, fmt, net::IpAddr, net::Ipv4Addr, net::Ipv6Addr};

/// Characters in the longest domain name (RFC 1035 §2.3.4, without the final dot).
const DOMAIN_LIMIT: usize = 253;
/// Characters in the longest part of a domain name.
const LABEL_LIMIT: usize = 63;
/// Names and addresses in one certificate; a list beyond it is a mistake in the configuration.
pub const NAMES_LIMIT: usize = 100;

/// One name or address of the server.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HostName {
    /// A domain name in small letters, perhaps with `*.` in front.
    Domain(String),
    /// An address, where people type one.
    Address(IpAddr),
}

/// Why a text is not a name of a server.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HostNameError {
    /// A domain name in another script.
    #[error("`{0}` is not in Latin letters: write the name in its xn-- form")]
    Script(String),
    /// `0.0.0.0`, `::` or a multicast address: nobody reaches a server under it.
    #[error("`{0}` is not an address that a browser can open")]
    Address(String),
    /// Empty, too long, with a port, a scheme, a space, an underscore.
    #[error("`{0}` is neither a domain name nor an address: write it without https:// and without a port")]
    Shape(String),
    /// More than [`NAMES_LIMIT`].
    #[error("more than {NAMES_LIMIT} names")]
    TooMany,
}

impl HostName {
    /// Takes a domain name in any case, or an IPv4 or IPv6 address (also in brackets).
    ///
    /// # Errors
    /// It is neither, or cannot stand in a certificate.
    pub fn parse(text: &str) -> Result<Self, HostNameError> {
        let text = text.trim();
        let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
        if let Ok(address) = bare.parse::<IpAddr>() {
            let wrong = address.is_unspecified() || address.is_multicast();
            return if wrong { Err(HostNameError::Address(text.to_owned())) } else { Ok(Self::Address(address.to_canonical())) };
        }
        if !text.is_ascii() {
            return Err(HostNameError::Script(text.to_owned()));
        }
        let domain = text.strip_suffix('.').unwrap_or(text).to_ascii_lowercase();
        if is_domain(domain.strip_prefix("*.").unwrap_or(&domain)) {
            Ok(Self::Domain(domain))
        } else {
            Err(HostNameError::Shape(text.to_owned()))
        }
    }
}

fn is_domain(text: &str) -> bool {
    let is_label = |label: &str| {
        let characters = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        characters && (1..=LABEL_LIMIT).contains(&label.len()) && !label.starts_with('-') && !label.ends_with('-')
    };
    let is_number = |label: &str| label.bytes().all(|byte| byte.is_ascii_digit());
    // A last part of digits alone is a mistyped address (RFC 3696 §2).
    text.len() <= DOMAIN_LIMIT && text.split('.').all(is_label) && !text.rsplit('.').next().is_some_and(is_number)
}

impl fmt::Display for HostName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Domain(domain) => f.write_str(domain),
            Self::Address(address) => address.fmt(f),
        }
    }
}

/// All names of the server; `localhost`, `127.0.0.1` and `::1` are always among them. Shown in one order, with commas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostNames(BTreeSet<HostName>);

impl HostNames {
    /// The names of the configuration and those of the machine itself.
    ///
    /// # Errors
    /// One of them is not a name, or they are too many.
    pub fn parse<Name: AsRef<str>>(configured: impl IntoIterator<Item = Name>) -> Result<Self, HostNameError> {
        let mut names = Self::default().0;
        for name in configured {
            names.insert(HostName::parse(name.as_ref())?);
        }
        if names.len() > NAMES_LIMIT { Err(HostNameError::TooMany) } else { Ok(Self(names)) }
    }

    /// The name by which others know the server: the first domain of the configuration, `localhost` where there is none.
    pub fn first(&self) -> String {
        let known = self.iter().find(|name| matches!(name, HostName::Domain(domain) if domain != "localhost" && !domain.starts_with("*.")));
        known.map_or_else(|| "localhost".to_owned(), ToString::to_string)
    }

    /// Each name, in one order.
    pub fn iter(&self) -> impl Iterator<Item = &HostName> {
        self.0.iter()
    }
}

impl Default for HostNames {
    fn default() -> Self {
        let localhost = HostName::Domain("localhost".to_owned());
        let addresses = [IpAddr::from(Ipv4Addr::LOCALHOST), IpAddr::from(Ipv6Addr::LOCALHOST)].map(HostName::Address);
        Self(addresses.into_iter().chain([localhost]).collect())
    }
}

impl fmt::Display for HostNames {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, name) in self.iter().enumerate() {
            write!(f, "{}{name}", if place == 0 { "" } else { ", " })?;
        }
        Ok(())
    }
}
