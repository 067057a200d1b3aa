//! The reference data: roles, services, holidays. What the program brings along, and beside it, in the data folder's
//! `services`, what an installation adds: a new service is a new file there.

use crate::{
    access::Roles,
    applications::{Office, widget::Widgets},
    catalog::Catalogue,
    terms::{Fault, Result, calendar::Calendar, error::Doing},
};
use jiff::tz::TimeZone;
use std::{fs, path::Path};

#[derive(rust_embed::RustEmbed)]
#[folder = "data"]
struct Shipped;

/// A file that the program brings along.
///
/// # Errors
/// There is none of this name, or it is not UTF-8.
pub fn shipped(name: &str) -> Result<String> {
    let file = Shipped::get(name).ok_or_else(|| Fault::new("reading the reference data", format!("{name} is missing")))?;
    String::from_utf8(file.data.into_owned()).doing("reading the reference data")
}

/// All roles, and what nobody may hold together.
///
/// # Errors
/// A mistake in one of the files.
pub fn roles() -> Result<Roles> {
    let roles = Roles::parse(&shipped("roles.toml")?).doing("reading data/roles.toml")?;
    roles.with_conflicts(&shipped("conflicts.toml")?).doing("reading data/conflicts.toml")
}

/// The same, with whom a second factor is demanded of: the shipped file, or the one of this data folder in its place.
///
/// # Errors
/// A mistake in one of the files.
pub fn roles_in(folder: &Path) -> Result<Roles> {
    const DOING: &str = "reading factors.toml";
    let own = folder.join("factors.toml");
    let text = if own.exists() { fs::read_to_string(own).doing(DOING)? } else { shipped("factors.toml")? };
    roles()?.with_demands(&text).doing(DOING)
}

/// The services and the calendar: the shipped ones, and those of this data folder.
///
/// # Errors
/// Mistakes in files, each named.
pub fn office(folder: &Path, zone: TimeZone) -> Result<Office> {
    let mut files = vec![("catalog.toml".to_owned(), shipped("catalog.toml")?)];
    for name in Shipped::iter().filter(|name| name.starts_with("services/") && name.ends_with(".toml")) {
        files.push((name.to_string(), shipped(&name)?));
    }
    files.extend(added(&folder.join("services"))?);
    let files: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let catalogue = Catalogue::read(&files).map_err(|errors| {
        let errors: Vec<_> = errors.iter().map(ToString::to_string).collect();
        Fault::new("reading the services", errors.join("\n"))
    })?;
    let calendar = Calendar::parse(&shipped("holidays.toml")?).doing("reading data/holidays.toml")?;
    let widgets = Widgets::parse(&shipped("widgets.toml")?)?;
    Ok(Office { catalogue, calendar, zone, widgets })
}

/// The service files that an installation added.
fn added(folder: &Path) -> Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    if !folder.is_dir() {
        return Ok(files);
    }
    for entry in fs::read_dir(folder).doing("reading the added services")? {
        let path = entry.doing("reading the added services")?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let text = fs::read_to_string(&path)
                .map_err(|cause| Fault::new("reading the added services", format!("{}: {cause}", path.display())))?;
            files.push((path.display().to_string(), text));
        }
    }
    files.sort();
    Ok(files)
}
