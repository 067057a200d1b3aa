//! The registry of certificates, a card, sending a link.

use crate::{
    certificates::{
        Certificate, Profile,
        certificate::{State, Worth},
        changes::{Check, Demand},
        parcel::Parcel,
        revocation::Reason,
        serial::pairs,
    },
    terms::{FieldError, OnceToken, Refusal, Sight, Words, message},
    web::{
        Posted, Visit,
        parts::{
            Choice, Column, Control, Entry, Fact, Field, Fit, Icon, Need, Pager, Place, Row, Table, Tone, Weight, Width, action, actions,
            button, chips, crumbs, empty, error_summary, facts, hidden, link_button, note, once, opens, pager, personal, refused,
            search_form, table, tag,
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

/// How a certificate stands, in words and colour.
fn standing(words: &Words, certificate: &Certificate, now: Timestamp) -> Markup {
    let (tone, id) = match (certificate.worth(now), &certificate.state) {
        (Worth::Good, _) => (Tone::Good, "certificate-state-released"),
        (Worth::Expired, _) => (Tone::Neutral, "certificate-state-expired"),
        (Worth::Replaced, _) => (Tone::Neutral, "certificate-state-replaced"),
        (Worth::Revoked, _) => (Tone::Bad, "certificate-state-revoked"),
        (Worth::Unreleased, State::Submitted) => (Tone::Warn, "certificate-state-submitted"),
        (Worth::Unreleased, State::Refused { .. }) => (Tone::Bad, "certificate-state-refused"),
        (Worth::Unreleased, State::Withdrawn { .. }) => (Tone::Neutral, "certificate-state-withdrawn"),
        (Worth::Unreleased, State::Waiting | State::Released { .. } | State::Revoked { .. }) => (Tone::Work, "certificate-state-waiting"),
    };
    tag(tone, &words.text(id))
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
                (search_form(words, "certificates-search", url::CERTIFICATES, &words.text("certificates-find"), self.query))
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
                html! { a href=(url::certificate(certificate.id)) { "№ " (certificate.id) } },
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
        html! {
            div.stack-5.prose {
                (crumbs(words, &[Entry::new(words.text("certificates-title"), url::CERTIFICATES)]))
                h1 { (words.text("certificate-invite")) }
                p.soft { (words.text("certificate-invite-intro")) }
                (error_summary(words, self.errors, &[("login", &login), ("days", &days)]))
                form.fields method="post" action=(url::CERTIFICATE_INVITE) {
                    (once(self.once))
                    (Field { value: self.login, hint: &login_hint, need: Need::Starred, width: Width::Half, errors: self.errors, ..Field::new("login", &login) }.show(words))
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
pub fn invited(words: &Words, login: &str, address: Option<&str>, until: Timestamp) -> Markup {
    html! {
        div.stack-5.prose {
            (crumbs(words, &[Entry::new(words.text("certificates-title"), url::CERTIFICATES)]))
            h1 { (words.text("certificate-invited")) }
            @match address {
                Some(address) => {
                    p { (words.say(&message("certificate-invited-text").with("login", login).with("until", words.moment(until)))) }
                    (note(Tone::Good, "", html! { p { code { (address) } } }))
                },
                None => (note(Tone::Warn, "", html! { p { (words.text("certificate-invited-before")) } })),
            }
            (actions(link_button(Weight::Plain, &words.text("certificate-invite-another"), url::CERTIFICATE_INVITE)))
        }
    }
}

/// Names that the card tells.
pub struct Names {
    /// Who decided.
    pub decided: Option<String>,
}

/// A certificate's card.
pub struct Card<'c> {
    /// The reader's words.
    pub words: &'c Words,
    /// How they see personal data.
    pub sight: Sight,
    /// The certificate.
    pub certificate: &'c Certificate,
    /// Its files.
    pub parcel: Option<&'c Parcel>,
    /// Names.
    pub names: &'c Names,
    /// Whether the holder must present a certificate.
    pub required: bool,
    /// Whether the reader releases and refuses.
    pub may_decide: bool,
    /// Whether the reader opens the scan.
    pub may_open: bool,
    /// Whether the reader revokes.
    pub may_revoke: bool,
    /// Whether the reader demands certificates.
    pub may_require: bool,
    /// Whether it is the reader's own.
    pub own: bool,
    /// The moment.
    pub now: Timestamp,
    /// What was sent and why it was refused.
    pub sent: Option<(&'c Posted, &'c Refusal)>,
}

impl Card<'_> {
    /// The whole page.
    pub fn page(&self, visit: &Visit) -> Markup {
        let (words, certificate) = (self.words, self.certificate);
        let errors = self.sent.map_or(&[][..], |(_, refusal)| &refusal.fields);
        let mut labels: Vec<_> = Check::ALL.iter().map(|check| (check.code(), words.text(check_label(*check)))).collect();
        labels.extend([
            ("reason", words.text("certificate-reason")),
            ("why", words.text("certificate-why")),
            ("note", words.text("certificate-note")),
        ]);
        let labels: Vec<_> = labels.iter().map(|(name, label)| (*name, label.as_ref())).collect();
        let title = words.say(&message("certificate-card").with("number", certificate.id.to_string()));
        html! {
            div.stack-5.prose {
                (crumbs(words, &[Entry::new(words.text("certificates-title"), url::CERTIFICATES)]))
                div.head { h1 { (title) } p.inline { (standing(words, certificate, self.now)) } }
                (error_summary(words, errors, &labels))
                @if let Some((_, refusal)) = self.sent.filter(|(_, refusal)| refusal.fields.is_empty()) { (refused(words, refusal)) }
                div.sheet { div.pad { (facts(&self.facts())) } }
                (actions(html! {
                    (link_button(Weight::Plain, &words.text("certificate-print"), &format!("{}/document.pdf", url::certificate(certificate.id))))
                    @if self.may_open { (link_button(Weight::Plain, &words.text("certificate-open-scan"), &format!("{}/scan", url::certificate(certificate.id)))) }
                }))
                @if self.own && certificate.is_open() { (note(Tone::Warn, "", html! { p { (words.text("certificate-own")) } })) }
                @if self.may_decide { (self.decision(visit, errors)) }
                @if self.may_revoke && matches!(certificate.state, State::Released { .. }) { (self.revocation(visit, errors)) }
                @if self.may_require { (self.demand(visit)) }
                (opens(&words.text("certificate-consent"), self.consent()))
            }
        }
    }

    fn facts(&self) -> Vec<Fact<'_>> {
        let (words, certificate, holder) = (self.words, self.certificate, &self.certificate.holder);
        let mut facts = vec![
            Fact::new(words.text("certificate-holder"), personal(words, self.sight, &holder.name)),
            Fact::new(words.text("certificate-login"), &certificate.login),
            Fact::new(words.text("certificate-position"), &holder.position),
            Fact::new(words.text("certificate-organization"), &holder.organization),
            Fact::new(words.text("certificate-email"), personal(words, self.sight, &holder.email)),
            Fact::new(words.text("certificate-phone"), personal(words, self.sight, &holder.phone)),
            Fact::new(words.text("certificate-serial"), certificate.serial.to_string()),
            Fact::new(words.text("certificate-fingerprint"), html! { span.anywhere { (pairs(&certificate.fingerprint.0)) } }),
            Fact::new(words.text("certificate-from"), words.moment(certificate.from)),
            Fact::new(words.text("certificate-until"), words.moment(certificate.until)),
        ];
        if let Some(scan) = &certificate.scan {
            facts.push(Fact::new(
                words.text("certificate-scan"),
                html! { (personal(words, self.sight, &scan.name)) ", " (words.size(scan.size)) ", " (words.moment(scan.at)) },
            ));
        }
        facts.extend(self.decided());
        if let Some(replaced) = certificate.replaced {
            let said =
                message("certificate-replaced-by").with("number", replaced.by.to_string()).with("until", words.moment(replaced.until));
            facts.push(Fact::new(words.text("certificate-replaced"), words.say(&said)));
        }
        for fetched in self.parcel.iter().flat_map(|parcel| &parcel.fetched) {
            let profile = words.text(match fetched.profile {
                Profile::Modern => "certificate-profile-modern",
                Profile::Compatible => "certificate-profile-compatible",
            });
            facts.push(Fact::new(
                words.text("certificate-fetched"),
                format!("{profile}, {}, {}", words.moment(fetched.at), fetched.address),
            ));
        }
        facts
    }

    fn decided(&self) -> Vec<Fact<'_>> {
        let words = self.words;
        let by = |at| format!("{}, {}", self.names.decided.as_deref().unwrap_or(""), words.moment(at));
        match &self.certificate.state {
            State::Waiting | State::Submitted => Vec::new(),
            State::Released { mark } => vec![Fact::new(words.text("certificate-state-released"), by(mark.at))],
            State::Withdrawn { mark } => vec![Fact::new(words.text("certificate-state-withdrawn"), by(mark.at))],
            State::Refused { mark, reason } => {
                vec![Fact::new(words.text("certificate-state-refused"), by(mark.at)), Fact::new(words.text("certificate-reason"), reason)]
            }
            State::Revoked { mark, reason, note } => vec![
                Fact::new(words.text("certificate-state-revoked"), by(mark.at)),
                Fact::new(words.text("certificate-why"), words.text(reason_label(*reason)).as_ref()),
                Fact::new(words.text("certificate-note"), note),
            ],
        }
    }

    fn typed(&self, name: &str) -> &str {
        self.sent.map_or("", |(form, _)| form.get(name))
    }

    fn decision(&self, visit: &Visit, errors: &[FieldError]) -> Markup {
        let words = self.words;
        let address = url::certificate(self.certificate.id);
        let (reason, hint) = (words.text("certificate-reason"), words.text("certificate-reason-hint"));
        let tick = |check: &Check| {
            let label = words.text(check_label(*check));
            Field { control: Control::Tick("yes"), value: self.typed(check.code()), errors, ..Field::new(check.code(), &label) }.show(words)
        };
        html! {
            div.sheet { div.pad.stack {
                h2 { (words.text("certificate-check")) }
                p.soft { (words.text("certificate-check-text")) }
                form.stack method="post" action=(format!("{address}/release")) {
                    (once(visit.once()))
                    @for check in &Check::ALL { (tick(check)) }
                    (actions(button(Weight::Primary, &words.text("certificate-do-release"))))
                }
                (opens(&words.text("certificate-refuse"), html! {
                    form.stack method="post" action=(format!("{address}/refuse")) {
                        (once(visit.once()))
                        (Field { control: Control::Lines, hint: &hint, value: self.typed("reason"), need: Need::Starred, errors, ..Field::new("reason", &reason) }.show(words))
                        (actions(button(Weight::Danger, &words.text("certificate-do-refuse"))))
                    }
                }))
            } }
        }
    }

    fn revocation(&self, visit: &Visit, errors: &[FieldError]) -> Markup {
        let words = self.words;
        let (why, more) = (words.text("certificate-why"), words.text("certificate-note"));
        let labels = Reason::ALL.map(|reason| (reason.code(), words.text(reason_label(reason))));
        let choices = labels.each_ref().map(|(value, label)| Choice { value, label, hint: "" });
        let form = html! {
            p { (words.text("certificate-revoke-text")) }
            form.stack method="post" action=(format!("{}/revoke", url::certificate(self.certificate.id))) {
                (once(visit.once()))
                (Field { control: Control::Radios(&choices), value: self.typed("why"), need: Need::Starred, errors, ..Field::new("why", &why) }.show(words))
                (Field { control: Control::Lines, value: self.typed("note"), need: Need::Optional, errors, ..Field::new("note", &more) }.show(words))
                (actions(button(Weight::Danger, &words.text("certificate-do-revoke"))))
            }
        };
        html! { @if errors.is_empty() { (opens(&words.text("certificate-revoke"), form)) } @else { (form) } }
    }

    fn demand(&self, visit: &Visit) -> Markup {
        let words = self.words;
        let (said, label, demand) = if self.required {
            ("certificate-required", "certificate-do-not-require", Demand::Nothing)
        } else {
            ("certificate-not-required", "certificate-do-require", Demand::Certificate)
        };
        let press = html! {
            (hidden("user", &self.certificate.user.to_string())) (hidden("demand", demand.code()))
            (hidden("back", &url::certificate(self.certificate.id))) (button(Weight::Plain, &words.text(label)))
        };
        html! { div.stack-2 { p { (words.text(said)) } (action(url::CERTIFICATE_DEMAND, visit.once(), press)) } }
    }

    fn consent(&self) -> Markup {
        let (words, consent) = (self.words, &self.certificate.consent);
        let given = message("certificate-consent-given").with("time", words.exact(consent.at)).with("address", consent.address.clone());
        html! { p.small { (personal(words, self.sight, &consent.text)) } p.small.soft { (words.say(&given)) } }
    }
}

const fn check_label(check: Check) -> &'static str {
    match check {
        Check::Signature => "certificate-check-signature",
        Check::Person => "certificate-check-person",
        Check::Numbers => "certificate-check-numbers",
        Check::Whole => "certificate-check-whole",
    }
}

const fn reason_label(reason: Reason) -> &'static str {
    match reason {
        Reason::KeyCompromise => "certificate-why-key-compromise",
        Reason::AffiliationChanged => "certificate-why-affiliation-changed",
        Reason::Superseded => "certificate-why-superseded",
        Reason::CessationOfOperation => "certificate-why-cessation-of-operation",
        Reason::PrivilegeWithdrawn => "certificate-why-privilege-withdrawn",
    }
}
