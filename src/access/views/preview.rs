//! What a change of rights will do, before it is saved: who gains and loses what.

use crate::{
    access::{Function, FunctionSet, HouseSet, Principals, difference::Difference},
    terms::{OnceToken, Refusal, Sight, UserId, Words, message},
    web::parts::{Tone, Weight, actions, button, hidden, link_button, note, once, refused},
};
use maud::{Markup, html};

/// Users told one by one; of more only the number.
pub const MOST_TOLD: usize = 100;

/// What is shown before a change is saved.
pub struct Preview<'p> {
    /// What will be done: "Добавить роль «Оператор»".
    pub title: &'p str,
    /// For whom or what.
    pub about: &'p str,
    /// Where the form goes.
    pub action: &'p str,
    /// What the form carries.
    pub fields: &'p [(String, String)],
    /// What the button says.
    pub button: &'p str,
    /// Whether the button takes something away.
    pub weight: Weight,
    /// The way back.
    pub back: &'p str,
    /// Who gains and loses what; or why it cannot be done.
    pub outcome: Result<&'p [Difference], &'p Refusal>,
    /// The names of the users.
    pub names: &'p dyn Fn(UserId) -> String,
    /// Who is about to do it: what they take from themselves they cannot give themselves back.
    pub author: Option<UserId>,
    /// What somebody else has changed since the form was opened.
    pub changed: Markup,
    /// For the form.
    pub once: OnceToken,
}

/// See [`Preview`].
pub fn preview(words: &Words, preview: &Preview<'_>) -> Markup {
    html! {
        div.stack-5.prose {
            div.head { p.soft.small { (preview.about) } h1 { (preview.title) } }
            (preview.changed)
            @match preview.outcome {
                Ok(differences) => {
                    @if is_own_loss(differences, preview.author) { (note(Tone::Warn, "", html! { p { (words.text("preview-own-loss")) } })) }
                    (differences_told(words, differences, preview.names))
                    form.stack method="post" action=(preview.action) {
                        (once(preview.once))
                        @for (name, value) in preview.fields { (hidden(name, value)) }
                        (actions(html! { (button(preview.weight, preview.button)) a href=(preview.back) { (words.text("rights-leave")) } }))
                    }
                }
                Err(refusal) => {
                    (refused(words, refusal))
                    @for field in &refusal.fields { p.error { (words.say(&field.message)) } }
                    (actions(link_button(Weight::Primary, &words.text("rights-back"), preview.back)))
                }
            }
        }
    }
}

fn is_own_loss(differences: &[Difference], author: Option<UserId>) -> bool {
    differences.iter().any(|difference| Some(difference.user) == author && difference.takes())
}

/// The exact list: each user with what they gain and lose.
pub fn differences_told(words: &Words, differences: &[Difference], names: &dyn Fn(UserId) -> String) -> Markup {
    let count = i64::try_from(differences.len()).unwrap_or(i64::MAX);
    let more = i64::try_from(differences.len().saturating_sub(MOST_TOLD)).unwrap_or(i64::MAX);
    html! {
        section.stack aria-labelledby="effect" {
            h2 id="effect" { (words.text("preview-title")) }
            @if differences.is_empty() { (note(Tone::Neutral, "", html! { p { (words.text("preview-nothing")) } })) }
            @else { p { (words.say(&message("preview-count").with("count", count))) } }
            @for difference in differences.iter().take(MOST_TOLD) { (one(words, difference, names)) }
            @if more > 0 { p.soft { (words.say(&message("preview-more").with("count", more))) } }
        }
    }
}

fn one(words: &Words, difference: &Difference, names: &dyn Fn(UserId) -> String) -> Markup {
    html! {
        div.sheet { div.pad.stack-2 {
            h3 { (names(difference.user)) }
            (functions(words, "preview-gained", "good", difference.gained()))
            (functions(words, "preview-lost", "bad", difference.lost()))
            @if difference.before.houses != difference.after.houses { p { (words.text("preview-houses")) ": " (houses(words, difference.before.houses.as_ref())) " → " (houses(words, difference.after.houses.as_ref())) (moved(words, difference)) } }
            @if difference.before.principals != difference.after.principals { p { (words.text("preview-principals")) ": " (principals(words, &difference.before.principals)) " → " (principals(words, &difference.after.principals)) } }
            @if difference.before.sight != difference.after.sight { p { (words.text(match difference.after.sight { Sight::Masked => "preview-masked", Sight::Plain => "preview-plain" })) } }
        } }
    }
}

fn functions(words: &Words, title: &'static str, class: &str, functions: FunctionSet) -> Markup {
    html! {
        @if !functions.is_empty() {
            p class=(class) { b { (words.say(&message(title).with("count", i64::from(functions.count())))) } }
            ul { @for function in functions.iter() { li { (function_name(words, function)) } } }
        }
    }
}

/// "Дела: Решение по делу".
pub fn function_name(words: &Words, function: Function) -> String {
    let subsection = words.text(&crate::access::function::subsection_wording(function.code())).into_owned();
    let name = words.text(&function.wording()).into_owned();
    if subsection == name { subsection } else { format!("{subsection}: {name}") }
}

/// How many houses somebody works with.
pub fn houses(words: &Words, houses: Option<&HouseSet>) -> String {
    match houses {
        Some(houses) => words.say(&message("rights-houses-count").with("count", i64::from(houses.count()))),
        None => words.text("rights-houses-all").into_owned(),
    }
}

/// How many houses come into sight and fall out of it, where both are counted.
fn moved(words: &Words, difference: &Difference) -> String {
    let (Some(before), Some(after)) = (&difference.before.houses, &difference.after.houses) else { return String::new() };
    let (gained, lost) = (after.minus(before).count(), before.minus(after).count());
    format!(" ({})", words.say(&message("preview-moved").with("gained", i64::from(gained)).with("lost", i64::from(lost))))
}

fn principals(words: &Words, principals: &Principals) -> String {
    match principals {
        Principals::All => words.text("rights-principals-all").into_owned(),
        Principals::Only(named) => named.len().to_string(),
    }
}
