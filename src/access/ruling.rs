//! Which rule of visibility decided, in the reader's words.

use super::{Filter, Policy, RoleCode, Rule, RuleId, Visibility, rule::Level};
use crate::terms::{Message, Words, message};

/// Which rule decided, and for whom it is: "Раздел скрывает правило № 7: для роли «Кассир»".
pub fn decided(words: &Words, policy: &Policy, rule: RuleId, visibility: Visibility) -> Message {
    let id = match visibility {
        Visibility::Hidden => "why-hidden",
        Visibility::Available => "why-available",
    };
    let subject = policy.rule(rule).map_or_else(String::new, |rule| subject(words, policy, rule));
    message(id).with("rule", rule.to_string()).with("subject", subject)
}

/// For whom a rule is, by the most specific that it names.
fn subject(words: &Words, policy: &Policy, rule: &Rule) -> String {
    let quoted = |name: &str| words.language.quoted(name);
    let whom = match rule.level() {
        Level::User => words.text("rule-whom-user").into_owned(),
        Level::UserGroup => words.text("rule-whom-group").into_owned(),
        Level::UserKind => {
            let kind = rule.kind.map_or_else(String::new, |kind| words.text(kind.wording()).into_owned());
            words.say(&message("rule-whom-kind").with("kind", quoted(&kind)))
        }
        Level::Role => {
            let code = rule.role.as_ref().map_or("", RoleCode::as_str);
            let name = policy.roles().get(code).map_or(code, |role| role.name.read(words.language));
            words.say(&message("rule-whom-role").with("role", quoted(name)))
        }
        Level::Agent => words.text("rule-whom-agent").into_owned(),
        Level::AgentGroup => words.text("rule-whom-agents").into_owned(),
    };
    let id = match rule.filter {
        Filter::Matching => "rule-for",
        Filter::Others => "rule-for-others",
    };
    words.say(&message(id).with("whom", whom))
}
