//! The documents of a case, and its papers as PDF.

use super::{super::files, case};
use crate::{
    access::Function,
    act::Look,
    appliance::Appliance,
    applications::{
        Application, Document,
        letters::{self, Letterhead},
    },
    identity::table as identity_table,
    terms::{ApplicationId, Kind, Refusal, Result, Sight, message},
    web::{Answer, Visit},
};
use actix_web::web::{Data, Path};

pub(super) async fn document(kabinet: Data<Appliance>, visit: Visit, path: Path<(ApplicationId, u32)>) -> Answer {
    let (id, number) = path.into_inner();
    let document = kabinet.look(&visit.actor, Function::CaseDocument, |look| given(look, &case::load(look, id)?, number)).await?;
    Ok(files::document(&kabinet, &document))
}

/// What the applicant gave. A scan cannot be masked, so whoever may not see personal data may not see it at all.
pub(in crate::applications::pages) fn given(look: &Look, case: &Application, number: u32) -> Result<Document> {
    look.disclose(case.person);
    match look.sight() {
        Sight::Plain => Ok(case.document(number).cloned().ok_or_else(Refusal::missing)?),
        Sight::Masked => Err(Refusal::new(Kind::Denied, message("document-hidden")).into()),
    }
}

pub(super) async fn application(kabinet: Data<Appliance>, visit: Visit, id: Path<ApplicationId>) -> Answer {
    let office = kabinet.office();
    let paper = |look: &Look| {
        let case = load(look, *id)?;
        let agent = identity_table::agent(look, case.agent)?.ok_or_else(Refusal::missing)?;
        let made = case.submitted_at.ok_or_else(Refusal::missing)?;
        let head = Letterhead { words: &visit.words, issuer: agent.name.read(visit.words.language), sight: look.sight(), made };
        Ok(letters::application(&head, &case, office.service_of(&case)?))
    };
    let paper = kabinet.look(&visit.actor, Function::CaseDocument, paper).await?;
    files::paper(&kabinet, &visit.words, "paper-application-file", paper).await
}

pub(super) async fn decision(kabinet: Data<Appliance>, visit: Visit, id: Path<ApplicationId>) -> Answer {
    let office = kabinet.office();
    let paper = |look: &Look| {
        let case = load(look, *id)?;
        files::decision(look, &visit.words, &case, &office)
    };
    let paper = kabinet.look(&visit.actor, Function::CaseDocument, paper).await?;
    files::paper(&kabinet, &visit.words, "paper-decision-file", paper).await
}

/// The case, with the trace that its applicant reads.
fn load(look: &Look, id: ApplicationId) -> Result<Application> {
    let case = case::load(look, id)?;
    look.disclose(case.person);
    Ok(case)
}
