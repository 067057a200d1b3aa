//! One field of a form: label above, hint under the label, the error between them and the control, where the value
//! comes from below.

use super::{Icon, icon};
use crate::terms::{FieldError, Words};
use maud::{Markup, html};

/// The id of the control with this name, which the error summary links to.
pub fn id_of(name: &str) -> String {
    format!("field-{name}")
}

/// Whether the field may be left empty, and how that is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Need {
    /// Must be filled; on a page where that is plain.
    #[default]
    Required,
    /// Must be filled, and a star says so.
    Starred,
    /// May be left empty, and words say so.
    Optional,
}

/// How wide the control is: as wide as what goes into it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Width {
    /// A whole line.
    #[default]
    Line,
    /// About 26 letters: a name, an address of mail.
    Half,
    /// About 14: a phone, СНИЛС.
    Number,
    /// About 8: a date, a sum.
    Short,
    /// About 4: an area, a count.
    Tiny,
}

impl Width {
    const fn class(self) -> &'static str {
        match self {
            Self::Line => "entry",
            Self::Half => "entry w-24",
            Self::Number => "entry w-14",
            Self::Short => "entry w-8",
            Self::Tiny => "entry w-4",
        }
    }
}

/// One of the values to choose from.
#[derive(Clone, Debug, Default)]
pub struct Choice<'a> {
    /// What is sent.
    pub value: &'a str,
    /// What is read.
    pub label: &'a str,
    /// More about it; empty for none. A list that drops down does not show it.
    pub hint: &'a str,
}

/// What a field is filled in with.
#[derive(Clone, Copy, Debug)]
pub enum Control<'a> {
    /// One line; the `type` of the input: "text", "email", "tel", "search".
    Line(&'static str),
    /// Several lines.
    Lines,
    /// A date of the calendar.
    Date,
    /// A password. What was typed is never sent back.
    Password,
    /// One from a list that drops down; the first line is empty when the value is.
    Select(&'a [Choice<'a>]),
    /// One line, with a list of what is usually typed there: the value is sent, the label says what it means.
    Suggest(&'a [Choice<'a>]),
    /// One from a list that is all seen.
    Radios(&'a [Choice<'a>]),
    /// Any number from a list; chosen are those in [`Field::values`].
    Checks(&'a [Choice<'a>]),
    /// Yes when ticked: this value is sent.
    Tick(&'a str),
    /// One file, of these types (the `accept` attribute).
    File(&'static str),
}

/// A field. Fill in what differs from [`Field::new`] and [`Field::show`] it.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    /// The name in the form.
    pub name: &'a str,
    /// What is asked.
    pub label: &'a str,
    /// How to answer, with an example; empty for none.
    pub hint: &'a str,
    /// Where the value comes from ("Из вашего профиля, подтверждено 3 марта 2026"); empty for none.
    pub source: &'a str,
    /// What was typed or is known.
    pub value: &'a str,
    /// The chosen ones of [`Control::Checks`].
    pub values: &'a [String],
    /// The control.
    pub control: Control<'a>,
    /// Whether it may stay empty.
    pub need: Need,
    /// The width.
    pub width: Width,
    /// For `autocomplete` (WCAG 1.3.5): "name", "bday", "tel", "email", "street-address", "one-time-code".
    pub autocomplete: &'static str,
    /// For `inputmode`: "numeric", "decimal", "tel", "email".
    pub input_mode: &'static str,
    /// Fixed values are shown and sent, and cannot be typed over.
    pub fixed: Fixed,
    /// All that is wrong with the form; the field takes its own.
    pub errors: &'a [FieldError],
}

/// Whether a value can be typed over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fixed {
    /// It can.
    #[default]
    No,
    /// It is known and read-only, on green (domain.md §6).
    Known,
}

impl<'a> Field<'a> {
    /// A required line of text.
    pub const fn new(name: &'a str, label: &'a str) -> Self {
        Self {
            name,
            label,
            hint: "",
            source: "",
            value: "",
            values: &[],
            control: Control::Line("text"),
            need: Need::Required,
            width: Width::Line,
            autocomplete: "",
            input_mode: "",
            fixed: Fixed::No,
            errors: &[],
        }
    }

    fn is_group(&self) -> bool {
        matches!(self.control, Control::Radios(_) | Control::Checks(_))
    }

    /// The ids of the hint, the errors and the source, for `aria-describedby`.
    fn described_by(&self, wrong: bool) -> Option<String> {
        let parts = [("hint", !self.hint.is_empty()), ("error", wrong), ("source", !self.source.is_empty())];
        let ids: Vec<_> = parts.iter().filter(|(_, there)| *there).map(|(part, _)| format!("{part}-{}", self.name)).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    /// The field with its label, hint, errors and source.
    pub fn show(&self, words: &Words) -> Markup {
        let errors: Vec<_> = self.errors.iter().filter(|error| error.field == self.name).collect();
        let wrong = !errors.is_empty();
        let class = if wrong { "field wrong" } else { "field" };
        let described = self.described_by(wrong);
        let below = html! {
            @if !self.hint.is_empty() { span.hint id=(format!("hint-{}", self.name)) { (self.hint) } }
            @if wrong {
                div id=(format!("error-{}", self.name)) {
                    @for error in &errors {
                        p.error { (icon(Icon::Alert)) span { span.unseen { (words.text("web-error")) ": " } (words.say(&error.message)) } }
                    }
                }
            }
        };
        let source = html! {
            @if !self.source.is_empty() { span.source id=(format!("source-{}", self.name)) { (icon(Icon::Check)) (self.source) } }
        };
        if self.is_group() {
            return html! {
                fieldset class=(class) aria-describedby=[described] {
                    legend { (self.label) (self.mark(words)) }
                    (below) (self.group(wrong)) (source)
                }
            };
        }
        if let Control::Tick(sent) = self.control {
            return html! { div class=(class) { (below) (self.tick(words, sent, wrong, described.as_deref())) (source) } };
        }
        html! {
            div class=(class) {
                label for=(id_of(self.name)) { (self.label) (self.mark(words)) }
                (below) (self.entry(words, wrong, described.as_deref())) (source)
            }
        }
    }

    fn mark(&self, words: &Words) -> Markup {
        match self.need {
            Need::Required => html! {},
            Need::Starred => html! { " " span.must aria-hidden="true" { "*" } },
            Need::Optional => html! { " " span.optional { "(" (words.text("web-optional")) ")" } },
        }
    }

    fn required(&self) -> Option<&'static str> {
        match self.need {
            Need::Required | Need::Starred => Some("true"),
            Need::Optional => None,
        }
    }

    fn entry(&self, words: &Words, wrong: bool, described: Option<&str>) -> Markup {
        let id = id_of(self.name);
        let class = match self.fixed {
            Fixed::No => self.width.class().to_owned(),
            Fixed::Known => format!("{} filled", self.width.class()),
        };
        let fixed = self.fixed == Fixed::Known;
        let invalid = wrong.then_some("true");
        let autocomplete = (!self.autocomplete.is_empty()).then_some(self.autocomplete);
        let mode = (!self.input_mode.is_empty()).then_some(self.input_mode);
        let list = matches!(self.control, Control::Suggest(_)).then(|| format!("list-{}", self.name));
        let input = |kind: &str, value: Option<&str>, accept: Option<&str>, class: &str| {
            html! {
                input class=(class) type=(kind) id=(id) name=(self.name) value=[value] accept=[accept] list=[list.as_deref()] autocomplete=[autocomplete]
                    inputmode=[mode] readonly[fixed] aria-required=[self.required()] aria-invalid=[invalid] aria-describedby=[described];
            }
        };
        match self.control {
            Control::Line(kind) => input(kind, Some(self.value), None, &class),
            Control::Date => input("date", Some(self.value), None, "entry w-8"),
            Control::Password => input("password", None, None, &class),
            Control::File(accept) => input("file", None, Some(accept), &class),
            Control::Suggest(choices) => html! {
                (input("text", Some(self.value), None, &class))
                datalist id=[list.as_deref()] { @for choice in choices { option value=(choice.value) { (choice.label) } } }
            },
            Control::Lines => html! {
                textarea class=(class) id=(id) name=(self.name) rows="5" autocomplete=[autocomplete] readonly[fixed] aria-required=[self.required()]
                    aria-invalid=[invalid] aria-describedby=[described] { "\n" (self.value) }
            },
            Control::Select(choices) => html! {
                select class=(class) id=(id) name=(self.name) autocomplete=[autocomplete] aria-required=[self.required()] aria-invalid=[invalid] aria-describedby=[described] {
                    @if self.value.is_empty() { option value="" selected { (words.text("web-choose")) } }
                    @for choice in choices { option value=(choice.value) selected[choice.value == self.value && !self.value.is_empty()] { (choice.label) } }
                }
            },
            Control::Radios(_) | Control::Checks(_) | Control::Tick(_) => html! {},
        }
    }

    /// The error summary links to the first choice, so it carries the field's id.
    fn group(&self, wrong: bool) -> Markup {
        let (kind, choices) = match self.control {
            Control::Radios(choices) => ("radio", choices),
            Control::Checks(choices) => ("checkbox", choices),
            Control::Line(_)
            | Control::Lines
            | Control::Date
            | Control::Password
            | Control::Select(_)
            | Control::Suggest(_)
            | Control::Tick(_)
            | Control::File(_) => ("", [].as_slice()),
        };
        let chosen = |value: &str| if kind == "radio" { self.value == value } else { self.values.iter().any(|one| one == value) };
        html! {
            div.choices {
                @for (index, choice) in choices.iter().enumerate() {
                    @let id = if index == 0 { id_of(self.name) } else { format!("{}-{index}", id_of(self.name)) };
                    @let hint = (!choice.hint.is_empty()).then(|| format!("{id}-hint"));
                    div.choice {
                        input type=(kind) id=(id) name=(self.name) value=(choice.value) checked[chosen(choice.value)] aria-invalid=[(wrong && kind == "checkbox").then_some("true")] aria-describedby=[hint.as_deref()];
                        label for=(id) { (choice.label) }
                        @if let Some(hint) = &hint { span.hint id=(hint) { (choice.hint) } }
                    }
                }
            }
        }
    }

    fn tick(&self, words: &Words, sent: &str, wrong: bool, described: Option<&str>) -> Markup {
        html! {
            div.choice {
                input type="checkbox" id=(id_of(self.name)) name=(self.name) value=(sent) checked[self.value == sent] aria-required=[self.required()]
                    aria-invalid=[wrong.then_some("true")] aria-describedby=[described];
                label for=(id_of(self.name)) { (self.label) (self.mark(words)) }
            }
        }
    }
}
