//! What employees do to a case: each a form, one verb, and back to the card.

use super::case;
use crate::{
    access::Function as F,
    appliance::Appliance,
    applications::{
        application::Finding,
        changes::{self, Verdict},
        rules::Particulars,
        views::desk::{Typed, anchor, card::Tab, note_field},
    },
    terms::{ApplicationId, Error, FieldError, Refusal, Result, UserId, message},
    web::{
        Answer, Answering, Posted, Visit, page,
        parts::{Flash, Tone},
        see_other, url,
    },
};
use actix_web::web::{Data, Path};

/// Back to the card: on this tab, saying this. A refusal that the card can tell is told there, and what was typed stays.
async fn back(
    kabinet: &Appliance,
    visit: &Visit,
    id: ApplicationId,
    form: &Posted,
    (tab, flash): (Tab, &'static str),
    done: Result<ApplicationId>,
) -> Answer {
    let error = match done {
        Ok(id) if tab == Tab::Application => return Ok(see_other(url::case(id)).flash(flash)),
        Ok(id) => return Ok(see_other(format!("{}?tab={}", url::case(id), tab.code())).flash(flash)),
        Err(error) => error,
    };
    page::again_beside(kabinet, visit, F::CaseView, error, |look, refusal| {
        let typed = Typed { form: Some(form), refusal: Some(refusal) };
        case::sheet(look, kabinet, visit, id, tab, typed)
    })
    .await
}

pub(super) async fn register(kabinet: Data<Appliance>, visit: Visit, id: Path<ApplicationId>, form: Posted) -> Answer {
    let (id, office) = (id.into_inner(), kabinet.office());
    let done = kabinet.act(visit.actor.clone(), F::CaseRegister, form.once()?, move |act| changes::register(act, &office, id)).await;
    back(&kabinet, &visit, id, &form, (Tab::Application, "flash-case-registered"), done).await
}

pub(super) async fn take(kabinet: Data<Appliance>, visit: Visit, id: Path<ApplicationId>, form: Posted) -> Answer {
    let (id, office) = (id.into_inner(), kabinet.office());
    let done = kabinet.act(visit.actor.clone(), F::CaseTake, form.once()?, move |act| changes::take(act, &office, id)).await;
    back(&kabinet, &visit, id, &form, (Tab::Application, "flash-case-taken"), done).await
}

pub(super) async fn give_back(kabinet: Data<Appliance>, visit: Visit, id: Path<ApplicationId>, form: Posted) -> Answer {
    let (id, office) = (id.into_inner(), kabinet.office());
    let done = kabinet.act(visit.actor.clone(), F::CaseReturn, form.once()?, move |act| changes::give_back(act, &office, id)).await;
    back(&kabinet, &visit, id, &form, (Tab::Application, "flash-case-returned"), done).await
}

pub(super) async fn assign(kabinet: Data<Appliance>, visit: Visit, id: Path<ApplicationId>, form: Posted) -> Answer {
    let (id, office) = (id.into_inner(), kabinet.office());
    let to: Option<UserId> = form.get("to").parse().ok();
    let done = kabinet.act(visit.actor.clone(), F::CaseAssign, form.once()?, move |act| changes::assign(act, &office, id, to)).await;
    back(&kabinet, &visit, id, &form, (Tab::Application, "flash-case-assigned"), done).await
}

pub(super) async fn ask(kabinet: Data<Appliance>, visit: Visit, id: Path<ApplicationId>, form: Posted) -> Answer {
    let (id, office, question) = (id.into_inner(), kabinet.office(), form.text("question"));
    let done = kabinet.act(visit.actor.clone(), F::CaseAsk, form.once()?, move |act| changes::ask(act, &office, id, &question)).await;
    back(&kabinet, &visit, id, &form, (Tab::Talk, "flash-case-asked"), done).await
}

pub(super) async fn send(kabinet: Data<Appliance>, visit: Visit, id: Path<ApplicationId>, form: Posted) -> Answer {
    let (id, office) = (id.into_inner(), kabinet.office());
    let done = kabinet.act(visit.actor.clone(), F::CaseSend, form.once()?, move |act| changes::send_to_check(act, &office, id)).await;
    back(&kabinet, &visit, id, &form, (Tab::Documents, "flash-case-sent"), done).await
}

pub(super) async fn check(kabinet: Data<Appliance>, visit: Visit, path: Path<(ApplicationId, u32)>, form: Posted) -> Answer {
    let ((id, number), office) = (path.into_inner(), kabinet.office());
    let finding = match form.get("finding") {
        "confirmed" => Finding::Confirmed,
        "rejected" => Finding::Rejected,
        _ => return Err(Refusal::new(crate::terms::Kind::Malformed, message("refusal-form-fields")).into()),
    };
    let note = form.text(&note_field(number));
    let verb = move |act: &mut crate::act::Act<'_>| changes::check(act, &office, id, number, finding, &note);
    let done = kabinet.act(visit.actor.clone(), F::CaseCheck, form.once()?, verb).await;
    match done {
        Ok(id) => checked(&kabinet, visit, (id, number), &form).await,
        Err(error) => back(&kabinet, &visit, id, &form, (Tab::Documents, "flash-case-checked"), at_note(Err(error), number)).await,
    }
}

/// Back to the document that was checked. Notes that were typed at others and are not sent yet stay where they are.
async fn checked(kabinet: &Appliance, mut visit: Visit, (id, number): (ApplicationId, u32), form: &Posted) -> Answer {
    let own = note_field(number);
    let unsent = form.fields.iter().any(|(name, note)| name.starts_with("note-") && *name != own && !note.trim().is_empty());
    if !unsent {
        let address = format!("{}?tab={}#{}", url::case(id), Tab::Documents.code(), anchor(number));
        return Ok(see_other(address).flash("flash-case-checked"));
    }
    visit.flash = Some(Flash { tone: Tone::Good, message: message("flash-case-checked") });
    page::show_after(kabinet, &visit, F::CaseView, |look| {
        case::sheet(look, kabinet, &visit, id, Tab::Documents, Typed { form: Some(form), refusal: None })
    })
    .await
}

/// What is wrong with a note stands at the note of this document: the page has one for each.
fn at_note(done: Result<ApplicationId>, number: u32) -> Result<ApplicationId> {
    done.map_err(|error| match error {
        Error::Refused(refusal) => {
            let place = |error: FieldError| match error.field.as_str() {
                "note" => FieldError { field: note_field(number), ..error },
                _ => error,
            };
            Error::Refused(Refusal { fields: refusal.fields.into_iter().map(place).collect(), ..refusal })
        }
        Error::Fault(fault) => Error::Fault(fault),
    })
}

pub(super) async fn finish(kabinet: Data<Appliance>, visit: Visit, id: Path<ApplicationId>, form: Posted) -> Answer {
    let (id, office) = (id.into_inner(), kabinet.office());
    let done = kabinet.act(visit.actor.clone(), F::CaseCheck, form.once()?, move |act| changes::finish_check(act, &office, id)).await;
    back(&kabinet, &visit, id, &form, (Tab::Documents, "flash-case-check-finished"), done).await
}

pub(super) async fn decide(kabinet: Data<Appliance>, visit: Visit, id: Path<ApplicationId>, form: Posted) -> Answer {
    let (id, office) = (id.into_inner(), kabinet.office());
    let [template, reason, sum] = ["template", "reason", "sum"].map(|name| form.text(name));
    let typed =
        move |act: &mut crate::act::Act<'_>| changes::decide(act, &office, id, &template, Particulars { reason: &reason, sum: &sum });
    let done = kabinet.act(visit.actor.clone(), F::CaseDecide, form.once()?, typed).await;
    back(&kabinet, &visit, id, &form, (Tab::Decision, "flash-case-decided"), done).await
}

pub(super) async fn confirm(kabinet: Data<Appliance>, visit: Visit, id: Path<ApplicationId>, form: Posted) -> Answer {
    let (id, office) = (id.into_inner(), kabinet.office());
    let done = kabinet.act(visit.actor.clone(), F::CaseDecide, form.once()?, move |act| changes::confirm(act, &office, id)).await;
    back(&kabinet, &visit, id, &form, (Tab::Decision, "flash-case-confirmed"), done).await
}

pub(super) async fn rework(kabinet: Data<Appliance>, visit: Visit, id: Path<ApplicationId>, form: Posted) -> Answer {
    let (id, office, remark) = (id.into_inner(), kabinet.office(), form.text("remark"));
    let verb = move |act: &mut crate::act::Act<'_>| changes::rework(act, &office, id, &remark);
    let done = kabinet.act(visit.actor.clone(), F::CaseDecide, form.once()?, verb).await;
    back(&kabinet, &visit, id, &form, (Tab::Decision, "flash-case-reworked"), done).await
}

pub(super) async fn deliver(kabinet: Data<Appliance>, visit: Visit, id: Path<ApplicationId>, form: Posted) -> Answer {
    let (id, office) = (id.into_inner(), kabinet.office());
    let done = kabinet.act(visit.actor.clone(), F::CaseDeliver, form.once()?, move |act| changes::deliver(act, &office, id)).await;
    back(&kabinet, &visit, id, &form, (Tab::Application, "flash-case-delivered"), done).await
}

pub(super) async fn appeal(kabinet: Data<Appliance>, visit: Visit, id: Path<ApplicationId>, form: Posted) -> Answer {
    let (id, office, text) = (id.into_inner(), kabinet.office(), form.text("answer"));
    let verdict = match form.get("verdict") {
        "uphold" => Some(Verdict::Uphold),
        "return" => Some(Verdict::Return),
        _ => None,
    };
    let verb = move |act: &mut crate::act::Act<'_>| changes::resolve_appeal(act, &office, id, verdict, &text);
    let done = kabinet.act(visit.actor.clone(), F::CaseAppeal, form.once()?, verb).await;
    back(&kabinet, &visit, id, &form, (Tab::Decision, "flash-case-appeal-answered"), done).await
}
