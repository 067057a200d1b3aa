//! A certificate's card.

use crate::{
    certificates::{
        Certificate, Profile,
        certificate::{State, Worth},
        changes::{Check, Demand},
        parcel::Parcel,
        revocation::Reason,
        serial::pairs,
    },
    terms::{FieldError, Refusal, Sight, Words, message},
    web::{
        Posted, Visit,
        parts::{
            Choice, Control, Entry, Fact, Field, Need, Tone, Weight, action, actions, button, crumbs, error_summary, facts, hidden,
            link_button, note, once, opens, personal, refused, tag,
        },
        url,
    },
};
use jiff::Timestamp;
use maud::{Markup, html};

/// How a certificate stands, in words and colour.
pub fn standing(words: &Words, certificate: &Certificate, now: Timestamp) -> Markup {
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
            Fact::new(
                words.text("certificate-fingerprint"),
                html! { @for pair in pairs(&certificate.fingerprint.0).split_inclusive(':') { (pair) wbr; } },
            ),
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
