//! Who may answer an appeal, and which signatures under a refusal leave somebody who still may.
//!
//! A refusal promises the applicant that an appeal is answered, and nobody answers an appeal against a refusal that they
//! signed. So a refusal is signed only in such a way that somebody remains to answer: whose signature would bar the last one
//! is told who can sign instead, or that one more employee is needed. There is one exception. Where at most one employee may
//! answer appeals and no order of signing spares them, a decision that is due is not held up: the card of the case says that
//! nobody can answer, and the administrators are told as soon as an appeal comes.

use super::{
    Application, State,
    application::{Decision, Mark},
};
use crate::{
    access::{Function, Placed, Policy},
    catalog::{Outcome, Signing},
    terms::UserId,
};
use jiff::civil::Date;

/// Those who may answer an appeal in one case, and those who may sign a decision in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judges {
    able: Vec<UserId>,
    signers: Vec<UserId>,
}

/// Nobody would be left to answer an appeal; these can sign instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NobodyLeft {
    /// Who can sign without barring the last one; none where one more employee is needed.
    pub instead: Vec<UserId>,
}

/// Those of the case's Agent who may do this to it, in whichever of their scopes.
pub fn able(policy: &Policy, case: &Application, function: Function, today: Date) -> Vec<UserId> {
    let here = policy.users().filter(|(_, standing)| standing.holdings.iter().any(|holding| holding.agent == case.agent));
    let may = |user: &UserId| policy.able(*user, case.agent, function, case.place(), today).is_ok();
    here.map(|(user, _)| user).filter(may).collect()
}

/// Whether this employee may be given the case: in whichever of their scopes they may work on it, and where an appeal waits,
/// answer it.
pub fn may_hold(policy: &Policy, case: &Application, user: UserId, today: Date) -> bool {
    let is_able = |function| policy.able(user, case.agent, function, case.place(), today).is_ok();
    if case.state == State::Appealed {
        return is_able(Function::CaseAppeal) && !case.is_signed_by(user);
    }
    is_able(Function::CaseTake)
}

/// Those who may answer an appeal in this case: whoever signed the decision may not.
pub fn impartial(policy: &Policy, case: &Application, today: Date) -> Vec<UserId> {
    let mut able = able(policy, case, Function::CaseAppeal, today);
    able.retain(|user| !case.is_signed_by(*user));
    able
}

/// Whether the applicant was promised an answer to an appeal that nobody may give.
pub fn is_orphaned(policy: &Policy, case: &Application, today: Date) -> bool {
    let waits = match case.state {
        State::Refused => case.due.is_none_or(|due| today <= due),
        State::Appealed => true,
        State::Draft
        | State::Submitted
        | State::Registered
        | State::InReview
        | State::WaitingForApplicant
        | State::DocumentCheck
        | State::Decision
        | State::InDelivery
        | State::Closed
        | State::Withdrawn => false,
    };
    waits && impartial(policy, case, today).is_empty()
}

impl Judges {
    /// Those of this case.
    pub fn of(policy: &Policy, case: &Application, today: Date) -> Self {
        let able = |function| able(policy, case, function, today);
        Self { able: able(Function::CaseAppeal), signers: able(Function::CaseDecide) }
    }

    /// Whether the last signature under this refusal leaves somebody to answer an appeal.
    ///
    /// # Errors
    /// Nobody is left; who can sign instead.
    pub fn check(&self, refusal: &Decision, signing: Signing) -> Result<(), NobodyLeft> {
        let wants = match signing {
            Signing::OneSignature => 1,
            Signing::FourEyes => 2,
        };
        let (signed, by) = match refusal.confirmation {
            Some(second) => (vec![refusal.mark.by], second.by),
            None => (Vec::new(), refusal.mark.by),
        };
        if self.keeps(&signed, by, wants) {
            return Ok(());
        }
        let others = self.signers.iter().copied().filter(|other| *other != by && !signed.contains(other));
        let instead: Vec<_> = others.filter(|other| self.keeps(&signed, *other, wants)).collect();
        if instead.is_empty() && self.able.len() <= 1 { Ok(()) } else { Err(NobodyLeft { instead }) }
    }

    /// Those who can add the second signature under this proposed decision.
    pub fn seconds(&self, proposed: &Decision) -> Vec<UserId> {
        let others = self.signers.iter().copied().filter(|other| *other != proposed.mark.by);
        match proposed.outcome {
            Outcome::Granted => return others.collect(),
            Outcome::Refused => {}
        }
        let second = |by| Decision { confirmation: Some(Mark { by, ..proposed.mark }), ..proposed.clone() };
        others.filter(|other| self.check(&second(*other), Signing::FourEyes).is_ok()).collect()
    }

    /// Whether somebody can be left to answer when `by` signs after these.
    fn keeps(&self, signed: &[UserId], by: UserId, wants: usize) -> bool {
        let all = [signed, &[by]].concat();
        let is_answered = |all: &[UserId]| self.able.iter().any(|judge| !all.contains(judge));
        if all.len() >= wants {
            return is_answered(&all);
        }
        self.signers.iter().any(|next| !all.contains(next) && is_answered(&[&all[..], &[*next]].concat()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Code;
    use jiff::Timestamp;

    fn refusal(first: u64, second: Option<u64>) -> Decision {
        let mark = |by| Mark { at: Timestamp::UNIX_EPOCH, by: UserId::new(by) };
        let template = Code::parse("refused").unwrap();
        let (mark, confirmation) = (mark(first), second.map(mark));
        Decision { template, outcome: Outcome::Refused, reason: Default::default(), sum: None, mark, confirmation }
    }

    fn judges(able: &[u64], signers: &[u64]) -> Judges {
        let users = |ids: &[u64]| ids.iter().copied().map(UserId::new).collect();
        Judges { able: users(able), signers: users(signers) }
    }

    fn instead(judges: &Judges, refusal: &Decision, signing: Signing) -> Option<Vec<u64>> {
        judges.check(refusal, signing).err().map(|left| left.instead.iter().map(|user| user.number()).collect())
    }

    #[test]
    fn whoever_would_bar_the_last_one_is_told_who_can_sign_instead() {
        let (heads, all) = ([1, 2], [1, 2, 3]);
        let town = judges(&heads, &all);
        assert_eq!(instead(&town, &refusal(1, None), Signing::FourEyes), None, "the operator can be the second");
        assert_eq!(instead(&town, &refusal(1, Some(2)), Signing::FourEyes), Some(vec![3]));
        assert_eq!(instead(&town, &refusal(3, Some(2)), Signing::FourEyes), None);
        assert_eq!(town.seconds(&refusal(1, None)), [UserId::new(3)]);
        let only_heads = judges(&heads, &heads);
        assert_eq!(instead(&only_heads, &refusal(1, None), Signing::FourEyes), Some(Vec::new()), "a third is needed");
        assert_eq!(instead(&only_heads, &refusal(1, None), Signing::OneSignature), None);
    }

    #[test]
    fn the_one_head_is_spared_where_others_can_sign_and_signs_where_nobody_else_can() {
        let spared = judges(&[1], &[1, 2, 3]);
        assert_eq!(instead(&spared, &refusal(1, None), Signing::OneSignature), Some(vec![2, 3]));
        assert_eq!(instead(&spared, &refusal(1, None), Signing::FourEyes), Some(vec![2, 3]));
        assert_eq!(instead(&spared, &refusal(2, Some(1)), Signing::FourEyes), Some(vec![3]));
        for tiny in [judges(&[1], &[1, 2]), judges(&[], &[1, 2])] {
            assert_eq!(instead(&tiny, &refusal(2, Some(1)), Signing::FourEyes), None, "{tiny:?}");
        }
        assert_eq!(instead(&judges(&[1], &[1]), &refusal(1, None), Signing::OneSignature), None);
    }
}
