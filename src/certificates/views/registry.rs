//! The registry of certificates, a card, sending a link.

use super::card::standing;
use crate::{
    certificates::{
        Certificate,
        certificate::{State, Worth},
        changes::Sent,
    },
    terms::{FieldError, OnceToken, Sight, Words, message},
    web::{
        parts::{
            Choice, Column, Control, Entry, Field, Fit, Icon, Need, Pager, Place, Row, Table, Tone, Weight, Width, actions, button, chips,
            crumbs, empty, error_summary, link_button, note, once, pager, personal, search_form, table,
        },
        url,
    },
};
use jiff::Timestamp;
use maud::{Markup, html};

/// A line of the registry.
pub type Line = Certificate;

/// Which certificates are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filter {
    /// All.
    All,
    /// Those whose document is to be checked.
    Submitted,
    /// Those that are accepted.
    Good,
    /// Those that end within 30 days.
    Ending,
    /// Those that were accepted and are not any more.
    Over,
}

impl Filter {
    const ALL: [Self; 5] = [Self::All, Self::Submitted, Self::Good, Self::Ending, Self::Over];

    const fn code(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Submitted => "submitted",
            Self::Good => "good",
            Self::Ending => "ending",
            Self::Over => "over",
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::All => "certificates-filter-all",
            Self::Submitted => "certificates-filter-submitted",
            Self::Good => "certificates-filter-good",
            Self::Ending => "certificates-filter-ending",
            Self::Over => "certificates-filter-over",
        }
    }

    /// The filter of this code; all for any other.
    pub fn parse(code: &str) -> Self {
        Self::ALL.into_iter().find(|filter| filter.code() == code).unwrap_or(Self::All)
    }

    /// Whether it takes this certificate.
    pub fn takes(self, certificate: &Certificate, now: Timestamp) -> bool {
        let worth = certificate.worth(now);
        match self {
            Self::All => true,
            Self::Submitted => certificate.state == State::Submitted,
            Self::Good => worth == Worth::Good,
            Self::Ending => {
                worth == Worth::Good && certificate.replaced.is_none() && certificate.days_left(now).is_some_and(|days| days <= 30)
            }
            Self::Over => matches!(worth, Worth::Expired | Worth::Revoked | Worth::Replaced),
        }
    }
}

/// A page of the registry.
pub struct List<'l> {
    /// The reader's words.
    pub words: &'l Words,
    /// How they see personal data.
    pub sight: Sight,
    /// What was searched.
    pub query: &'l str,
    /// Which are shown.
    pub filter: Filter,
    /// Them.
    pub found: &'l [Line],
    /// Whether there are more.
    pub more: bool,
    /// The moment.
    pub now: Timestamp,
    /// Whether the reader sends links.
    pub may_invite: bool,
}

impl List<'_> {
    fn address(&self, filter: Filter, before: Option<u64>) -> String {
        let mut pairs = Vec::new();
        if !self.query.is_empty() {
            pairs.push(("q", self.query.to_owned()));
        }
        if filter != Filter::All {
            pairs.push(("state", filter.code().to_owned()));
        }
        pairs.extend(before.map(|before| ("before", before.to_string())));
        let query = serde_urlencoded::to_string(pairs).unwrap_or_default();
        if query.is_empty() { url::CERTIFICATES.to_owned() } else { format!("{}?{query}", url::CERTIFICATES) }
    }

    /// The whole page.
    pub fn page(&self) -> Markup {
        let words = self.words;
        let title = words.text("certificates-title");
        let entries: Vec<_> = Filter::ALL
            .into_iter()
            .map(|filter| {
                let place = if filter == self.filter { Place::Here } else { Place::Elsewhere };
                Entry::new(words.text(filter.label()), self.address(filter, None)).at(place)
            })
            .collect();
        html! {
            div.stack-5 {
                h1 { (title) }
                @if self.may_invite { (actions(link_button(Weight::Primary, &words.text("certificate-invite"), url::CERTIFICATE_INVITE))) }
                (search_form(words, "registry-search", url::CERTIFICATES, &words.text("certificates-find"), self.query))
                (chips(words, &words.text("certificates-filter"), &entries))
                @if self.found.is_empty() {
                    (empty(Icon::Key, &words.text("certificates-empty"), &words.text("certificates-empty-text"), html! {}))
                } @else { (self.rows(&title)) }
            }
        }
    }

    fn rows(&self, title: &str) -> Markup {
        let words = self.words;
        let columns = [
            Column::new(words.text("certificate-number"), Fit::Key),
            Column::new(words.text("certificate-holder"), Fit::Flow),
            Column::new(words.text("certificate-login"), Fit::Keep),
            Column::new(words.text("certificate-state"), Fit::Keep),
            Column::new(words.text("certificate-from"), Fit::Keep),
            Column::new(words.text("certificate-until"), Fit::Keep),
        ];
        let row = |certificate: &Certificate| {
            Row::new(vec![
                html! { a href=(url::certificate(certificate.id)) { (words.say(&message("number-of").with("number", certificate.id.to_string()))) } },
                personal(words, self.sight, &certificate.holder.name),
                html! { (certificate.login) },
                standing(words, certificate, self.now),
                html! { (words.date(words.day_of(certificate.from))) },
                html! { (words.date(words.day_of(certificate.until))) },
            ])
        };
        let rows: Vec<_> = self.found.iter().map(row).collect();
        let on = self.found.last().filter(|_| self.more).map(|last| self.address(self.filter, Some(last.id.number())));
        let shown = words.say(&message("certificates-shown").with("count", self.found.len() as i64));
        html! {
            (table(words, &Table { caption: title, columns: &columns, rows: &rows, tick: None }))
            (pager(words, &Pager { shown: &shown, back: None, on: on.as_deref(), sizes: &[] }))
        }
    }
}

/// The form that sends a link.
pub struct Invite<'i> {
    /// The reader's words.
    pub words: &'i Words,
    /// To whom.
    pub login: &'i str,
    /// Employees to choose from, as login and name.
    pub users: &'i [(String, String)],
    /// For how long.
    pub days: &'i str,
    /// What is wrong.
    pub errors: &'i [FieldError],
    /// Links that can still be used: logins and their ends.
    pub open: &'i [(String, Timestamp)],
    /// The token.
    pub once: OnceToken,
}

impl Invite<'_> {
    /// The whole page.
    pub fn page(&self) -> Markup {
        let words = self.words;
        let (login, days) = (words.text("certificate-login"), words.text("certificate-days-label"));
        let (login_hint, days_hint) = (words.text("certificate-invite-login-hint"), words.text("certificate-days-hint"));
        let users: Vec<_> = self.users.iter().map(|(login, name)| Choice { value: login, label: name, hint: "" }).collect();
        html! {
            div.stack-5.prose {
                (crumbs(words, &[Entry::new(words.text("certificates-title"), url::CERTIFICATES)]))
                h1 { (words.text("certificate-invite")) }
                p.soft { (words.text("certificate-invite-intro")) }
                (error_summary(words, self.errors, &[("login", &login), ("days", &days)]))
                form.fields method="post" action=(url::CERTIFICATE_INVITE) {
                    (once(self.once))
                    (Field { value: self.login, hint: &login_hint, control: Control::Suggest(&users), need: Need::Starred, width: Width::Half, errors: self.errors, ..Field::new("login", &login) }.show(words))
                    (Field { value: self.days, hint: &days_hint, need: Need::Starred, width: Width::Tiny, input_mode: "numeric", errors: self.errors, ..Field::new("days", &days) }.show(words))
                    (actions(button(Weight::Primary, &words.text("certificate-do-invite"))))
                }
                @if !self.open.is_empty() {
                    h2 { (words.text("certificate-open-links")) }
                    ul { @for (login, until) in self.open { li { (login) " — " (words.moment(*until)) } } }
                }
            }
        }
    }
}

/// A link was sent; it is shown here once.
pub fn invited(words: &Words, login: &str, address: Option<&str>, sent: &Sent) -> Markup {
    html! {
        div.stack-5.prose {
            (crumbs(words, &[Entry::new(words.text("certificates-title"), url::CERTIFICATES)]))
            h1 { (words.text("certificate-invited")) }
            @match address {
                Some(address) => {
                    p { (words.say(&message("certificate-invited-text").with("login", login).with("until", words.moment(sent.until)))) }
                    (note(Tone::Good, "", html! { p { code { (address) } } }))
                    p { (words.text(if sent.mailed { "certificate-invited-mailed" } else { "certificate-invited-unmailed" })) }
                },
                None => (note(Tone::Warn, "", html! { p { (words.text("certificate-invited-before")) } })),
            }
            (actions(link_button(Weight::Plain, &words.text("certificate-invite-another"), url::CERTIFICATE_INVITE)))
        }
    }
}
