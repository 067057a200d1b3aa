//! The rules of giving documents: with the form, and with the answer to a question.

use super::{Application, Document, State};
use crate::{catalog::Service, terms::Refusal};

/// Documents in one application.
pub const MOST_DOCUMENTS: usize = 40;
/// Documents with one answer.
pub const MOST_WITH_ANSWER: usize = 10;
/// The kind of a document that goes with an answer; no service asks for it.
pub const ANSWER: &str = "with-answer";

impl Application {
    /// Attaches an inspected file.
    ///
    /// # Errors
    /// It is not the applicant's turn, the service does not want such a document, or there are enough.
    pub fn attach(&self, mut document: Document, service: &Service) -> Result<Self, Refusal> {
        self.must_be(&[State::Draft, State::WaitingForApplicant])?;
        let most = if document.kind.as_str() == ANSWER {
            document.inquiry = Some(self.open_question().ok_or_else(|| Refusal::conflict("case-moved-on"))?);
            MOST_WITH_ANSWER
        } else {
            let kind = service.document(document.kind.as_str()).ok_or_else(|| Refusal::invalid("document-kind-unknown"))?;
            kind.up_to as usize
        };
        let of_kind = self.documents.iter().filter(|known| known.kind == document.kind && known.inquiry == document.inquiry);
        if of_kind.clone().any(|known| known.digest == document.digest) {
            return Err(Refusal::conflict("document-already-there"));
        }
        if of_kind.count() >= most || self.documents.len() >= MOST_DOCUMENTS {
            return Err(Refusal::invalid("document-too-many").with("most", most as i64));
        }
        let mut next = self.clone();
        document.number = next.next_document;
        next.next_document += 1;
        next.documents.push(document);
        Ok(next)
    }

    /// Takes an attached file back, as long as it was not handed in: with the form, or with the answer.
    ///
    /// # Errors
    /// It was handed in, or there is no such document.
    pub fn detach(&self, number: u32) -> Result<Self, Refusal> {
        self.must_be(&[State::Draft, State::WaitingForApplicant])?;
        let document = self.document(number).ok_or_else(Refusal::missing)?;
        if self.state != State::Draft && (document.inquiry.is_none() || document.inquiry != self.open_question()) {
            return Err(Refusal::conflict("case-moved-on"));
        }
        let mut next = self.clone();
        next.documents.retain(|document| document.number != number);
        Ok(next)
    }
}
