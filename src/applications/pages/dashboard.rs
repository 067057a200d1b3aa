//! The start page of an employee: the widgets of the roles in force, within what they may see.

use crate::{
    access::{Denied, Function, Houses, Placed, Reach, RoleCode, UserKind, ending, table as access_table},
    act::Look,
    appliance::Appliance,
    applications::{
        CaseRow, Office, State,
        queue::{Show, Start},
        table::{self, Page},
        views::dashboard::{Dashboard, MOST, Shown, Tile},
        widget::{Source, Widget},
    },
    certificates::{certificate::State as CertificateState, table as certificates_table},
    identity::{agent::OWNER, table as identity_table},
    journal::{self, Outcome},
    notifications::{letter::StateKey, table as notifications_table},
    storage::Order,
    terms::{AgentId, Refusal, Result},
    web::{Answer, Sheet, Visit, show},
};
use actix_web::web::Data;
use jiff::SignedDuration;
use std::ops::ControlFlow;

/// How far back refusals are counted.
const A_DAY: SignedDuration = SignedDuration::from_hours(24);
/// Entries of the journal, certificates and users that are read for a count at the most.
const MOST_READ: usize = 2_000;

pub(super) async fn desk(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    let office = kabinet.office();
    show(&kabinet, &visit, Function::PageView, |look| draw(look, &visit, &office)).await
}

fn draw(look: &Look, visit: &Visit, office: &Office) -> Result<Sheet> {
    let words = &visit.words;
    let user = look.actor().user().ok_or_else(|| Denied::SignIn.refusal(Function::PageView))?;
    let user = identity_table::user(look, user)?.filter(|user| user.kind != UserKind::Citizen).ok_or_else(Refusal::missing)?;
    let (roles, mut tiles) = (in_force(look)?, Vec::new());
    for widget in office.widgets.of(&roles) {
        let Ok(permit) = look.policy().permit(&look.actor().who, widget.source.function(), look.today()) else { continue };
        // The journal is read by who works with the whole Agent.
        if widget.source == Source::Refusals && permit.reach.houses != Houses::All {
            continue;
        }
        let shown = Reading { look, reach: &permit.reach }.read(widget)?;
        tiles.push(Tile { widget, shown });
    }
    let calendar = office.working_days(look)?;
    let (today, name, is_without_role) = (look.today(), &user.name, is_without_role(look)?);
    let page = Dashboard { words, today, office, calendar: &calendar, name, is_without_role, tiles: &tiles };
    Ok(Sheet::new(words.text("dashboard-title"), page.page()))
}

/// Whether the reader was given no role at all here.
fn is_without_role(look: &Look) -> Result<bool> {
    let seat = look.actor().seat().ok_or_else(Refusal::missing)?;
    Ok(access_table::grant(look, seat.user, seat.agent)?.is_none_or(|grant| grant.roles.is_empty()))
}

/// The roles in force where the reader works.
fn in_force(look: &Look) -> Result<Vec<RoleCode>> {
    let seat = look.actor().seat().ok_or_else(Refusal::missing)?;
    let grant = access_table::grant(look, seat.user, seat.agent)?;
    Ok(grant.map_or_else(Vec::new, |grant| grant.roles_in(seat.scope.or(grant.scopes.first().copied()))))
}

/// What is read for one widget, and how far its reader sees.
struct Reading<'r> {
    look: &'r Look,
    reach: &'r Reach,
}

impl Reading<'_> {
    fn read(&self, widget: &Widget) -> Result<Shown> {
        Ok(match widget.source {
            Source::Cases(show) => Shown::Count(self.count(show)?),
            Source::Nearest(show, rows) => Shown::Rows(self.nearest(show, rows)?),
            Source::States => {
                let open = State::ALL.into_iter().filter(|state| state.is_open() && *state != State::Draft);
                let counted = open.map(|state| Ok((state, self.count(Show::In(state))?))).collect::<Result<Vec<_>>>()?;
                Shown::States(counted.into_iter().filter(|(_, count)| *count > 0).collect())
            }
            Source::Letters => Shown::Count(self.letters()?),
            Source::Requests => Shown::Count(self.requests()?),
            Source::Endings => Shown::Count(self.endings()),
            Source::Refusals => Shown::Count(self.refusals()?),
        })
    }

    /// The Agents whose cases are in reach; the Owner has none of its own.
    fn agents(&self) -> Result<Vec<AgentId>> {
        if let Some(agent) = self.reach.agent {
            return Ok(vec![agent]);
        }
        let agents = identity_table::agents(self.look)?;
        Ok(agents.into_iter().map(|agent| agent.id).filter(|agent| *agent != OWNER).collect())
    }

    fn count(&self, show: Show) -> Result<usize> {
        let user = self.look.actor().user().ok_or_else(Refusal::missing)?;
        let filter = super::desk::filter(show, user, self.look.today());
        let counts = self.agents()?.into_iter().map(|agent| table::count(self.look, self.reach, agent, filter, MOST + 1));
        counts.sum()
    }

    fn nearest(&self, show: Show, rows: usize) -> Result<Vec<CaseRow>> {
        let user = self.look.actor().user().ok_or_else(Refusal::missing)?;
        let filter = super::desk::filter(show, user, self.look.today());
        let mut found = Vec::new();
        for agent in self.agents()? {
            found.extend(table::cases(self.look, self.reach, agent, filter, &Page { start: Start::First, size: rows })?.rows);
        }
        found.sort_by_key(|row| (row.due.is_none(), row.due));
        found.truncate(rows);
        Ok(found)
    }

    fn letters(&self) -> Result<usize> {
        let given_up = notifications_table::letters_in(self.look, self.reach, StateKey::GivenUp, MOST + 1)?;
        let waiting = notifications_table::letters_in(self.look, self.reach, StateKey::Waiting, MOST + 1)?;
        let tried = waiting.iter().filter(|letter| letter.has_failed());
        Ok(given_up.len() + tried.count())
    }

    fn requests(&self) -> Result<usize> {
        let (mut count, mut read) = (0, 0);
        certificates_table::each_newest(self.look, None, |certificate| {
            read += 1;
            count += usize::from(certificate.state == CertificateState::Submitted && self.reach.covers(certificate.place()));
            if read < MOST_READ { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        Ok(count)
    }

    fn endings(&self) -> usize {
        ending(self.look.policy(), self.reach.agent, self.look.today()).count()
    }

    fn refusals(&self) -> Result<usize> {
        let Some(seat) = self.look.actor().seat() else { return Ok(0) };
        let (agent, since) = (self.reach.agent.unwrap_or(seat.agent), self.look.now() - A_DAY);
        let Some(last) = journal::table::head(self.look, agent)?.size().checked_sub(1) else { return Ok(0) };
        let (mut count, mut read, mut failed) = (0, 0, None);
        journal::table::visit_bytes(self.look, agent, last, Order::Descending, &mut |_, bytes| {
            read += 1;
            match journal::table::decode(bytes) {
                Ok(entry) if entry.at < since || read > MOST_READ => return ControlFlow::Break(()),
                Ok(entry) => count += usize::from(entry.outcome != Outcome::Success),
                Err(error) => failed = Some(error),
            }
            if failed.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        failed.map_or(Ok(count), Err)
    }
}
