//! The list of users.

use super::{Head, card};
use crate::{
    access::{Period, UserKind},
    terms::{AgentId, Sight, UserId, Words, message},
    web::{
        parts::{
            Choice, Column, Control, Entry, Field, Fit, Icon, Need, Place, Row, Table, Tone, Weight, Width, actions, button, chips, empty,
            hidden, icon, link_button, record_history, table, tag,
        },
        url,
    },
};
use jiff::civil::Date;
use maud::{Markup, html};
use std::iter;

/// The filter in an address.
const ENDING: &str = "ending=1";

/// One user of the list.
#[derive(Clone, Debug)]
pub struct Person {
    /// Their number.
    pub id: UserId,
    /// Surname, name, patronymic.
    pub name: String,
    /// The login.
    pub login: String,
    /// The type that the login tells.
    pub kind: UserKind,
    /// E-mail and telephone, as far as they are known.
    pub contacts: Vec<String>,
    /// Должность.
    pub position: String,
    /// The names of the roles.
    pub roles: Vec<String>,
    /// The names of the scopes.
    pub scopes: Vec<String>,
    /// The principals that they are limited to; none for no limit.
    pub principals: Vec<String>,
    /// Whether they may come in today.
    pub enters: bool,
    /// Whether personal data is hidden from them.
    pub masked: bool,
    /// When access is given here.
    pub period: Period,
    /// What ends soon in which Agent; of the list over all Agents alone.
    pub ends: Vec<Ends>,
}

/// Access of somebody that ends soon in one Agent.
#[derive(Clone, Debug)]
pub struct Ends {
    /// Where.
    pub agent: AgentId,
    /// Its short name.
    pub name: String,
    /// The names of the roles there.
    pub roles: Vec<String>,
    /// When access is given there.
    pub period: Period,
}

/// Who is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// All users of the Agent.
    Everybody,
    /// Those of the Agent whose access ends soon.
    EndingHere,
    /// Those of all Agents whose access ends soon.
    EndingAnywhere,
}

impl Extent {
    /// Whether it is about access that ends soon.
    const fn is_ending(self) -> bool {
        match self {
            Self::Everybody => false,
            Self::EndingHere | Self::EndingAnywhere => true,
        }
    }
}

/// What is asked of the list.
#[derive(Clone, Copy)]
pub struct Shown<'s> {
    /// Part of a name or login.
    pub text: &'s str,
    /// The code of a role.
    pub role: &'s str,
    /// The roles to choose from.
    pub roles: &'s [(String, String)],
    /// Who is listed.
    pub extent: Extent,
    /// The last day that is soon.
    pub until: Date,
}

/// The page.
#[derive(Clone, Copy)]
pub struct List<'l> {
    /// Above it.
    pub head: Head<'l>,
    /// What was asked.
    pub shown: Shown<'l>,
    /// The users.
    pub people: &'l [Person],
    /// The last of them, where more follow.
    pub more: Option<UserId>,
    /// Whether the reader sees histories.
    pub history: bool,
    /// Whether the reader makes users.
    pub creates: bool,
    /// How the reader sees what the cards say beyond name and position.
    pub sight: Sight,
}

impl<'l> List<'l> {
    /// The whole page.
    pub fn page(&self, words: &Words) -> Markup {
        html! {
            div.stack-5 {
                (self.head.show_with(words, true, &self.choice(words)))
                @if self.creates { (actions(link_button(Weight::Primary, &words.text("user-new"), &self.head.address(url::NEW_USER, "")))) }
                (self.ending(words))
                (self.filter(words))
                @if self.people.is_empty() { (empty(Icon::Users, &words.text("rights-users-empty"), &words.text(self.nobody()), html! {})) }
                @else if self.shown.extent == Extent::EndingAnywhere { (self.table_of_all(words)) }
                @else { (self.table(words)) }
                @if let Some(last) = self.more { p { a rel="next" href=(self.address(&format!("after={last}"))) { (words.text("web-next-page")) " →" } } }
            }
        }
    }

    fn address(&self, more: &str) -> String {
        let parts = [self.asked(), if self.shown.extent.is_ending() { ENDING.to_owned() } else { String::new() }, more.to_owned()];
        let joined = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("&");
        match self.shown.extent {
            Extent::Everybody | Extent::EndingHere => self.head.address(url::RIGHTS, &joined),
            Extent::EndingAnywhere => format!("{}?{joined}", url::RIGHTS),
        }
    }

    /// What was typed and chosen, as an address has it.
    fn asked(&self) -> String {
        let asked = [("q", self.shown.text), ("role", self.shown.role)].into_iter().filter(|(_, value)| !value.is_empty());
        serde_urlencoded::to_string(asked.collect::<Vec<_>>()).unwrap_or_default()
    }

    const fn nobody(&self) -> &'static str {
        match self.shown.extent {
            Extent::Everybody => "rights-users-empty-text",
            Extent::EndingHere | Extent::EndingAnywhere => "rights-ending-empty-text",
        }
    }

    /// The Agents to choose from. Where access ends soon there are all of them too, and the choice keeps what is asked.
    fn choice(&self, words: &Words) -> Markup {
        let (head, extent) = (self.head, self.shown.extent);
        if head.agents.is_empty() || !extent.is_ending() {
            return if head.agents.is_empty() { Markup::default() } else { head.choice(words) };
        }
        let place = |is_here: bool| if is_here { Place::Here } else { Place::Elsewhere };
        let anywhere = extent == Extent::EndingAnywhere;
        let all = Entry::new(words.text("rights-agents-all"), format!("{}?{ENDING}", url::RIGHTS)).at(place(anywhere));
        let one = |(agent, name): &'l (AgentId, String)| {
            Entry::new(name.as_str(), format!("{}?agent={agent}&{ENDING}", url::RIGHTS)).at(place(!anywhere && *agent == head.agent))
        };
        chips(words, &words.text("rights-agents"), &iter::once(all).chain(head.agents.iter().map(one)).collect::<Vec<_>>())
    }

    /// The filter that leaves those whose access ends soon: on, to be taken off, or to be set.
    fn ending(&self, words: &Words) -> Markup {
        let (title, is_on) = (words.text("rights-ending"), self.shown.extent.is_ending());
        let entry = if is_on {
            Entry::new(title, self.head.address(url::RIGHTS, &self.asked())).at(Place::Remove)
        } else {
            Entry::new(title, self.address(ENDING))
        };
        let about = message("rights-ending-about").with("day", words.date(self.shown.until));
        html! {
            (chips(words, &words.text("rights-filters"), &[entry]))
            @if is_on { p.soft { (words.say(&about)) } }
        }
    }

    fn filter(&self, words: &Words) -> Markup {
        let (find, role, any) = (words.text("rights-find-user"), words.text("rights-role"), words.text("rights-any"));
        let mut choices = vec![Choice { value: " ", label: &any, hint: "" }];
        choices.extend(self.shown.roles.iter().map(|(value, label)| Choice { value, label, hint: "" }));
        let value = if self.shown.role.is_empty() { " " } else { self.shown.role };
        let line = Field { value: self.shown.text, width: Width::Half, need: Need::Required, ..Field::new("q", &find) };
        let select = Field { value, control: Control::Select(&choices), width: Width::Half, ..Field::new("role", &role) };
        let anywhere = self.shown.extent == Extent::EndingAnywhere;
        let all = List { shown: Shown { text: "", role: "", ..self.shown }, ..*self }.address("");
        html! {
            form.stack.no-print method="get" action=(url::RIGHTS) {
                @if !self.head.agents.is_empty() && !anywhere { (hidden("agent", &self.head.agent.to_string())) }
                @if self.shown.extent.is_ending() { (hidden("ending", "1")) }
                // Each Agent has roles of its own: over all of them there are none to choose from.
                div.filter { (line.show(words)) @if !anywhere { (select.show(words)) } }
                (actions(html! { (button(Weight::Plain, &words.text("rights-show"))) @if !self.asked().is_empty() { a href=(all) { (words.text("rights-show-all")) } } }))
            }
        }
    }

    fn table(&self, words: &Words) -> Markup {
        let column = |id: &'static str, fit| Column::new(words.text(id), fit);
        let columns = [
            column("rights-name", Fit::Key),
            column("rights-login", Fit::Keep),
            column("rights-position", Fit::Flow),
            column("rights-roles", Fit::Flow),
            column("rights-scopes", Fit::Flow),
            column("rights-principals", Fit::Flow),
            column("rights-access", Fit::Flow),
        ];
        let rows: Vec<_> = self.people.iter().map(|person| self.row(words, person)).collect();
        table(words, &Table { caption: &words.text("rights-tab-users"), columns: &columns, rows: &rows, tick: None })
    }

    /// Those of all Agents whose access ends soon: one row for each, with every Agent where it ends.
    fn table_of_all(&self, words: &Words) -> Markup {
        let columns =
            [("rights-name", Fit::Key), ("rights-login", Fit::Keep), ("rights-position", Fit::Flow), ("rights-ending-where", Fit::Flow)];
        let columns = columns.map(|(id, fit)| Column::new(words.text(id), fit));
        let rows: Vec<_> = self.people.iter().map(|person| self.row_of_all(words, person)).collect();
        table(words, &Table { caption: &words.text("rights-ending"), columns: &columns, rows: &rows, tick: None })
    }

    fn row_of_all(&self, words: &Words, person: &Person) -> Row<'static> {
        let card = |agent: AgentId| format!("/rights/users/{}?agent={agent}", person.id);
        Row::new(vec![
            html! { @if let Some(first) = person.ends.first() { a href=(card(first.agent)) { (person.name) } } @else { (person.name) } },
            Self::login(words, person),
            self.position(words, person),
            html! { @for ends in &person.ends { p {
                a href=(card(ends.agent)) { (ends.name) }
                @if self.history { " " (record_history(words, &person.name, "grant", format!("{}-{}", person.id, ends.agent))) }
                " " span.small.soft { (card::period_said(words, ends.period)) }
                @if !ends.roles.is_empty() { br; span.small { (ends.roles.join(", ")) } }
            } } },
        ])
    }

    fn login(words: &Words, person: &Person) -> Markup {
        html! { (person.login) p.small.soft { (words.text(person.kind.wording())) } }
    }

    fn position(&self, words: &Words, person: &Person) -> Markup {
        html! { (person.position) @for contact in &person.contacts { p.small.soft { (card::seen(words, self.sight, contact)) } } }
    }

    fn row(&self, words: &Words, person: &Person) -> Row<'static> {
        let address = self.head.address(&format!("/rights/users/{}", person.id), "");
        let all =
            |text: &str, named: &[String]| html! { @if named.is_empty() { span.soft { (words.text(text)) } } @else { (named.join(", ")) } };
        Row::new(vec![
            html! { a href=(address) { (person.name) } " " a href=(address) title=(words.text("rules-change")) { (icon(Icon::Pencil)) span.unseen { (words.text("rules-change")) " " (person.name) } } @if self.history { " " (record_history(words, &person.name, "grant", format!("{}-{}", person.id, self.head.agent))) } },
            Self::login(words, person),
            self.position(words, person),
            all("rights-no-roles", &person.roles),
            all("rights-houses-all", &person.scopes),
            all("rights-principals-all", &person.principals),
            html! {
                @if person.enters { (tag(Tone::Good, &words.text("rights-open"))) } @else { (tag(Tone::Bad, &words.text("rights-closed"))) }
                @if person.period != Period::default() { " " span.small.soft { (card::period_said(words, person.period)) } }
                @if person.masked { " " (tag(Tone::Neutral, &words.text("rights-masked"))) }
            },
        ])
    }
}
