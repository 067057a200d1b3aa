//! The form of a service: steps of one topic each, and their fields.

use super::{Answers, Code};
use crate::terms::Text;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// What the name of the second input of an account, the one with the BIC, ends with.
pub const BIC_ENDING: &str = "-bic";

/// What a step is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepKind {
    /// Questions.
    #[default]
    Fields,
    /// Files to attach: the [`super::DocumentKind`]s of the service.
    Documents,
}

/// One page of the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Step {
    /// Stands in the address of the page.
    pub code: Code,
    /// What it is for.
    #[serde(default)]
    pub kind: StepKind,
    /// The topic.
    pub title: Text,
    /// A paragraph before the fields.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intro: Option<Text>,
    /// The questions; none on a step for documents.
    #[serde(default)]
    pub fields: Vec<Field>,
}

/// The answer to another question that something depends on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Condition {
    /// A field of choice or of yes and no, earlier in the form.
    pub field: Code,
    /// The code of the choice, `yes` or `no`.
    pub equals: Code,
}

impl Condition {
    /// Whether it holds with these answers; an unanswered question makes it false.
    pub fn holds(&self, answers: &Answers) -> bool {
        answers.reveal(&self.field) == Some(self.equals.as_str())
    }
}

/// Whether an answer or a document must be given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Requirement {
    /// By everybody.
    #[default]
    Always,
    /// Only with this answer; with others it may be given.
    When(Condition),
    /// By nobody.
    Optional,
}

impl Requirement {
    /// Whether it must be given with these answers.
    pub fn holds(&self, answers: &Answers) -> bool {
        match self {
            Self::Always => true,
            Self::When(condition) => condition.holds(answers),
            Self::Optional => false,
        }
    }
}

/// One question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Field {
    /// The name of the input and the key of the answer. Unique in the service.
    pub code: Code,
    /// The question.
    pub label: Text,
    /// How to answer, with an example.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Text>,
    /// What sort of answer.
    pub kind: FieldKind,
    /// Whether it must be answered when it is shown.
    #[serde(default)]
    pub required: Requirement,
    /// The value of the profile it begins with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefill: Option<Prefill>,
    /// Without it, always shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown_when: Option<Condition>,
}

impl Field {
    /// Names of its inputs: one, or two for an account.
    pub fn names(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let bic = matches!(self.kind, FieldKind::Account).then(|| Cow::Owned(self.bic_name()));
        std::iter::once(Cow::Borrowed(self.code.as_str())).chain(bic)
    }

    /// The name of the second input of an account.
    pub(super) fn bic_name(&self) -> String {
        format!("{}{BIC_ENDING}", self.code)
    }

    /// Whether it is asked, with these answers to the questions before it.
    pub fn is_shown(&self, answers: &Answers) -> bool {
        self.shown_when.as_ref().is_none_or(|condition| condition.holds(answers))
    }
}

/// Which way from today a date may lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum When {
    /// Today or earlier.
    Past,
    /// Today or later.
    Future,
    /// Either way.
    Any,
}

/// How choices are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChoiceLook {
    /// All at once, for a few.
    #[default]
    Radios,
    /// A list that opens, for many.
    Select,
}

/// One of the answers to choose from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Choice {
    /// What is stored.
    pub code: Code,
    /// What is read.
    pub text: Text,
}

/// What sort of answer a field takes, and within what limits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "kebab-case", deny_unknown_fields)]
pub enum FieldKind {
    /// One line.
    Line {
        /// Characters at most.
        max: u32,
    },
    /// Several lines.
    Paragraph {
        /// Characters at most.
        max: u32,
    },
    /// A number.
    Number {
        /// Digits after the point at most.
        #[serde(default)]
        decimals: u32,
        /// The least.
        min: Decimal,
        /// The greatest.
        max: Decimal,
        /// Written after it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unit: Option<Text>,
    },
    /// Roubles and kopecks.
    Money {
        /// The least.
        min: Decimal,
        /// The greatest.
        max: Decimal,
    },
    /// A day.
    Date {
        /// Which way from today.
        when: When,
        /// Not further from today than so many years.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        within_years: Option<i16>,
        /// Not before the day in this earlier field.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        not_before: Option<Code>,
    },
    /// One of several answers.
    Choice {
        /// How they are shown.
        #[serde(default)]
        look: ChoiceLook,
        /// The answers.
        options: Vec<Choice>,
    },
    /// `yes` or `no`.
    YesNo,
    /// Surname, name and patronymic in one line.
    FullName,
    /// [`crate::people::Snils`].
    Snils,
    /// [`crate::people::Inn`] of a person or an organisation.
    Inn,
    /// [`crate::people::Passport`].
    Passport,
    /// [`crate::people::Phone`].
    Phone,
    /// [`crate::people::Email`].
    Email,
    /// [`crate::people::BankAccount`] in two inputs: the number, and the BIC in `<code>-bic`.
    Account,
    /// A free line; the house of the applicant is known from the profile.
    Address,
}

/// A value of the profile that a field begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Prefill {
    /// Surname, name, patronymic.
    #[serde(rename = "person.full-name")]
    FullName,
    /// Day of birth, as an ISO date.
    #[serde(rename = "person.birth-date")]
    BirthDate,
    /// СНИЛС.
    #[serde(rename = "person.snils")]
    Snils,
    /// ИНН.
    #[serde(rename = "person.inn")]
    Inn,
    /// Passport.
    #[serde(rename = "person.passport")]
    Passport,
    /// Telephone.
    #[serde(rename = "person.phone")]
    Phone,
    /// E-mail.
    #[serde(rename = "person.email")]
    Email,
    /// Address of registration.
    #[serde(rename = "person.address")]
    Address,
    /// Address where the person lives.
    #[serde(rename = "person.actual-address")]
    ActualAddress,
    /// Bank account: the number, a space, the BIC.
    #[serde(rename = "person.account")]
    Account,
}

impl Prefill {
    /// Whether such a value can stand in a field of this kind.
    pub const fn fits(self, kind: &FieldKind) -> bool {
        match self {
            Self::FullName => matches!(kind, FieldKind::FullName),
            Self::BirthDate => matches!(kind, FieldKind::Date { .. }),
            Self::Snils => matches!(kind, FieldKind::Snils),
            Self::Inn => matches!(kind, FieldKind::Inn),
            Self::Passport => matches!(kind, FieldKind::Passport),
            Self::Phone => matches!(kind, FieldKind::Phone),
            Self::Email => matches!(kind, FieldKind::Email),
            Self::Address | Self::ActualAddress => matches!(kind, FieldKind::Address),
            Self::Account => matches!(kind, FieldKind::Account),
        }
    }
}
