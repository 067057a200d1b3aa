//! What the town is made of: names, streets, employees, and what people write. Read from `data/demo/*.toml`.

use super::fate::Fate;
use crate::{
    access::Roles,
    people::{Email, Sex},
    terms::{Fault, FullName, Result, Text, error::Doing},
};
use jiff::civil::Date;
use serde::{Deserialize, de::DeserializeOwned};
use std::collections::HashMap;

/// The names, the town, the texts and the roles.
pub struct Material {
    pub(super) names: Vec<People>,
    pub(super) town: Town,
    pub(super) texts: Texts,
    pub(super) roles: Roles,
}

impl Material {
    /// Reads the files; `file` answers with the text of a file under `data/` by its name: `demo/names.toml`.
    ///
    /// # Errors
    /// A file is missing or not what it should be.
    pub fn read(file: &dyn Fn(&str) -> Option<String>) -> Result<Self> {
        let roles = Roles::parse(&text(file, "roles.toml")?).doing("reading the roles")?;
        let names: Names = parsed(file, "demo/names.toml")?;
        Ok(Self { names: names.people, town: parsed(file, "demo/town.toml")?, texts: parsed(file, "demo/texts.toml")?, roles })
    }
}

fn text(file: &dyn Fn(&str) -> Option<String>, name: &str) -> Result<String> {
    file(name).ok_or_else(|| Fault::new("reading the demonstration", format!("data/{name} is not there")).into())
}

fn parsed<T: DeserializeOwned>(file: &dyn Fn(&str) -> Option<String>, name: &str) -> Result<T> {
    toml::from_str(&text(file, name)?).doing("reading the demonstration")
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Names {
    people: Vec<People>,
}

/// People who are named alike.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct People {
    /// How often they are drawn.
    pub(super) share: i64,
    pub(super) surnames: Vec<Pair>,
    pub(super) men: Vec<String>,
    pub(super) women: Vec<String>,
    pub(super) patronymics: Vec<Pair>,
}

/// A word as it is said of a man and of a woman.
#[derive(Deserialize)]
#[serde(from = "String")]
pub(super) struct Pair {
    man: String,
    woman: String,
}

impl From<String> for Pair {
    fn from(text: String) -> Self {
        let (man, woman) = text.split_once('|').unwrap_or((&text, &text));
        Self { man: man.trim().to_owned(), woman: woman.trim().to_owned() }
    }
}

impl Pair {
    pub(super) fn of(&self, sex: Sex) -> &str {
        match sex {
            Sex::Female => &self.woman,
            Sex::Male => &self.man,
        }
    }
}

/// The town and its offices.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Town {
    pub(super) password: String,
    pub(super) agents: Vec<Organisation>,
    pub(super) streets: Vec<Street>,
    pub(super) scopes: Vec<Area>,
    pub(super) principals: Vec<Supplier>,
    pub(super) employees: Vec<Employee>,
    pub(super) citizens: Vec<Known>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Organisation {
    pub(super) code: String,
    pub(super) name: Text,
    pub(super) short: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Street {
    pub(super) name: String,
    pub(super) district: String,
}

/// A scope of an Agent.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Area {
    pub(super) agent: String,
    pub(super) name: String,
    pub(super) districts: Vec<String>,
}

/// A principal of an Agent.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Supplier {
    pub(super) agent: String,
    pub(super) name: String,
    pub(super) inn: String,
    pub(super) kpp: String,
    pub(super) account: String,
    pub(super) bic: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Employee {
    pub(super) login: String,
    pub(super) name: FullName,
    pub(super) position: String,
    pub(super) agent: String,
    pub(super) roles: Vec<String>,
    /// The names of their scopes.
    #[serde(default)]
    pub(super) scopes: Vec<String>,
    /// Personal data is hidden from them.
    #[serde(default)]
    pub(super) hides: bool,
    /// What the printed table says of them; whoever stands in it has a password.
    pub(super) shown: Option<Text>,
}

impl Employee {
    pub(super) fn is(&self, role: &str) -> bool {
        self.roles.iter().any(|held| held == role)
    }

    /// `orlova@social.example`: in the domain that RFC 2606 keeps for examples, where no letter arrives.
    pub(super) fn email(&self) -> Option<Email> {
        let (_, name) = self.login.split_once('-')?;
        Email::parse(&format!("{name}@{}.example", self.agent)).ok()
    }
}

/// A citizen with a password.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Known {
    pub(super) login: String,
    pub(super) name: FullName,
    /// The day of birth, or else the age.
    pub(super) born: Option<Date>,
    pub(super) age: Option<i64>,
    pub(super) sex: Sex,
    pub(super) district: String,
    pub(super) flat: String,
    pub(super) shown: Text,
    pub(super) cases: Vec<KnownCase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KnownCase {
    pub(super) service: String,
    pub(super) fate: Fate,
    /// Working days since it got where it stands.
    pub(super) days: i64,
}

/// What people write, and within what limits their answers lie: by the code of the field, the option, the document.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Texts {
    pub(super) lines: HashMap<String, Vec<String>>,
    pub(super) ranges: HashMap<String, (i64, i64)>,
    pub(super) days_ago: HashMap<String, (i64, i64)>,
    pub(super) yes: HashMap<String, i64>,
    pub(super) rare: HashMap<String, i64>,
    pub(super) files: HashMap<String, Vec<String>>,
    pub(super) said: Said,
}

/// What applicants and employees say to each other.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Said {
    pub(super) questions: Vec<String>,
    pub(super) answers: Vec<String>,
    pub(super) rejections: Vec<String>,
    pub(super) granted: Vec<String>,
    pub(super) refused: Vec<String>,
    pub(super) appeals: Vec<String>,
    pub(super) upheld: Vec<String>,
    pub(super) returned: Vec<String>,
}

/// The list under this name, or the one under `other`.
pub(super) fn listed<'l>(lists: &'l HashMap<String, Vec<String>>, name: &str) -> &'l [String] {
    lists.get(name).or_else(|| lists.get("other")).map_or(&[], Vec::as_slice)
}
