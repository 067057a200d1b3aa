//! All the services, and the categories and life situations by which they are found.

use super::{Code, Offer, Service, ServiceCode, check};
use crate::terms::Text;
use serde::Deserialize;
use std::{collections::BTreeMap, fmt};

/// The name of the file with the categories and the life situations.
pub const HEAD: &str = "catalog.toml";

/// A mistake in a file of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogueError {
    /// The file's name.
    pub file: String,
    /// Where in it: "line 12" or "steps.home.area".
    pub place: String,
    /// What is wrong.
    pub problem: String,
}

impl fmt::Display for CatalogueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}: {}", self.file, self.place, self.problem)
    }
}
impl std::error::Error for CatalogueError {}

/// A subject of services: housing, family.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// Stands in the address of its page.
    pub code: Code,
    /// What it is called.
    pub title: Text,
    /// The name of its icon.
    pub icon: String,
    /// Smaller ones come first.
    pub order: u32,
}

/// Something that happens in a life and brings services with it: a child is born.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LifeSituation {
    /// Stands in the address of its page.
    pub code: Code,
    /// What it is called.
    pub title: Text,
    /// The name of its icon.
    pub icon: String,
    /// Smaller ones come first.
    pub order: u32,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Head {
    category: Vec<Category>,
    life_situation: Vec<LifeSituation>,
}

/// Every version of every service.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    categories: Vec<Category>,
    life_situations: Vec<LifeSituation>,
    services: BTreeMap<ServiceCode, BTreeMap<u32, Service>>,
}

impl Catalogue {
    /// From the names and texts of its files: `catalog.toml` and the services, whose names are free.
    ///
    /// # Errors
    /// Every mistake of every file.
    pub fn read(files: &[(&str, &str)]) -> Result<Self, Vec<CatalogueError>> {
        let mut errors = Vec::new();
        let mut catalogue = Self::default();
        let is_head = |name: &str| name.rsplit('/').next() == Some(HEAD);
        match files.iter().find(|(name, _)| is_head(name)) {
            Some((name, text)) => catalogue.take_head(parsed(name, text), name, &mut errors),
            None => errors.push(error(HEAD, "the file", "is not there")),
        }
        for (name, text) in files.iter().filter(|(name, _)| !is_head(name)) {
            match parsed::<Service>(name, text) {
                Ok(service) => catalogue.take(service, name, &mut errors),
                Err(unreadable) => errors.push(unreadable),
            }
        }
        if errors.is_empty() { Ok(catalogue) } else { Err(errors) }
    }

    fn take_head(&mut self, head: Result<Head, CatalogueError>, file: &str, errors: &mut Vec<CatalogueError>) {
        let head = head.unwrap_or_else(|unreadable| {
            errors.push(unreadable);
            Head::default()
        });
        let titles = head.category.iter().map(|category| ("category", &category.code, &category.title));
        let titles = titles.chain(head.life_situation.iter().map(|situation| ("life-situation", &situation.code, &situation.title)));
        let mut seen = Vec::new();
        for (list, code, title) in titles {
            let place = format!("{list}.{code}");
            errors.extend(check::blank(title).map(|problem| error(file, &place, problem)));
            if seen.contains(&place) {
                errors.push(error(file, &place, "stands twice"));
            }
            seen.push(place);
        }
        self.categories = head.category;
        self.categories.sort_by_key(|category| category.order);
        self.life_situations = head.life_situation;
        self.life_situations.sort_by_key(|situation| situation.order);
    }

    fn take(&mut self, service: Service, file: &str, errors: &mut Vec<CatalogueError>) {
        errors.extend(check::service(&service).into_iter().map(|(place, problem)| error(file, &place, problem)));
        if self.category(&service.category).is_none() {
            errors.push(error(file, "category", format!("there is no category “{}” in {HEAD}", service.category)));
        }
        for code in &service.life_situations {
            if self.life_situation(code).is_none() {
                errors.push(error(file, "life-situations", format!("there is no life situation “{code}” in {HEAD}")));
            }
        }
        let versions = self.services.entry(service.code.clone()).or_default();
        if versions.contains_key(&service.version) {
            let problem = format!("version {} of “{}” is in another file already", service.version, service.code);
            errors.push(error(file, "version", problem));
            return;
        }
        versions.insert(service.version, service);
    }

    /// Categories in their order.
    pub fn categories(&self) -> &[Category] {
        &self.categories
    }

    /// Life situations in their order.
    pub fn life_situations(&self) -> &[LifeSituation] {
        &self.life_situations
    }

    /// The category with this code.
    pub fn category(&self, code: &str) -> Option<&Category> {
        self.categories.iter().find(|category| category.code.as_str() == code)
    }

    /// The life situation with this code.
    pub fn life_situation(&self, code: &str) -> Option<&LifeSituation> {
        self.life_situations.iter().find(|situation| situation.code.as_str() == code)
    }

    /// The newest version of this service: the one to begin an application on.
    pub fn current(&self, code: &str) -> Option<&Service> {
        self.services.get(code).and_then(newest)
    }

    /// This version of this service: the one an application was begun on.
    pub fn version(&self, code: &str, version: u32) -> Option<&Service> {
        self.services.get(code)?.get(&version)
    }

    /// The newest version of each service, by code.
    pub fn services(&self) -> impl Iterator<Item = &Service> {
        self.services.values().filter_map(newest)
    }

    /// What citizens are offered: the services of the Agents that take applications.
    pub fn offer(&self, takes: impl Fn(&Code) -> bool) -> Offer<'_> {
        Offer { catalogue: self, services: self.services().filter(|service| takes(&service.agent)).collect() }
    }
}

fn newest(versions: &BTreeMap<u32, Service>) -> Option<&Service> {
    versions.last_key_value().map(|(_, service)| service)
}

fn error(file: &str, place: &str, problem: impl Into<String>) -> CatalogueError {
    CatalogueError { file: file.to_owned(), place: place.to_owned(), problem: problem.into() }
}

/// Reads TOML; the mistake has the number of its line.
fn parsed<T: for<'de> Deserialize<'de>>(file: &str, text: &str) -> Result<T, CatalogueError> {
    toml::from_str(text).map_err(|mistake| {
        let start = mistake.span().map_or(0, |span| span.start.min(text.len()));
        let line = text.bytes().take(start).filter(|byte| *byte == b'\n').count() + 1;
        error(file, &format!("line {line}"), mistake.message())
    })
}
