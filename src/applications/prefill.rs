//! What the profile knows of the answers to a form, and where the two differ.

use crate::{
    catalog::{Answers, Field, Prefill, form::BIC_ENDING},
    people::Person,
};

/// What the profile knows, in the canonical form of the answers.
pub fn known(person: &Person, prefill: Prefill) -> Option<String> {
    match prefill {
        Prefill::FullName => Some(person.name.reveal().to_string()),
        Prefill::BirthDate => Some(person.birth.reveal().date().to_string()),
        Prefill::Snils => Some(person.snils.reveal().to_string()),
        Prefill::Inn => person.inn.as_ref().map(|inn| inn.reveal().to_string()),
        Prefill::Passport => person.passport.as_ref().map(|passport| passport.reveal().to_string()),
        Prefill::Phone => person.phone.as_ref().map(|phone| phone.reveal().bare().to_owned()),
        Prefill::Email => person.email.as_ref().map(|email| email.reveal().to_string()),
        Prefill::Address | Prefill::ActualAddress => Some(person.address.reveal().clone()).filter(|line| !line.is_empty()),
        Prefill::Account => person.account.as_ref().map(|account| format!("{} {}", account.reveal().number(), account.reveal().bic())),
    }
}

/// The values of the profile from which these answers differ, under the names of the fields.
pub fn differing<'f>(fields: impl Iterator<Item = &'f Field>, answers: &Answers, person: &Person) -> Answers {
    let mut differing = Answers::default();
    for field in fields {
        let Some(value) = field.prefill.and_then(|prefill| known(person, prefill)) else { continue };
        let Some(given) = answers.reveal(&field.code) else { continue };
        let bic = answers.reveal(&format!("{}{BIC_ENDING}", field.code));
        let given = bic.map_or_else(|| given.to_owned(), |bic| format!("{given} {bic}"));
        if given != value {
            differing.insert(&field.code, value);
        }
    }
    differing
}
