//! Decisions: proposed, confirmed, given back; and the answer to an appeal against one.

use super::{Office, change, load};
use crate::{
    act::Act,
    applications::{
        application::{Application, Ruling},
        judges::Judges,
        rules::{Particulars, Step, text},
    },
    catalog::Outcome,
    identity::table as identity_table,
    terms::{ApplicationId, Refusal, Result, message},
};

/// How many of those who can sign instead are named.
const MOST_NAMED: usize = 5;

/// The decision, by a template of the service.
///
/// # Errors
/// The rules of [`Application::decide`].
pub fn decide(act: &mut Act<'_>, office: &Office, id: ApplicationId, template: &str, typed: Particulars<'_>) -> Result<ApplicationId> {
    sign(act, office, id, |case, step| {
        let unknown = || Refusal::field("template", message("decide-no-template"));
        case.decide(step.service.decision(template).ok_or_else(unknown)?, typed, step)
    })
}

/// The second pair of eyes confirms a decision.
///
/// # Errors
/// It is one's own, or there is none.
pub fn confirm(act: &mut Act<'_>, office: &Office, id: ApplicationId) -> Result<ApplicationId> {
    sign(act, office, id, Application::confirm)
}

/// A proposed decision goes back to be made anew.
///
/// # Errors
/// There is none, or no remark.
pub fn rework(act: &mut Act<'_>, office: &Office, id: ApplicationId, remark: &str) -> Result<ApplicationId> {
    change(act, office, id, |case, step| case.rework(remark, step))
}

/// Saves a decision that was signed, where the signatures leave somebody to answer an appeal against it.
fn sign(
    act: &mut Act<'_>,
    office: &Office,
    id: ApplicationId,
    rule: impl FnOnce(&Application, Step<'_>) -> Result<Application, Refusal>,
) -> Result<ApplicationId> {
    let before = load(act, id)?;
    let calendar = office.working_days(&*act)?;
    let step = office.step(act, &calendar, &before)?;
    let after = rule(&before, step)?;
    leaves_a_judge(act, &after, step)?;
    act.save(&before, after)?;
    Ok(id)
}

/// See [`Judges`].
fn leaves_a_judge(act: &Act<'_>, case: &Application, step: Step<'_>) -> Result<()> {
    let Some(refusal) = case.decision.as_ref().filter(|decision| decision.outcome == Outcome::Refused) else { return Ok(()) };
    let Err(left) = Judges::of(act.policy(), case, step.today).check(refusal, step.service.signing) else { return Ok(()) };
    if left.instead.is_empty() {
        return Err(Refusal::invalid("decide-nobody-for-appeal").into());
    }
    let mut names = Vec::new();
    for user in left.instead.iter().take(MOST_NAMED) {
        names.extend(identity_table::user(act, *user)?.map(|user| user.name.short()));
    }
    Err(Refusal::invalid("decide-other-for-appeal").with("who", names.join(", ")).into())
}

/// How a manager answers an appeal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The refusal stands.
    Uphold,
    /// The case is looked at again.
    Return,
}

/// The manager answers the appeal; no verdict is one that was not chosen.
///
/// # Errors
/// There is none, or the decision was the manager's own.
pub fn resolve_appeal(
    act: &mut Act<'_>,
    office: &Office,
    id: ApplicationId,
    verdict: Option<Verdict>,
    typed: &str,
) -> Result<ApplicationId> {
    change(act, office, id, |case, step| {
        let ruling = match verdict.ok_or_else(|| Refusal::field("verdict", message("appeal-no-verdict")))? {
            Verdict::Uphold => Ruling::Upheld(step.mark),
            Verdict::Return => Ruling::Returned(step.mark),
        };
        case.resolve_appeal(ruling, text("answer", typed)?, step)
    })
}
