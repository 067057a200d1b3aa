//! How a citizen sees their applications.

mod outcome;
mod said;

use super::{desk::lines, giving};
use crate::{
    applications::{Application, Office, State, application::Finding, giving::ANSWER},
    catalog::Service,
    terms::{FieldError, OnceToken, Refusal, Sight, Words, message},
    web::{
        parts::{
            Control, Entry, Field, FileRow, Icon, Live, Moment, Stage, Tone, Weight, actions, button, crumbs, empty, error_summary,
            file_row, folded, link_button, live, note, once, opens, refused, rows, tag, timeline,
        },
        return_way::Written,
        url,
    },
};
use jiff::civil::Date;
use maud::{Markup, html};

/// The colour of a state.
pub const fn tone(state: State) -> Tone {
    match state {
        State::Draft | State::Submitted | State::Registered | State::Withdrawn => Tone::Neutral,
        State::InReview | State::DocumentCheck | State::Decision | State::Appealed => Tone::Work,
        State::WaitingForApplicant => Tone::Warn,
        State::InDelivery | State::Closed => Tone::Good,
        State::Refused => Tone::Bad,
    }
}

/// The page of all applications.
pub fn list(words: &Words, applications: &[Application], office: &Office, _fresh: &dyn Fn() -> OnceToken) -> Markup {
    html! {
        div.stack-5 {
            h1 { (words.text("applications-title")) }
            @if applications.is_empty() {
                (empty(Icon::File, &words.text("applications-empty"), &words.text("applications-empty-text"),
                    link_button(Weight::Primary, &words.text("home-to-services"), url::SERVICES)))
            } @else { (rows_of(words, applications, office)) }
        }
    }
}

/// Applications as rows.
pub fn rows_of(words: &Words, applications: &[Application], office: &Office) -> Markup {
    let items: Vec<_> = applications.iter().map(|application| row(words, application, office)).collect();
    rows(&items)
}

fn row(words: &Words, application: &Application, office: &Office) -> Markup {
    let service = office.service_of(application).ok();
    let title = service.map_or_else(|| application.service.to_string(), |service| service.title.read(words.language).to_owned());
    let draft = application.state == State::Draft;
    let address = match service.filter(|_| draft) {
        Some(service) => next_step(application, service),
        None => url::application(application.id),
    };
    let about = match (application.number, application.submitted_at) {
        (Some(number), Some(at)) => {
            words.say(&message("application-about").with("number", number.to_string()).with("date", words.date(words.day_of(at))))
        }
        (Some(_) | None, _) => words.say(&message("application-begun").with("date", words.date(words.day_of(application.began_at)))),
    };
    html! {
        p { a href=(address) { b { (title) } } }
        p.small.soft { (about) }
        p.small {
            (tag(tone(application.state), &words.say(&application.state.label_for_citizen())))
            @let due = promised(application).or(application.due);
            @if let Some(due) = due.filter(|_| !draft) { " " span.soft { (until(words, application.state, due)) } }
        }
    }
}

/// Where a draft is gone on with: the first step that lacks something, or the check of the answers.
fn next_step(draft: &Application, service: &Service) -> String {
    let gaps = service.complete(&draft.answers, &draft.attached());
    gaps.first().map_or_else(|| url::answers(draft.id), |gap| url::step(draft.id, gap.step.as_str()))
}

fn until(words: &Words, state: State, due: Date) -> String {
    let id = match state {
        State::WaitingForApplicant => "application-answer-by",
        State::Refused => "application-appeal-by",
        State::Draft
        | State::Submitted
        | State::Registered
        | State::InReview
        | State::DocumentCheck
        | State::Decision
        | State::InDelivery
        | State::Appealed
        | State::Closed
        | State::Withdrawn => "application-due",
    };
    words.say(&message(id).with("date", words.day_and_month(due)))
}

/// One application and what its page needs.
pub struct Shown<'s> {
    /// It.
    pub application: &'s Application,
    /// Its service.
    pub service: &'s Service,
    /// The Agent's name.
    pub office: &'s str,
    /// Who works on it.
    pub assignee: Option<String>,
    /// The day.
    pub today: Date,
    /// What was typed as an answer.
    pub answer: &'s str,
    /// What was typed as an appeal.
    pub appeal: &'s str,
    /// What is wrong with it.
    pub errors: &'s [FieldError],
}

/// What is wrong with a form that came back, and what was written into it.
pub struct Wrong<'w> {
    /// What is wrong.
    pub refusal: Option<&'w Refusal>,
    /// What was written.
    pub written: &'w Written,
}

impl Wrong<'_> {
    /// The fields to mend; else what happened, with what was written, since the form may not be there any more.
    fn shown(&self, words: &Words) -> Markup {
        let [answer, appeal, files] = ["answer-label", "appeal-label", "answer-files"].map(|id| words.text(id));
        match self.refusal {
            None => html! {},
            Some(refusal) if refusal.fields.is_empty() => html! { (refused(words, refusal)) (self.written.shown(words)) },
            Some(refusal) => error_summary(words, &refusal.fields, &[("answer", &*answer), ("appeal", &*appeal), (ANSWER, &*files)]),
        }
    }
}

/// The page of one application around its live part.
pub fn one(words: &Words, application: &Application, service: &Service, part: Markup, wrong: &Wrong<'_>) -> Markup {
    let address = url::application(application.id);
    let (stream, fragment) = (format!("{address}/stream"), format!("{address}/part"));
    html! {
        div.stack-5 {
            (crumbs(words, &[Entry::new(words.text("applications-title"), url::APPLICATIONS)]))
            (wrong.shown(words))
            div.stack-2 {
                h1 { (service.title.read(words.language)) }
                @if let (Some(number), Some(at)) = (application.number, application.submitted_at) {
                    p.soft { (words.say(&message("application-about").with("number", number.to_string()).with("date", words.date(words.day_of(at))))) }
                }
            }
            @if application.state == State::Draft {
                p { (link_button(Weight::Primary, &words.text("application-continue"), &next_step(application, service))) }
            } @else {
                (live(words, &Live { id: "way", title: "", stream: &stream, fragment: &fragment, page: &address }, part))
                (said::form(words, application, service))
            }
        }
    }
}

/// What changes by itself while the page is open.
pub fn part(words: &Words, shown: &Shown<'_>, fresh: &dyn Fn() -> OnceToken) -> Markup {
    let application = shown.application;
    html! {
        div.stack-6 {
            (handed_in(words, application))
            (answer(words, shown, fresh))
            (outcome::decision(words, shown))
            div.two {
                div.stack-6 {
                    section.sheet { div.pad.stack { h2 { (words.text("application-way")) } (way(words, shown)) } }
                    (said::talk(words, application))
                }
                aside.stack-6 {
                    (documents(words, shown))
                    section.stack-2 { h2 { (words.text("application-seen")) } p { a href=(url::TRACE) { (words.text("application-seen-link")) } } }
                    (appeal(words, shown, fresh))
                    @if application.state.may_be_withdrawn() { (withdraw(words, application, fresh)) }
                }
            }
        }
    }
}

/// The number, what happens next and by when: until somebody in the office has begun.
fn handed_in(words: &Words, application: &Application) -> Markup {
    let Some(number) = application.number.filter(|_| application.state == State::Submitted) else { return html! {} };
    let by = |id: &'static str, day: Option<Date>| day.map(|day| words.say(&message(id).with("date", words.date(day))));
    let steps = [by("submitted-next-register", application.due), by("submitted-next-decide", application.promised)];
    note(
        Tone::Good,
        &words.text("submitted-number"),
        html! {
            p.number-big { (words.say(&message("number-of").with("number", number.to_string()))) }
            p { b { (words.text("submitted-next")) } }
            ol.stack-2 { @for step in steps.iter().flatten() { li { (step) } } li { (words.text("submitted-next-told")) } }
        },
    )
}

fn answer(words: &Words, shown: &Shown<'_>, fresh: &dyn Fn() -> OnceToken) -> Markup {
    let Some(inquiry) = shown.application.open_inquiry() else { return html! {} };
    let label = words.text("answer-label");
    let due = shown.application.due.map(|due| words.say(&message("application-answer-by").with("date", words.date(due))));
    let field = Field { control: Control::Lines, value: shown.answer, errors: shown.errors, ..Field::new("answer", &label) };
    note(
        Tone::Warn,
        &words.text("answer-title"),
        html! {
            div id="answer" { (lines(words, Sight::Plain, &inquiry.text.seen(Sight::Plain))) }
            @if let Some(due) = due { p.soft { (due) ". " (words.text("answer-clock")) } }
            (giving::of_answer(words, shown.application, shown.errors, fresh))
            form.fields method="post" action=(format!("{}/answer", url::application(shown.application.id))) {
                (once(fresh())) (field.show(words)) (actions(button(Weight::Primary, &words.text("answer-send"))))
            }
        },
    )
}

fn way(words: &Words, shown: &Shown<'_>) -> Markup {
    let application = shown.application;
    let last = application.milestones.len().saturating_sub(1);
    let mut moments: Vec<_> = application
        .milestones
        .iter()
        .enumerate()
        .map(|(index, milestone)| Moment {
            stage: stage(application, index == last),
            title: words.say(&milestone.state.label_for_citizen()).into(),
            when: words.moment(milestone.mark.at).into(),
            text: sentence(words, shown, milestone.state, index == last),
        })
        .collect();
    if let Some(next) = coming(application.state) {
        let when =
            promised(application).map_or_else(String::new, |due| words.say(&message("application-due").with("date", words.date(due))));
        moments.push(Moment { stage: Stage::Next, title: words.text(next).into_owned().into(), when: when.into(), text: html! {} });
    }
    timeline(words, &moments)
}

const fn stage(application: &Application, is_last: bool) -> Stage {
    match application.state {
        State::Withdrawn | State::Refused if is_last => Stage::Stopped,
        State::Closed => Stage::Done,
        State::Draft
        | State::Submitted
        | State::Registered
        | State::InReview
        | State::WaitingForApplicant
        | State::DocumentCheck
        | State::Decision
        | State::InDelivery
        | State::Refused
        | State::Appealed
        | State::Withdrawn => {
            if is_last {
                Stage::Now
            } else {
                Stage::Done
            }
        }
    }
}

fn sentence(words: &Words, shown: &Shown<'_>, state: State, is_last: bool) -> Markup {
    let mut said = message("");
    // Whoever was to take it may have done so since.
    said.id = if state == State::Registered && !is_last { "way-registered-past".into() } else { format!("way-{}", state.code()).into() };
    // What was given with an answer came later.
    let at_first = shown.application.documents.iter().filter(|document| document.inquiry.is_none()).count();
    let text = words.say(&said.with("office", shown.office).with("count", at_first as i64));
    let due = promised(shown.application).filter(|_| is_last);
    html! {
        (text)
        @if is_last && let Some(name) = &shown.assignee { " " (words.say(&message("way-assignee").with("name", name.as_str()))) }
        @if let Some(due) = due { " " (words.say(&message("way-due").with("date", words.date(due)))) }
    }
}

/// What comes after this state.
const fn coming(state: State) -> Option<&'static str> {
    match state {
        State::Submitted | State::Registered | State::InReview | State::WaitingForApplicant | State::DocumentCheck | State::Decision => {
            Some("way-next-decision")
        }
        State::Appealed => Some("way-next-appeal"),
        State::InDelivery => Some("way-next-delivery"),
        State::Draft | State::Refused | State::Closed | State::Withdrawn => None,
    }
}

/// The day by which the decision was promised at the submission; the present due date after it.
fn promised(application: &Application) -> Option<Date> {
    match application.state {
        State::Submitted | State::Registered | State::InReview | State::DocumentCheck | State::Decision => {
            application.promised.max(application.due)
        }
        State::InDelivery | State::Appealed => application.due,
        State::Draft | State::WaitingForApplicant | State::Refused | State::Closed | State::Withdrawn => None,
    }
}

fn documents(words: &Words, shown: &Shown<'_>) -> Markup {
    let application = shown.application;
    let address = url::application(application.id);
    let files: Vec<_> = application
        .documents
        .iter()
        .map(|document| {
            let kind = shown.service.document(document.kind.as_str()).map(|kind| kind.title.read(words.language).to_owned());
            let kind = kind.unwrap_or_else(|| words.text("document-with-answer").into_owned());
            let state = match document.check.as_ref().map(|check| check.finding) {
                Some(Finding::Confirmed) => (Tone::Good, words.text("document-confirmed")),
                Some(Finding::Rejected) => (Tone::Bad, words.text("document-rejected")),
                None => (Tone::Neutral, "".into()),
            };
            let note = document.check.as_ref().map(|check| check.note.as_str()).filter(|note| !note.is_empty());
            let note = note.map_or_else(String::new, |note| format!(". {note}"));
            let about = format!("{kind}, {}{note}", words.size(document.size));
            (document.name.seen(Sight::Plain), about, state, format!("{address}/documents/{}", document.number))
        })
        .collect();
    html! {
        section.stack {
            h2 { (words.text("application-documents")) }
            ul.files.sheet.pad {
                (file_row(&FileRow { icon: Icon::File, name: &words.text("application-paper"), address: Some(&format!("{address}/application.pdf")), about: "PDF", state: (Tone::Neutral, ""), action: html! {} }))
                @for (name, about, state, link) in &files {
                    (file_row(&FileRow { icon: Icon::File, name, address: Some(link), about, state: (state.0, &state.1), action: html! {} }))
                }
            }
        }
    }
}

fn appeal(words: &Words, shown: &Shown<'_>, fresh: &dyn Fn() -> OnceToken) -> Markup {
    let application = shown.application;
    let open = application.state == State::Refused && application.due.is_none_or(|due| shown.today <= due);
    let label = words.text("appeal-label");
    let field = Field { control: Control::Lines, value: shown.appeal, errors: shown.errors, ..Field::new("appeal", &label) };
    html! {
        @for appeal in &application.appeals {
            section.stack-2 {
                h2 { (words.text("appeal-title")) }
                p { (appeal.text.seen(Sight::Plain)) }
                @if let Some(answer) = &appeal.answer { p.soft { (words.text("appeal-answer")) ": " (answer.seen(Sight::Plain)) } }
            }
        }
        @if open {
            (folded(&words.text("appeal-open"), html! {
                form.fields method="post" action=(format!("{}/appeal", url::application(application.id))) {
                    (once(fresh())) (field.show(words)) (actions(button(Weight::Primary, &words.text("appeal-send"))))
                }
            }, shown.errors.iter().any(|error| error.field == "appeal")))
        }
    }
}

fn withdraw(words: &Words, application: &Application, fresh: &dyn Fn() -> OnceToken) -> Markup {
    opens(
        &words.text("withdraw-open"),
        html! {
            p { (words.text("withdraw-text")) }
            form method="post" action=(format!("{}/withdraw", url::application(application.id))) {
                (once(fresh())) (actions(button(Weight::Danger, &words.text("withdraw-send"))))
            }
        },
    )
}
