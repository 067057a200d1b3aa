//! How the queue of letters looks.

use crate::{
    notifications::{
        Letter,
        letter::{Delivery, Way},
    },
    terms::{OnceToken, Sight, Words, message},
    web::{
        parts::{Cells, Column, Entry, Fit, Icon, Place, Row, Table, Tone, action, chips, empty, personal, quiet_button, table, tag},
        url,
    },
};
use maud::{Markup, html};

/// The page.
#[derive(Clone, Copy, Debug)]
pub struct Queue<'q> {
    /// The reader's words.
    pub words: &'q Words,
    /// How they see personal data.
    pub sight: Sight,
    /// Those that went out, instead of those that did not.
    pub sent: bool,
    /// Whether the reader may send a letter anew.
    pub may_send: bool,
}

impl Queue<'_> {
    /// The whole page.
    pub fn show(&self, letters: &[Letter], once: impl Fn() -> OnceToken) -> Markup {
        let words = self.words;
        let at = |here: bool| if here { Place::Here } else { Place::Elsewhere };
        let tabs = [
            Entry::new(words.text("letters-open"), url::LETTERS).at(at(!self.sent)),
            Entry::new(words.text("letters-sent"), format!("{}?show=sent", url::LETTERS)).at(at(self.sent)),
        ];
        html! {
            div.stack-5 {
                h1 { (words.text("letters-title")) }
                p.soft { (words.text("letters-lead")) }
                (chips(words, &words.text("letters-title"), &tabs))
                @if letters.is_empty() {
                    @let text = if self.sent { "letters-none-sent" } else { "letters-none-open" };
                    (empty(Icon::Bell, &words.text("letters-empty"), &words.text(text), html! {}))
                } @else { (self.table(letters, once)) }
            }
        }
    }

    fn table(&self, letters: &[Letter], once: impl Fn() -> OnceToken) -> Markup {
        let words = self.words;
        let column = |id: &'static str, fit| Column::new(words.text(id), fit);
        let columns = [
            column("letter-subject", Fit::Key),
            column("letter-to", Fit::Flow),
            column("letter-written", Fit::Keep),
            column("letter-state", Fit::Flow),
            column("letter-what", Fit::Keep),
        ];
        let rows: Vec<_> = letters.iter().map(|letter| self.row(letter, once())).collect();
        table(words, &Table { caption: &words.text("letters-title"), columns: &columns, rows: &rows, tick: None })
    }

    fn row(&self, letter: &Letter, once: OnceToken) -> Row<'static> {
        let words = self.words;
        let subject = words.say(&letter.subject);
        let (tone, state) = self.state(&letter.delivery);
        let cells: Cells = vec![
            html! { (subject) },
            personal(words, self.sight, &letter.to),
            html! { (words.moment(letter.written_at)) },
            state,
            self.button(letter, &subject, once),
        ];
        Row { tone, ..Row::new(cells) }
    }

    fn state(&self, delivery: &Delivery) -> (Tone, Markup) {
        let words = self.words;
        let error = |error: &crate::terms::Personal<String>| html! { p.small { (personal(words, self.sight, error)) } };
        let tried = |tries: u32| words.say(&message("letter-tries").with("count", i64::from(tries)));
        match delivery {
            Delivery::Waiting { error: None, .. } => (Tone::Neutral, tag(Tone::Work, &words.text("letter-waits"))),
            Delivery::Waiting { due, tries, error: Some(met) } => {
                let next = words.say(&message("letter-next").with("moment", words.moment(*due)));
                (
                    Tone::Warn,
                    html! { (tag(Tone::Warn, &words.text("letter-waits"))) (error(met)) p.small.soft { (tried(*tries)) " · " (next) } },
                )
            }
            Delivery::GivenUp { at, tries, error: met } => {
                let moment = words.moment(*at);
                (
                    Tone::Bad,
                    html! { (tag(Tone::Bad, &words.text("letter-given-up"))) (error(met)) p.small.soft { (tried(*tries)) " · " (moment) } },
                )
            }
            Delivery::Sent { at, way } => {
                let way = match way {
                    Way::Mail => "letter-sent",
                    Way::Outbox => "letter-in-outbox",
                };
                (Tone::Neutral, html! { (tag(Tone::Good, &words.text(way))) p.small.soft { (words.moment(*at)) } })
            }
        }
    }

    fn button(&self, letter: &Letter, subject: &str, once: OnceToken) -> Markup {
        if letter.is_spent() {
            return html! { span.small.soft { (self.words.text("letter-spent-short")) } };
        }
        if !self.may_send {
            return html! {};
        }
        let label = match letter.delivery {
            Delivery::Waiting { .. } | Delivery::GivenUp { .. } => "letter-send-now",
            Delivery::Sent { .. } => "letter-send-anew",
        };
        action(&url::send_letter(letter.id), once, quiet_button(&self.words.text(label), subject))
    }
}
