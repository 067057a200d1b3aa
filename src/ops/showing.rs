//! `kabinet demo`: serves the fictional town, made anew or taken from a folder.

use super::{
    config::{Level, Log, LogFormat},
    demo::{self, SignIn, Size},
    installation::{self, Installation},
    reference, serve,
};
use crate::{
    act::Writer,
    certificates::HostNames,
    notifications::follower as notices,
    search::{SearchIndex, follower as search_follower},
    server::site::{Listen, Running},
    storage::space::Reserve,
    terms::{Fault, Result, error::Doing},
};
use jiff::{Timestamp, tz::TimeZone};
use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::Command,
};

/// The fictional town.
pub const TOWN: &str = "Тихореченск";
const ZONE: &str = "Europe/Moscow";
/// The demo's store is made from this seed.
const SEED: [u8; 32] = [7; 32];
/// Marks a folder as a demo's, to be made anew at will.
const MARK: &str = "demo-sign-ins.txt";

/// The folder of a demo that is not kept: made anew each time.
fn passing_folder() -> Result<PathBuf> {
    let folder = std::env::temp_dir().join("kabinet-demo");
    if folder.exists() {
        if !folder.join(MARK).exists() && !folder.join("reserve").exists() {
            return Err(Fault::new("making the demo", format!("{} is in the way", folder.display())).into());
        }
        fs::remove_dir_all(&folder).doing("making the demo")?;
    }
    Ok(folder)
}

/// Opens the town, making it where it is not there; with the text that tells who can sign in.
///
/// # Errors
/// The folder cannot be written, or a bug.
pub fn open(folder: &Path, size: Size) -> Result<(Installation, String)> {
    let zone = TimeZone::get(ZONE).doing("finding the time zone")?;
    let mark = folder.join(MARK);
    installation::prepare(folder, TOWN, &mut rand::rng())?;
    installation::authorities(folder, TOWN, Timestamp::now())?;
    let mut opened = installation::open(folder, TOWN, zone, SEED)?;
    if let Ok(text) = fs::read_to_string(&mark) {
        return Ok((opened, text));
    }
    Reserve::of(folder).keep()?;
    let office = opened.office.clone();
    let material = demo::Material::read(&|name| reference::shipped(name).ok())?;
    let sign_ins = demo::populate(&mut opened.bench, &office, &material, size, Timestamp::now(), &folder.join("incoming"))?;
    opened.bench.commit()?;
    let text = table(&sign_ins);
    fs::write(&mark, &text).doing("making the demo")?;
    Ok((opened, text))
}

/// Makes the town in this folder with its search index and its notices, and ends.
///
/// # Errors
/// The folder cannot be written, or a bug.
pub fn make(folder: &Path) -> Result<()> {
    let Installation { bench, office, .. } = open(folder, Size::TOWN)?.0;
    let engine = bench.engine().clone();
    let index = SearchIndex::open(&folder.join("search"), search_follower::HEAP)?;
    search_follower::Follower::start(index, &engine.snapshot()?, &office)?;
    let (writer, writing) = Writer::start(bench)?;
    while notices::step(&engine.snapshot()?, &writer, Timestamp::now())? {}
    writer.stop();
    writing.join().map_err(|_| Fault::new("making the demo", "the writer died").into())
}

/// Makes the town in a process of its own: the memory that a year takes while it is made goes with that process.
fn make_apart(folder: &Path) -> Result<()> {
    const DOING: &str = "making the demo";
    let program = std::env::current_exe().doing(DOING)?;
    let ended = Command::new(program).args(["demo", "--make-only", "--data"]).arg(folder).status().doing(DOING)?;
    if ended.success() { Ok(()) } else { Err(Fault::new(DOING, format!("the process that makes it ended with {ended}")).into()) }
}

/// Who can sign in, as a table.
fn table(sign_ins: &[SignIn]) -> String {
    let roles: Vec<_> = sign_ins.iter().map(|who| format!("{} / {}", who.role.ru, who.role.en)).collect();
    let rows = sign_ins.iter().zip(&roles).map(|(who, role)| [who.name.as_str(), role, who.login.as_str(), who.password.as_str()]);
    let rows: Vec<[&str; 4]> = rows.collect();
    let widths: Vec<usize> = (0..4).map(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0)).collect();
    let mut text = String::new();
    for row in &rows {
        for (cell, width) in row.iter().zip(&widths) {
            text.push_str("  ");
            text.push_str(cell);
            text.extend(std::iter::repeat_n(' ', width - cell.chars().count()));
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    text
}

/// `kabinet demo`.
///
/// # Errors
/// The folder or an address is in use.
pub fn serve(data: Option<&Path>, http: SocketAddr, https: SocketAddr, verbose: bool) -> Result<()> {
    if !http.ip().is_loopback() {
        return Err(Fault::new("starting the demo", "plain HTTP is for this machine only: --http takes a loopback address").into());
    }
    serve::log(&Log { format: LogFormat::Text, level: if verbose { Level::Info } else { Level::Warn } });
    let folder = data.map_or_else(passing_folder, |data| Ok(data.to_owned()))?;
    println!("Кабинет: готовлю город {TOWN}… / making the town…");
    if !folder.join(MARK).exists() {
        make_apart(&folder)?;
    }
    let (installation, sign_ins) = open(&folder, Size::TOWN)?;
    let names = HostNames::parse::<&str>([]).doing("naming the demo")?;
    let certificate = SocketAddr::new(https.ip(), https.port().saturating_add(1));
    let listen = Listen { certificate: Some(certificate), http: Some(http), ..Listen::at(https, names) };
    serve::run(installation, listen, Box::new(move |running| announce(&running, &folder, &sign_ins)))
}

fn announce(running: &Running, folder: &Path, sign_ins: &str) {
    let http = running.addresses.http.map_or(0, |address| address.port());
    println!("\n  Откройте / open:   http://localhost:{http}   или / or   https://localhost:{}", running.addresses.https.port());
    println!("  Данные / data:     {}", folder.display());
    println!("  Удостоверяющий центр / authority:   {}\n", installation::keys_folder(folder).join("authority.crt").display());
    println!("  Кто / who, роль / role, логин / login, пароль / password:\n\n{sign_ins}");
    println!("  Ctrl+C — остановить / to stop");
}
