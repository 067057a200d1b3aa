//! The way out: SMTP (RFC 5321) with or without TLS, or files in the outbox folder.

use crate::{
    certificates::files::{self, Readers},
    notifications::{Letter, letter::Way},
    terms::{Error, Fault, Result, Secret, error::Doing},
};
use lettre::{
    Message, SmtpTransport, Transport,
    transport::smtp::{
        authentication::Credentials,
        client::{Certificate, Tls, TlsParameters},
        extension::ClientId,
    },
};
use std::{
    path::{Path, PathBuf},
    time::Duration,
};

/// How long the server may take for each of its answers.
const PATIENCE: Duration = Duration::from_secs(15);
/// Characters of an error that are kept.
const LONGEST_ERROR: usize = 300;
/// Answers of a server that concern the letter or its address and will not change: RFC 5321, 4.2.3.
const FOR_GOOD: [u16; 5] = [550, 551, 552, 553, 554];

/// How the connection is kept from other ears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// TLS from the start (port 465).
    Tls,
    /// It begins plain and must become TLS before anything is said (port 587).
    StartTls,
    /// Not at all: a server on the same machine.
    Plain,
}

impl Security {
    /// The usual port.
    pub const fn port(self) -> u16 {
        match self {
            Self::Tls => 465,
            Self::StartTls => 587,
            Self::Plain => 25,
        }
    }
}

/// A mail server.
#[derive(Clone, Debug)]
pub struct Server {
    /// Its name, which its certificate bears.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is kept from other ears.
    pub security: Security,
    /// Login and password, where it asks for them.
    pub credentials: Option<(String, Secret<String>)>,
    /// The certificate of the authority that it is trusted by (PEM), beside those that everybody trusts.
    pub authority: Option<Vec<u8>>,
}

/// Why a letter did not go out.
#[derive(Debug)]
pub struct Failed {
    blame: Blame,
    told: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Blame {
    /// The letter: it will never go out.
    Letter,
    /// The letter, this time: the mailbox is full, the server wants to see it again later.
    Moment,
    /// The server: no letter goes out.
    Server,
}

impl Failed {
    /// It will never go out.
    pub fn never(told: impl Into<String>) -> Self {
        Self { blame: Blame::Letter, told: told.into() }
    }

    /// Something of ours failed.
    pub fn later(error: Error) -> Self {
        Self { blame: Blame::Server, told: error.to_string() }
    }

    /// Whether another try is of no use.
    pub fn is_final(&self) -> bool {
        self.blame == Blame::Letter
    }

    /// Whether other letters would meet the same.
    pub fn is_of_server(&self) -> bool {
        self.blame == Blame::Server
    }

    /// What the server said.
    pub fn told(self) -> String {
        self.told.chars().filter(|c| !c.is_control()).take(LONGEST_ERROR).collect()
    }
}

impl From<lettre::transport::smtp::Error> for Failed {
    fn from(error: lettre::transport::smtp::Error) -> Self {
        use std::error::Error as _;
        let status = error.status().map(u16::from);
        let blame = match status {
            Some(status) if FOR_GOOD.contains(&status) => Blame::Letter,
            // 421: the server closes its door; 5xx else: it does not like us (a wrong password, no TLS).
            Some(status) if status == 421 || status >= 500 => Blame::Server,
            Some(_) => Blame::Moment,
            None if error.is_client() => Blame::Letter,
            None => Blame::Server,
        };
        let told = error.source().map_or_else(|| error.to_string(), |source| format!("{error}: {source}"));
        Self { blame, told }
    }
}

/// The way out.
pub enum Post {
    /// To a server.
    Server(Box<SmtpTransport>),
    /// Into a folder.
    Outbox(PathBuf),
}

impl Post {
    /// The way of these settings.
    ///
    /// # Errors
    /// The server's authority cannot be read, or the folder cannot be made.
    pub fn new(server: Option<Server>, outbox: &Path) -> Result<Self> {
        let Some(server) = server else {
            files::make_folder(outbox)?;
            return Ok(Self::Outbox(outbox.to_owned()));
        };
        if server.security == Security::Plain && !is_here(&server.host) {
            return Err(Fault::new("reading mail of the configuration", "without TLS only a server on this machine is used").into());
        }
        let tls = match server.security {
            Security::Plain => Tls::None,
            Security::StartTls => Tls::Required(parameters(&server)?),
            Security::Tls => Tls::Wrapper(parameters(&server)?),
        };
        let mut transport = SmtpTransport::builder_dangerous(server.host).port(server.port).tls(tls).timeout(Some(PATIENCE));
        if let Some((login, password)) = server.credentials {
            transport = transport.credentials(Credentials::new(login, password.reveal().clone()));
        }
        Ok(Self::Server(Box::new(transport.hello_name(ClientId::default()).build())))
    }

    /// Which way it is.
    pub const fn way(&self) -> Way {
        match self {
            Self::Server(_) => Way::Mail,
            Self::Outbox(_) => Way::Outbox,
        }
    }

    /// Hands the letter over.
    ///
    /// # Errors
    /// It did not go out.
    pub fn send(&self, letter: &Letter, message: &Message) -> std::result::Result<(), Failed> {
        match self {
            Self::Server(transport) => transport.send(message).map(drop).map_err(Failed::from),
            Self::Outbox(folder) => {
                let text = String::from_utf8(message.formatted()).map_err(|cause| Failed::never(cause.to_string()))?;
                let name = format!("{}-{}.eml", letter.written_at.strftime("%Y%m%dT%H%M%SZ"), letter.id);
                files::write(&folder.join(name), &text, Readers::Owner).map_err(Failed::later)
            }
        }
    }
}

fn parameters(server: &Server) -> Result<TlsParameters> {
    let mut builder = TlsParameters::builder(server.host.clone());
    if let Some(authority) = &server.authority {
        builder = builder.add_root_certificate(Certificate::from_pem(authority).doing("reading mail.authority of the configuration")?);
    }
    builder.build().doing("reading mail of the configuration")
}

/// Whether this is the machine itself.
pub fn is_here(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}
