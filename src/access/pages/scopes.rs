//! Группы объектов: houses by street, changed one street at a time.

use super::{Head, Pairs, agent_of, asked, get, grant::owner_query, names::Users, versions};
use crate::{
    access::{
        Function, HouseSet, Scope, ScopeId, changes, table as access_table,
        views::{
            Tab,
            preview::{Preview, preview},
            scopes::{Editor, FIND, Line, List, NewScope, Street},
        },
    },
    act::{Act, Look},
    appliance::Appliance,
    housing::{House, table as housing_table},
    terms::{Error, FieldError, HouseId, Refusal, Result, message},
    web::{Answer, Answering, Posted, Sheet, Visit, page::again_beside, parts::Weight, see_other, show, url},
};
use actix_web::web::{Data, Path};
use maud::{Markup, html};
use std::collections::BTreeMap;

/// Streets and houses on a page.
const SHOWN: usize = 100;

pub(super) async fn list(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    let (pairs, words) = (asked(&visit), &visit.words);
    show(&kabinet, &visit, Function::ScopeList, |look| {
        let head = Head::of(look, words, &pairs)?;
        let sought = get(&pairs, "q").to_lowercase();
        let mut scopes = access_table::scopes(look)?;
        scopes.retain(|scope| scope.agent == head.agent && scope.name.to_lowercase().contains(&sought));
        scopes.sort_by(|one, other| one.name.cmp(&other.name));
        let lines: Vec<_> = scopes.iter().map(|scope| Line { scope, holders: look.policy().holders_of_scope(scope.id) }).collect();
        let (history, defines) = (super::shows_clocks(look, head.agent), look.has(Function::ScopeDefine));
        let list = List { head: head.shown(Tab::Scopes), lines: &lines, sought: get(&pairs, "q"), history, defines };
        Ok(Sheet::new(words.text("rights-tab-scopes"), list.page(words)))
    })
    .await
}

/// All houses by street, each street's in the order of the register.
fn streets(look: &Look) -> Result<BTreeMap<String, Vec<House>>> {
    let mut streets: BTreeMap<String, Vec<House>> = BTreeMap::new();
    for house in housing_table::houses(look)? {
        streets.entry(house.street.clone()).or_default().push(house);
    }
    Ok(streets)
}

/// The streets of a page with how many of their houses are in the set; whether more follow.
fn shown(streets: &BTreeMap<String, Vec<House>>, chosen: &HouseSet, pairs: &Pairs) -> (Vec<Street>, bool) {
    let (sought, after) = (get(pairs, "q").to_lowercase(), get(pairs, "after"));
    let only_chosen = get(pairs, "only") == "chosen";
    let mut found =
        streets.iter().filter(|(street, _)| street.as_str() > after && street.to_lowercase().contains(&sought)).map(|(street, houses)| {
            Street { name: street.clone(), houses: houses.len(), chosen: houses.iter().filter(|house| chosen.has(house.id)).count() }
        });
    let mut shown = Vec::new();
    while shown.len() <= SHOWN
        && let Some(street) = found.next()
    {
        if !only_chosen || street.chosen > 0 {
            shown.push(street);
        }
    }
    let more = shown.len() > SHOWN;
    shown.truncate(SHOWN);
    (shown, more)
}

pub(super) async fn blank(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    show(&kabinet, &visit, Function::ScopeDefine, |look| draw_new(look, &visit, &asked(&visit), None)).await
}

fn draw_new(look: &Look, visit: &Visit, pairs: &Pairs, refusal: Option<&Refusal>) -> Result<Sheet> {
    let words = &visit.words;
    let head = Head::of(look, words, pairs)?;
    let all = streets(look)?;
    let (mut streets, more) = shown(&all, &HouseSet::default(), pairs);
    let ticked: Vec<String> = super::all(pairs, "street").into_iter().map(str::to_owned).collect();
    // What was ticked before another street was looked for stays on the page.
    let kept = ticked.iter().filter(|name| streets.iter().all(|street| street.name != **name));
    let kept = kept.filter_map(|name| all.get(name).map(|houses| Street { name: name.clone(), houses: houses.len(), chosen: 0 }));
    let kept: Vec<_> = kept.collect();
    streets.splice(0..0, kept);
    let errors: &[FieldError] = refusal.map_or(&[], |refusal| &refusal.fields);
    let form = NewScope {
        head: head.shown(Tab::Scopes),
        name: get(pairs, "name"),
        sought: get(pairs, "q"),
        streets: &streets,
        ticked: &ticked,
        more,
        errors,
        once: visit.once(),
    };
    Ok(Sheet::new(words.text("scopes-new"), form.page(words)))
}

/// A new scope concerns nobody until it is given to somebody: it is saved at once.
pub(super) async fn create(kabinet: Data<Appliance>, visit: Visit, form: Posted) -> Answer {
    let (pairs, function) = (&form.fields, Function::ScopeDefine);
    if form.get("step") == FIND {
        return show(&kabinet, &visit, function, |look| draw_new(look, &visit, pairs, None)).await;
    }
    let agent = kabinet.look(&visit.actor, function, |look| agent_of(look, pairs)).await?;
    let (name, ticked) = (form.text("name"), super::all(pairs, "street").into_iter().map(str::to_owned).collect::<Vec<_>>());
    let verb = move |act: &mut Act<'_>| {
        let houses = housing_table::houses(&*act)?.into_iter().filter(|house| ticked.contains(&house.street)).map(|house| house.id);
        changes::define_scope(act, agent, &name, houses.collect())
    };
    match kabinet.act(visit.actor.clone(), function, form.once()?, verb).await {
        Ok(id) => Ok(see_other(format!("/rights/scopes/{id}{}", owner_query(&kabinet, &visit, agent))).flash("flash-rights-saved")),
        Err(error) => again_beside(&kabinet, &visit, function, error, |look, refusal| draw_new(look, &visit, pairs, Some(refusal))).await,
    }
}

/// The scope, where it is of the reader's Agent.
fn scope(look: &Look, id: ScopeId, pairs: &Pairs) -> Result<Scope> {
    let agent = agent_of(look, pairs)?;
    Ok(access_table::scope(look, id)?.filter(|scope| scope.agent == agent).ok_or_else(Refusal::missing)?)
}

pub(super) async fn view(kabinet: Data<Appliance>, visit: Visit, id: Path<ScopeId>) -> Answer {
    let pairs = asked(&visit);
    show(&kabinet, &visit, Function::ScopeList, |look| draw(look, &visit, *id, &pairs, None)).await
}

fn draw(look: &Look, visit: &Visit, id: ScopeId, pairs: &Pairs, refusal: Option<&Refusal>) -> Result<Sheet> {
    let words = &visit.words;
    let head = Head::of(look, words, pairs)?;
    let scope = scope(look, id, pairs)?;
    let chosen: HouseSet = scope.houses.iter().copied().collect();
    let streets = streets(look)?;
    let (shown, more) = shown(&streets, &chosen, pairs);
    let opened = streets.get(get(pairs, "street"));
    let page: usize = get(pairs, "page").parse().unwrap_or(0);
    let houses: Vec<_> = opened.into_iter().flatten().skip(page.saturating_mul(SHOWN)).take(SHOWN).collect();
    let ticked: Vec<bool> = houses.iter().map(|house| chosen.has(house.id)).collect();
    let editor = Editor {
        head: head.shown(Tab::Scopes),
        scope: &scope,
        seen: &access_table::version(&scope)?,
        holders: look.policy().holders_of_scope(id),
        sought: get(pairs, "q"),
        only_chosen: get(pairs, "only") == "chosen",
        streets: &shown,
        more,
        street: get(pairs, "street"),
        houses: &houses,
        ticked: &ticked,
        next: opened.is_some_and(|all| all.len() > (page.saturating_add(1)).saturating_mul(SHOWN)).then_some(page + 1),
        changes: look.has(Function::ScopeDefine),
        history: look.opens_histories().then(|| url::history("scope", id.number())),
        refusal,
        once: visit.once(),
    };
    Ok(Sheet::new(scope.name.clone(), editor.page(words)))
}

/// The scope as the form wants it, from what is stored at this moment.
fn edited(look: &dyn crate::storage::View, scope: &Scope, pairs: &Pairs) -> Result<(String, Vec<HouseId>)> {
    let street = get(pairs, "street");
    let in_street = || -> Result<Vec<HouseId>> {
        Ok(housing_table::houses(look)?.into_iter().filter(|house| house.street == street).map(|house| house.id).collect())
    };
    let mut houses = scope.houses.clone();
    match get(pairs, "do") {
        "rename" => return Ok((get(pairs, "name").to_owned(), houses)),
        "add-street" => houses.extend(in_street()?),
        "remove-street" => {
            let gone: HouseSet = in_street()?.into_iter().collect();
            houses.retain(|house| !gone.has(*house));
        }
        "houses" => {
            // Only what the page showed is changed by it.
            let shown: HouseSet = get(pairs, "shown").split(',').filter_map(|id| id.parse().ok()).collect();
            houses.retain(|house| !shown.has(*house));
            houses.extend(super::all(pairs, "house").into_iter().filter_map(|id| id.parse().ok()).filter(|house| shown.has(*house)));
        }
        _ => return Err(Refusal::missing().into()),
    }
    Ok((scope.name.clone(), houses))
}

fn change(act: &mut Act<'_>, id: ScopeId, pairs: &Pairs, seen: Option<&str>) -> Result<()> {
    let scope = access_table::scope(&*act, id)?.ok_or_else(Refusal::missing)?;
    let (name, houses) = edited(&*act, &scope, pairs)?;
    changes::change_scope(act, id, &name, houses, seen)
}

/// The first press shows who gains and loses what, the second saves.
pub(super) async fn save(kabinet: Data<Appliance>, visit: Visit, id: Path<ScopeId>, form: Posted) -> Answer {
    let (pairs, function, id) = (&form.fields, Function::ScopeDefine, id.into_inner());
    if get(pairs, "step") != "save" {
        return show(&kabinet, &visit, function, |look| rehearsal(look, &visit, id, pairs, html! {})).await;
    }
    let agent = kabinet.look(&visit.actor, function, |look| agent_of(look, pairs)).await?;
    let (seen, fields) = (form.text("seen"), form.fields.clone());
    let verb = move |act: &mut Act<'_>| change(act, id, &fields, Some(seen.as_str()));
    match kabinet.act(visit.actor.clone(), function, form.once()?, verb).await {
        Ok(()) => Ok(see_other(format!("/rights/scopes/{id}{}", owner_query(&kabinet, &visit, agent))).flash("flash-rights-saved")),
        Err(error) => again_beside(&kabinet, &visit, function, error, |look, refusal| again(look, &visit, id, pairs, refusal)).await,
    }
}

fn again(look: &Look, visit: &Visit, id: ScopeId, pairs: &Pairs, refusal: &Refusal) -> Result<Sheet> {
    if refusal.message.id != "record-changed" {
        return draw(look, visit, id, pairs, Some(refusal));
    }
    let theirs = Head::of(look, &visit.words, pairs)?.shown(Tab::Scopes).address(&format!("/rights/scopes/{id}"), "");
    let told = versions::beside(look, &visit.words, refusal, &theirs, Function::ScopeDefine, |act| change(act, id, pairs, None))?;
    rehearsal(look, visit, id, pairs, told)
}

fn rehearsal(look: &Look, visit: &Visit, id: ScopeId, pairs: &Pairs, changed: Markup) -> Result<Sheet> {
    let words = &visit.words;
    let head = Head::of(look, words, pairs)?;
    let scope = scope(look, id, pairs)?;
    let outcome = match look.rehearse(Function::ScopeDefine, |act| change(act, id, pairs, None)) {
        Ok(after) => Ok(after.differences(look.policy(), &after.touched(look.policy()), look.today())),
        Err(Error::Refused(refusal)) if !refusal.fields.is_empty() => return draw(look, visit, id, pairs, Some(&refusal)),
        Err(Error::Refused(refusal)) => Err(refusal),
        Err(error) => return Err(error),
    };
    let mut fields: Pairs = pairs.iter().filter(|(name, _)| name != "step" && name != "seen").cloned().collect();
    let seen = if changed.0.is_empty() { get(pairs, "seen").to_owned() } else { access_table::version(&scope)? };
    fields.extend([("step".to_owned(), "save".to_owned()), ("seen".to_owned(), seen)]);
    let users = Users::new(look);
    let deed = match get(pairs, "do") {
        "rename" => "scopes-do-rename",
        "add-street" => "scopes-do-add-street",
        "remove-street" => "scopes-do-remove-street",
        _ => "scopes-do-houses",
    };
    let page = Preview {
        title: &words.say(&message(deed).with("street", get(pairs, "street")).with("name", get(pairs, "name"))),
        about: &scope.name,
        action: &format!("/rights/scopes/{id}"),
        fields: &fields,
        button: &words.text("rights-accept"),
        weight: if deed == "scopes-do-remove-street" { Weight::Danger } else { Weight::Primary },
        back: &head.shown(Tab::Scopes).address(&format!("/rights/scopes/{id}"), ""),
        reopens: false,
        outcome: outcome.as_deref(),
        term: None,
        named: &users,
        author: look.actor().user(),
        changed,
        once: visit.once(),
    };
    Ok(Sheet::new(words.text("preview-title"), preview(words, &page)))
}

pub(super) async fn remove(kabinet: Data<Appliance>, visit: Visit, id: Path<ScopeId>, form: Posted) -> Answer {
    let id = id.into_inner();
    let verb = move |act: &mut Act<'_>| changes::remove_scope(act, id);
    match kabinet.act(visit.actor.clone(), Function::ScopeDefine, form.once()?, verb).await {
        Ok(()) => Ok(see_other(url::SCOPES).flash("flash-rights-saved")),
        Err(error) => {
            let draw = |look: &Look, refusal: &Refusal| draw(look, &visit, id, &form.fields, Some(refusal));
            again_beside(&kabinet, &visit, Function::ScopeDefine, error, draw).await
        }
    }
}
