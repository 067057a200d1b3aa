//! An application, which the employee sees as a case: one record with its answers, documents, questions, decision and way.

use super::{FileType, Number, State};
use crate::{
    access::{Place, Placed},
    catalog::{Answers, Code, Outcome, ServiceCode},
    storage::{Fact, Index, IndexEntry, Record, Table, codec},
    terms::{AgentId, ApplicationId, Digest, FullName, HouseId, PersonId, Personal, Result, Sight, UserId, Words},
};
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Something was done, by somebody, at some time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: UserId,
}

/// A state that was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Milestone {
    /// Which.
    pub state: State,
    /// When and by whom.
    pub mark: Mark,
}

/// What an inspector found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Finding {
    /// The document says what it must.
    Confirmed,
    /// It does not.
    Rejected,
}

/// An inspector's check of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// What was found.
    pub finding: Finding,
    /// What is wrong, for the applicant.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// When and by whom.
    pub mark: Mark,
}

/// A file that the applicant gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Its number within the application, never used again.
    pub number: u32,
    /// Which of the service's documents it is.
    pub kind: Code,
    /// As it was called on the applicant's device.
    pub name: Personal<String>,
    /// By its content.
    pub file: FileType,
    /// Pages of a PDF.
    pub pages: Option<u32>,
    /// In bytes.
    pub size: u64,
    /// Where its bytes are found.
    pub digest: Digest,
    /// When and by whom it was given.
    pub mark: Mark,
    /// The inspector's check.
    pub check: Option<Check>,
    /// With the answer to which question it was given, counted from 1; none where it came with the form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inquiry: Option<u32>,
}

/// The applicant's answer to a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// What they say.
    pub text: Personal<String>,
    /// When and by whom.
    pub mark: Mark,
}

/// A question to the applicant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inquiry {
    /// What is asked.
    pub text: Personal<String>,
    /// When and by whom.
    pub mark: Mark,
    /// The state to go back to.
    pub from: State,
    /// The answer.
    pub reply: Option<Reply>,
}

/// What was decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The template of the service.
    pub template: Code,
    /// Yes or no.
    pub outcome: Outcome,
    /// Why.
    pub reason: Personal<String>,
    /// How much, in roubles, where the template names a sum.
    #[serde(default)]
    pub sum: Option<Personal<Decimal>>,
    /// When and by whom.
    pub mark: Mark,
    /// The second pair of eyes, where the service wants one.
    pub confirmation: Option<Mark>,
}

impl Decision {
    /// The sum in the reader's words, as they see personal data; empty where there is none.
    pub fn sum(&self, words: &Words, sight: Sight) -> String {
        self.sum.as_ref().map_or_else(String::new, |sum| sight.see(&words.money(*sum.reveal())))
    }

    /// Whether this employee made it or confirmed it.
    pub fn is_signed_by(&self, user: UserId) -> bool {
        self.mark.by == user || self.confirmation.is_some_and(|mark| mark.by == user)
    }
}

/// A proposed decision that was given back, to be made anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rework {
    /// What was proposed.
    pub template: Code,
    /// What is wrong with it; the applicant does not read it.
    pub remark: Personal<String>,
    /// When and by whom.
    pub mark: Mark,
}

/// How an appeal ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ruling {
    /// The refusal stands.
    Upheld(Mark),
    /// The case is looked at again.
    Returned(Mark),
}

impl Ruling {
    /// When and by whom.
    pub const fn mark(&self) -> Mark {
        match self {
            Self::Upheld(mark) | Self::Returned(mark) => *mark,
        }
    }
}

/// An appeal against a refusal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appeal {
    /// Why the applicant disagrees.
    pub text: Personal<String>,
    /// When and by whom.
    pub mark: Mark,
    /// How it ended.
    pub ruling: Option<Ruling>,
    /// What was answered.
    pub answer: Option<Personal<String>>,
}

/// One request by a citizen for a service; the same as the employee's case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    /// Its identity.
    pub id: ApplicationId,
    /// The Agent that provides the service.
    pub agent: AgentId,
    /// The service.
    pub service: ServiceCode,
    /// The version of its form on which it was begun.
    pub version: u32,
    /// Who applies.
    pub applicant: UserId,
    /// The same as a citizen.
    pub person: PersonId,
    /// Their name at that time.
    pub name: Personal<FullName>,
    /// Their address at that time.
    pub address: Personal<String>,
    /// The house of that address; scopes cut by it.
    pub house: Option<HouseId>,
    /// The registration number, from submission on.
    pub number: Option<Number>,
    /// What was filled in.
    pub answers: Answers,
    /// What was attached.
    pub documents: Vec<Document>,
    /// The number of the next document.
    pub next_document: u32,
    /// What was asked and answered.
    pub inquiries: Vec<Inquiry>,
    /// What was decided.
    pub decision: Option<Decision>,
    /// Decisions that were proposed and given back.
    #[serde(default)]
    pub reworks: Vec<Rework>,
    /// Appeals against it.
    pub appeals: Vec<Appeal>,
    /// Where it stands.
    pub state: State,
    /// By when it must leave this state.
    pub due: Option<Date>,
    /// Which employee works on it.
    pub assignee: Option<UserId>,
    /// The way it came.
    pub milestones: Vec<Milestone>,
    /// When it was begun.
    pub began_at: Timestamp,
    /// When it was handed in.
    pub submitted_at: Option<Timestamp>,
    /// By when the decision was promised at the submission, by the calendar of that day.
    #[serde(default)]
    pub promised: Option<Date>,
}

/// Finds an application by its number.
pub const BY_NUMBER: Index = Table("applications_by_number");
/// The applications of one applicant, in the order they were begun.
pub const BY_APPLICANT: Index = Table("applications_by_applicant");
/// The cases of one Agent: open ones first, then by due date. Holds a [`CaseRow`].
pub const BY_DUE: Index = Table("cases_by_due");
/// The cases of one Agent in one state, by due date. Holds a [`CaseRow`].
pub const BY_STATE: Index = Table("cases_by_state");
/// The open cases of one employee, by due date. Holds a [`CaseRow`].
pub const BY_ASSIGNEE: Index = Table("cases_by_assignee");

/// What a list shows of a case; lies in the indexes, so that a page of twenty loads no case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseRow {
    /// Which case.
    pub id: ApplicationId,
    /// Its number.
    pub number: Number,
    /// The applicant, as text: a list shows it and does not take it apart.
    pub name: Personal<String>,
    /// Their address.
    pub address: Personal<String>,
    /// The house, for the scope.
    pub house: Option<HouseId>,
    /// The service.
    pub service: ServiceCode,
    /// Where it stands.
    pub state: State,
    /// By when.
    pub due: Option<Date>,
    /// Who works on it.
    pub assignee: Option<UserId>,
}

/// The version of a row in an index.
pub const ROW_VERSION: u8 = 1;

/// Days as bytes that sort; what has no due date comes last.
pub fn due_key(due: Option<Date>) -> [u8; 4] {
    let days = due.map_or(u32::MAX, |due| {
        let days = (due - jiff::civil::Date::constant(1970, 1, 1)).get_days();
        days.cast_unsigned().wrapping_add(1 << 31)
    });
    days.to_be_bytes()
}

impl Application {
    /// What a list shows of it; none of a draft, which no employee sees.
    pub fn row(&self) -> Option<CaseRow> {
        let number = self.number?;
        let (id, house, state, due, assignee) = (self.id, self.house, self.state, self.due, self.assignee);
        let name = Personal::new(self.name.reveal().to_string());
        let (address, service) = (self.address.clone(), self.service.clone());
        Some(CaseRow { id, number, name, address, house, service, state, due, assignee })
    }

    /// The question that waits for an answer.
    pub fn open_inquiry(&self) -> Option<&Inquiry> {
        self.inquiries.iter().find(|inquiry| inquiry.reply.is_none())
    }

    /// The number of the question that waits for an answer, counted from 1.
    pub fn open_question(&self) -> Option<u32> {
        let place = self.inquiries.iter().position(|inquiry| inquiry.reply.is_none())?;
        u32::try_from(place + 1).ok()
    }

    /// What was given with the answer to this question, counted from 1.
    pub fn given_with(&self, question: u32) -> impl Iterator<Item = &Document> {
        self.documents.iter().filter(move |document| document.inquiry == Some(question))
    }

    /// The documents of this kind that the applicant can still take back.
    pub fn in_hand<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Document> {
        let open = self.open_question();
        self.documents
            .iter()
            .filter(move |document| document.kind.as_str() == kind && (document.inquiry.is_none() || document.inquiry == open))
    }

    /// The document with this number.
    pub fn document(&self, number: u32) -> Option<&Document> {
        self.documents.iter().find(|document| document.number == number)
    }

    /// How many documents of each kind there are.
    pub fn attached(&self) -> Vec<(String, u32)> {
        let mut counts = std::collections::BTreeMap::new();
        for document in &self.documents {
            *counts.entry(document.kind.to_string()).or_insert(0) += 1;
        }
        counts.into_iter().collect()
    }
}

impl Placed for Application {
    fn place(&self) -> Place {
        Place { agent: Some(self.agent), house: self.house, holder: Some(self.applicant), subject: Some(self.person), principal: None }
    }
}

impl Record for Application {
    const NAME: &'static str = "application";
    const TABLE: Table = Table("applications");
    const INDEXES: &'static [Index] = &[BY_NUMBER, BY_APPLICANT, BY_DUE, BY_STATE, BY_ASSIGNEE];

    fn key(&self) -> Vec<u8> {
        self.id.key().to_vec()
    }

    fn entries(&self) -> Result<Vec<IndexEntry>> {
        let mut entries = vec![IndexEntry { index: BY_APPLICANT, key: self.applicant.key().to_vec(), value: Vec::new() }];
        let Some(row) = self.row() else { return Ok(entries) };
        let value = codec::encode(ROW_VERSION, &row)?;
        let due = due_key(self.due);
        let closed = [u8::from(!self.state.is_open())];
        entries.push(IndexEntry { index: BY_NUMBER, key: row.number.to_string().into_bytes(), value: Vec::new() });
        entries.push(IndexEntry { index: BY_DUE, key: [&self.agent.key()[..], &closed, &due].concat(), value: value.clone() });
        entries.push(IndexEntry {
            index: BY_STATE,
            key: [&self.agent.key()[..], &[self.state as u8], &due].concat(),
            value: value.clone(),
        });
        if let Some(assignee) = self.assignee.filter(|_| self.state.is_open()) {
            entries.push(IndexEntry { index: BY_ASSIGNEE, key: [&self.agent.key()[..], &assignee.key(), &due].concat(), value });
        }
        Ok(entries)
    }
}
impl Fact for Application {}
