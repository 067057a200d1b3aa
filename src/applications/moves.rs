//! The moves that employees make on a case, and which of them its state allows: what the card offers as buttons. The rules
//! themselves decide again when a button is pressed.

use super::{
    Application, State,
    application::{Decision, Finding},
};
use crate::{
    access::Function,
    catalog::Signing,
    terms::{Argument, Message, UserId, message},
};
use jiff::civil::Date;

/// One thing that an employee does to a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// Enters it in the register.
    Register,
    /// Takes it.
    Take,
    /// Gives it back to the queue.
    Return,
    /// Gives it to a colleague.
    Assign,
    /// Asks the applicant.
    Ask,
    /// Hands the documents to the inspector.
    Send,
    /// Checks a document.
    Check,
    /// Ends the check of documents.
    Finish,
    /// Decides.
    Decide,
    /// Confirms a decision as the second pair of eyes.
    Confirm,
    /// Gives a proposed decision back.
    Rework,
    /// Notes that what was granted has arrived.
    Deliver,
    /// Answers an appeal.
    Appeal,
}

impl Move {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Register,
        Self::Take,
        Self::Return,
        Self::Assign,
        Self::Ask,
        Self::Send,
        Self::Check,
        Self::Finish,
        Self::Decide,
        Self::Confirm,
        Self::Rework,
        Self::Deliver,
        Self::Appeal,
    ];

    /// The function that it takes.
    pub const fn function(self) -> Function {
        match self {
            Self::Register => Function::CaseRegister,
            Self::Take => Function::CaseTake,
            Self::Return => Function::CaseReturn,
            Self::Assign => Function::CaseAssign,
            Self::Ask => Function::CaseAsk,
            Self::Send => Function::CaseSend,
            Self::Check | Self::Finish => Function::CaseCheck,
            Self::Decide | Self::Confirm | Self::Rework => Function::CaseDecide,
            Self::Deliver => Function::CaseDeliver,
            Self::Appeal => Function::CaseAppeal,
        }
    }
}

impl Application {
    /// The decision that waits for the second pair of eyes.
    pub fn proposed(&self, signing: Signing) -> Option<&Decision> {
        let waits = self.state == State::Decision && signing == Signing::FourEyes;
        self.decision.as_ref().filter(|decision| waits && decision.confirmation.is_none())
    }

    /// The decision that the applicant has.
    pub fn decided(&self) -> Option<&Decision> {
        self.decision.as_ref().filter(|_| self.state != State::Decision)
    }

    /// Whether this employee signed the decision.
    pub fn is_signed_by(&self, user: UserId) -> bool {
        self.decision.as_ref().is_some_and(|decision| decision.is_signed_by(user))
    }

    /// Documents that the inspector has not looked at.
    pub fn unchecked(&self) -> usize {
        self.documents.iter().filter(|document| document.check.is_none()).count()
    }

    /// Documents that the inspector rejected.
    pub fn rejected(&self) -> usize {
        let rejected = |finding: Finding| finding == Finding::Rejected;
        self.documents.iter().filter(|document| document.check.as_ref().is_some_and(|check| rejected(check.finding))).count()
    }

    /// Whether the state allows this move to this employee.
    pub fn allows(&self, step: Move, user: UserId, signing: Signing) -> bool {
        let proposed = self.proposed(signing);
        match step {
            Move::Register => self.state == State::Submitted,
            Move::Take => match self.state {
                State::Submitted | State::Registered => self.assignee.is_none_or(|assignee| assignee == user),
                State::InReview => self.assignee.is_none(),
                State::Appealed => self.assignee.is_none() && !self.is_signed_by(user),
                State::Draft
                | State::WaitingForApplicant
                | State::DocumentCheck
                | State::Decision
                | State::InDelivery
                | State::Refused
                | State::Closed
                | State::Withdrawn => false,
            },
            Move::Return => matches!(self.state, State::Registered | State::InReview) && self.assignee == Some(user),
            Move::Assign => self.state.is_open(),
            Move::Ask => matches!(self.state, State::InReview | State::DocumentCheck | State::Decision),
            Move::Send => self.state == State::InReview,
            Move::Check | Move::Finish => self.state == State::DocumentCheck,
            Move::Decide => self.state == State::Decision && proposed.is_none() && (self.decision.is_none() || !self.appeals.is_empty()),
            Move::Confirm => proposed.is_some_and(|decision| decision.mark.by != user),
            Move::Rework => proposed.is_some(),
            Move::Deliver => self.state == State::InDelivery,
            Move::Appeal => self.state == State::Appealed && !self.is_signed_by(user),
        }
    }

    /// Why nobody, or not this user, does this to the case as it stands, although they have the right.
    pub fn hindrance(&self, function: Function, user: UserId, signing: Signing, today: Date) -> Option<Message> {
        let mut moves = Move::ALL.into_iter().filter(|step| step.function() == function).peekable();
        let is_employees = moves.peek().is_some();
        if moves.any(|step| self.allows(step, user, signing)) || !is_employees && self.awaits(function, today) {
            return None;
        }
        let is_anothers = self.assignee.is_some_and(|assignee| assignee != user);
        let is_in_work = matches!(self.state, State::Submitted | State::Registered | State::InReview | State::Appealed);
        let of_the_user = [
            (Function::CaseTake, is_anothers && is_in_work, "case-taken"),
            (Function::CaseReturn, is_in_work, "case-not-yours"),
            (Function::CaseAppeal, self.state == State::Appealed, "appeal-own-decision"),
        ];
        let said = of_the_user.into_iter().find(|(listed, is_so, _)| *listed == function && *is_so).map(|(.., said)| message(said));
        let of_the_state = || message("why-case-state").with("state", Argument::Wording(format!("state-{}", self.state.code())));
        Some(said.unwrap_or_else(of_the_state))
    }

    /// Whether the case takes this from its applicant; whatever is no deed of theirs is not asked of its state.
    fn awaits(&self, function: Function, today: Date) -> bool {
        if [Function::ApplicationEdit, Function::ApplicationSubmit].contains(&function) {
            return self.state == State::Draft;
        }
        if [Function::DocumentAttach, Function::DocumentRemove].contains(&function) {
            return self.state == State::Draft || self.open_question().is_some();
        }
        let is_in_time = || self.due.is_none_or(|due| today <= due);
        let asked = [
            (Function::ApplicationWithdraw, self.state.may_be_withdrawn()),
            (Function::ApplicationAnswer, self.open_question().is_some()),
            (Function::ApplicationAppeal, self.state == State::Refused && is_in_time()),
        ];
        asked.iter().find(|(listed, _)| *listed == function).is_none_or(|(_, awaited)| *awaited)
    }
}
