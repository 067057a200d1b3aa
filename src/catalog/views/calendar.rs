//! How the working calendar looks.

use crate::{
    catalog::changes::{MOST_MOVES, Typed, field},
    terms::{
        FieldError, OnceToken, Words,
        calendar::{Calendar, Decree, Move},
        message,
    },
    web::{
        parts::{
            Control, Entry, Field, Icon, Need, Place, Tone, Weight, Width, actions, button, chips, error_summary, hidden, icon,
            link_button, note, once,
        },
        url,
    },
};
use jiff::{ToSpan, civil::Date};
use maud::{Markup, html};

/// Empty lines after those that are filled in.
const SPARE_LINES: usize = 3;
const MONTHS: [&str; 12] = [
    "calendar-month-1",
    "calendar-month-2",
    "calendar-month-3",
    "calendar-month-4",
    "calendar-month-5",
    "calendar-month-6",
    "calendar-month-7",
    "calendar-month-8",
    "calendar-month-9",
    "calendar-month-10",
    "calendar-month-11",
    "calendar-month-12",
];
const WEEKDAYS: [&str; 7] = ["weekday-1", "weekday-2", "weekday-3", "weekday-4", "weekday-5", "weekday-6", "weekday-7"];

/// One year.
pub struct Year<'y> {
    /// Which.
    pub year: i16,
    /// Those to choose from.
    pub years: &'y [i16],
    /// The calendar in force.
    pub calendar: &'y Calendar,
    /// Whether the decree that was entered does not fit the holidays of the program, and is left out.
    pub is_unfit: bool,
    /// Whether the Owner entered the decree of this year.
    pub entered: bool,
    /// Today.
    pub today: Date,
    /// Whether the reader enters decrees.
    pub defines: bool,
    /// Whether the reader sees its history.
    pub history: bool,
    /// For the form that takes it back.
    pub once: OnceToken,
}

fn of_year(address: &str, year: i16) -> String {
    format!("{address}?year={year}")
}

impl Year<'_> {
    /// The whole page.
    pub fn page(&self, words: &Words) -> Markup {
        let entry = |year: &i16| {
            let place = if *year == self.year { Place::Here } else { Place::Elsewhere };
            Entry::new(year.to_string(), of_year(url::CALENDAR, *year)).at(place)
        };
        let entries: Vec<_> = self.years.iter().map(entry).collect();
        let title = words.say(&message("calendar-of").with("year", self.year.to_string()));
        html! {
            div.stack-5 {
                h1 { (title) }
                p.soft.prose { (words.text("calendar-about")) }
                (chips(words, &words.text("calendar-years"), &entries))
                (self.source(words))
                div.months { @for month in 1..=12 { (self.month(words, month)) } }
            }
        }
    }

    /// By what the year is reckoned, and what the reader can do about it.
    fn source(&self, words: &Words) -> Markup {
        let decree = self.calendar.decree(self.year);
        let count = self.days().filter(|day| self.calendar.is_working(*day)).count();
        html! {
            section.stack {
                @if self.is_unfit { (note(Tone::Bad, "", html! { p { (words.text("calendar-unfit")) } })) }
                @if decree.is_none() { (note(Tone::Warn, "", html! { p { (words.say(&message("calendar-no-decree").with("year", self.year.to_string()))) } })) }
                p { b { (words.say(&message("calendar-working").with("count", i64::try_from(count).unwrap_or(0)))) } }
                @if let Some(decree) = decree { (said(words, decree)) }
                @if self.defines || self.history { (self.deeds(words)) }
            }
        }
    }

    fn deeds(&self, words: &Words) -> Markup {
        actions(html! {
            @if self.defines { (link_button(Weight::Primary, &words.text("calendar-edit"), &of_year(url::CALENDAR_EDIT, self.year))) }
            @if self.entered && self.defines {
                form.bare method="post" action=(url::CALENDAR_REMOVE) {
                    (once(self.once)) (hidden("year", &self.year.to_string())) (button(Weight::Plain, &words.text("calendar-remove")))
                }
            }
            @if self.entered && self.history {
                a href=(url::history("decree", u64::try_from(self.year).unwrap_or(0))) { (icon(Icon::History)) " " (words.text("calendar-history")) }
            }
        })
    }

    fn days(&self) -> impl Iterator<Item = Date> {
        let first = Date::new(self.year, 1, 1).unwrap_or(self.today);
        first.series(1.day()).take_while(move |day| day.year() == self.year)
    }

    /// One month as a table of weeks. What is off is said in words too.
    fn month(&self, words: &Words, month: i8) -> Markup {
        let days: Vec<Date> = self.days().filter(|day| day.month() == month).collect();
        let before = days.first().map_or(0, |first| first.weekday().to_monday_zero_offset());
        let cells: Vec<Option<Date>> = (0..before).map(|_| None).chain(days.into_iter().map(Some)).collect();
        let name = MONTHS[usize::try_from(month - 1).unwrap_or(0)];
        html! {
            table.month {
                caption { (words.text(name)) }
                thead { tr { @for id in WEEKDAYS { th scope="col" { (words.text(id)) } } } }
                tbody { @for week in cells.chunks(WEEKDAYS.len()) { tr { @for day in week { (self.day(words, *day)) } } } }
            }
        }
    }

    fn day(&self, words: &Words, day: Option<Date>) -> Markup {
        let Some(day) = day else { return html! { td {} } };
        let is_off = !self.calendar.is_working(day);
        let said = match (is_off, self.calendar.is_holiday(day)) {
            (true, true) => "calendar-holiday",
            (true, false) => "calendar-off",
            (false, _) => "",
        };
        html! {
            td.off[is_off] aria-current=[(day == self.today).then_some("date")] {
                (day.day()) @if !said.is_empty() { span.unseen { " " (words.text(said)) } }
            }
        }
    }
}

/// The decree and what it moves.
fn said(words: &Words, decree: &Decree) -> Markup {
    let moved = |one: &Move| message("calendar-move").with("from", words.day_and_month(one.from)).with("to", words.day_and_month(one.to));
    html! {
        p { (decree.source) }
        @if !decree.moved.is_empty() { ul.plain { @for one in &decree.moved { li { (words.say(&moved(one))) } } } }
    }
}

/// The question before a decree is taken back.
pub struct Removal<'r> {
    /// The decree.
    pub decree: &'r Decree,
    /// Its version that is shown.
    pub seen: &'r str,
    /// Why it was not taken back when it was asked for.
    pub changed: Markup,
    /// Its token.
    pub once: OnceToken,
}

impl Removal<'_> {
    /// The whole page.
    pub fn page(&self, words: &Words) -> Markup {
        let (year, back) = (self.decree.year, of_year(url::CALENDAR, self.decree.year));
        html! {
            div.stack-5.prose {
                h1 { (words.say(&message("calendar-remove-of").with("year", year.to_string()))) }
                (self.changed)
                section.stack { (said(words, self.decree)) }
                p { (words.text("calendar-remove-about")) }
                form.stack method="post" action=(url::CALENDAR_REMOVE) {
                    (once(self.once)) (hidden("year", &year.to_string())) (hidden("seen", self.seen)) (hidden("step", "save"))
                    (actions(html! { (button(Weight::Danger, &words.text("calendar-remove"))) a href=(back) { (words.text("rights-leave")) } }))
                }
            }
        }
    }
}

/// The form.
pub struct Editor<'e> {
    /// Of this year.
    pub year: i16,
    /// What was typed.
    pub typed: &'e Typed,
    /// The version on which it was opened.
    pub seen: &'e str,
    /// What somebody else has saved since.
    pub changed: Markup,
    /// What is wrong.
    pub errors: &'e [FieldError],
    /// Its token.
    pub once: OnceToken,
}

impl Editor<'_> {
    /// The whole page.
    pub fn page(&self, words: &Words) -> Markup {
        let lines = (self.typed.moves.len() + SPARE_LINES).min(MOST_MOVES);
        let labels: Vec<(String, String)> = (0..lines)
            .flat_map(|line| ["from", "to"].map(|side| (field(side, line), self.label(words, side, line))))
            .chain([("source".to_owned(), words.text("calendar-source").into_owned())])
            .collect();
        let pairs: Vec<_> = labels.iter().map(|(name, label)| (name.as_str(), label.as_str())).collect();
        let back = of_year(url::CALENDAR, self.year);
        let source = words.text("calendar-source");
        let source = Field { value: &self.typed.source, errors: self.errors, ..Field::new("source", &source) };
        let save = if self.changed.0.is_empty() { "calendar-save" } else { "versions-save-mine" };
        html! {
            div.stack-5.prose {
                p.small { a href=(back) { "← " (words.text("calendar-title")) } }
                h1 { (words.say(&message("calendar-edit-of").with("year", self.year.to_string()))) }
                (error_summary(words, self.errors, &pairs))
                (self.changed)
                p.soft { (words.text("calendar-edit-about")) }
                form.stack method="post" action=(url::CALENDAR_EDIT) {
                    (once(self.once)) (hidden("seen", self.seen)) (hidden("year", &self.year.to_string()))
                    (source.show(words))
                    @for line in 0..lines { div.two.even { @for side in ["from", "to"] { (self.side(words, side, line)) } } }
                    (actions(html! { (button(Weight::Primary, &words.text(save))) a href=(back) { (words.text("rights-leave")) } }))
                }
            }
        }
    }

    fn label(&self, words: &Words, side: &str, line: usize) -> String {
        let id = if side == "from" { "calendar-from" } else { "calendar-to" };
        words.say(&message(id).with("line", i64::try_from(line + 1).unwrap_or(0)))
    }

    fn side(&self, words: &Words, side: &str, line: usize) -> Markup {
        let (name, label) = (field(side, line), self.label(words, side, line));
        let value = self.typed.moves.get(line).map_or("", |sides| if side == "from" { &sides[0] } else { &sides[1] });
        let is_date = value.is_empty() || value.parse::<Date>().is_ok();
        let control = if is_date { Control::Date } else { Control::Line("text") };
        Field { value, control, need: Need::Optional, width: Width::Number, errors: self.errors, ..Field::new(&name, &label) }.show(words)
    }
}
