//! The pages of the holder of a link.

use crate::{
    certificates::{
        Certificate, FilePassword, Profile,
        certificate::{ScanKind, State, Worth},
        invitation::Token,
        parcel::Parcel,
    },
    identity::User,
    terms::{FieldError, OnceToken, Refusal, Sight, Words, message},
    web::{
        Posted, Visit,
        parts::{
            Choice, Control, Entry, Fact, Field, Fixed, Moment, Need, Place, Stage, Tone, Weight, Width, actions, button, error_summary,
            facts, hidden, link_button, note, once, refused, subtabs, timeline,
        },
        url,
    },
};
use jiff::Timestamp;
use maud::{Markup, html};

/// The labels of the form, for the list of errors.
const LABELS: [(&str, &str); 5] = [
    ("email", "certificate-email"),
    ("phone", "certificate-phone"),
    ("profile", "certificate-profile"),
    ("passphrase", "certificate-password"),
    ("consent", "certificate-consent"),
];

/// The tabs of the generator.
fn tabs(words: &Words) -> Markup {
    let entries = [
        Entry::new(words.text("certificate-tab-generate"), "").at(Place::Here),
        Entry::new(words.text("certificate-tab-install"), url::CERTIFICATE_HELP),
    ];
    subtabs(&words.text("certificate-generator"), &entries)
}

/// A link that leads to nothing any more.
pub fn over(words: &Words, id: &str) -> Markup {
    html! {
        div.stack-5.narrow {
            h1 { (words.text("certificate-generator")) }
            (note(Tone::Warn, "", html! { p { (words.text(id)) } }))
            p.soft { (words.text("certificate-link-again")) }
        }
    }
}

/// The form "Генератор сертификатов ‣ Сгенерировать".
pub struct Generator<'g> {
    /// The reader's words.
    pub words: &'g Words,
    /// Whom the link was sent to.
    pub user: &'g User,
    /// Where they work.
    pub organization: &'g str,
    /// The text of the consent.
    pub consent: &'g str,
    /// The password of the file.
    pub password: &'g FilePassword,
    /// The link.
    pub token: &'g Token,
    /// What was typed, where the form came back.
    pub form: Option<&'g Posted>,
    /// What is wrong with it.
    pub errors: &'g [FieldError],
}

impl Generator<'_> {
    /// The whole page.
    pub fn page(&self, once_token: OnceToken) -> Markup {
        let words = self.words;
        let labels: Vec<_> = LABELS.iter().map(|(name, id)| (*name, words.text(id))).collect();
        let labels: Vec<_> = labels.iter().map(|(name, label)| (*name, label.as_ref())).collect();
        html! {
            div.stack-5.narrow {
                h1 { (words.text("certificate-generator")) }
                (tabs(words))
                p { (words.text("certificate-intro")) }
                (error_summary(words, self.errors, &labels))
                form.stack-5 method="post" action=(url::CERTIFICATE) autocomplete="off" {
                    (once(once_token)) (hidden("link", self.token.as_str()))
                    div.sheet { div.pad.stack { h2 { (words.text("certificate-group-who")) } div.fields { (self.who()) } } }
                    div.sheet { div.pad.stack { h2 { (words.text("certificate-group-file")) } div.fields { (self.file()) } } }
                    div.sheet { div.pad.stack { h2 { (words.text("certificate-consent")) } (self.consent()) } }
                    (actions(button(Weight::Primary, &words.text("certificate-do-make"))))
                }
            }
        }
    }

    fn known(&self, name: &str, label: &'static str, value: &str) -> Markup {
        let label = self.words.text(label);
        Field { value, fixed: Fixed::Known, need: Need::Starred, width: Width::Half, ..Field::new(name, &label) }.show(self.words)
    }

    /// A field that is asked for where the card does not know it.
    fn asked(&self, name: &'static str, label: &'static str, known: &str, kind: &'static str) -> Markup {
        if !known.is_empty() {
            return self.known(name, label, known);
        }
        let (label, hint) =
            (self.words.text(label), self.words.text(if name == "email" { "certificate-email-hint" } else { "certificate-phone-hint" }));
        let value = self.form.map_or("", |form| form.get(name));
        let field = Field {
            control: Control::Line(kind),
            hint: &hint,
            value,
            need: Need::Starred,
            width: Width::Half,
            errors: self.errors,
            ..Field::new(name, &label)
        };
        field.show(self.words)
    }

    fn who(&self) -> Markup {
        let user = self.user;
        html! {
            (self.known("login", "certificate-login", user.login.as_str()))
            (self.known("surname", "person-surname", user.name.surname()))
            (self.known("name", "person-name", user.name.name()))
            @if let Some(patronymic) = user.name.patronymic() { (self.known("patronymic", "person-patronymic", patronymic)) }
            @if !user.position.is_empty() { (self.known("position", "certificate-position", &user.position)) }
            (self.known("organization", "certificate-organization", self.organization))
            (self.asked("email", "certificate-email", &user.email, "email"))
            (self.asked("phone", "certificate-phone", &user.phone, "tel"))
        }
    }

    fn file(&self) -> Markup {
        let words = self.words;
        let texts = Profile::ALL.map(|profile| (profile.code(), words.text(profile_label(profile)), words.text(profile_hint(profile))));
        let choices = texts.each_ref().map(|(value, label, hint)| Choice { value, label, hint });
        let (label, password_label) = (words.text("certificate-profile"), words.text("certificate-password"));
        let hint = words.text("certificate-password-hint");
        let value = self.form.map_or("", |form| form.get("profile"));
        html! {
            (Field { control: Control::Radios(&choices), need: Need::Starred, value, errors: self.errors, ..Field::new("profile", &label) }.show(words))
            (Field { hint: &hint, value: self.password.shown(), fixed: Fixed::Known, need: Need::Starred, width: Width::Half, errors: self.errors, ..Field::new("passphrase", &password_label) }.show(words))
        }
    }

    fn consent(&self) -> Markup {
        let label = self.words.text("certificate-consent-tick");
        let value = self.form.map_or("", |form| form.get("consent"));
        html! {
            p.small { (self.consent) }
            (Field { control: Control::Tick("yes"), need: Need::Starred, value, errors: self.errors, ..Field::new("consent", &label) }.show(self.words))
        }
    }
}

const fn profile_label(profile: Profile) -> &'static str {
    match profile {
        Profile::Modern => "certificate-profile-modern",
        Profile::Compatible => "certificate-profile-compatible",
    }
}

const fn profile_hint(profile: Profile) -> &'static str {
    match profile {
        Profile::Modern => "certificate-profile-modern-hint",
        Profile::Compatible => "certificate-profile-compatible-hint",
    }
}

/// A certificate as its holder follows it under the link.
pub struct Followed<'f> {
    /// The reader's words.
    pub words: &'f Words,
    /// The certificate.
    pub certificate: &'f Certificate,
    /// Its files.
    pub parcel: Option<&'f Parcel>,
    /// The link.
    pub token: &'f Token,
    /// Why the last action was refused.
    pub refusal: Option<&'f Refusal>,
    /// The moment.
    pub now: Timestamp,
}

impl Followed<'_> {
    /// The whole page.
    pub fn page(&self, visit: &Visit) -> Markup {
        let (words, certificate) = (self.words, self.certificate);
        let labels = [("file", words.text("certificate-scan"))];
        let labels = labels.each_ref().map(|(name, label)| (*name, label.as_ref()));
        let errors = self.refusal.map_or(&[][..], |refusal| &refusal.fields);
        html! {
            div.stack-5.narrow {
                h1 { (words.text("certificate-generator")) }
                (tabs(words))
                (error_summary(words, errors, &labels))
                @if let Some(refusal) = self.refusal.filter(|refusal| refusal.fields.is_empty()) { (refused(words, refusal)) }
                (timeline(words, &self.moments()))
                @if certificate.is_open() { (self.signing(visit, errors)) }
                @if let (State::Released { .. }, Worth::Good) = (&certificate.state, certificate.worth(self.now)) { (self.files(visit)) }
                (facts(&[
                    Fact::new(words.text("certificate-holder"), certificate.holder.name.seen(Sight::Plain)),
                    Fact::new(words.text("certificate-serial"), certificate.serial.to_string()),
                    Fact::new(words.text("certificate-until"), words.moment(certificate.until)),
                ]))
            }
        }
    }

    fn moments(&self) -> Vec<Moment<'_>> {
        let (words, certificate) = (self.words, self.certificate);
        let moment = |stage, id: &'static str, when: Option<Timestamp>, text: String| {
            let when = when.map_or_else(String::new, |when| words.moment(when));
            Moment {
                stage,
                title: words.text(id),
                when: when.into(),
                text: if text.is_empty() {
                    html! {}
                } else {
                    html! { p { (text) } }
                },
            }
        };
        let sent = certificate.scan.as_ref().map(|scan| scan.at);
        let mut moments = vec![moment(Stage::Done, "certificate-way-made", Some(certificate.from), String::new())];
        let signed = |stage| moment(stage, "certificate-way-signed", sent, String::new());
        let checked = |stage| moment(stage, "certificate-way-checked", None, String::new());
        let given = |stage, at| moment(stage, "certificate-way-given", at, String::new());
        match &certificate.state {
            State::Waiting => moments.extend([signed(Stage::Now), checked(Stage::Next), given(Stage::Next, None)]),
            State::Submitted => moments.extend([signed(Stage::Done), checked(Stage::Now), given(Stage::Next, None)]),
            State::Released { mark } => moments.extend([signed(Stage::Done), checked(Stage::Done), given(Stage::Done, Some(mark.at))]),
            State::Refused { mark, reason } => {
                let why = words.say(&message("certificate-refused-because").with("reason", reason.clone()));
                moments.extend([signed(Stage::Done), moment(Stage::Stopped, "certificate-way-refused", Some(mark.at), why)]);
            }
            State::Withdrawn { mark } => moments.push(moment(Stage::Stopped, "certificate-way-withdrawn", Some(mark.at), String::new())),
            State::Revoked { mark, .. } => moments.push(moment(Stage::Stopped, "certificate-way-revoked", Some(mark.at), String::new())),
        }
        moments
    }

    /// Print, sign, upload.
    fn signing(&self, visit: &Visit, errors: &[FieldError]) -> Markup {
        let words = self.words;
        let (label, hint) = (words.text("certificate-scan"), words.text("certificate-scan-hint"));
        let field =
            Field { control: Control::File(".pdf,.jpg,.jpeg"), hint: &hint, need: Need::Starred, errors, ..Field::new("file", &label) };
        let address = url::under_link(url::CERTIFICATE_DOCUMENT, self.token.as_str());
        html! {
            div.sheet { div.pad.stack {
                h2 { (words.text("certificate-sign")) }
                p { (words.text("certificate-sign-text")) }
                (actions(link_button(Weight::Plain, &words.text("certificate-print"), &address)))
                @if let Some(scan) = &self.certificate.scan {
                    p { (words.say(&message("certificate-scan-there").with("name", scan.name.seen(Sight::Plain)).with("kind", match scan.kind { ScanKind::Pdf => "PDF", ScanKind::Jpeg => "JPEG" }))) }
                }
                form.stack method="post" enctype="multipart/form-data" action=(url::under_link(url::CERTIFICATE_SCAN, self.token.as_str())) {
                    (once(visit.once()))
                    (field.show(words))
                    (actions(button(Weight::Primary, &words.text("certificate-do-scan"))))
                }
            } }
        }
    }

    /// The files that wait.
    fn files(&self, visit: &Visit) -> Markup {
        let words = self.words;
        let waiting = self.parcel.filter(|parcel| parcel.until.is_some_and(|until| self.now < until));
        let Some(parcel) = waiting.filter(|parcel| !parcel.files.is_empty()) else {
            return note(Tone::Neutral, "", html! { p { (words.text("certificate-files-gone")) } });
        };
        let until = parcel.until.map_or_else(String::new, |until| words.moment(until));
        html! {
            div.sheet { div.pad.stack {
                h2 { (words.text("certificate-files")) }
                p { (words.say(&message("certificate-files-text").with("until", until))) }
                @for (profile, _) in &parcel.files {
                    form.stack method="post" action=(url::CERTIFICATE_FILE) {
                        (once(visit.once())) (hidden("link", self.token.as_str())) (hidden("profile", profile.code()))
                        p { b { (words.text(profile_label(*profile))) } br; span.soft.small { (words.text(profile_hint(*profile))) } }
                        (actions(button(if *profile == self.certificate.profile { Weight::Primary } else { Weight::Plain }, &words.say(&message("certificate-do-fetch").with("profile", words.text(profile_label(*profile)).to_lowercase())))))
                    }
                }
                p { a href=(url::CERTIFICATE_HELP) { (words.text("certificate-to-help")) } }
            } }
        }
    }
}
