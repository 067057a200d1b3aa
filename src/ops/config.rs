//! The settings of an installation: one TOML file, in which an unknown key is an error.

use super::post::Mail;
use crate::{
    certificates::HostNames,
    server::{renewal::TownCertificate, site, tls::Oldest},
    terms::{Fault, Kind, Refusal, Result, error::Doing, message},
};
use jiff::tz::TimeZone;
use serde::Deserialize;
use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

/// The port that an https address need not name.
const HTTPS: u16 = 443;

/// All settings.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where everything is kept.
    pub data: PathBuf,
    /// What it is called and where it is.
    pub installation: Installation,
    /// Where it is reached.
    pub listen: Listen,
    /// How connections are protected.
    #[serde(default)]
    pub tls: Tls,
    /// How letters go out.
    #[serde(default)]
    pub mail: Mail,
    /// What it writes to the standard output.
    #[serde(default)]
    pub log: Log,
}

/// What an installation is called and where it is.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Installation {
    /// The name of the town.
    pub name: String,
    /// Of the IANA database.
    pub time_zone: String,
}

/// Where an installation is reached.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listen {
    /// HTTPS.
    pub https: SocketAddr,
    /// HTTPS that asks for a personal certificate.
    #[serde(default)]
    pub certificate: Option<SocketAddr>,
    /// Plain HTTP; only on a loopback address.
    #[serde(default)]
    pub http: Option<SocketAddr>,
    /// Plain HTTP that leads to HTTPS.
    #[serde(default)]
    pub redirect: Option<SocketAddr>,
    /// The port of HTTPS that browsers use, where a proxy passes it on.
    #[serde(default)]
    pub outside_https: Option<u16>,
    /// The same for the port that asks for a certificate.
    #[serde(default)]
    pub outside_certificate: Option<u16>,
    /// Names and addresses that people type.
    #[serde(default)]
    pub names: Vec<String>,
}

/// TLS.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tls {
    /// The oldest version that is spoken: "1.2" or "1.3".
    #[serde(default)]
    pub oldest: Version,
    /// The chain of a certificate that the town has from elsewhere (PEM).
    #[serde(default)]
    pub certificate: Option<PathBuf>,
    /// Its private key (PEM).
    #[serde(default)]
    pub key: Option<PathBuf>,
}

/// A version of TLS.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum Version {
    /// For telephones from before 2020.
    #[serde(rename = "1.2")]
    Tls12,
    /// For everything newer.
    #[default]
    #[serde(rename = "1.3")]
    Tls13,
}

/// What is written to the standard output.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    /// For a collector or for people.
    #[serde(default)]
    pub format: LogFormat,
    /// How much.
    #[serde(default)]
    pub level: Level,
}

/// The form of a log line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// One JSON object a line.
    Json,
    /// For people.
    #[default]
    Text,
}

/// How much is logged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Faults.
    Error,
    /// And what should be looked at, and that the site is served.
    #[default]
    Warn,
    /// And every request.
    Info,
    /// And more.
    Debug,
}

impl Level {
    /// As the log's filter takes it.
    pub const fn filter(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warn => "warn,actix_server=error,serving=info",
            Self::Info => "info,actix_server=warn",
            Self::Debug => "debug",
        }
    }
}

impl Config {
    /// Reads the file.
    ///
    /// # Errors
    /// It cannot be read, has an unknown key or a wrong value: named with its line.
    pub fn read(path: &Path) -> Result<Self> {
        if !path.exists() {
            let told = message("command-config-missing").with("file", path.display().to_string());
            return Err(Refusal::new(Kind::Missing, told).into());
        }
        let text = std::fs::read_to_string(path)
            .map_err(|cause| Fault::new("reading the configuration", format!("{}: {cause}", path.display())))?;
        Self::parse(&text)
    }

    /// Reads the text of the file.
    ///
    /// # Errors
    /// As [`Config::read`].
    pub fn parse(text: &str) -> Result<Self> {
        let config: Self = toml::from_str(text).doing("reading the configuration")?;
        config.zone()?;
        config.listen()?;
        if config.listen.http.is_some_and(|address| !address.ip().is_loopback()) {
            return Err(
                Fault::new("reading the configuration", "listen.http must be a loopback address; use listen.https for others").into()
            );
        }
        Ok(config)
    }

    /// Where the site is reached, and how.
    ///
    /// # Errors
    /// A name is wrong, of certificate and key only one is named, or the authority of the mail server cannot be read.
    pub fn listen(&self) -> Result<site::Listen> {
        let Listen { https, certificate, http, redirect, outside_https, outside_certificate, names } = self.listen.clone();
        let names = HostNames::parse(&names).doing("reading the names of the configuration")?;
        let oldest = match self.tls.oldest {
            Version::Tls12 => Oldest::Tls12,
            Version::Tls13 => Oldest::Tls13,
        };
        let town_certificate = match (self.tls.certificate.clone(), self.tls.key.clone()) {
            (Some(chain), Some(key)) => Some(TownCertificate { chain, key }),
            (None, None) => None,
            (Some(_), None) | (None, Some(_)) => {
                return Err(Fault::new("reading the configuration", "tls.certificate and tls.key go together").into());
            }
        };
        let mut mail = self.mail.settings()?;
        mail.site = mail.site.or_else(|| Some(address(self.listen.names.first()?, outside_https.unwrap_or(self.listen.https.port()))));
        Ok(site::Listen { https, certificate, http, redirect, outside_https, outside_certificate, oldest, town_certificate, names, mail })
    }

    /// The time zone.
    ///
    /// # Errors
    /// There is no such zone.
    pub fn zone(&self) -> Result<TimeZone> {
        TimeZone::get(&self.installation.time_zone).doing("finding the time zone of the configuration")
    }
}

/// The address of the site under this name, as letters lead to it.
fn address(name: &str, port: u16) -> String {
    let name = if name.contains(':') && !name.starts_with('[') { format!("[{name}]") } else { name.to_owned() };
    if port == HTTPS { format!("https://{name}") } else { format!("https://{name}:{port}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = include_str!("../../packaging/kabinet.toml");

    #[test]
    fn the_sample_is_a_configuration() {
        let config = Config::parse(SAMPLE).unwrap();
        assert_eq!(config.listen.https.port(), 8443);
        assert_eq!(config.log.format, LogFormat::Json);
    }

    #[test]
    fn letters_lead_to_the_first_name() {
        assert_eq!(Config::parse(SAMPLE).unwrap().listen().unwrap().mail.site.unwrap(), "https://kabinet.example:8443");
        assert_eq!((address("a.ru", 443), address("::1", 8443)), ("https://a.ru".to_owned(), "https://[::1]:8443".to_owned()));
    }

    #[test]
    fn an_unknown_key_is_an_error_and_is_named() {
        let error = Config::parse(&SAMPLE.replace("[log]", "colour = \"red\"\n[log]")).unwrap_err().to_string();
        assert!(error.contains("colour"), "{error}");
    }

    #[test]
    fn a_certificate_of_the_town_comes_with_its_key() {
        let with = |lines: &str| Config::parse(&SAMPLE.replace("oldest = \"1.2\"", lines));
        assert!(with("certificate = \"a\"").unwrap_err().to_string().contains("go together"));
        let listen = with("certificate = \"a\"\nkey = \"b\"\noldest = \"1.2\"").unwrap().listen().unwrap();
        assert_eq!((listen.oldest, listen.town_certificate.is_some()), (Oldest::Tls12, true));
        assert!(with("oldest = \"1.1\"").is_err());
    }

    #[test]
    fn plain_http_is_for_the_same_machine_only() {
        let error = Config::parse(&SAMPLE.replace("# http = \"127.0.0.1:8080\"", "http = \"0.0.0.0:80\"")).unwrap_err().to_string();
        assert!(error.contains("loopback"), "{error}");
        assert!(Config::parse(&SAMPLE.replace("Europe/Moscow", "Europe/Tikhorechensk")).is_err());
    }
}
