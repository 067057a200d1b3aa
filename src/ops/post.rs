//! `[mail]` of the configuration.

use crate::{
    notifications::mailer::{Pace, Security, Server, Settings},
    terms::{Fault, Result, Secret},
};
use serde::Deserialize;
use std::{fs, path::PathBuf};

/// How letters go out. Without a server they lie in the folder `outbox` of the data folder.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// The name of the mail server.
    #[serde(default)]
    pub server: Option<String>,
    /// Its port; the usual one for its security where none is set.
    #[serde(default)]
    pub port: Option<u16>,
    /// How the connection is kept from other ears.
    #[serde(default)]
    pub security: Connection,
    /// What the server knows us by.
    #[serde(default)]
    pub login: Option<String>,
    /// And by what it believes it.
    #[serde(default)]
    pub password: Option<Secret<String>>,
    /// The sender: `Кабинет <kabinet@example.ru>`.
    #[serde(default)]
    pub from: Option<String>,
    /// The certificate of the authority of an own mail server (a PEM file).
    #[serde(default)]
    pub authority: Option<PathBuf>,
    /// Letters in a minute at the most.
    #[serde(default)]
    pub per_minute: Option<usize>,
    /// The address of the site, for links.
    #[serde(default)]
    pub site: Option<String>,
}

/// How the connection to the mail server is kept from other ears.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Connection {
    /// It begins plain and must become TLS (port 587).
    #[default]
    StartTls,
    /// TLS from the start (port 465).
    Tls,
    /// Not at all (port 25); only to this machine.
    Plain,
}

const READING: &str = "reading mail of the configuration";

impl Mail {
    /// As the mailer takes them.
    ///
    /// # Errors
    /// A login without a password, a server without a sender, an authority that cannot be read.
    pub fn settings(&self) -> Result<Settings> {
        let wrong = |text: &str| Fault::new(READING, text.to_owned());
        if self.server.is_some() && self.from.is_none() {
            return Err(wrong("mail.from is missing: a mail server takes no letters without a sender").into());
        }
        if self.login.is_some() != self.password.is_some() {
            return Err(wrong("mail.login and mail.password belong together").into());
        }
        if self.site.as_ref().is_some_and(|site| !site.starts_with("https://") && !site.starts_with("http://")) {
            return Err(wrong("mail.site begins with https://").into());
        }
        let usual = Settings::default();
        let pace = Pace { per_minute: self.per_minute.unwrap_or(usual.pace.per_minute).max(1), ..usual.pace };
        let from = self.from.clone().unwrap_or(usual.from);
        Ok(Settings { server: self.server.as_ref().map(|host| self.server(host)).transpose()?, from, pace, site: self.site.clone() })
    }

    fn server(&self, host: &str) -> Result<Server> {
        let security = match self.security {
            Connection::StartTls => Security::StartTls,
            Connection::Tls => Security::Tls,
            Connection::Plain => Security::Plain,
        };
        let read = |path: &PathBuf| fs::read(path).map_err(|cause| Fault::new(READING, format!("{}: {cause}", path.display())));
        Ok(Server {
            host: host.to_owned(),
            port: self.port.unwrap_or_else(|| security.port()),
            security,
            credentials: self.login.clone().zip(self.password.clone()),
            authority: self.authority.as_ref().map(read).transpose()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(text: &str) -> Result<Settings> {
        toml::from_str::<Mail>(text).unwrap().settings()
    }

    #[test]
    fn without_a_server_letters_go_into_the_folder() {
        assert!(settings("").unwrap().server.is_none());
    }

    #[test]
    fn a_server_has_its_usual_port_and_its_password_is_never_shown() {
        let text = "server = \"mail.example.ru\"\nfrom = \"a@example.ru\"\nlogin = \"a\"\npassword = \"tikhaya-reka\"";
        let settings = settings(text).unwrap();
        assert!(!format!("{settings:?}").contains("tikhaya"), "{settings:?}");
        let server = settings.server.unwrap();
        assert_eq!((server.port, server.security), (587, Security::StartTls));
    }

    #[test]
    fn what_does_not_fit_together_is_told() {
        for wrong in [
            "server = \"a.ru\"",
            "login = \"a\"",
            "site = \"kabinet.example\"",
            "authority = \"/nowhere\"\nserver = \"a.ru\"\nfrom = \"a@a.ru\"",
        ] {
            assert!(settings(wrong).is_err(), "{wrong}");
        }
        assert!(toml::from_str::<Mail>("sever = \"a.ru\"").is_err());
    }
}
