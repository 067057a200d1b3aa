//! The decision of a case: the form, the proposal that waits for the second pair of eyes, what was decided, appeals.

use super::{card::Card, card::Way, lines, shown, talk::by};
use crate::{
    applications::{
        State,
        application::{Appeal, Decision, Rework, Ruling},
        moves::Move,
    },
    catalog::{DecisionTemplate, Outcome, Reason},
    web::parts::{self, Choice, Control, Fact, Field, Icon, Need, Tone, Weight, Width},
};
use maud::{Markup, html};

pub(super) fn tab(card: &Card<'_>) -> Markup {
    let (words, case) = (card.words, card.case);
    let proposed = case.proposed(card.service.signing);
    html! {
        @if let Some(decision) = proposed { (proposal(card, decision)) }
        @if let Some(decision) = case.decided() { (made(card, decision)) }
        @for rework in &case.reworks { (given_back(card, rework)) }
        @for appeal in &case.appeals { (one_appeal(card, appeal)) }
        @if card.may(Move::Appeal) { (appeal_form(card)) }
        @if card.may(Move::Decide) { (form(card)) }
        @else if case.decision.is_none() {
            @let next = if case.state == State::Decision { "desk-decision-none-yours" } else { "desk-decision-none-text" };
            (parts::empty(Icon::Scale, &words.text("desk-decision-none"), &words.text(next), html! {}))
        }
    }
}

const fn tone(outcome: Outcome) -> Tone {
    match outcome {
        Outcome::Granted => Tone::Good,
        Outcome::Refused => Tone::Bad,
    }
}

fn facts(card: &Card<'_>, decision: &Decision) -> Markup {
    let words = card.words;
    let template = card.service.decision(decision.template.as_str());
    let title = template.map_or(decision.template.as_str(), |template| template.title.read(words.language));
    let mut facts = vec![
        Fact::new(words.text("desk-outcome"), parts::tag(tone(decision.outcome), &words.text(outcome_id(decision.outcome)))),
        Fact::new(words.text("desk-template"), title),
    ];
    let reason = decision.reason.seen(card.sight);
    if !reason.is_empty() {
        facts.push(Fact::new(words.text("desk-reason"), lines(words, card.sight, &reason)));
    }
    let sum = decision.sum(words, card.sight);
    if !sum.is_empty() {
        facts.push(Fact::new(words.text("desk-sum"), sum));
    }
    let by_id = if card.case.decided().is_some() { "desk-decided-by" } else { "desk-proposed-by" };
    facts.push(Fact::new(words.text(by_id), by(card, decision.mark)));
    if let Some(mark) = decision.confirmation {
        facts.push(Fact::new(words.text("desk-confirmed-by"), by(card, mark)));
    }
    parts::facts(&facts)
}

const fn outcome_id(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Granted => "desk-outcome-granted",
        Outcome::Refused => "desk-outcome-refused",
    }
}

fn proposal(card: &Card<'_>, decision: &Decision) -> Markup {
    let words = card.words;
    let text = card
        .service
        .decision(decision.template.as_str())
        .map(|template| preview(card, template, (&decision.reason.seen(card.sight), &decision.sum(words, card.sight))));
    let confirm = parts::button(Weight::Primary, &words.text("desk-do-confirm"));
    html! {
        div.sheet { div.pad.stack {
            h2 { (words.text("desk-proposed")) }
            p.soft { (words.text(if card.may(Move::Confirm) { "desk-proposed-yours" } else { "desk-proposed-text" })) }
            (facts(card, decision))
            @if let Some(text) = text { (parts::opens(&words.text("desk-decision-text"), lines(words, card.sight, &text))) }
            @if card.may(Move::Confirm) { (parts::action(&card.to("confirm"), (card.once)(), confirm)) }
            @if card.may(Move::Rework) { (rework_form(card)) }
        } }
    }
}

/// Open where something is wrong with what was sent.
fn rework_form(card: &Card<'_>) -> Markup {
    let words = card.words;
    let (label, hint, errors) = (words.text("desk-remark"), words.text("desk-remark-hint"), card.typed.errors());
    let remark = Field { hint: &hint, control: Control::Lines, value: card.typed.get("remark"), errors, ..Field::new("remark", &label) };
    let form = html! {
        form.stack method="post" action=(card.to("rework")) {
            (remark.show(words))
            (parts::actions(parts::button(Weight::Plain, &words.text("desk-do-rework"))))
            (parts::once((card.once)()))
        }
    };
    html! { @if errors.is_empty() { (parts::opens(&words.text("desk-rework"), form)) } @else { (form) } }
}

fn given_back(card: &Card<'_>, rework: &Rework) -> Markup {
    let words = card.words;
    let template = card.service.decision(rework.template.as_str());
    let title = template.map_or(rework.template.as_str(), |template| template.title.read(words.language));
    html! {
        div.sheet { div.pad.stack-2 {
            h2 { (words.text("desk-given-back")) }
            p { (title) }
            (by(card, rework.mark))
            (lines(words, card.sight, &rework.remark.seen(card.sight)))
        } }
    }
}

fn made(card: &Card<'_>, decision: &Decision) -> Markup {
    let words = card.words;
    html! {
        div.sheet { div.pad.stack {
            div.between {
                h2 { (words.text("desk-decided")) }
                @if card.files == Way::Open { a href=(card.to("decision.pdf")) { (words.text("desk-decision-paper")) } }
            }
            (facts(card, decision))
        } }
    }
}

/// The text of a template with the particulars of this case; what is not written yet is named in its place.
fn preview(card: &Card<'_>, template: &DecisionTemplate, (reason, sum): (&str, &str)) -> String {
    let words = card.words;
    let submitted = card.case.submitted_at.map_or_else(String::new, |at| words.date(words.day_of(at)));
    let (number, name, today) = (card.number(), card.case.name.seen(card.sight), words.date(card.today));
    let [later, some] = ["desk-reason-later", "desk-sum-later"].map(|id| words.text(id));
    let values = [
        ("number", number.as_str()),
        ("applicant", name.as_str()),
        ("service", card.title()),
        ("submitted", submitted.as_str()),
        ("date", today.as_str()),
        ("reason", if reason.is_empty() { &later } else { reason }),
        ("sum", if sum.is_empty() { &some } else { sum }),
    ];
    template.fill(words.language, &values)
}

fn form(card: &Card<'_>) -> Markup {
    let words = card.words;
    let (label, hint) = (words.text("desk-reason"), words.text("desk-reason-hint"));
    let reason = Field {
        hint: &hint,
        control: Control::Lines,
        value: card.typed.get("reason"),
        need: Need::Optional,
        errors: card.typed.errors(),
        ..Field::new("reason", &label)
    };
    let (label, hint) = (words.text("desk-sum"), words.text("desk-sum-hint"));
    let sum = Field {
        hint: &hint,
        width: Width::Short,
        input_mode: "decimal",
        value: card.typed.get("sum"),
        need: Need::Optional,
        errors: card.typed.errors(),
        ..Field::new("sum", &label)
    };
    let wants_sum = card.service.decisions_with(Outcome::Granted).any(DecisionTemplate::wants_sum);
    html! {
        div.sheet id="decide" { div.pad {
            form.stack-5 method="post" action=(card.to("decide")) {
                @if card.case.rejected() > 0 { (parts::note(Tone::Warn, "", html! { p { (words.text("desk-decide-rejected")) } })) }
                (templates(card))
                @if wants_sum { (sum.show(words)) }
                (reason.show(words))
                (parts::actions(parts::button(Weight::Primary, &words.text(decide_id(card)))))
                (parts::once((card.once)()))
            }
        } }
    }
}

/// What the button promises: a decision that the applicant gets, or one that a colleague has to confirm.
fn decide_id(card: &Card<'_>) -> &'static str {
    match card.service.signing {
        crate::catalog::Signing::OneSignature => "desk-do-decide-send",
        crate::catalog::Signing::FourEyes => "desk-do-decide-propose",
    }
}

/// The ready decisions, grouped by what they decide, each with its text to read.
fn templates(card: &Card<'_>) -> Markup {
    let words = card.words;
    let errors: Vec<_> = card.typed.errors().iter().filter(|error| error.field == "template").collect();
    let class = if errors.is_empty() { "field" } else { "field wrong" };
    let chosen = card.typed.get("template");
    let mut first = true;
    let mut id_of = |code: &str| {
        let id = if first { parts::id_of("template") } else { format!("template-{code}") };
        first = false;
        id
    };
    html! {
        fieldset class=(class) aria-describedby=[(!errors.is_empty()).then_some("error-template")] {
            legend { (words.text("desk-template")) }
            @if !errors.is_empty() { div id="error-template" { @for error in &errors { p.error { (parts::icon(Icon::Alert)) (words.say(&error.message)) } } } }
            @for outcome in [Outcome::Granted, Outcome::Refused] {
                p { (parts::tag(tone(outcome), &words.text(outcome.message_id()))) }
                div.choices {
                    @for template in card.service.decisions_with(outcome) {
                        @let id = id_of(template.code.as_str());
                        div.choice {
                            input type="radio" id=(id) name="template" value=(template.code) checked[template.code.as_str() == chosen];
                            label for=(id) { (template.title.read(words.language)) @let needs = needs(card, template); @if !needs.is_empty() { " " span.soft { "(" (needs) ")" } } }
                            div.hint { (parts::opens(&words.text("desk-decision-text"), lines(words, card.sight, &preview(card, template, ("", ""))))) }
                        }
                    }
                }
            }
        }
    }
}

/// "с суммой, с обоснованием".
fn needs(card: &Card<'_>, template: &DecisionTemplate) -> String {
    let sum = template.wants_sum().then_some("desk-sum-needed");
    let reason = (template.reason == Reason::Required).then_some("desk-reason-needed");
    sum.into_iter().chain(reason).map(|id| card.words.text(id)).collect::<Vec<_>>().join(", ")
}

fn one_appeal(card: &Card<'_>, appeal: &Appeal) -> Markup {
    let words = card.words;
    let ruling = appeal.ruling.as_ref().map(|ruling| match ruling {
        Ruling::Upheld(mark) => ("desk-appeal-upheld", *mark),
        Ruling::Returned(mark) => ("desk-appeal-returned", *mark),
    });
    html! {
        div.sheet { div.pad.stack {
            h2 { (words.text("desk-appeal")) }
            div.stack-2 { (by(card, appeal.mark)) (lines(words, card.sight, &appeal.text.seen(card.sight))) }
            @if let Some((id, mark)) = ruling {
                div.stack-2 {
                    p { b { (words.text(id)) } }
                    (by(card, mark))
                    @if let Some(answer) = &appeal.answer { p { (shown(words, card.sight, &answer.seen(card.sight))) } }
                }
            } @else { p.soft { (words.text("desk-appeal-open")) } }
        } }
    }
}

fn appeal_form(card: &Card<'_>) -> Markup {
    let words = card.words;
    let (verdict, answer) = (words.text("desk-verdict"), words.text("desk-appeal-answer"));
    let (uphold, give_back) = (words.text("desk-verdict-uphold"), words.text("desk-verdict-return"));
    let choices = [Choice { value: "uphold", label: &uphold, hint: "" }, Choice { value: "return", label: &give_back, hint: "" }];
    let errors = card.typed.errors();
    let verdict = Field { control: Control::Radios(&choices), value: card.typed.get("verdict"), errors, ..Field::new("verdict", &verdict) };
    let answer = Field { control: Control::Lines, value: card.typed.get("answer"), errors, ..Field::new("answer", &answer) };
    html! {
        div.sheet id="appeal" { div.pad {
            form.stack method="post" action=(card.to("appeal")) {
                (verdict.show(words))
                (answer.show(words))
                (parts::actions(parts::button(Weight::Primary, &words.text("desk-do-appeal-send"))))
                (parts::once((card.once)()))
            }
        } }
    }
}
