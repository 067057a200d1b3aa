//! The queue: who has to do what by when, within the reader's reach.

use super::{
    asked,
    counts::{Asking, Counts, filter},
};
use crate::{
    access::Function,
    act::Look,
    appliance::Appliance,
    applications::{
        Application, State,
        queue::{Show, Wanted},
        table::{self, Listed, Page},
        views::desk::queue::{Around, Queue, title},
    },
    identity::{Agent, agent::OWNER, table as identity_table},
    storage::Record,
    terms::{AgentId, Refusal, Result, UserId, calendar::Decree},
    web::{
        Answer, Sheet, Visit, page, show,
        stream::{self, Follower},
    },
};
use actix_web::web::Data;
use maud::Markup;
use std::{collections::HashMap, sync::Arc};

pub(super) async fn list(counts: Arc<Counts>, kabinet: Data<Appliance>, visit: Visit) -> Answer {
    let (version, wanted) = (counts.version(&kabinet), Wanted::read(&asked(&visit)));
    show(&kabinet, &visit, Function::CaseList, |look| {
        let (agent, agents) = agents(look, &wanted)?;
        let part = draw(look, &kabinet, &visit, (&wanted, agent), (&counts, version))?;
        let around = Around { words: &visit.words, wanted: &wanted, agents: &agents, agent };
        Ok(Sheet::new(title(&visit.words, wanted.show), around.page(part)))
    })
    .await
}

pub(super) async fn rows(counts: Arc<Counts>, kabinet: Data<Appliance>, visit: Visit) -> Answer {
    let (version, wanted) = (counts.version(&kabinet), Wanted::read(&asked(&visit)));
    let part = |look: &Look| draw(look, &kabinet, &visit, (&wanted, agents(look, &wanted)?.0), (&counts, version));
    page::fragment(&kabinet, &visit, Function::CaseList, part).await
}

pub(super) async fn follow(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    let wanted = Wanted::read(&asked(&visit));
    let chosen = |look: &Look| Ok(agents(look, &wanted)?.0);
    let agent = kabinet.look(&visit.actor, Function::CaseList, chosen).await?;
    let follower = Follower::of(&visit, Function::CaseList, None);
    stream::events(kabinet, follower, move |touched| {
        let is_case = touched.record.kind == Application::NAME && touched.place.agent == Some(agent);
        is_case || touched.record.kind == Decree::NAME
    })
}

/// Whose cases are shown, and the Agents to choose from for who sees several. The Owner has no cases.
fn agents(look: &Look, wanted: &Wanted) -> Result<(AgentId, Vec<Agent>)> {
    let seat = look.actor().seat().ok_or_else(Refusal::missing)?;
    if let Some(agent) = look.permit().reach.agent {
        return Ok((agent, Vec::new()));
    }
    let mut agents = identity_table::agents(look)?;
    agents.retain(|agent| agent.id != OWNER);
    let chosen = agents.iter().find(|agent| Some(&agent.code) == wanted.agent.as_ref());
    let own = || agents.iter().find(|agent| agent.id == seat.agent);
    let shown = chosen.or_else(own).or(agents.first()).map_or(seat.agent, |agent| agent.id);
    Ok((shown, agents))
}

fn draw(
    look: &Look,
    kabinet: &Appliance,
    visit: &Visit,
    (wanted, agent): (&Wanted, AgentId),
    (counts, version): (&Counts, u64),
) -> Result<Markup> {
    let user = look.actor().user().ok_or_else(Refusal::missing)?;
    look.disclose_list();
    let asking = Asking { agent, user, wanted: wanted.clone(), language: visit.words.language, sight: look.sight() };
    counts.drawn(look, version, asking, || {
        let office = kabinet.office();
        let page = Page { start: wanted.start.clone(), size: wanted.size };
        let listed = table::cases(look, &look.permit().reach, agent, filter(wanted.show, user, look.today()), &page)?;
        // By due date it may stand pages away, and whoever waits for it looks at the first.
        let awaits = listed.next.is_some() && matches!(wanted.show, Show::Open | Show::In(State::Submitted));
        let newest = if awaits { table::newest(look, &look.permit().reach, agent)? } else { None };
        let newest = newest.filter(|newest| listed.rows.iter().all(|row| row.id != newest.id));
        let queue = Queue {
            newest: newest.as_ref(),
            words: &visit.words,
            sight: look.sight(),
            today: look.today(),
            office: &office,
            calendar: &*office.working_days(look)?,
            wanted,
            names: &names(look, &listed)?,
            listed: &listed,
            counts: &counts.of(look, version, agent, user)?,
        };
        Ok(queue.part())
    })
}

/// The employees of these rows by their short names, each loaded once.
fn names(look: &Look, listed: &Listed) -> Result<HashMap<UserId, String>> {
    let mut names = HashMap::new();
    for assignee in listed.rows.iter().filter_map(|row| row.assignee) {
        #[expect(clippy::map_entry, reason = "finding the name may fail")]
        if !names.contains_key(&assignee) {
            let user = identity_table::user(look, assignee)?;
            names.insert(assignee, user.map_or_else(String::new, |user| user.name.short()));
        }
    }
    Ok(names)
}
