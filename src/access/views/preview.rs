//! What a change of rights will do, before it is saved: who gains and loses what.

use crate::{
    access::{
        Function, FunctionSet, HouseSet, PrincipalId, Principals, Section,
        difference::{Difference, Extent, Span, Stage},
    },
    terms::{AgentId, HouseId, OnceToken, Refusal, Sight, UserId, Words, message},
    web::{
        parts::{Tone, Weight, actions, button, hidden, link_button, note, once, opens, refused},
        shell::menu,
    },
};
use maud::{Markup, html};

/// Users told one by one; of more only the number.
pub const MOST_TOLD: usize = 100;

/// Houses told by their addresses; of more only the number.
const MOST_HOUSES: usize = 200;

/// Finds what differences name: people, houses, principals, and how many open cases lie in houses.
pub trait Named {
    /// A user, as the reader calls them.
    fn user(&self, id: UserId) -> String;
    /// A house by its address.
    fn house(&self, id: HouseId) -> String;
    /// A principal.
    fn principal(&self, id: PrincipalId) -> String;
    /// The open cases of an Agent in these houses, or in all of it where none are named.
    fn open_cases(&self, agent: AgentId, houses: Option<&HouseSet>) -> usize;
}

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
    /// Whether the form can be opened again as it was filled in.
    pub reopens: bool,
    /// Who gains and loses what; or why it cannot be done.
    pub outcome: Result<&'p [Difference], &'p Refusal>,
    /// What becomes of it on days to come; none where that is all the same.
    pub term: Option<&'p Term>,
    /// What the differences name.
    pub named: &'p dyn Named,
    /// Who is about to do it: what they take from themselves they cannot give themselves back.
    pub author: Option<UserId>,
    /// What somebody else has changed since the form was opened.
    pub changed: Markup,
    /// For the form.
    pub once: OnceToken,
}

/// The field of a form that says what its press asks for, and the value that asks for the form itself.
pub const STEP: &str = "step";
/// See [`STEP`].
pub const EDIT: &str = "edit";

/// What a change does on days to come.
pub struct Term {
    /// The period as it was and as it will be, where that is what changes.
    pub period: Option<String>,
    /// Each day on which something else changes than before it.
    pub stages: Vec<Stage>,
}

/// See [`Preview`].
pub fn preview(words: &Words, preview: &Preview<'_>) -> Markup {
    html! {
        div.stack-5.prose {
            div.head { p.soft.small { (preview.about) } h1 { (preview.title) } }
            (preview.changed)
            @match preview.outcome {
                Ok(differences) => {
                    @let stages = preview.term.map_or(&[][..], |term| &term.stages);
                    @let all = stages.iter().flat_map(|stage| &stage.differences).chain(differences);
                    @if let Some(period) = preview.term.and_then(|term| term.period.as_deref()) { p { b { (period) } } }
                    @if is_own_loss(all, preview.author) { (note(Tone::Warn, "", html! { p { (words.text("preview-own-loss")) } })) }
                    @if stages.is_empty() { (differences_told(words, differences, preview.named)) } @else { (stages_told(words, differences, stages, preview.named)) }
                    form.stack method="post" action=(preview.action) {
                        (once(preview.once))
                        @for (name, value) in preview.fields { (hidden(name, value)) }
                        @let mine = words.text("versions-save-mine");
                        @let label = if preview.changed.0.is_empty() { preview.button } else { &*mine };
                        (actions(html! { (button(preview.weight, label)) a href=(preview.back) { (words.text("rights-leave")) } }))
                    }
                    @if preview.reopens { (reopening(words, preview)) }
                }
                Err(refusal) => {
                    (refused(words, refusal))
                    @for field in &refusal.fields { p.error { (words.say(&field.message)) } }
                    @if preview.reopens { (reopening(words, preview)) }
                    @else { (actions(link_button(Weight::Primary, &words.text("rights-back"), preview.back))) }
                }
            }
        }
    }
}

/// Back to the form with all that was filled in.
fn reopening(words: &Words, preview: &Preview<'_>) -> Markup {
    html! {
        form.stack method="post" action=(preview.action) {
            @for (name, value) in preview.fields.iter().filter(|(name, _)| name != STEP) { (hidden(name, value)) }
            (hidden(STEP, EDIT))
            (actions(button(Weight::Plain, &words.text("rights-edit-on"))))
        }
    }
}

fn is_own_loss<'d>(mut differences: impl Iterator<Item = &'d Difference>, author: Option<UserId>) -> bool {
    differences.any(|difference| Some(difference.user) == author && difference.takes())
}

/// The exact list: each user with what they gain and lose.
pub fn differences_told(words: &Words, differences: &[Difference], named: &dyn Named) -> Markup {
    let count = i64::try_from(differences.len()).unwrap_or(i64::MAX);
    let more = i64::try_from(differences.len().saturating_sub(MOST_TOLD)).unwrap_or(i64::MAX);
    html! {
        section.stack aria-labelledby="effect" {
            h2 id="effect" { (words.text("preview-title")) }
            @if differences.is_empty() { (note(Tone::Neutral, "", html! { p { (words.text("preview-nothing")) } })) }
            @else { p { (words.say(&message("preview-count").with("count", count))) } }
            @for difference in differences.iter().take(MOST_TOLD) { (One { words, difference, named }.show()) }
            @if more > 0 { p.soft { (words.say(&message("preview-more").with("count", more))) } }
        }
    }
}

/// The same day by day: what changes at once, and what on days to come.
fn stages_told(words: &Words, today: &[Difference], stages: &[Stage], named: &dyn Named) -> Markup {
    let list = |differences: &[Difference]| {
        html! { @for difference in differences.iter().take(MOST_TOLD) { (One { words, difference, named }.show()) } }
    };
    let takes = |differences: &[Difference]| differences.iter().any(Difference::takes);
    let earlier = std::iter::once(today).chain(stages.iter().map(|stage| stage.differences.as_slice()));
    let day = |id: &'static str, stage: &Stage| words.say(&message(id).with("day", words.date(stage.from)));
    html! {
        section.stack aria-labelledby="effect" {
            h2 id="effect" { (words.text("preview-title")) }
            @if today.is_empty() { (note(Tone::Neutral, "", html! { p { (words.text("preview-nothing-today")) } })) } @else { (list(today)) }
            @for (stage, before) in stages.iter().zip(earlier) {
                @if !stage.differences.is_empty() { h3 { (day("preview-from-day", stage)) } (list(&stage.differences)) }
                @else if takes(before) { p { b { (day("preview-comes-back", stage)) } } }
                @else { p { b { (day("preview-same-again", stage)) } } }
            }
        }
    }
}

/// What changes for one user.
struct One<'o> {
    words: &'o Words,
    difference: &'o Difference,
    named: &'o dyn Named,
}

impl One<'_> {
    fn show(&self) -> Markup {
        let Difference { user, before, after, .. } = self.difference;
        let words = self.words;
        html! {
            div.sheet { div.pad.stack-2 {
                h3 { (self.named.user(*user)) }
                (self.functions("preview-gained", "good", self.difference.gained(), after))
                (self.functions("preview-lost", "bad", self.difference.lost(), before))
                (self.moved())
                // Where nothing is left there is nothing to say of its reach, nor of what is only begun.
                @if after.functions.is_empty() { p.bad { (words.text("preview-no-way-in")) } } @else {
                    @if before.functions.is_empty() || before.houses != after.houses { (self.houses()) }
                    @if before.principals != after.principals { p { (words.text("preview-principals")) ": " (self.principals(&before.principals)) " → " (self.principals(&after.principals)) } }
                    @if before.sight != after.sight && !before.functions.is_empty() { p { (words.text(match after.sight { Sight::Masked => "preview-masked", Sight::Plain => "preview-plain" })) } }
                }
            } }
        }
    }

    /// Functions; with each the part of the houses in which it holds, where that is not all of them.
    fn functions(&self, title: &'static str, class: &str, functions: FunctionSet, of: &Extent) -> Markup {
        let words = self.words;
        html! {
            @if !functions.is_empty() {
                p class=(class) { b { (words.say(&message(title).with("count", i64::from(functions.count())))) } }
                ul { @for function in functions.iter() {
                    @let is_bound = of.within.iter().any(|region| region.functions.has(function));
                    li { (function_name(words, function)) @if is_bound { ": " (span(words, of.span(function))) } }
                } }
            }
        }
    }

    /// What is done in another part of the houses than before.
    fn moved(&self) -> Markup {
        let (words, difference) = (self.words, self.difference);
        let moved = difference.moved();
        html! {
            @if !moved.is_empty() {
                p { b { (words.text("preview-elsewhere")) } }
                ul { @for function in moved.iter() {
                    li { (function_name(words, function)) ": " (span(words, difference.before.span(function))) " → " (span(words, difference.after.span(function))) }
                } }
            }
        }
    }

    /// The houses by their addresses, and how many open cases come into sight with them or fall out of it.
    fn houses(&self) -> Markup {
        let words = self.words;
        let Difference { agent, before, after, .. } = self.difference;
        let is_new = before.functions.is_empty();
        let cases = |extent: &Extent| self.named.open_cases(*agent, extent.houses.as_ref());
        let count = i64::try_from(cases(after)).unwrap_or(i64::MAX);
        let (gained, lost) = match (&before.houses, &after.houses) {
            (_, Some(houses)) if is_new => (houses.clone(), HouseSet::default()),
            (Some(before), Some(after)) => (after.minus(before), before.minus(after)),
            (None, Some(houses)) => (houses.clone(), HouseSet::default()),
            (_, None) => (HouseSet::default(), HouseSet::default()),
        };
        // Whoever worked with the whole Agent keeps these houses and gains none.
        let title = if !is_new && before.houses.is_none() { "preview-houses-kept" } else { "preview-houses-gained" };
        html! {
            p {
                (words.text("preview-houses")) ": "
                @if !is_new { (houses(words, before.houses.as_ref())) " → " }
                (houses(words, after.houses.as_ref()))
                ". " (words.text("preview-cases")) ": " @if !is_new { (cases(before)) " → " } (count) "."
            }
            (self.listed(title, &gained)) (self.listed("preview-houses-lost", &lost))
        }
    }

    fn listed(&self, title: &'static str, houses: &HouseSet) -> Markup {
        let words = self.words;
        let mut named: Vec<_> = houses.iter().take(MOST_HOUSES).map(|house| self.named.house(house)).collect();
        named.sort();
        let more = i64::from(houses.count()) - i64::try_from(named.len()).unwrap_or(0);
        html! {
            @if !named.is_empty() {
                (opens(&words.say(&message(title).with("count", i64::from(houses.count()))), html! {
                    p { (named.join("; ")) @if more > 0 { " " (words.say(&message("preview-houses-more").with("count", more))) } }
                }))
            }
        }
    }

    fn principals(&self, principals: &Principals) -> String {
        match principals {
            Principals::All => self.words.text("rights-principals-all").into_owned(),
            Principals::Only(named) => named.iter().map(|id| self.named.principal(*id)).collect::<Vec<_>>().join(", "),
        }
    }
}

/// Over how many houses something is done.
fn span(words: &Words, span: Span<'_>) -> String {
    match span {
        Span::Nowhere => houses(words, Some(&HouseSet::default())),
        Span::Houses(counted) => houses(words, Some(counted)),
        Span::Whole => houses(words, None),
    }
}

/// "Очередь: Решение по делу": the section as the menu calls it.
pub fn function_name(words: &Words, function: Function) -> String {
    let section = function.code().rsplit_once('.').and_then(|(section, _)| Section::parse(section));
    let subsection = section.map_or_else(
        || words.text(&crate::access::function::subsection_wording(function.code())).into_owned(),
        |section| menu::name(words, &section),
    );
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
