//! The command line.

mod first;

use super::{
    books::{self, Soundness},
    config::Config,
    copies, init, reference, serve, why,
};
use crate::terms::{AgentId, Error, Language, Message, Result, Words, error::Doing, message};
use clap::{Parser, Subcommand};
use jiff::tz::TimeZone;
use rustix::fs::Mode;
use std::{
    io::{self, Write},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Kabinet: a town's digital front office in one program.
#[derive(Parser)]
#[command(version, about, propagate_version = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// The language of results and refusals: that of the terminal (LC_ALL, LC_MESSAGES, LANG) where none is named.
    #[arg(long, global = true)]
    language: Option<Tongue>,
}

/// The languages that results are told in.
#[derive(Clone, Copy, clap::ValueEnum)]
enum Tongue {
    /// Русский.
    Ru,
    /// English.
    En,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the installation of a configuration file.
    Serve {
        /// The configuration file.
        #[arg(long)]
        config: PathBuf,
    },
    /// Serve the fictional town of Tikhorechensk, to look at.
    Demo {
        /// Keep the town in this folder; without it, in a temporary folder that the printed text names.
        #[arg(long)]
        data: Option<PathBuf>,
        /// Where plain HTTP is reached; a loopback address.
        #[arg(long, default_value = "127.0.0.1:8080")]
        http: SocketAddr,
        /// Where HTTPS is reached.
        #[arg(long, default_value = "127.0.0.1:8443")]
        https: SocketAddr,
        /// Write every request to the standard output.
        #[arg(long)]
        verbose: bool,
        /// Make the town in the folder and end: how the demo starts itself.
        #[arg(long, hide = true, requires = "data")]
        make_only: bool,
    },
    /// Set up a new installation: folder, keys, certificate authority, Owner, first supervisor.
    Init {
        /// The configuration file.
        #[arg(long)]
        config: PathBuf,
        /// The first supervisor's login, without the leading `1-`.
        #[arg(long, default_value = "admin")]
        login: String,
        /// The first supervisor's surname, name and patronymic.
        #[arg(long, default_value = "Администратор Системы")]
        name: String,
    },
    /// Agents, the client organisations: the first ones of a new installation. Later the Owner makes them in the browser.
    Agent {
        #[command(subcommand)]
        command: first::Agents,
    },
    /// Users: the first ones of a new installation. Later the Owner makes them in the browser.
    User {
        #[command(subcommand)]
        command: first::Users,
    },
    /// Copy the installation, as it is at this moment, into a new folder; the server may run meanwhile.
    Backup {
        #[command(flatten)]
        place: Place,
        /// The new folder.
        to: PathBuf,
    },
    /// Put a backup in the place of an installation that is not there.
    Restore {
        #[command(flatten)]
        place: Place,
        /// The backup.
        from: PathBuf,
    },
    /// Compare records, indexes, search, documents and journals; the server may run meanwhile.
    Check {
        #[command(flatten)]
        place: Place,
    },
    /// Say whether a user may do something, and why.
    Why {
        #[command(flatten)]
        place: Place,
        /// The login: 3-kuznetsova.
        login: String,
        /// The code of the function: applications.case.decide.
        function: String,
        /// What it would be done to: the number of a case, the address of a house, a login, the name of a role …
        object: Option<String>,
        /// In this Agent only: its number.
        #[arg(long)]
        agent: Option<u64>,
    },
    /// The journals of actions.
    Journal {
        #[command(subcommand)]
        command: Journal,
    },
}

#[derive(Subcommand)]
enum Journal {
    /// Read every entry and say whether anything was altered, removed or re-ordered; names the first bad entry.
    Verify {
        #[command(flatten)]
        place: Place,
    },
    /// Write the proof of one entry to a file.
    Prove {
        #[command(flatten)]
        place: Place,
        /// Whose journal: the Agent's number.
        #[arg(long)]
        agent: u64,
        /// The entry's number, from 1.
        number: u64,
        /// The file.
        to: PathBuf,
    },
    /// Check a proof file against the public key of its installation (keys/journal.pub).
    CheckProof {
        /// The proof.
        file: PathBuf,
        /// The public key, as a text or in a file.
        #[arg(long)]
        key: String,
    },
    /// Write a journal as CSV to the standard output.
    Export {
        #[command(flatten)]
        place: Place,
        /// Whose journal: the Agent's number.
        #[arg(long)]
        agent: u64,
    },
}

/// Where the installation is: named by its configuration or by its folder.
#[derive(clap::Args)]
#[group(required = true, multiple = false)]
struct Place {
    /// The configuration file.
    #[arg(long)]
    config: Option<PathBuf>,
    /// The data folder.
    #[arg(long)]
    data: Option<PathBuf>,
}

impl Place {
    fn folder(&self) -> Result<PathBuf> {
        match (&self.config, &self.data) {
            (Some(config), _) => Ok(Config::read(config)?.data),
            (None, Some(data)) => Ok(data.clone()),
            (None, None) => Ok(PathBuf::from(".")),
        }
    }

    fn zone(&self) -> Result<TimeZone> {
        self.config.as_ref().map_or(Ok(TimeZone::system()), |config| Config::read(config)?.zone())
    }
}

/// In this language, else in the terminal's: Russian where its locale is Russian, and English, as the help, anywhere else.
fn words(asked: Option<Tongue>) -> Words {
    let locale = || ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    let language = match asked {
        Some(Tongue::Ru) => Language::Russian,
        Some(Tongue::En) => Language::English,
        None if locale().is_some_and(|locale| locale.starts_with("ru")) => Language::Russian,
        None => Language::English,
    };
    Words::new(language, TimeZone::system())
}

fn done(result: Result<()>) -> Result<Soundness> {
    result.map(|()| Soundness::Whole)
}

fn run(command: Command, words: &Words) -> Result<Soundness> {
    let out = &mut std::io::stdout();
    match command {
        Command::Serve { config } => done(serve::serve(&config)),
        Command::Demo { data: Some(data), make_only: true, .. } => done(super::showing::make(&data)),
        Command::Demo { data, http, https, verbose, make_only: _ } => done(super::showing::serve(data.as_deref(), http, https, verbose)),
        Command::Init { config, login, name } => done(begin(&config, &init::First { login: &login, name: &name }, words, out)),
        Command::Agent { command } => done(first::agents(command, words, out)),
        Command::User { command } => done(first::users(command, words, out)),
        Command::Backup { place, to } => done(tell("backup-done", copies::backup(&place.folder()?, &to)?, &to, words, out)),
        Command::Restore { place, from } => {
            let folder = place.folder()?;
            done(tell("restore-done", copies::restore(&from, &folder)?, &folder, words, out))
        }
        Command::Check { place } => books::check_all(&place.folder()?, &reference::office(&place.folder()?, place.zone()?)?, words, out),
        Command::Why { place, login, function, object, agent } => {
            let question = why::Question { login: &login, function: &function, object: object.as_deref(), agent };
            let today = jiff::Zoned::now().with_time_zone(place.zone()?).date();
            done(why::why(&place.folder()?, &question, words, today, out))
        }
        Command::Journal { command } => journal(command, words, out),
    }
}

fn journal(command: Journal, words: &Words, out: &mut dyn Write) -> Result<Soundness> {
    match command {
        Journal::Verify { place } => books::verify(&place.folder()?, words, out),
        Journal::Prove { place, agent, number, to } => {
            done(books::prove_entry(&place.folder()?, (AgentId::new(agent), number), &to, words))
        }
        Journal::CheckProof { file, key } => {
            let key = if Path::new(&key).is_file() { std::fs::read_to_string(&key).unwrap_or_default() } else { key };
            books::check_proof(&file, &key, words, out)
        }
        Journal::Export { place, agent } => done(books::export_csv(&place.folder()?, AgentId::new(agent), words, out).map(drop)),
    }
}

fn say(words: &Words, said: &Message, out: &mut dyn Write) -> Result<()> {
    writeln!(out, "{}", words.say(said)).doing("answering")
}

/// That a copy is made, and where it lies open to others.
fn tell(id: &'static str, rows: u64, folder: &Path, words: &Words, out: &mut dyn Write) -> Result<()> {
    say(words, &message(id).with("count", i64::try_from(rows).unwrap_or(i64::MAX)), out)?;
    if copies::is_open_to_others(folder) {
        say(words, &message("command-folder-open").with("folder", folder.display().to_string()), out)?;
    }
    Ok(())
}

fn begin(config: &Path, first: &init::First<'_>, words: &Words, out: &mut dyn Write) -> Result<()> {
    let config = Config::read(config)?;
    let (login, password) = init::init(&config.data, &config.installation.name, config.zone()?, first)?;
    say(words, &message("init-done").with("login", login.as_str()).with("password", password), out)
}

/// Does what the command line says. Whatever it makes (the store, documents on their way in, the search index, backups,
/// proofs) holds personal data, and is for the account alone that it runs under.
pub fn main() -> ExitCode {
    let _ = rustix::process::umask(Mode::RWXG | Mode::RWXO);
    let Arguments { command, language } = Arguments::parse();
    let words = words(language);
    match run(command, &words) {
        Ok(Soundness::Whole) => ExitCode::SUCCESS,
        Ok(Soundness::Damaged) => ExitCode::from(2),
        // Whoever read the answer has read enough: `kabinet journal export … | head`.
        Err(Error::Fault(fault)) if is_broken_pipe(&*fault.cause) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("kabinet: {}", told(&error, &words));
            ExitCode::FAILURE
        }
    }
}

fn is_broken_pipe(cause: &(dyn std::error::Error + 'static)) -> bool {
    let own = cause.downcast_ref::<io::Error>().is_some_and(|cause| cause.kind() == io::ErrorKind::BrokenPipe);
    own || cause.source().is_some_and(is_broken_pipe)
}

/// A refusal in the reader's words, a fault as it is.
fn told(error: &Error, words: &Words) -> String {
    match error {
        Error::Refused(refusal) => {
            let fields = refusal.fields.iter().map(|field| format!("--{}: {}", field.field, words.say(&field.message)));
            std::iter::once(words.say(&refusal.message)).chain(fields).collect::<Vec<_>>().join("\n  ")
        }
        Error::Fault(fault) => fault.to_string(),
    }
}
