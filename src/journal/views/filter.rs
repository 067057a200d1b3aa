//! The filters of the journal: one for every column and for any of them, those in force, and the form that sets them.

use super::{
    list::Book,
    question::{Ending, Question, Start, subsection},
};
use crate::{
    access::{
        Function,
        function::{section_wording, subsection_wording},
    },
    terms::Words,
    web::{
        parts::{self, Choice, Control, Entry, Field, Icon, Need, Place, Weight, Width, actions, button, chips, hidden},
        url,
    },
};
use jiff::civil::Date;
use maud::{Markup, html};

/// The fields of the form, in its order.
const FIELDS: [&str; 16] = [
    "q",
    "number",
    "from",
    "to",
    "ip",
    "user",
    "role",
    "scope",
    "section",
    "subsection",
    "function",
    "request",
    "result",
    "record",
    "error",
    "duration",
];

/// The fields with their labels, for the summary of what is wrong.
pub fn labels(words: &Words) -> [(&'static str, String); FIELDS.len()] {
    FIELDS.map(|name| (name, words.text(&format!("journal-filter-{name}-label")).into_owned()))
}

/// What is asked, each with a cross that takes it back.
pub fn in_force(words: &Words, question: &Question) -> Markup {
    let entries: Vec<_> = question
        .in_force()
        .into_iter()
        .map(|(field, value)| {
            let label = words.text(&format!("journal-filter-{field}-label")).into_owned();
            let title = format!("{label}: {}", value_shown(words, field, value));
            Entry::new(title, question.address_without(url::JOURNAL, field)).at(Place::Remove)
        })
        .collect();
    html! { @if !entries.is_empty() { (chips(words, &words.text("journal-in-force"), &entries)) } }
}

fn value_shown(words: &Words, field: &str, value: &str) -> String {
    match field {
        "section" => known(words, &section_wording(value), value),
        "subsection" => subsection_label(words, value),
        "function" => known(words, &format!("function-{}", value.replace('.', "-")), value),
        "result" => words.text(&format!("journal-ending-{value}")).into_owned(),
        _ => value.to_owned(),
    }
}

fn known(words: &Words, id: &str, otherwise: &str) -> String {
    if words.knows(id) { words.text(id).into_owned() } else { otherwise.to_owned() }
}

/// The form.
pub fn form(words: &Words, book: &Book<'_>) -> Markup {
    let question = book.question;
    let sections: Vec<_> = sections().into_iter().map(|code| (code.to_owned(), known(words, &section_wording(code), code))).collect();
    let subsections = by_label(subsections().into_iter().map(|code| (code.to_owned(), subsection_label(words, code))));
    let functions = by_label(Function::all().map(|function| (function.code().to_owned(), function_label(words, function))));
    let endings: Vec<_> = Ending::ALL
        .map(|ending| (ending.code().to_owned(), words.text(&format!("journal-ending-{}", ending.code())).into_owned()))
        .to_vec();
    let any = words.text("journal-filter-any");
    let select = |name: &'static str, value: &str, options: &[(String, String)]| {
        let mut choices = vec![Choice { value: "", label: &any, hint: "" }];
        choices.extend(options.iter().map(|(value, label)| Choice { value, label, hint: "" }));
        // The empty line of our own is the one that says "any"; the part's own "choose" stands only before an empty value.
        let value = if value.is_empty() { " " } else { value };
        field(words, book, name, Field { control: Control::Select(&choices), value, width: Width::Number, ..Field::new(name, "") })
    };
    let line = |name: &'static str, value: &str, width: Width| field(words, book, name, Field { value, width, ..Field::new(name, "") });
    let date = |name: &'static str, typed: &str, read: Option<Date>| {
        let value = read.map_or_else(|| typed.to_owned(), |day| day.to_string());
        let control = if read.is_none() && !typed.is_empty() { Control::Line("text") } else { Control::Date };
        field(words, book, name, Field { value: &value, control, width: Width::Short, ..Field::new(name, "") })
    };
    html! {
        details.opens open[!book.errors.is_empty()] {
            summary { span.chevron { (parts::icon(Icon::ChevronDown)) } (words.text("journal-filter")) }
            form.stack.no-print method="get" action=(url::JOURNAL) {
                @for (name, value) in question.frame() { (hidden(name, &value)) }
                div.filter {
                    (line("q", &question.text, Width::Line))
                    (line("number", &question.number, Width::Number))
                    (date("from", &question.from, question.first))
                    (date("to", &question.to, question.last))
                    (line("ip", &question.ip, Width::Number))
                    (line("user", &question.user, Width::Number))
                    (line("role", &question.role, Width::Number))
                    (line("scope", &question.scope, Width::Number))
                    (select("section", &question.section, &sections))
                    (select("subsection", &question.subsection, &subsections))
                    (select("function", &question.function, &functions))
                    (line("request", &question.request, Width::Number))
                    (select("result", question.ending.map_or("", Ending::code), &endings))
                    (line("record", &question.record, Width::Number))
                    (line("error", &question.error, Width::Number))
                    (line("duration", &question.duration, Width::Short))
                }
                (actions(html! {
                    (button(Weight::Primary, &words.text("journal-filter-show")))
                    a href=(cleared(question)) { (words.text("journal-filter-clear")) }
                }))
            }
        }
    }
}

fn field(words: &Words, book: &Book<'_>, name: &'static str, field: Field<'_>) -> Markup {
    let label = words.text(&format!("journal-filter-{name}-label")).into_owned();
    Field { label: &label, errors: book.errors, need: Need::Required, ..field }.show(words)
}

/// The journal without any filter, in the same columns.
pub fn cleared(question: &Question) -> String {
    let bare = Question { agent: question.agent, columns: question.columns.clone(), rows: question.rows, ..Question::default() };
    bare.address(url::JOURNAL, Start::Newest)
}

/// The codes of the sections that functions stand in, each once.
fn sections() -> Vec<&'static str> {
    each_once(Function::all().filter_map(|function| function.code().split('.').next()))
}

/// The codes of their subsections, each once.
fn subsections() -> Vec<&'static str> {
    each_once(Function::all().map(|function| subsection(function.code())))
}

fn each_once(codes: impl Iterator<Item = &'static str>) -> Vec<&'static str> {
    let mut seen = Vec::new();
    for code in codes {
        if !seen.contains(&code) {
            seen.push(code);
        }
    }
    seen
}

fn by_label(options: impl Iterator<Item = (String, String)>) -> Vec<(String, String)> {
    let mut options: Vec<_> = options.collect();
    options.sort_by(|(_, one), (_, other)| one.cmp(other));
    options
}

/// "Заявления: Дела": subsections of two sections may be called alike.
fn subsection_label(words: &Words, code: &str) -> String {
    let (section, name) = (section_wording(code), known(words, &subsection_wording(code), code));
    if !words.knows(&section) {
        return name;
    }
    let section = words.text(&section);
    if section == name { name } else { format!("{section}: {name}") }
}

fn function_label(words: &Words, function: Function) -> String {
    let subsection = subsection_wording(function.code());
    let name = known(words, &function.wording(), function.code());
    if !words.knows(&subsection) {
        return name;
    }
    let subsection = words.text(&subsection);
    if subsection == name { name } else { format!("{subsection}: {name}") }
}
