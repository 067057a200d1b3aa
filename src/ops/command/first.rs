//! `kabinet agent …`, `kabinet user …`.

use super::{Place, say};
use crate::{
    identity::changes::TypedAgent,
    ops::{
        config::Config,
        desk::{self, NewUser},
    },
    terms::{Result, Words, message},
};
use clap::{Args, Subcommand};
use std::{io::Write, path::PathBuf};

/// An Agent to make.
#[derive(Args)]
pub(super) struct Client {
    /// The configuration file.
    #[arg(long)]
    config: PathBuf,
    /// The short code by which services name it: social.
    code: String,
    /// Its name.
    #[arg(long)]
    name: String,
    /// Its name in English.
    #[arg(long, default_value = "")]
    name_en: String,
    /// Its name for narrow places.
    #[arg(long)]
    short: String,
    /// The same in English.
    #[arg(long, default_value = "")]
    short_en: String,
    /// ИНН.
    #[arg(long, default_value = "")]
    inn: String,
    /// КПП.
    #[arg(long, default_value = "")]
    kpp: String,
    /// Telephone.
    #[arg(long, default_value = "")]
    phone: String,
    /// E-mail.
    #[arg(long, default_value = "")]
    email: String,
    /// Number and date of the client's request.
    #[arg(long, default_value = "")]
    request: String,
    /// Reserved numbers of accounts: 100000-199999,300000-349999.
    #[arg(long, default_value = "")]
    reserved: String,
}

#[derive(Subcommand)]
pub(super) enum Agents {
    /// Make an Agent. The server must not run.
    Add(Box<Client>),
    /// List the Agents: number, code, name, whether open; the server may run meanwhile.
    List {
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Subcommand)]
pub(super) enum Users {
    /// Make a user, and print the one-time password, once. The server must not run.
    Add {
        /// The configuration file.
        #[arg(long)]
        config: PathBuf,
        /// The login with the digit of its type: 1- Owner's employee, 2- partner's, 3- Agent's.
        login: String,
        /// Surname, name and patronymic.
        #[arg(long)]
        name: String,
        /// The code of the Agent; may be given several times.
        #[arg(long = "agent", required = true)]
        agents: Vec<String>,
        /// The code of the role: administrator. Without it the Agent's administrator gives the roles.
        #[arg(long, default_value = "")]
        role: String,
        /// Position.
        #[arg(long, default_value = "")]
        position: String,
        /// E-mail: the access notice goes there.
        #[arg(long, default_value = "")]
        email: String,
        /// Telephone.
        #[arg(long, default_value = "")]
        phone: String,
    },
    /// List the employees: number, login, name, Agents with roles, whether active; the server may run meanwhile.
    List {
        #[command(flatten)]
        place: Place,
    },
}

pub(super) fn agents(command: Agents, words: &Words, out: &mut dyn Write) -> Result<()> {
    match command {
        Agents::Add(client) => {
            let Client { config, code, name, name_en, short, short_en, inn, kpp, phone, email, request, reserved } = *client;
            let typed = TypedAgent { code, name, name_en, short, short_en, inn, kpp, phone, email, request, reserved };
            let id = desk::add_agent(&Config::read(&config)?, &typed)?;
            say(words, &message("command-agent-added").with("number", id.to_string()), out)
        }
        Agents::List { place } => desk::agents(&place.folder()?, words, out),
    }
}

pub(super) fn users(command: Users, words: &Words, out: &mut dyn Write) -> Result<()> {
    match command {
        Users::Add { config, login, name, agents, role, position, email, phone } => {
            let new = NewUser { login, name, agents, role, position, email, phone };
            let (login, password) = desk::add_user(&Config::read(&config)?, &new)?;
            say(words, &message("command-user-added").with("login", login.as_str()).with("password", password), out)
        }
        Users::List { place } => desk::users(&place.folder()?, words, out),
    }
}
