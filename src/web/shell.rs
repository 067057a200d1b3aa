//! What the frame of a page shows of its reader: name, menus, scope, bell.

pub mod kept;
pub mod menu;

use self::{
    kept::{Fresh, Occasion},
    menu::{CITIZEN, DESK, OWN, Section, sections},
};
use super::{
    layout::{Citizen, Desk, Frame, MenuGroup, Page, Plain, Reader},
    page::Sheet,
    parts::{Entry, Tone, note},
    url,
    visit::Visit,
};
use crate::{
    access::{Function, RoleCode, Roles, UserKind, table as access_table},
    act::Look,
    appliance::Appliance,
    certificates::table as certificates_table,
    identity::{User, table as identity_table},
    notifications::table as notices,
    terms::{Result, UserId, Words, message},
};
use maud::{Markup, html};
use std::sync::Arc;

/// Unread notices that the bell counts.
pub const MOST_UNREAD: usize = 99;

/// For whom the page is.
enum Kind {
    Guest,
    Citizen,
    Desk(Seated),
}

/// Where an employee works, as the header says it.
struct Seated {
    /// The Agents they may work in, as value and name.
    agents: Vec<(String, String)>,
    agent: String,
    agent_name: String,
    role: String,
    scopes: Vec<(String, String)>,
    scope: String,
}

/// The frame of a page for its reader.
pub struct Shell {
    kind: Kind,
    reader: Option<UserId>,
    name: String,
    unread: usize,
    open: Vec<Function>,
    /// Days until the reader's certificate ends, where it ends soon.
    ending: Option<i64>,
}

impl Shell {
    /// The frame for whoever looks.
    ///
    /// # Errors
    /// A fault of the engine.
    pub fn of(look: &Look, kabinet: &Appliance, visit: &Visit) -> Result<Arc<Self>> {
        let guest = Self { kind: Kind::Guest, reader: None, name: String::new(), unread: 0, open: Vec::new(), ending: None };
        let Some(seat) = look.actor().seat() else { return Ok(Arc::new(guest)) };
        visit.frames.shell((kabinet, look), (seat, visit.words.language, visit.version), || {
            let user = identity_table::user(look, seat.user)?;
            user.map_or(Ok(guest), |user| Self::of_user(look, kabinet, visit, &user))
        })
    }

    fn of_user(look: &Look, kabinet: &Appliance, visit: &Visit, user: &User) -> Result<Self> {
        let unread = notices::unread(look, user.id, MOST_UNREAD)?;
        let mut open: Vec<_> = sections().map(|section| section.function).filter(|function| look.has(*function)).collect();
        let beside = OWN.iter().map(|section| section.function).chain([Function::CaseFind, Function::CaseView]);
        open.extend(beside.filter(|function| look.has(*function)));
        let reader = Some(user.id);
        if user.kind == UserKind::Citizen {
            return Ok(Self { kind: Kind::Citizen, reader, name: user.name.greeting(), unread, open, ending: None });
        }
        let ending = certificates_table::ending(look, user.id, look.now())?;
        Ok(Self { kind: desk(look, kabinet, visit, user)?, reader, name: user.name.short(), unread, open, ending })
    }

    /// The whole document around this page.
    pub fn document(self: &Arc<Self>, kabinet: &Appliance, visit: &Visit, sheet: Sheet) -> Markup {
        let body = html! { @if let Some(days) = self.ending { (ending(&visit.words, days)) } (sheet.body) };
        let fresh = Fresh { title: &sheet.title, address: &visit.address, once: visit.once(), body };
        let draw = |fresh: Fresh<'_>| self.draw(kabinet, visit, fresh);
        let Some(reader) = self.reader.filter(|_| visit.flash.is_none()) else { return draw(fresh) };
        let places = sections().map(|section| section.place(&visit.address)).collect();
        let occasion = Occasion { look: visit.look, places, minute: kabinet.now().as_second().div_euclid(60) };
        visit.frames.document((reader, self), occasion, fresh, draw)
    }

    fn draw(&self, kabinet: &Appliance, visit: &Visit, fresh: Fresh<'_>) -> Markup {
        let words = &visit.words;
        let open = OWN.iter().filter(|section| self.open.contains(&section.function));
        let own: Vec<_> = open.map(|section| Entry::new(words.text(section.title), section.address)).collect();
        let label = words.text("menu-search");
        let can_find = [Function::CaseFind, Function::CaseView].iter().all(|function| self.open.contains(function));
        let reader = Reader {
            name: &self.name,
            own: &own,
            home: url::HOME,
            bell: (url::NOTICES, self.unread as u64),
            search: can_find.then_some((url::SEARCH, &*label, "")),
            sign_out: url::SIGN_OUT,
            once: fresh.once,
        };
        let search_services = Reader { search: Some((url::SERVICES, &words.text("menu-find-service"), "")), ..reader };
        let draw = |frame| Page { address: fresh.address, ..page(kabinet, visit, fresh.title, frame) }.document(fresh.body);
        match &self.kind {
            Kind::Guest => draw(Frame::Plain(Plain::Guest)),
            Kind::Citizen => {
                let menu: Vec<_> = CITIZEN.iter().filter_map(|section| self.entry(section, words, &visit.address)).collect();
                draw(Frame::Citizen(Citizen { reader: search_services, menu: &menu }))
            }
            Kind::Desk(seated) => {
                let menu: Vec<_> = DESK.iter().map(|(title, sections)| self.group(title, sections, words, &visit.address)).collect();
                let menu: Vec<_> = menu.into_iter().filter(|group| !group.entries.is_empty()).collect();
                let (agents, scopes) = (lent(&seated.agents), lent(&seated.scopes));
                let Seated { agent, agent_name, role, scope, .. } = seated;
                let (workplace_address, scope_address) = (url::WORKPLACE, url::SCOPE);
                let place = Desk {
                    reader,
                    agent: agent_name,
                    role,
                    agents: &agents,
                    workplace: agent,
                    workplace_address,
                    scopes: &scopes,
                    scope,
                    scope_address,
                    menu: &menu,
                };
                draw(Frame::Desk(place))
            }
        }
    }

    fn group<'a>(&self, title: &'static str, sections: &'static [Section], words: &Words, address: &str) -> MenuGroup<'a> {
        let entries = sections.iter().filter_map(|section| self.entry(section, words, address)).collect();
        MenuGroup { title: words.text(title).into_owned().into(), entries }
    }

    fn entry<'a>(&self, section: &Section, words: &Words, address: &str) -> Option<Entry<'a>> {
        let entry = || Entry::new(words.text(section.title).into_owned(), section.address).at(section.place(address));
        [section.function, section.page].iter().all(|function| self.open.contains(function)).then(entry)
    }
}

fn lent(pairs: &[(String, String)]) -> Vec<(&str, &str)> {
    pairs.iter().map(|(value, label)| (value.as_str(), label.as_str())).collect()
}

fn desk(look: &Look, kabinet: &Appliance, visit: &Visit, user: &User) -> Result<Kind> {
    let language = visit.words.language;
    let Some(seat) = look.actor().seat() else { return Ok(Kind::Guest) };
    let named = |agent| -> Result<String> {
        Ok(identity_table::agent(look, agent)?.map_or_else(String::new, |agent| agent.short_name.read(language).to_owned()))
    };
    let workplaces = look.policy().workplaces(user.id, look.today());
    let agents = workplaces.map(|agent| Ok((agent.to_string(), named(agent)?))).collect::<Result<_>>()?;
    let grant = access_table::grant(look, user.id, seat.agent)?;
    let scopes_held = grant.as_ref().map_or(&[][..], |grant| &grant.scopes);
    let in_force = seat.scope.filter(|scope| scopes_held.contains(scope)).or(scopes_held.first().copied());
    let held = grant.as_ref().map_or_else(Vec::new, |grant| grant.roles_in(in_force));
    let roles = kabinet.roles();
    let known = held.iter().map(RoleCode::as_str).filter_map(|code| roles.get(code));
    let none = held.is_empty().then(|| roles.get(Roles::EMPLOYEE)).flatten();
    let role = known.chain(none).map(|role| role.name.read(language)).collect::<Vec<_>>().join(", ");
    let mut scopes = Vec::new();
    for id in scopes_held {
        let scope = access_table::scope(look, *id)?;
        scopes.extend(scope.map(|scope| (scope.id.to_string(), scope.name)));
    }
    let scope = in_force.map_or_else(String::new, |scope| scope.to_string());
    let (agent, agent_name) = (seat.agent.to_string(), named(seat.agent)?);
    Ok(Kind::Desk(Seated { agents, agent, agent_name, role, scopes, scope }))
}

/// The reader's certificate ends soon: on every page until they have a new one.
fn ending(words: &Words, days: i64) -> Markup {
    note(Tone::Warn, "", html! { p { (words.say(&message("certificate-ending").with("days", days))) } })
}

/// A page in this frame.
pub fn page<'a>(kabinet: &'a Appliance, visit: &'a Visit, title: &'a str, frame: Frame<'a>) -> Page<'a> {
    Page {
        title,
        words: &visit.words,
        look: visit.look,
        address: &visit.address,
        town: kabinet.town(),
        at: kabinet.now(),
        flash: visit.flash.as_ref(),
        help: url::HELP,
        version: env!("CARGO_PKG_VERSION"),
        frame,
    }
}
