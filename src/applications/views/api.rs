//! Cases as programs read them (JSON). Personal data is as the maker of the key sees it: letters and digits as `*` where it is
//! hidden from them.

use crate::{
    applications::{Application, CaseRow, application::Finding, queue::hex},
    catalog::Outcome,
    identity::{Agent, ApiKey},
    terms::Sight,
    web::url,
};
use serde::Serialize;
use utoipa::ToSchema;

/// For whom a program acts, and how far.
#[derive(Debug, Serialize, ToSchema)]
pub struct Holder {
    /// The login of the employee who made the key.
    #[schema(example = "3-belyaeva")]
    pub login: String,
    /// What they called the key.
    pub key: String,
    /// The last day on which the key is good.
    #[schema(example = "2027-03-01")]
    pub last_day: String,
    /// The code of the Agent in which it acts.
    #[schema(example = "social")]
    pub agent: String,
    /// The codes of the Agents whose cases it reaches, where those are several: one of them is the parameter `agent`.
    pub agents: Vec<String>,
    /// The name of the scope (group of houses) that it reaches; none means the whole Agent.
    pub scope: Option<String>,
    /// Whether personal data is hidden.
    pub masked: bool,
    /// What can be asked for with it now.
    pub addresses: Vec<String>,
}

/// Where a key acts.
#[derive(Debug)]
pub struct Place {
    /// The Agent.
    pub agent: Option<Agent>,
    /// The codes of all Agents in reach, where those are several.
    pub agents: Vec<String>,
    /// The name of the scope.
    pub scope: Option<String>,
}

impl Holder {
    /// Of this key, which acts in this place.
    pub fn new(key: &ApiKey, place: Place, sight: Sight, addresses: Vec<String>) -> Self {
        let Place { agent, agents, scope } = place;
        Self {
            agents,
            login: key.login.clone(),
            key: key.name.to_string(),
            last_day: key.last_day.to_string(),
            agent: agent.map_or_else(|| key.agent.to_string(), |agent| agent.code),
            scope,
            masked: sight == Sight::Masked,
            addresses,
        }
    }
}

/// A case as a list shows it.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseLine {
    /// Its identity: in the address of the case.
    pub id: String,
    /// Its registration number.
    #[schema(example = "2026-004512")]
    pub number: String,
    /// The code of the service.
    #[schema(example = "heating-compensation")]
    pub service: String,
    /// Who applies.
    pub applicant: String,
    /// Their address at that time.
    pub address: String,
    /// Where it stands.
    #[schema(example = "in-review")]
    pub state: &'static str,
    /// By when it must leave this state; none while nobody has to do anything.
    #[schema(example = "2026-12-10")]
    pub due: Option<String>,
    /// The login of the employee who works on it.
    pub assignee: Option<String>,
}

impl CaseLine {
    /// Of this row of an index; `assignee` is a login.
    pub fn new(row: &CaseRow, assignee: Option<String>, sight: Sight) -> Self {
        Self {
            id: row.id.to_string(),
            number: row.number.to_string(),
            service: row.service.to_string(),
            applicant: row.name.seen(sight),
            address: row.address.seen(sight),
            state: row.state.code(),
            due: row.due.map(|due| due.to_string()),
            assignee,
        }
    }
}

/// A page of cases.
#[derive(Debug, Serialize, ToSchema)]
pub struct Cases {
    /// In the order of the list: by due date; those that are done and those that were sought, the latest first.
    pub cases: Vec<CaseLine>,
    /// The address of the next page; none on the last one.
    #[schema(example = "/api/v1/cases?after=00ff")]
    pub next: Option<String>,
}

/// The query of the page behind this one, which was asked for with these pairs: where it begins has this name and value.
pub fn next(pairs: &[(String, String)], name: &str, value: &str) -> String {
    let kept = pairs.iter().filter(|(known, _)| known != name).map(|(known, value)| (known.as_str(), value.as_str()));
    serde_urlencoded::to_string(kept.chain([(name, value)]).collect::<Vec<_>>()).unwrap_or_default()
}

/// The next page of the list of cases.
pub fn next_cases(pairs: &[(String, String)], key: &[u8]) -> String {
    format!("{}?{}", url::API_CASES, next(pairs, "after", &hex(key)))
}

/// One question of a form, answered.
#[derive(Debug, Serialize, ToSchema)]
pub struct Answer {
    /// The code of the field in the service's form.
    #[schema(example = "heated-area")]
    pub field: String,
    /// What was answered, as the form keeps it: a choice by its code, a day as 2026-11-23.
    pub value: String,
}

/// A state that was reached.
#[derive(Debug, Serialize, ToSchema)]
pub struct Milestone {
    /// Which.
    pub state: &'static str,
    /// When, in UTC.
    #[schema(example = "2026-11-23T08:15:00Z")]
    pub at: String,
}

/// A file that the applicant gave. The file itself is at the address of the case, `/documents/` and its number.
#[derive(Debug, Serialize, ToSchema)]
pub struct Document {
    /// Its number within the case.
    pub number: u32,
    /// Which of the service's documents it is.
    pub kind: String,
    /// What it was called on the applicant's device.
    pub name: String,
    /// By its content.
    #[schema(example = "application/pdf")]
    pub media_type: &'static str,
    /// In bytes.
    pub size: u64,
    /// Of its bytes, in hexadecimal digits; none where personal data is hidden, for it would tell whether a guessed file is it.
    pub sha256: Option<String>,
    /// What the inspector found: `confirmed` or `rejected`; none before the check.
    pub finding: Option<&'static str>,
}

/// A question to the applicant.
#[derive(Debug, Serialize, ToSchema)]
pub struct Question {
    /// What was asked.
    pub text: String,
    /// When, in UTC.
    pub at: String,
    /// What was answered.
    pub answer: Option<String>,
}

/// What was decided.
#[derive(Debug, Serialize, ToSchema)]
pub struct Decision {
    /// `granted` or `refused`.
    pub outcome: &'static str,
    /// The code of the template.
    pub template: String,
    /// Why.
    pub reason: String,
    /// How much, in roubles and kopecks.
    #[schema(example = "1240.50")]
    pub sum: Option<String>,
    /// When, in UTC.
    pub at: String,
}

/// A case.
#[derive(Debug, Serialize, ToSchema)]
pub struct Case {
    /// What the list shows of it.
    #[serde(flatten)]
    pub line: CaseLine,
    /// The version of the service's form.
    pub version: u32,
    /// When it was handed in, in UTC.
    pub submitted_at: Option<String>,
    /// By when the decision was promised.
    pub promised: Option<String>,
    /// What was filled in.
    pub answers: Vec<Answer>,
    /// What was attached.
    pub documents: Vec<Document>,
    /// What was asked.
    pub questions: Vec<Question>,
    /// What was decided, once it is in force.
    pub decision: Option<Decision>,
    /// The way it came.
    pub milestones: Vec<Milestone>,
}

impl Case {
    /// The whole case, which has a line in lists.
    pub fn new(case: &Application, line: CaseLine, sight: Sight) -> Self {
        let documents = case.documents.iter().map(|document| Document {
            number: document.number,
            kind: document.kind.to_string(),
            name: document.name.seen(sight),
            media_type: document.file.mime(),
            size: document.size,
            sha256: (sight == Sight::Plain).then(|| document.digest.to_string()),
            finding: document.check.as_ref().map(|check| match check.finding {
                Finding::Confirmed => "confirmed",
                Finding::Rejected => "rejected",
            }),
        });
        let questions = case.inquiries.iter().map(|inquiry| Question {
            text: inquiry.text.seen(sight),
            at: inquiry.mark.at.to_string(),
            answer: inquiry.reply.as_ref().map(|reply| reply.text.seen(sight)),
        });
        let answer = |(field, value): (&str, &crate::terms::Personal<String>)| Answer { field: field.to_owned(), value: value.seen(sight) };
        Self {
            line,
            version: case.version,
            submitted_at: case.submitted_at.map(|at| at.to_string()),
            promised: case.promised.map(|day| day.to_string()),
            answers: case.answers.iter().map(answer).collect(),
            documents: documents.collect(),
            questions: questions.collect(),
            decision: case.decided().map(|decision| decided(decision, sight)),
            milestones: case.milestones.iter().map(|one| Milestone { state: one.state.code(), at: one.mark.at.to_string() }).collect(),
        }
    }
}

fn decided(decision: &crate::applications::application::Decision, sight: Sight) -> Decision {
    Decision {
        outcome: match decision.outcome {
            Outcome::Granted => "granted",
            Outcome::Refused => "refused",
        },
        template: decision.template.to_string(),
        reason: decision.reason.seen(sight),
        sum: decision.sum.as_ref().map(|sum| sum.seen(sight)),
        at: decision.mark.at.to_string(),
    }
}
