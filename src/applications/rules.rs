//! The way of an application: each step a pure function from one application to the next, or a refusal.
//!
//! Every state has its due date, counted in working days of the service's terms (ПП № 236 and the service's own rules).

use super::application::{Appeal, Application, Check, Decision, Document, Finding, Inquiry, Mark, Milestone, Reply, Ruling};
use super::{Number, State};
use crate::{
    catalog::{self, DecisionTemplate, Outcome, Reason, Service, Signing},
    terms::{Personal, Refusal, UserId, calendar::Calendar, message},
};
use jiff::civil::Date;
use rust_decimal::Decimal;

/// Characters of a question, an answer, a reason, an appeal.
pub const LONGEST_TEXT: usize = 4000;

type Next = Result<Application, Refusal>;

/// What an employee writes into a decision, as it was typed.
#[derive(Clone, Copy, Debug)]
pub struct Particulars<'p> {
    /// Why.
    pub reason: &'p str,
    /// How much.
    pub sum: &'p str,
}

impl Particulars<'_> {
    /// Both, as far as this template wants them; what is wrong with either is told at once.
    fn read(self, template: &DecisionTemplate) -> Result<(Personal<String>, Option<Personal<Decimal>>), Refusal> {
        let reason = match template.reason {
            Reason::None if self.reason.trim().is_empty() => Ok(Personal::default()),
            Reason::Required | Reason::None => text("reason", self.reason),
        };
        let read = || catalog::roubles(self.sum).map(Personal::new).map_err(|said| Refusal::field("sum", said));
        match (reason, template.wants_sum().then(read).transpose()) {
            (Ok(reason), Ok(sum)) => Ok((reason, sum)),
            (Err(one), Err(other)) => Err(Refusal::fields([one.fields, other.fields].concat())),
            (Err(refusal), Ok(_)) | (Ok(_), Err(refusal)) => Err(refusal),
        }
    }
}

/// What a step needs to know besides the application.
#[derive(Clone, Copy)]
pub struct Step<'s> {
    /// The service, in the version on which the application was begun.
    pub service: &'s Service,
    /// Working days.
    pub calendar: &'s Calendar,
    /// The day.
    pub today: Date,
    /// When and by whom.
    pub mark: Mark,
}

/// A text that a person typed: not empty, not too long, without control characters.
///
/// # Errors
/// What is wrong, at this field.
pub fn text(field: &str, typed: &str) -> Result<Personal<String>, Refusal> {
    let text = typed.trim().replace("\r\n", "\n");
    if text.is_empty() {
        return Err(Refusal::field(field, message("text-empty")));
    }
    if text.chars().count() > LONGEST_TEXT {
        return Err(Refusal::field(field, message("text-long").with("most", LONGEST_TEXT as i64)));
    }
    if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return Err(Refusal::field(field, message("text-control")));
    }
    Ok(Personal::new(text))
}

impl Application {
    pub(super) fn must_be(&self, allowed: &[State]) -> Result<(), Refusal> {
        if allowed.contains(&self.state) { Ok(()) } else { Err(Refusal::conflict("case-moved-on")) }
    }

    /// Into this state, due after so many working days; none where nothing is awaited.
    fn reach(mut self, state: State, days: Option<u32>, step: Step<'_>) -> Self {
        self.state = state;
        self.due = days.map(|days| step.calendar.add(step.today, days));
        self.milestones.push(Milestone { state, mark: step.mark });
        self
    }

    /// The answers of one step of the form, checked by the form.
    ///
    /// # Errors
    /// It is no draft any more.
    pub fn fill(&self, part: &crate::catalog::Step, answers: crate::catalog::Answers) -> Next {
        self.must_be(&[State::Draft])?;
        let mut next = self.clone();
        next.answers.replace(part, answers);
        Ok(next)
    }

    /// Hands it in.
    ///
    /// # Errors
    /// It was handed in before, or something is missing: each gap at its field.
    pub fn submit(&self, number: Number, step: Step<'_>) -> Next {
        self.must_be(&[State::Draft])?;
        let answers = step.service.relevant(&self.answers);
        let gaps = step.service.gaps(&answers, &self.attached());
        if !gaps.is_empty() {
            return Err(Refusal::fields(gaps.into_iter().map(|gap| gap.error).collect()));
        }
        let mut next = Self { answers, ..self.clone() };
        next.number = Some(number);
        next.submitted_at = Some(step.mark.at);
        next.promised = Some(step.calendar.add(step.today, step.service.terms.until_decision()));
        Ok(next.reach(State::Submitted, Some(step.service.terms.registration), step))
    }

    /// The applicant takes it back.
    ///
    /// # Errors
    /// It is decided, or was never handed in.
    pub fn withdraw(&self, step: Step<'_>) -> Next {
        if !self.state.may_be_withdrawn() {
            return Err(Refusal::conflict("case-moved-on"));
        }
        Ok(self.clone().reach(State::Withdrawn, None, step))
    }

    /// Entered in the register; the manager may give it to somebody at once.
    ///
    /// # Errors
    /// It was registered before.
    pub fn register(&self, assignee: Option<UserId>, step: Step<'_>) -> Next {
        self.must_be(&[State::Submitted])?;
        let mut next = self.clone();
        next.assignee = assignee;
        Ok(next.reach(State::Registered, Some(step.service.terms.review), step))
    }

    /// An employee takes it; a new one is registered by that.
    ///
    /// # Errors
    /// Somebody else was first, or it is not for an operator now.
    pub fn take(&self, step: Step<'_>) -> Next {
        if self.assignee.is_some_and(|assignee| assignee != step.mark.by) {
            return Err(Refusal::conflict("case-taken"));
        }
        if self.state == State::Appealed && self.is_signed_by(step.mark.by) {
            return Err(Refusal::invalid("appeal-own-decision"));
        }
        let mut next = match self.state {
            State::Submitted => self.register(None, step)?,
            State::Registered => self.clone(),
            State::Appealed | State::InReview if self.assignee.is_none() => self.clone(),
            State::Draft
            | State::InReview
            | State::WaitingForApplicant
            | State::DocumentCheck
            | State::Decision
            | State::InDelivery
            | State::Refused
            | State::Appealed
            | State::Closed
            | State::Withdrawn => return Err(Refusal::conflict("case-moved-on")),
        };
        next.assignee = Some(step.mark.by);
        if next.state == State::Registered {
            next = next.reach(State::InReview, Some(step.service.terms.review), step);
        }
        Ok(next)
    }

    /// The employee gives it back to the queue.
    ///
    /// # Errors
    /// It is not theirs, or is past the review.
    pub fn give_back(&self, step: Step<'_>) -> Next {
        self.must_be(&[State::Registered, State::InReview])?;
        if self.assignee != Some(step.mark.by) {
            return Err(Refusal::conflict("case-not-yours"));
        }
        let mut next = self.clone();
        next.assignee = None;
        Ok(if next.state == State::InReview { next.reach(State::Registered, Some(step.service.terms.review), step) } else { next })
    }

    /// The manager gives it to somebody.
    ///
    /// # Errors
    /// It is not open.
    pub fn assign(&self, to: UserId, step: Step<'_>) -> Next {
        if !self.state.is_open() {
            return Err(Refusal::conflict("case-moved-on"));
        }
        let mut next = if self.state == State::Submitted { self.register(None, step)? } else { self.clone() };
        next.assignee = Some(to);
        Ok(next)
    }

    /// Asks the applicant; the clock stands until the answer.
    ///
    /// # Errors
    /// It is not being worked on, or a question is already open.
    pub fn ask(&self, text: Personal<String>, step: Step<'_>) -> Next {
        self.must_be(&[State::InReview, State::DocumentCheck, State::Decision])?;
        let mut next = self.clone();
        next.inquiries.push(Inquiry { text, mark: step.mark, from: self.state, reply: None });
        Ok(next.reach(State::WaitingForApplicant, Some(step.service.terms.answer), step))
    }

    /// The applicant answers; the case goes back to where it was.
    ///
    /// # Errors
    /// Nothing was asked.
    pub fn answer(&self, text: Personal<String>, step: Step<'_>) -> Next {
        self.must_be(&[State::WaitingForApplicant])?;
        let mut next = self.clone();
        let Some(inquiry) = next.inquiries.iter_mut().find(|inquiry| inquiry.reply.is_none()) else {
            return Err(Refusal::conflict("case-moved-on"));
        };
        inquiry.reply = Some(Reply { text, mark: step.mark });
        let back = inquiry.from;
        let days = match back {
            State::DocumentCheck => step.service.terms.document_check,
            State::Decision => step.service.terms.decision,
            State::Draft
            | State::Submitted
            | State::Registered
            | State::InReview
            | State::WaitingForApplicant
            | State::InDelivery
            | State::Refused
            | State::Appealed
            | State::Closed
            | State::Withdrawn => step.service.terms.review,
        };
        Ok(next.reach(back, Some(days), step))
    }

    /// The operator hands the documents to the inspector.
    ///
    /// # Errors
    /// It is not in review.
    pub fn send_to_check(&self, step: Step<'_>) -> Next {
        self.must_be(&[State::InReview])?;
        Ok(self.clone().reach(State::DocumentCheck, Some(step.service.terms.document_check), step))
    }

    /// The inspector checks one document.
    ///
    /// # Errors
    /// It is not being checked, there is no such document, or a rejection has no reason.
    pub fn check(&self, number: u32, finding: Finding, note: &str, step: Step<'_>) -> Next {
        self.must_be(&[State::DocumentCheck])?;
        let note = match finding {
            Finding::Confirmed => note.trim().to_owned(),
            Finding::Rejected => text("note", note)?.reveal().clone(),
        };
        let mut next = self.clone();
        let document = next.documents.iter_mut().find(|document| document.number == number).ok_or_else(Refusal::missing)?;
        document.check = Some(Check { finding, note, mark: step.mark });
        Ok(next)
    }

    /// The inspector has looked at all of them.
    ///
    /// # Errors
    /// One was not looked at.
    pub fn finish_check(&self, step: Step<'_>) -> Next {
        self.must_be(&[State::DocumentCheck])?;
        if self.documents.iter().any(|document| document.check.is_none()) {
            return Err(Refusal::invalid("check-unfinished"));
        }
        Ok(self.clone().reach(State::Decision, Some(step.service.terms.decision), step))
    }

    /// Decides by a template; where the service wants four eyes, the decision waits for the second pair.
    ///
    /// # Errors
    /// It is not ripe for a decision, a reason or a sum is missing, or a rejected document is granted on.
    pub fn decide(&self, template: &DecisionTemplate, typed: Particulars<'_>, step: Step<'_>) -> Next {
        self.must_be(&[State::Decision])?;
        if self.decision.is_some() && self.appeals.is_empty() {
            return Err(Refusal::conflict("case-moved-on"));
        }
        let rejected = |document: &Document| document.check.as_ref().is_some_and(|check| check.finding == Finding::Rejected);
        if template.outcome == Outcome::Granted && self.documents.iter().any(rejected) {
            return Err(Refusal::field("template", message("decide-rejected-document")));
        }
        let (reason, sum) = typed.read(template)?;
        let mut next = self.clone();
        let (outcome, mark) = (template.outcome, step.mark);
        next.decision = Some(Decision { template: template.code.clone(), outcome, reason, sum, mark, confirmation: None });
        match step.service.signing {
            Signing::OneSignature => Ok(next.carry_out(outcome, step)),
            Signing::FourEyes => Ok(next),
        }
    }

    /// The second pair of eyes confirms the decision.
    ///
    /// # Errors
    /// There is none to confirm, or it is one's own.
    pub fn confirm(&self, step: Step<'_>) -> Next {
        self.proposed(step.service.signing).ok_or_else(|| Refusal::conflict("case-moved-on"))?;
        let mut next = self.clone();
        let decision = next.decision.as_mut().ok_or_else(|| Refusal::conflict("case-moved-on"))?;
        if decision.mark.by == step.mark.by {
            return Err(Refusal::invalid("confirm-own"));
        }
        decision.confirmation = Some(step.mark);
        let outcome = decision.outcome;
        Ok(next.carry_out(outcome, step))
    }

    fn carry_out(self, outcome: Outcome, step: Step<'_>) -> Self {
        match outcome {
            Outcome::Granted => self.reach(State::InDelivery, Some(step.service.terms.delivery), step),
            Outcome::Refused => self.reach(State::Refused, Some(step.service.terms.appeal), step),
        }
    }

    /// What was granted has reached the applicant.
    ///
    /// # Errors
    /// Nothing is on its way.
    pub fn deliver(&self, step: Step<'_>) -> Next {
        self.must_be(&[State::InDelivery])?;
        Ok(self.clone().reach(State::Closed, None, step))
    }

    /// The applicant appeals against the refusal.
    ///
    /// # Errors
    /// It was not refused, or the time for it is over.
    pub fn appeal(&self, text: Personal<String>, step: Step<'_>) -> Next {
        self.must_be(&[State::Refused])?;
        if self.due.is_some_and(|due| due < step.today) {
            return Err(Refusal::conflict("appeal-too-late"));
        }
        let mut next = self.clone();
        next.appeals.push(Appeal { text, mark: step.mark, ruling: None, answer: None });
        next.assignee = None;
        Ok(next.reach(State::Appealed, Some(step.service.terms.review), step))
    }

    /// The manager answers the appeal: the refusal stands, or the case is looked at again.
    ///
    /// # Errors
    /// There is no appeal, or the manager made the decision themselves.
    pub fn resolve_appeal(&self, ruling: Ruling, answer: Personal<String>, step: Step<'_>) -> Next {
        self.must_be(&[State::Appealed])?;
        if self.is_signed_by(step.mark.by) {
            return Err(Refusal::invalid("appeal-own-decision"));
        }
        let mut next = self.clone();
        let state = match &ruling {
            Ruling::Upheld(_) => State::Closed,
            Ruling::Returned(_) => State::InReview,
        };
        if let Some(appeal) = next.appeals.iter_mut().find(|appeal| appeal.ruling.is_none()) {
            appeal.ruling = Some(ruling);
            appeal.answer = Some(answer);
        }
        Ok(next.reach(state, (state == State::InReview).then_some(step.service.terms.review), step))
    }
}
