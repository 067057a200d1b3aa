//! Why somebody may do something, or may not, in words.

use crate::{
    access::{Cut, Denied, Explanation, Function, Policy, ScopeId, ruling::decided},
    terms::{Message, Words, message},
    web::parts::{Tone, note},
};
use maud::{Markup, html};

/// Rules that lost which are named; of more only how many.
const MOST_NAMED: usize = 12;

/// The answer and each of its reasons, a message each; scopes by their names.
pub fn reasons(function: Function, why: &Explanation, policy: &Policy, words: &Words, scope: &dyn Fn(ScopeId) -> String) -> Vec<Message> {
    let (roles, language) = (policy.roles(), words.language);
    let named = |codes: &[crate::access::RoleCode]| {
        let names = codes.iter().map(|code| roles.get(code.as_str()).map_or(code.as_str(), |role| role.name.read(language)));
        names.map(|name| language.quoted(name)).collect::<Vec<_>>().join(", ")
    };
    let mut said = Vec::new();
    match why.answer {
        Err(Denied::SignIn) => said.push(message("refusal-sign-in")),
        Err(Denied::Inactive) => said.push(message("why-inactive")),
        Err(Denied::Closed) => said.push(message("why-agent-closed")),
        Err(Denied::OutOfPeriod) => said.push(message("why-out-of-period")),
        Err(Denied::MustChange) => said.push(message("why-must-change")),
        Err(Denied::MustProve) => said.push(message("why-must-prove")),
        Err(Denied::NoGrant) => said.push(message("why-no-grant")),
        Err(Denied::NoRole) => said.push(message("why-no-role")),
        Err(Denied::Hidden | Denied::OutOfReach) | Ok(()) => said.push(message("why-role").with("roles", named(&why.granting))),
    }
    if why.granting.is_empty() && !why.elsewhere.is_empty() {
        said.push(message("why-role-elsewhere").with("roles", named(&why.elsewhere)));
    }
    match why.rule {
        Some((rule, visibility)) => said.push(decided(words, policy, rule, visibility)),
        None if function.is_essential() => said.push(message("why-essential")),
        None => said.push(message("why-no-rule")),
    }
    if !why.lost.is_empty() {
        let lost = why.lost.iter().take(MOST_NAMED).map(|rule| format!("№ {rule}")).collect::<Vec<_>>().join(", ");
        let more = i64::try_from(why.lost.len().saturating_sub(MOST_NAMED)).unwrap_or(i64::MAX);
        let lost_to = message(if more > 0 { "why-lost-more" } else { "why-lost" }).with("rules", lost);
        said.push(if more > 0 { lost_to.with("count", more) } else { lost_to });
    }
    match (why.cut, why.scope) {
        (Some(Cut::Agent), _) => said.push(message("why-cut-agent")),
        (Some(Cut::Scope(cut)), _) => said.push(message("why-cut-scope").with("scope", scope(cut))),
        (Some(Cut::Principal), _) => said.push(message("why-cut-principal")),
        (Some(Cut::Holder), _) => said.push(message("why-cut-holder")),
        (None, Some(in_force)) => said.push(message("why-scope").with("scope", scope(in_force))),
        (None, None) => {}
    }
    said.extend(why.bar.as_ref().map(|bar| told_of_another(words, &bar.message)));
    said
}

/// A refusal speaks to whoever is refused; here somebody else reads it, in words of its own where there are any.
fn told_of_another(words: &Words, said: &Message) -> Message {
    let id = format!("why-{}", said.id);
    if words.knows(&id) { Message { id: id.into(), ..said.clone() } } else { said.clone() }
}

/// The answer with its reasons.
pub fn answer(words: &Words, question: &str, why: &Explanation, reasons: &[Message]) -> Markup {
    let (tone, title) = if why.is_yes() { (Tone::Good, "why-yes") } else { (Tone::Bad, "why-no") };
    let title = format!("{}: {question}", words.text(title));
    note(tone, &title, html! { ul { @for reason in reasons { li { (words.say(reason)) } } } })
}
