//! Справочники ‣ Производственный календарь: by which days terms are counted, and the decrees that the Owner enters.

use crate::{
    access::{Function, pages::versions, table as access_table},
    act::{Act, Look},
    appliance::Appliance,
    catalog::{
        changes::{self, MOST_MOVES, Typed},
        table,
        views::calendar::{Editor, Removal, Year},
    },
    terms::{FieldError, Refusal, Result},
    web::{Answer, Answering, Posted, Sheet, Visit, page::again_beside, parts::refused, see_other, show, url},
};
use actix_web::web::{Data, Query};
use maud::{Markup, html};
use serde::Deserialize;

/// The year that is asked for; this one where it is not.
#[derive(Deserialize)]
pub(super) struct Wanted {
    year: Option<String>,
}

impl Wanted {
    fn read(&self, look: &Look) -> Result<i16> {
        let Some(asked) = &self.year else { return Ok(look.today().year()) };
        let year = asked.parse().map_err(|_| Refusal::missing())?;
        if years(look).contains(&year) { Ok(year) } else { Err(Refusal::missing().into()) }
    }
}

fn years(look: &Look) -> Vec<i16> {
    changes::years(look.today()).collect()
}

pub(super) async fn year(kabinet: Data<Appliance>, visit: Visit, wanted: Query<Wanted>) -> Answer {
    let office = kabinet.office();
    show(&kabinet, &visit, Function::CalendarView, |look| {
        let year = wanted.read(look)?;
        let (stored, calendar) = (table::decree(look, year)?, table::calendar(look, &office.calendar)?);
        let page = Year {
            year,
            years: &years(look),
            calendar: &calendar,
            is_unfit: stored.is_some() && stored.as_ref() != calendar.decree(year),
            entered: stored.is_some(),
            today: look.today(),
            defines: look.has(Function::CalendarDefine) && look.permit().reach.is_owners(),
            history: look.opens_histories() && look.permit().reach.is_owners(),
            once: visit.once(),
        };
        Ok(Sheet::new(visit.words.text("calendar-title"), page.page(&visit.words)))
    })
    .await
}

pub(super) async fn edit(kabinet: Data<Appliance>, visit: Visit, wanted: Query<Wanted>) -> Answer {
    show(&kabinet, &visit, Function::CalendarDefine, |look| draw(look, &visit, &kabinet, wanted.read(look)?, None)).await
}

/// The form: as it is stored, or as it was sent and refused.
fn draw(look: &Look, visit: &Visit, kabinet: &Appliance, year: i16, sent: Option<(&Posted, &Refusal)>) -> Result<Sheet> {
    look.unbarred(Function::CalendarDefine)?;
    let office = kabinet.office();
    let stored = table::decree(look, year)?;
    let known = stored.as_ref().or_else(|| office.calendar.decree(year));
    let typed = sent.map_or_else(|| known.map_or_else(Typed::default, Typed::of), |(form, _)| typed(form));
    let seen = versions::seen(stored.as_ref(), sent.map(|(form, refusal)| (form.get("seen"), refusal)))?;
    let theirs = format!("{}?year={year}", url::CALENDAR_EDIT);
    let changed = match sent {
        Some((_, refusal)) => versions::beside(look, &visit.words, refusal, &theirs, Function::CalendarDefine, |act| {
            changes::save_decree(act, &office.calendar, year, &typed, None)
        })?,
        None => html! {},
    };
    let errors: &[FieldError] = sent.map_or(&[], |(_, refusal)| &refusal.fields);
    let form = Editor { year, typed: &typed, seen: &seen, changed, errors, once: visit.once() };
    Ok(Sheet::new(visit.words.text("calendar-edit"), form.page(&visit.words)))
}

fn typed(form: &Posted) -> Typed {
    let line = |line| ["from", "to"].map(|side| form.get(&changes::field(side, line)).to_owned());
    let mut moves: Vec<_> = (0..MOST_MOVES).map(line).collect();
    while moves.last().is_some_and(|sides| sides.iter().all(|side| side.trim().is_empty())) {
        moves.pop();
    }
    Typed { source: form.get("source").to_owned(), moves }
}

/// The year of the form; 0, which has no decree, where it is none: whoever may not is told so first.
fn year_of(form: &Posted) -> i16 {
    form.get("year").parse().unwrap_or_default()
}

pub(super) async fn save(kabinet: Data<Appliance>, visit: Visit, form: Posted) -> Answer {
    let (year, function, office) = (year_of(&form), Function::CalendarDefine, kabinet.office());
    let (typed, seen) = (typed(&form), form.text("seen"));
    let verb = move |act: &mut Act<'_>| changes::save_decree(act, &office.calendar, year, &typed, Some(&seen));
    match kabinet.act(visit.actor.clone(), function, form.once()?, verb).await {
        Ok(()) => Ok(see_other(format!("{}?year={year}", url::CALENDAR)).flash("flash-calendar-saved")),
        Err(error) => {
            again_beside(&kabinet, &visit, function, error, |look, refusal| draw(look, &visit, &kabinet, year, Some((&form, refusal))))
                .await
        }
    }
}

pub(super) async fn remove(kabinet: Data<Appliance>, visit: Visit, form: Posted) -> Answer {
    let (year, seen, function) = (year_of(&form), form.text("seen"), Function::CalendarDefine);
    if form.get("step") != "save" {
        return show(&kabinet, &visit, function, |look| question(look, &visit, year, html! {})).await;
    }
    let verb = move |act: &mut Act<'_>| changes::remove_decree(act, year, Some(&seen));
    match kabinet.act(visit.actor.clone(), function, form.once()?, verb).await {
        Ok(()) => Ok(see_other(format!("{}?year={year}", url::CALENDAR)).flash("flash-calendar-saved")),
        Err(error) => {
            let draw = |look: &Look, refusal: &Refusal| question(look, &visit, year, refused(&visit.words, refusal));
            again_beside(&kabinet, &visit, function, error, draw).await
        }
    }
}

/// Which decree is taken back, before it is.
fn question(look: &Look, visit: &Visit, year: i16, changed: Markup) -> Result<Sheet> {
    let decree = table::decree(look, year)?.filter(|_| look.permit().reach.is_owners()).ok_or_else(Refusal::missing)?;
    let question = Removal { decree: &decree, seen: &access_table::version(&decree)?, changed, once: visit.once() };
    Ok(Sheet::new(visit.words.text("calendar-remove"), question.page(&visit.words)))
}
