//! The list of users.

use super::{Head, card};
use crate::{
    access::{Period, UserKind},
    terms::{Sight, UserId, Words},
    web::{
        parts::{
            Choice, Column, Control, Field, Fit, Icon, Need, Row, Table, Tone, Weight, Width, actions, button, empty, hidden, icon,
            link_button, record_history, table, tag,
        },
        url,
    },
};
use maud::{Markup, html};

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
}

/// What is asked of the list.
pub struct Shown<'s> {
    /// Part of a name or login.
    pub text: &'s str,
    /// The code of a role.
    pub role: &'s str,
    /// The roles to choose from.
    pub roles: &'s [(String, String)],
}

/// The page.
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

impl List<'_> {
    /// The whole page.
    pub fn page(&self, words: &Words) -> Markup {
        html! {
            div.stack-5 {
                (self.head.show(words, true))
                @if self.creates { (actions(link_button(Weight::Primary, &words.text("user-new"), &self.head.address(url::NEW_USER, "")))) }
                (self.filter(words))
                @if self.people.is_empty() { (empty(Icon::Users, &words.text("rights-users-empty"), &words.text("rights-users-empty-text"), html! {})) }
                @else { (self.table(words)) }
                @if let Some(last) = self.more { p { a rel="next" href=(self.address(&format!("after={last}"))) { (words.text("web-next-page")) " →" } } }
            }
        }
    }

    fn address(&self, more: &str) -> String {
        let asked = [("q", self.shown.text), ("role", self.shown.role)].into_iter().filter(|(_, value)| !value.is_empty());
        let query = serde_urlencoded::to_string(asked.collect::<Vec<_>>()).unwrap_or_default();
        let joined = if query.is_empty() { more.to_owned() } else { format!("{query}&{more}") };
        self.head.address(url::RIGHTS, &joined)
    }

    fn filter(&self, words: &Words) -> Markup {
        let (find, role, any) = (words.text("rights-find-user"), words.text("rights-role"), words.text("rights-any"));
        let mut choices = vec![Choice { value: " ", label: &any, hint: "" }];
        choices.extend(self.shown.roles.iter().map(|(value, label)| Choice { value, label, hint: "" }));
        let value = if self.shown.role.is_empty() { " " } else { self.shown.role };
        let line = Field { value: self.shown.text, width: Width::Half, need: Need::Required, ..Field::new("q", &find) };
        let select = Field { value, control: Control::Select(&choices), width: Width::Half, ..Field::new("role", &role) };
        html! {
            form.stack.no-print method="get" action=(url::RIGHTS) {
                @if !self.head.agents.is_empty() { (hidden("agent", &self.head.agent.to_string())) }
                div.filter { (line.show(words)) (select.show(words)) }
                (actions(html! { (button(Weight::Plain, &words.text("rights-show"))) @if !self.shown.text.is_empty() || !self.shown.role.is_empty() { a href=(self.head.address(url::RIGHTS, "")) { (words.text("rights-show-all")) } } }))
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

    fn row(&self, words: &Words, person: &Person) -> Row<'static> {
        let address = self.head.address(&format!("/rights/users/{}", person.id), "");
        let all =
            |text: &str, named: &[String]| html! { @if named.is_empty() { span.soft { (words.text(text)) } } @else { (named.join(", ")) } };
        Row::new(vec![
            html! { a href=(address) { (person.name) } " " a href=(address) title=(words.text("rules-change")) { (icon(Icon::Pencil)) span.unseen { (words.text("rules-change")) " " (person.name) } } @if self.history { " " (record_history(words, &person.name, "grant", format!("{}-{}", person.id, self.head.agent))) } },
            html! { (person.login) p.small.soft { (words.text(person.kind.wording())) } },
            html! { (person.position) @for contact in &person.contacts { p.small.soft { (card::seen(words, self.sight, contact)) } } },
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
