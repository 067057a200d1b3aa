//! How an application is filled in, learnt from one that was handed in before.

use kabinet::{
    applications::{Application, FileType, Office, changes},
    storage::{Chunks, Engine, Order, View, rows::each, view::Keys},
};
use std::{collections::BTreeMap, ops::ControlFlow};

/// The steps of a service with answers that it takes.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// The service.
    pub service: String,
    /// The codes of its steps.
    pub steps: Vec<String>,
    /// What is typed.
    pub fields: Vec<(String, String)>,
    /// The kinds of documents that go with it.
    pub kinds: Vec<String>,
}

/// A pattern for every service of which something was handed in, by its code; of several the newest.
pub fn patterns(view: &dyn View, office: &Office) -> Vec<Pattern> {
    let mut found = BTreeMap::new();
    each(view, &Keys::all(), Order::Ascending, |application: Application| {
        let current = office.catalogue.current(application.service.as_str());
        let current = current.filter(|service| service.version == application.version && application.number.is_some());
        if let Some(service) = current {
            found.insert(
                application.service.to_string(),
                Pattern {
                    service: application.service.to_string(),
                    steps: service.steps.iter().map(|step| step.code.to_string()).collect(),
                    fields: application.answers.iter().map(|(name, answer)| (name.to_owned(), answer.reveal().clone())).collect(),
                    kinds: application.attached().into_iter().map(|(kind, _)| kind).collect(),
                },
            );
        }
        Ok(ControlFlow::Continue(()))
    })
    .unwrap();
    found.into_values().collect()
}

/// A PDF that somebody attached before, and the end of which can be added to.
pub fn scan(engine: &Engine) -> Vec<u8> {
    let mut digest = None;
    each(&engine.snapshot().unwrap(), &Keys::all(), Order::Ascending, |application: Application| {
        digest = application.documents.iter().find(|document| document.file == FileType::Pdf).map(|document| document.digest);
        Ok(if digest.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    })
    .unwrap();
    Chunks::new(engine.clone(), digest.expect("somebody attached a PDF")).whole().unwrap()
}

/// The same paper with other bytes.
pub fn another(scan: &[u8], mark: &str) -> Vec<u8> {
    [scan, format!("\n% {mark}\n").as_bytes()].concat()
}

/// What must be so of every application, in whatever moment the process was killed: handed in wholly, or not at all.
pub fn is_whole(application: &Application, office: &Office) -> Result<(), String> {
    let service = office.service_of(application).map_err(|error| error.to_string())?;
    let begun = application.submitted_at.is_none() && application.milestones.is_empty() && application.due.is_none();
    let handed_in = application.submitted_at.is_some()
        && !application.milestones.is_empty()
        && service.complete(&application.answers, &application.attached()).is_empty();
    match application.number {
        Some(_) if handed_in => Ok(()),
        None if begun && application.state == kabinet::applications::State::Draft => Ok(()),
        number => Err(format!("application {} with number {number:?} is half done: {application:?}", application.id)),
    }
}

/// The office of a town in this folder.
pub fn office(folder: &std::path::Path) -> changes::Office {
    kabinet::ops::reference::office(folder, jiff::tz::TimeZone::get("Europe/Moscow").unwrap()).unwrap()
}
