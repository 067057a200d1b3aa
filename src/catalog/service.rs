//! A service: what it gives, to whom, on what ground, in what time.

use super::{Code, DecisionTemplate, Field, Outcome, Requirement, ServiceCode, Step, StepKind};
use crate::terms::Text;
use serde::{Deserialize, Serialize};

/// Who may apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Audience {
    /// Citizens.
    Citizen,
    /// Businesses, through representatives.
    Business,
    /// Citizens and businesses.
    Both,
}

impl Audience {
    /// The message with its name.
    pub const fn message_id(self) -> &'static str {
        match self {
            Self::Citizen => "catalog-audience-citizen",
            Self::Business => "catalog-audience-business",
            Self::Both => "catalog-audience-both",
        }
    }

    /// Whether citizens may apply.
    pub const fn has_citizens(self) -> bool {
        match self {
            Self::Citizen | Self::Both => true,
            Self::Business => false,
        }
    }

    /// Whether businesses may apply.
    pub const fn has_businesses(self) -> bool {
        match self {
            Self::Business | Self::Both => true,
            Self::Citizen => false,
        }
    }
}

/// How many employees it takes to decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Signing {
    /// Whoever decides signs.
    OneSignature,
    /// One prepares the decision, another signs it.
    FourEyes,
}

/// How long each state of a case may last, in working days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Terms {
    /// From submitted to registered.
    pub registration: u32,
    /// From registered to the check of documents, without the time that the applicant takes.
    pub review: u32,
    /// For the applicant to answer a question.
    pub answer: u32,
    /// For the check of documents.
    pub document_check: u32,
    /// From the check of documents to the decision.
    pub decision: u32,
    /// From the decision to the certificate or the money.
    pub delivery: u32,
    /// For the applicant to appeal after the decision.
    pub appeal: u32,
}

impl Terms {
    /// Working days from submission to the decision, when nothing has to be asked.
    pub const fn until_decision(&self) -> u32 {
        self.registration + self.review + self.document_check + self.decision
    }
}

/// One paper the applicant attaches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DocumentKind {
    /// Known by this in the application.
    pub code: Code,
    /// What it is.
    pub title: Text,
    /// Where to get it, how to take a picture of it.
    pub hint: Text,
    /// Who has to attach it.
    pub required: Requirement,
    /// At most so many files.
    pub up_to: u32,
}

/// One version of a service. Whoever began to apply on a version finishes on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Service {
    /// Known by this everywhere; the same in all versions.
    pub code: ServiceCode,
    /// 1, 2, 3 …
    pub version: u32,
    /// The code of the Agent that provides it.
    pub agent: Code,
    /// Who may apply.
    pub audience: Audience,
    /// The code of its category.
    pub category: Code,
    /// Codes of the life situations it belongs to.
    pub life_situations: Vec<Code>,
    /// How many employees it takes to decide.
    pub signing: Signing,
    /// What it is called.
    pub title: Text,
    /// One or two sentences: what one gets.
    pub summary: Text,
    /// What the applicant has in the end.
    pub result: Text,
    /// What it costs the applicant.
    pub cost: Text,
    /// How and when the money comes, where the service pays any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<Text>,
    /// Who is entitled, one item for each kind of people or condition.
    pub entitled: Vec<Text>,
    /// The laws it stands on.
    pub legal: Vec<Text>,
    /// How long each state may last.
    pub terms: Terms,
    /// What to attach.
    pub documents: Vec<DocumentKind>,
    /// The form, a page each.
    pub steps: Vec<Step>,
    /// Ready decisions.
    pub decisions: Vec<DecisionTemplate>,
}

impl Service {
    /// The step with this code.
    pub fn step(&self, code: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.code.as_str() == code)
    }

    /// The step after this one; none after the last.
    pub fn step_after(&self, code: &str) -> Option<&Step> {
        self.steps.iter().skip_while(|step| step.code.as_str() != code).nth(1)
    }

    /// The step where documents are attached.
    pub fn documents_step(&self) -> Option<&Step> {
        self.steps.iter().find(|step| step.kind == StepKind::Documents)
    }

    /// All fields in the order of the form, each with its step.
    pub fn fields(&self) -> impl Iterator<Item = (&Step, &Field)> {
        self.steps.iter().flat_map(|step| step.fields.iter().map(move |field| (step, field)))
    }

    /// The field with this code.
    pub fn field(&self, code: &str) -> Option<&Field> {
        self.fields().map(|(_, field)| field).find(|field| field.code.as_str() == code)
    }

    /// The kind of document with this code.
    pub fn document(&self, code: &str) -> Option<&DocumentKind> {
        self.documents.iter().find(|document| document.code.as_str() == code)
    }

    /// The ready decision with this code.
    pub fn decision(&self, code: &str) -> Option<&DecisionTemplate> {
        self.decisions.iter().find(|decision| decision.code.as_str() == code)
    }

    /// Ready decisions with this outcome.
    pub fn decisions_with(&self, outcome: Outcome) -> impl Iterator<Item = &DecisionTemplate> {
        self.decisions.iter().filter(move |decision| decision.outcome == outcome)
    }

    /// What to call the field or document that an error names: for the list of errors above the form.
    pub fn label(&self, name: &str) -> Option<&Text> {
        let field = self.fields().map(|(_, field)| field).find(|field| field.names().any(|input| input == name));
        field.map(|field| &field.label).or_else(|| self.document(name).map(|document| &document.title))
    }
}
