//! Справочники ‣ Дома: the houses of the town by street. Groups of objects are made of them, and applicants live in them.

use super::{Pairs, asked, get};
use crate::{
    access::{Function, Houses, pages::versions},
    act::{Act, Look},
    appliance::Appliance,
    housing::{
        Address, House, changes, table,
        views::houses::{Editor, List, Many, Street},
    },
    terms::{FieldError, HouseId, Refusal, Result, message},
    web::{Answer, Answering, Posted, Sheet, Visit, page::again_beside, see_other, show, url},
};
use actix_web::web::Data;
use maud::html;
use std::collections::BTreeMap;

/// Streets on a page.
const SHOWN: usize = 100;
/// Wrong lines of a list that are told.
const MOST_TOLD: usize = 20;

pub(super) async fn list(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    let pairs = asked(&visit);
    show(&kabinet, &visit, Function::HouseList, |look| draw_list(look, &visit, &pairs)).await
}

fn draw_list(look: &Look, visit: &Visit, pairs: &Pairs) -> Result<Sheet> {
    let words = &visit.words;
    let reach = &look.permit().reach;
    let mut streets: BTreeMap<String, Vec<House>> = BTreeMap::new();
    for house in table::houses(look)?.into_iter().filter(|house| reach.covers_house(Some(house.id))) {
        streets.entry(house.street.clone()).or_default().push(house);
    }
    let (sought, after) = (get(pairs, "q").to_lowercase(), get(pairs, "after"));
    let found = streets.iter().filter(|(street, _)| street.as_str() > after && street.to_lowercase().contains(&sought));
    let mut shown: Vec<_> = found.take(SHOWN + 1).map(|(name, houses)| Street { name, houses: houses.len() }).collect();
    let more = shown.len() > SHOWN;
    shown.truncate(SHOWN);
    let mut houses = streets.get(get(pairs, "street")).cloned().unwrap_or_default();
    houses.sort_by_cached_key(House::order);
    let list = List {
        sought: get(pairs, "q"),
        streets: &shown,
        more,
        street: get(pairs, "street"),
        houses: &houses,
        registers: look.has(Function::HouseRegister),
        adds: look.has(Function::HouseRegister) && matches!(reach.houses, Houses::All),
        history: look.opens_histories() && reach.is_owners(),
    };
    Ok(Sheet::new(words.text("houses-title"), list.page(words)))
}

pub(super) async fn edit(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    show(&kabinet, &visit, Function::HouseRegister, |look| draw(look, &visit, &asked(&visit), None)).await
}

fn draw(look: &Look, visit: &Visit, pairs: &Pairs, refusal: Option<&Refusal>) -> Result<Sheet> {
    let id = id(pairs)?;
    let known = id.map_or(Ok(None), |id| table::house(look, id))?;
    let known = known.filter(|house| look.permit().reach.covers_house(Some(house.id)));
    if id.is_some() && known.is_none() {
        return Err(Refusal::missing().into());
    }
    let (street, number) = match &known {
        Some(house) if refusal.is_none() => (house.street.as_str(), house.number.as_str()),
        Some(_) | None => (get(pairs, "street"), get(pairs, "number")),
    };
    let seen = versions::seen(known.as_ref(), refusal.map(|refusal| (get(pairs, "seen"), refusal)))?;
    let theirs = format!("/houses/edit?id={}", get(pairs, "id"));
    let changed = match (refusal, id) {
        (Some(refusal), Some(id)) => versions::beside(look, &visit.words, refusal, &theirs, Function::HouseRegister, |act| {
            changes::change(act, id, Address::parse(street, number).map_err(Refusal::fields)?, None)
        })?,
        (Some(_) | None, _) => html! {},
    };
    let errors: &[FieldError] = refusal.map_or(&[], |refusal| &refusal.fields);
    let form = Editor { id, street, number, seen: &seen, changed, errors, once: visit.once() };
    let title = visit.words.text(if id.is_some() { "houses-edit" } else { "houses-new" });
    Ok(Sheet::new(title, form.page(&visit.words)))
}

fn id(pairs: &Pairs) -> Result<Option<HouseId>, Refusal> {
    match get(pairs, "id") {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| Refusal::missing()),
    }
}

pub(super) async fn save(kabinet: Data<Appliance>, visit: Visit, form: Posted) -> Answer {
    let (pairs, function, seen) = (&form.fields, Function::HouseRegister, form.text("seen"));
    let (id, address) = (id(pairs), Address::parse(form.get("street"), form.get("number")));
    let street = address.as_ref().map_or_else(|_| String::new(), |address| address.street.clone());
    let verb = move |act: &mut Act<'_>| {
        let address = address.map_err(Refusal::fields)?;
        match id? {
            Some(id) => changes::change(act, id, address, Some(seen.as_str())),
            None => changes::register(act, address).map(|_| ()),
        }
    };
    match kabinet.act(visit.actor.clone(), function, form.once()?, verb).await {
        Ok(()) => Ok(see_other(of_street(&street)).flash("flash-house-saved")),
        Err(error) => again_beside(&kabinet, &visit, function, error, |look, refusal| draw(look, &visit, pairs, Some(refusal))).await,
    }
}

/// The register, open at this street.
fn of_street(street: &str) -> String {
    format!("{}?{}", url::HOUSES, serde_urlencoded::to_string([("street", street)]).unwrap_or_default())
}

pub(super) async fn enter(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    show(&kabinet, &visit, Function::HouseRegister, |_| Ok(draw_many(&visit, "", &[]))).await
}

fn draw_many(visit: &Visit, typed: &str, errors: &[FieldError]) -> Sheet {
    let form = Many { typed, errors, once: visit.once() };
    Sheet::new(visit.words.text("houses-many"), form.page(&visit.words))
}

/// The wrong lines by their numbers.
fn wrong_lines(lines: Vec<usize>) -> Refusal {
    let told = lines.iter().take(MOST_TOLD).map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let count = i64::try_from(lines.len()).unwrap_or(i64::MAX);
    Refusal::field("houses", message("house-lines").with("count", count).with("lines", told))
}

pub(super) async fn save_many(kabinet: Data<Appliance>, visit: Visit, form: Posted) -> Answer {
    let (function, typed) = (Function::HouseRegister, form.get("houses"));
    let read = match Address::parse_list(typed) {
        Ok(addresses) if addresses.is_empty() => Err(Refusal::field("houses", message("house-none"))),
        read => read.map_err(wrong_lines),
    };
    let verb = move |act: &mut Act<'_>| changes::register_all(act, read?);
    match kabinet.act(visit.actor.clone(), function, form.once()?, verb).await {
        Ok(_) => Ok(see_other(url::HOUSES).flash("flash-houses-entered")),
        Err(error) => again_beside(&kabinet, &visit, function, error, |_, refusal| Ok(draw_many(&visit, typed, &refusal.fields))).await,
    }
}
