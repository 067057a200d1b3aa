//! The ground on which everything is measured: the demo's town, and as many more cases as are wanted, each made by an Act.

use jiff::{Timestamp, tz::TimeZone};
use kabinet::{
    access::{Actor, Function},
    act::{Bench, Call},
    applications::{Application, Number, Office, State},
    ops::{demo::Size, installation::Installation, showing},
    storage::{Order, rows::each, view::Keys},
    terms::ApplicationId,
};
use std::{fs, ops::ControlFlow, path::Path};

/// Acts in one commit while the ground is made.
const COMMIT_EVERY: usize = 1000;

pub fn zone() -> TimeZone {
    TimeZone::get("Europe/Moscow").unwrap()
}

/// The demo's town in this folder.
pub fn open(folder: &Path) -> Installation {
    showing::open(folder, Size::TOWN).unwrap().0
}

/// A copy of a folder that nobody has open.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    fs::set_permissions(to, fs::metadata(from).unwrap().permissions()).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// The town's applications that were handed in and lack nothing.
pub fn handed_in(bench: &Bench, office: &Office) -> Vec<Application> {
    let mut found = Vec::new();
    each(&bench.engine().snapshot().unwrap(), &Keys::all(), Order::Ascending, |application: Application| {
        let whole = office.service_of(&application).unwrap().complete(&application.answers, &application.attached()).is_empty();
        if application.number.is_some() && whole {
            found.push(application);
        }
        Ok(ControlFlow::Continue(()))
    })
    .unwrap();
    found
}

/// The same as a draft that waits for being handed in.
pub fn draft(mut application: Application) -> Application {
    (application.state, application.number, application.submitted_at) = (State::Draft, None, None);
    (application.due, application.assignee, application.decision) = (None, None, None);
    application.milestones.clear();
    application.inquiries.clear();
    application.appeals.clear();
    application.documents.iter_mut().for_each(|document| document.check = None);
    application
}

/// Makes so many applications after these, each by an Act of its own.
pub fn sow(bench: &mut Bench, like: &[Application], count: usize) -> Vec<ApplicationId> {
    let actor = Actor::operator("bench");
    let mut made = Vec::with_capacity(count);
    for (place, application) in like.iter().cycle().take(count).enumerate() {
        let call = Call { actor: &actor, function: Function::ApplicationStart, at: Timestamp::now(), once: None };
        let id = bench.act(&call, |act| {
            let mut application = application.clone();
            application.id = act.next_id()?;
            if let Some(number) = application.number {
                let serial = act.next_in(&format!("number-{}", number.year))?;
                application.number = Some(Number { serial, ..number });
            }
            act.add(application).map(|application| application.id)
        });
        made.push(id.unwrap());
        if place % COMMIT_EVERY == COMMIT_EVERY - 1 {
            bench.commit().unwrap();
        }
    }
    bench.commit().unwrap();
    made
}
