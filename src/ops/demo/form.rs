//! Fills in the form of any service: from the profile where the field begins with it, else by its kind, within the limits
//! of the material; read back as the form itself reads it.

use super::{
    chance::Chance,
    material::{Material, listed},
    numbers,
    residents::{Resident, relative},
};
use crate::{
    catalog::{Answers, Code, Field, FieldKind, Requirement, Service, form::Choice, form::When},
    terms::{Fault, Language, Result},
};
use jiff::{ToSpan, civil::Date};
use rust_decimal::prelude::ToPrimitive;
use std::borrow::Cow;

/// Numbers and sums that the material does not limit go so far above the least.
const SPAN: i64 = 12;
/// Days ago of a date that the material does not limit.
const DAYS_AGO: (i64, i64) = (1, 60);
/// Children's SNILS are numbered from here: nobody in the town has them.
const CHILDREN: u64 = 1_000_000;

/// A form as it is filled in.
pub(super) struct Form {
    /// The answers of each step of questions.
    pub(super) parts: Vec<(Code, Answers)>,
    /// The documents to attach: the kind, and how many files.
    pub(super) documents: Vec<(Code, u32)>,
}

/// Who fills it in, and when.
pub(super) struct Filling<'f> {
    pub(super) material: &'f Material,
    pub(super) resident: &'f Resident,
    pub(super) day: Date,
    /// The number of this form among all.
    pub(super) order: u64,
}

impl Filling<'_> {
    /// Fills in every step of the service.
    ///
    /// # Errors
    /// The form refuses what was filled in: the material does not fit the service.
    pub(super) fn fill(&self, service: &Service, chance: &mut Chance) -> Result<Form> {
        let (mut parts, mut known) = (Vec::new(), Answers::default());
        for step in service.steps.iter().filter(|step| !step.fields.is_empty()) {
            let mut sent = step.opened(&known, |prefill| self.resident.profile(prefill), Language::Russian);
            for field in &step.fields {
                if sent.contains_key(field.code.as_str()) || (field.required == Requirement::Optional && chance.happens(70)) {
                    continue;
                }
                sent.extend(self.typed(field, chance)?);
            }
            let sent: Vec<_> = sent.into_iter().collect();
            let reading = step.read(&sent, &known, self.day);
            if let Some(error) = reading.errors.first() {
                let cause = format!("{}, {}: {} of {sent:?}", service.code, error.field, error.message.id);
                return Err(Fault::new("filling in a form of the demonstration", cause).into());
            }
            known.replace(step, reading.answers.clone());
            parts.push((step.code.clone(), reading.answers));
        }
        Ok(Form { parts, documents: documents(service, &known, chance) })
    }

    /// What is typed into the inputs of this field.
    fn typed(&self, field: &Field, chance: &mut Chance) -> Result<Vec<(String, String)>> {
        let code = field.code.as_str();
        let texts = &self.material.texts;
        let one = |text: String| Ok(vec![(code.to_owned(), text)]);
        match &field.kind {
            FieldKind::Line { max } | FieldKind::Paragraph { max } => {
                let text = if code == "account-number" {
                    format!("{:010}", 4_100_000_000 + self.order * 7)
                } else {
                    chance.text(listed(&texts.lines, code))
                };
                one(text.chars().take(usize::try_from(*max).unwrap_or(usize::MAX)).collect())
            }
            FieldKind::Number { decimals, min, max, unit: _ } => {
                let whole = self.number(code, (min.to_i64(), max.to_i64()), chance);
                one(if *decimals > 0 { format!("{whole},{}", chance.between(0, 9)) } else { whole.to_string() })
            }
            FieldKind::Money { min, max } => {
                let roubles = self.number(code, (min.to_i64(), max.to_i64()), chance);
                one(format!("{roubles},{:02}", chance.between(0, 99)))
            }
            FieldKind::Date { when, within_years: _, not_before: _ } => {
                let (from, to) = texts.days_ago.get(code).copied().unwrap_or(DAYS_AGO);
                let days = chance.between(from, to);
                let day = match when {
                    When::Past | When::Any => self.day.saturating_sub(days.days()),
                    When::Future => self.day.saturating_add(days.days()),
                };
                one(day.strftime("%d.%m.%Y").to_string())
            }
            FieldKind::Choice { look: _, options } => one(self.chosen(options, chance)),
            FieldKind::YesNo => {
                let yes = texts.yes.get(code).copied().unwrap_or(50);
                one(if chance.happens(yes) { "yes" } else { "no" }.to_owned())
            }
            FieldKind::FullName => one(relative(&self.material.names, &self.resident.papers.name, chance)?.to_string()),
            FieldKind::Snils => one(numbers::snils(CHILDREN + self.order)?.to_string()),
            FieldKind::Inn => one(numbers::inn(CHILDREN + self.order)?.to_string()),
            FieldKind::Passport => one(numbers::passport(CHILDREN + self.order, chance)?.to_string()),
            FieldKind::Phone => one(numbers::phone(CHILDREN + self.order)?.to_string()),
            FieldKind::Email => one(numbers::email("семья", "почта", self.order)?.to_string()),
            FieldKind::Address => one(self.resident.address.clone()),
            FieldKind::Account => {
                let account = numbers::account(chance)?;
                let names = field.names().map(Cow::into_owned).zip([account.number().to_string(), account.bic().to_string()]);
                Ok(names.collect())
            }
        }
    }

    fn number(&self, code: &str, limits: (Option<i64>, Option<i64>), chance: &mut Chance) -> i64 {
        let least = limits.0.unwrap_or(0);
        let most = limits.1.unwrap_or(i64::MAX);
        let (from, to) = self.material.texts.ranges.get(code).copied().unwrap_or((least, least.saturating_add(SPAN)));
        // One less than the greatest: kopecks or tenths still come to it.
        chance.between(from.max(least), to.min(most.saturating_sub(1)))
    }

    fn chosen(&self, options: &[Choice], chance: &mut Chance) -> String {
        let common = |option: &Choice| !self.material.texts.rare.contains_key(option.code.as_str());
        let drawn = chance.pick(options).map_or("", |option| option.code.as_str());
        let kept = self.material.texts.rare.get(drawn).is_none_or(|percent| chance.happens(*percent));
        let instead = options.iter().find(|option| common(option)).map_or(drawn, |option| option.code.as_str());
        if kept { drawn } else { instead }.to_owned()
    }
}

fn documents(service: &Service, answers: &Answers, chance: &mut Chance) -> Vec<(Code, u32)> {
    let answers = service.relevant(answers);
    let mut documents = Vec::new();
    for document in &service.documents {
        let wanted = if document.required.holds(&answers) { 1 + u32::from(chance.happens(30)) } else { u32::from(chance.happens(12)) };
        if wanted > 0 {
            documents.push((document.code.clone(), wanted.min(document.up_to)));
        }
    }
    documents
}
