//! The settings of an installation: one TOML file, in which an unknown key is an error.

use super::post::Mail;
use crate::{
    certificates::HostNames,
    server::site,
    terms::{Fault, Result, error::Doing},
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
    /// Plain HTTP; only on a loopback address.
    #[serde(default)]
    pub http: Option<SocketAddr>,
    /// Names and addresses that people type.
    #[serde(default)]
    pub names: Vec<String>,
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
    /// And what should be looked at.
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
            Self::Warn => "warn,actix_server=error",
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
        if config.listen.http.is_some_and(|address| !address.ip().is_loopback()) {
            return Err(
                Fault::new("reading the configuration", "listen.http must be a loopback address; use listen.https for others").into()
            );
        }
        Ok(config)
    }

    /// Where it is reached and how letters go out, for the server.
    ///
    /// # Errors
    /// A name is none, or the authority of the mail server cannot be read.
    pub fn listen(&self) -> Result<site::Listen> {
        let names = HostNames::parse(&self.listen.names).doing("reading the names of the configuration")?;
        let mut mail = self.mail.settings()?;
        mail.site = mail.site.or_else(|| Some(address(self.listen.names.first()?, self.listen.https.port())));
        Ok(site::Listen { https: self.listen.https, http: self.listen.http, names, mail })
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
    fn plain_http_is_for_the_same_machine_only() {
        let error = Config::parse(&SAMPLE.replace("# http = \"127.0.0.1:8080\"", "http = \"0.0.0.0:80\"")).unwrap_err().to_string();
        assert!(error.contains("loopback"), "{error}");
        assert!(Config::parse(&SAMPLE.replace("Europe/Moscow", "Europe/Tikhorechensk")).is_err());
    }
}
