//! The card of a case: what it is, its tabs, and beside them what is to be done.

use super::{Typed, applicant, decision, documents, due_words, note_field, shown, side, state_tag, talk, way};
use crate::{
    applications::{Application, Document, disclosure, moves::Move},
    catalog::{Answers, Service},
    terms::{OnceToken, Personal, Sight, UserId, Words, calendar::Calendar, message},
    web::{
        parts::{self, Entry, Live, Place, Tone},
        return_way::Written,
        url,
    },
};
use jiff::civil::Date;
use maud::{Markup, html};
use std::collections::HashMap;

/// A tab of the card.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// Who applies and what they filled in.
    #[default]
    Application,
    /// What they attached, and what the inspector found.
    Documents,
    /// What was asked and answered.
    Talk,
    /// What was decided, and appeals against it.
    Decision,
    /// Other cases of the same applicant.
    Others,
    /// The way it came.
    History,
}

impl Tab {
    /// All, in their order.
    pub const ALL: [Self; 6] = [Self::Application, Self::Documents, Self::Talk, Self::Decision, Self::Others, Self::History];

    /// The value in the address.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Application => "application",
            Self::Documents => "documents",
            Self::Talk => "talk",
            Self::Decision => "decision",
            Self::Others => "others",
            Self::History => "history",
        }
    }

    /// The tab with this code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tab| tab.code() == code)
    }

    /// Its name in the wording.
    const fn wording(self) -> &'static str {
        match self {
            Self::Application => "desk-tab-application",
            Self::Documents => "desk-tab-documents",
            Self::Talk => "desk-tab-talk",
            Self::Decision => "desk-tab-decision",
            Self::Others => "desk-tab-others",
            Self::History => "desk-tab-history",
        }
    }

    /// The address of this tab of this case.
    pub fn address(self, case: &Application) -> String {
        match self {
            Self::Application => url::case(case.id),
            Self::Documents | Self::Talk | Self::Decision | Self::Others | Self::History => {
                format!("{}?tab={}", url::case(case.id), self.code())
            }
        }
    }
}

/// Whether the reader may do something that leads away from the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// They may.
    Open,
    /// They may not.
    Closed,
}

/// One value about the applicant.
pub struct Known {
    /// Which.
    pub field: disclosure::Field,
    /// The id of its label.
    pub label: &'static str,
    /// The value.
    pub value: Personal<String>,
}

/// A case with all that its card tells.
pub struct Card<'c> {
    /// The reader's words.
    pub words: &'c Words,
    /// How they see personal data.
    pub sight: Sight,
    /// The day.
    pub today: Date,
    /// The working days.
    pub calendar: &'c Calendar,
    /// The case.
    pub case: &'c Application,
    /// Its service, in its version.
    pub service: &'c Service,
    /// What the office knows of the applicant.
    pub applicant: &'c [Known],
    /// Who somebody is by the profile, where the form says otherwise, under the names of its fields.
    pub profile: &'c Answers,
    /// The one field that is shown to a reader from whom personal data is hidden.
    pub disclosed: Option<&'c disclosure::Field>,
    /// To the disclosure of another.
    pub disclosures: Way,
    /// Employees who had to do with it, by their short names.
    pub names: &'c HashMap<UserId, String>,
    /// What the reader may do now, by their rights and by the state.
    pub moves: &'c [Move],
    /// To the documents and papers.
    pub files: Way,
    /// To the history of the record.
    pub history: Way,
    /// Other cases of the applicant in reach, with the titles of their services.
    pub others: &'c [(Application, String)],
    /// To whom it can be given.
    pub colleagues: &'c [(UserId, String)],
    /// Whether an appeal could be answered by nobody.
    pub is_orphaned: bool,
    /// Which tab is open.
    pub tab: Tab,
    /// What was typed, where a form came back.
    pub typed: Typed<'c>,
    /// Makes a token for each form.
    pub once: &'c dyn Fn() -> OnceToken,
}

impl Card<'_> {
    /// The whole page.
    pub fn page(&self) -> Markup {
        let address = url::case(self.case.id);
        let query = format!("?tab={}", self.tab.code());
        let (stream, fragment, page) = (format!("{address}/stream"), format!("{address}/part{query}"), format!("{address}{query}"));
        let live = Live { id: "case", title: "", stream: &stream, fragment: &fragment, page: &page };
        html! {
            div.stack-5 {
                div.head {
                    (parts::crumbs(self.words, &[Entry::new(self.words.text("desk-queue-title"), url::CASES)]))
                    h1 { (self.title()) }
                    p.soft {
                        span.num { (self.words.say(&message("number-of").with("number", self.number()))) } " · " (parts::personal(self.words, self.sight, &self.case.name))
                        @let address = self.case.address.seen(self.sight);
                        @if !address.is_empty() { " · " (shown(self.words, self.sight, &address)) }
                    }
                }
                (self.wrong())
                (parts::live(self.words, &live, self.part()))
            }
        }
    }

    /// What is fetched anew when something changed.
    pub fn part(&self) -> Markup {
        let case = self.case;
        html! {
            div.stack-5 {
                @let due = due_words(self.words, self.calendar, self.today, case.state, case.due);
                p.inline {
                    span { (state_tag(self.words, case.state)) " " (self.clock("desk-state", "state")) }
                    @if !due.0.is_empty() { span { span.soft { (self.words.text("desk-due")) ": " } (due) " " (self.clock("desk-due", "due")) } }
                }
                @if self.is_orphaned { (parts::note(Tone::Warn, "", html! { p { (self.words.text("desk-appeal-nobody")) } })) }
                (parts::subtabs(&self.words.text("desk-tabs"), &self.tabs()))
                div.two.aside {
                    div.stack-5 { (self.open_tab()) }
                    div.stack-5 { (side::side(self)) }
                }
            }
        }
    }

    /// The title of the page.
    pub fn title(&self) -> &str {
        self.service.title.read(self.words.language)
    }

    /// What the window is called: the number first, to tell one tab from another.
    pub fn window(&self) -> String {
        format!("{} · {}", self.words.say(&message("number-of").with("number", self.number())), self.title())
    }

    pub(super) fn number(&self) -> String {
        self.case.number.map_or_else(String::new, |number| number.to_string())
    }

    pub(super) fn may(&self, step: Move) -> bool {
        self.moves.contains(&step)
    }

    /// Where the form of a move goes.
    pub(super) fn to(&self, what: &str) -> String {
        format!("{}/{what}", url::case(self.case.id))
    }

    /// The name of somebody who did something here.
    pub(super) fn who(&self, user: UserId) -> String {
        if user == self.case.applicant {
            return self.words.text("desk-by-applicant").into_owned();
        }
        self.names.get(&user).map_or_else(|| self.words.text("desk-by-unknown").into_owned(), Clone::clone)
    }

    /// The small clock of a value, for whoever may see its history.
    pub(super) fn clock(&self, label: &'static str, field: &str) -> Markup {
        let list = format!("{}?field={field}", url::history("application", self.case.id.number()));
        match self.history {
            Way::Open => parts::history(self.words, &self.words.text(label), &list, &format!("{list}&preview=1")),
            Way::Closed => html! {},
        }
    }

    /// The address of a document, for whoever may open it; what is hidden cannot be masked in a scan.
    pub(super) fn document_address(&self, document: &Document) -> Option<String> {
        match (self.files, self.sight) {
            (Way::Open, Sight::Plain) => Some(self.to(&format!("documents/{}", document.number))),
            (Way::Open | Way::Closed, Sight::Masked | Sight::Plain) => None,
        }
    }

    fn tabs(&self) -> Vec<Entry<'_>> {
        let entry = |tab: Tab| {
            let place = if tab == self.tab { Place::Here } else { Place::Elsewhere };
            let entry = Entry::new(self.words.text(tab.wording()), tab.address(self.case)).at(place);
            match tab {
                Tab::Documents => entry.count(self.case.documents.len() as u64),
                Tab::Talk => entry.count(self.case.inquiries.len() as u64),
                Tab::Others => entry.count(self.others.len() as u64),
                Tab::Application | Tab::Decision | Tab::History => entry,
            }
        };
        Tab::ALL.into_iter().map(entry).collect()
    }

    fn open_tab(&self) -> Markup {
        match self.tab {
            Tab::Application => applicant::tab(self),
            Tab::Documents => documents::tab(self),
            Tab::Talk => talk::tab(self),
            Tab::Decision => decision::tab(self),
            Tab::Others => way::others(self),
            Tab::History => way::history(self),
        }
    }

    /// What is wrong with the form that came back.
    fn wrong(&self) -> Markup {
        let Some(refusal) = self.typed.refusal else { return html! {} };
        if refusal.fields.is_empty() {
            let written = self.typed.form.map(|form| Written::of(&form.fields)).unwrap_or_default();
            return html! { (parts::refused(self.words, refusal)) (written.shown(self.words)) };
        }
        let label = |id: &'static str| self.words.text(id);
        let labels = [
            ("question", label("desk-question")),
            ("to", label("desk-assign-to")),
            ("template", label("desk-template")),
            ("reason", label("desk-reason")),
            ("sum", label("desk-sum")),
            ("remark", label("desk-remark")),
            ("verdict", label("desk-verdict")),
            ("answer", label("desk-appeal-answer")),
        ];
        let notes: Vec<_> = self.case.documents.iter().map(|document| note_field(document.number)).collect();
        let note = label("desk-check-note");
        let notes = notes.iter().map(|name| (name.as_str(), note.as_ref()));
        let labels: Vec<_> = labels.iter().map(|(name, label)| (*name, label.as_ref())).chain(notes).collect();
        parts::error_summary(self.words, &refusal.fields, &labels)
    }
}
