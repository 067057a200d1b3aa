//! Who looked at a citizen's data.

use crate::{
    terms::{Words, message},
    web::{
        parts::{Entry, Icon, Tone, crumbs, empty, note, rows},
        url,
    },
};
use jiff::{SignedDuration, Timestamp};
use maud::{Markup, html};

/// One view, or several of the same kind on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glance {
    /// When, the last of them.
    pub at: Timestamp,
    /// Name of the employee.
    pub who: String,
    /// Their position.
    pub position: String,
    /// Their organisation.
    pub agent: String,
    /// What they did.
    pub function: String,
    /// The citizen's application that it was about: its address and name.
    pub application: Option<(String, String)>,
    /// The one field that was shown to an employee from whom the others are hidden.
    pub field: Option<String>,
    /// How many times that day.
    pub times: u64,
}

/// A page that stays open draws itself anew with every change: within so long it is one look.
const SITTING: SignedDuration = SignedDuration::from_mins(30);

/// Puts repeated views of one day by the same employee together; the list is in the order of time, the newest first.
pub fn gathered(words: &Words, glances: Vec<Glance>) -> Vec<Glance> {
    // The views, each with the moment of the last one that was put to it.
    let mut gathered: Vec<(Glance, Timestamp)> = Vec::new();
    for glance in glances {
        let same = |other: &&mut (Glance, Timestamp)| {
            let other = &other.0;
            (&other.who, &other.position, &other.agent, &other.function, &other.application, &other.field)
                == (&glance.who, &glance.position, &glance.agent, &glance.function, &glance.application, &glance.field)
        };
        match gathered.iter_mut().rev().take_while(|(other, _)| words.day_of(other.at) == words.day_of(glance.at)).find(same) {
            Some((other, last)) => {
                other.times += if last.duration_since(glance.at) < SITTING { 0 } else { glance.times };
                *last = glance.at;
            }
            None => {
                let at = glance.at;
                gathered.push((glance, at));
            }
        }
    }
    gathered.into_iter().map(|(glance, _)| glance).collect()
}

/// The page: who, when, what for.
pub fn page(words: &Words, glances: &[Glance], more: Option<&str>) -> Markup {
    let items: Vec<_> = glances.iter().map(|glance| row(words, glance)).collect();
    html! {
        div.stack-5.narrow {
            div.head {
                (crumbs(words, &[Entry::new(words.text("profile-title"), url::PROFILE)]))
                h1 { (words.text("trace-title")) }
                p.soft { (words.text("trace-lead")) }
            }
            @if items.is_empty() {
                (empty(Icon::Eye, &words.text("trace-empty"), &words.text("trace-empty-text"), html! {}))
            } @else {
                (rows(&items))
                @if let Some(more) = more { p { a href=(more) { (words.text("trace-more")) } } }
            }
            (note(Tone::Neutral, &words.text("trace-wrong"), html! { p { (words.text("trace-wrong-text")) } }))
        }
    }
}

fn row(words: &Words, glance: &Glance) -> Markup {
    let whose = [glance.position.as_str(), &glance.agent].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ");
    html! {
        p { b { (glance.who) } @if !whose.is_empty() { ", " (whose) } }
        p {
            (glance.function)
            @if let Some((address, name)) = &glance.application { ": " a href=(address) { (name) } }
            @if let Some(field) = &glance.field { ", " (words.say(&message("trace-field").with("field", field.as_str()))) }
        }
        p.small.soft {
            (words.moment(glance.at))
            @if glance.times > 1 { " · " (words.say(&message("trace-times").with("count", i64::try_from(glance.times).unwrap_or(i64::MAX)))) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terms::Language;
    use jiff::tz::TimeZone;

    #[test]
    fn views_of_one_day_by_one_employee_are_one_line() {
        let words = Words::new(Language::Russian, TimeZone::UTC);
        let glance = |at: &str, who: &str| Glance {
            at: at.parse().unwrap(),
            who: who.to_owned(),
            position: String::new(),
            agent: "Отдел".to_owned(),
            function: "Просмотр дела".to_owned(),
            application: None,
            field: None,
            times: 1,
        };
        let all = vec![
            glance("2026-11-23T10:00:00Z", "Орлова"),
            glance("2026-11-23T09:00:00Z", "Орлова"),
            glance("2026-11-23T08:00:00Z", "Гусев"),
            glance("2026-11-23T07:00:00Z", "Орлова"),
            glance("2026-11-22T23:00:00Z", "Орлова"),
        ];
        let times: Vec<_> = gathered(&words, all).iter().map(|glance| glance.times).collect();
        assert_eq!(times, [3, 1, 1]);
        let shown = page(&words, &[glance("2026-11-23T10:00:00Z", "<script>")], None).0;
        assert!(shown.contains("&lt;script&gt;") && !shown.contains("<script>"));
    }
}
