//! Справочники ‣ Принципалы: the suppliers for whom an Agent bills.

use super::{Pairs, asked, get};
use crate::{
    access::{Function, Placed, PrincipalId, pages::versions},
    act::{Act, Look},
    appliance::Appliance,
    housing::{
        Principal,
        changes::{self, Typed},
        table,
        views::principals::{Editor, List},
    },
    identity::{agent::OWNER, table as identity_table},
    terms::{AgentId, FieldError, Language, Refusal, Result},
    web::{Answer, Answering, Posted, Sheet, Visit, page::again_beside, see_other, show, url},
};
use actix_web::web::Data;
use maud::html;

/// Whose principals: one's own Agent's; the Owner's employees choose.
fn agent_of(look: &Look, pairs: &Pairs) -> Result<AgentId> {
    let named: Option<AgentId> = get(pairs, "agent").parse().ok();
    match (look.permit().reach.agent, named) {
        (Some(own), None) => Ok(own),
        (Some(own), Some(named)) if own == named => Ok(own),
        (Some(_), Some(_)) => Err(Refusal::missing().into()),
        (None, Some(named)) => Ok(identity_table::agent(look, named)?.ok_or_else(Refusal::missing)?.id),
        (None, None) => Ok(OWNER),
    }
}

fn agents(look: &Look, language: Language) -> Result<Vec<(AgentId, String)>> {
    if look.permit().reach.agent.is_some() {
        return Ok(Vec::new());
    }
    let agents = identity_table::agents(look)?;
    Ok(agents.into_iter().map(|agent| (agent.id, agent.short_name.read(language).to_owned())).collect())
}

pub(super) async fn list(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    let (pairs, words) = (asked(&visit), &visit.words);
    show(&kabinet, &visit, Function::PrincipalList, |look| {
        let agent = agent_of(look, &pairs)?;
        let mut principals = table::principals(look, agent)?;
        principals.retain(|principal| look.permit().reach.principals.cover(Some(principal.id)));
        let list = List {
            principals: &principals,
            agent,
            agents: &agents(look, words.language)?,
            registers: look.has(Function::PrincipalRegister),
            history: look.opens_histories() && principals.iter().all(|principal| look.permit().reach.covers(principal.place())),
        };
        Ok(Sheet::new(words.text("principals-title"), list.page(words)))
    })
    .await
}

fn typed(pairs: &Pairs) -> Typed {
    let get = |name| get(pairs, name).to_owned();
    Typed { name: get("name"), inn: get("inn"), kpp: get("kpp"), account: get("account"), bic: get("bic") }
}

fn of_principal(principal: &Principal) -> Typed {
    Typed {
        name: principal.name.clone(),
        inn: principal.inn.to_string(),
        kpp: principal.kpp.as_ref().map_or_else(String::new, ToString::to_string),
        account: principal.account.number().to_string(),
        bic: principal.account.bic().to_string(),
    }
}

pub(super) async fn edit(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    show(&kabinet, &visit, Function::PrincipalRegister, |look| draw(look, &visit, &asked(&visit), None)).await
}

fn draw(look: &Look, visit: &Visit, pairs: &Pairs, refusal: Option<&Refusal>) -> Result<Sheet> {
    let agent = agent_of(look, pairs)?;
    let id: Option<PrincipalId> = get(pairs, "id").parse().ok();
    let known = id.map_or(Ok(None), |id| table::principal(look, id))?;
    let known = known.filter(|principal| principal.agent == agent && look.permit().reach.principals.cover(Some(principal.id)));
    if id.is_some() && known.is_none() {
        return Err(Refusal::missing().into());
    }
    let typed = match &known {
        Some(known) if refusal.is_none() => of_principal(known),
        Some(_) | None => typed(pairs),
    };
    let choice = look.permit().reach.agent.is_none();
    let seen = versions::seen(known.as_ref(), refusal.map(|refusal| (get(pairs, "seen"), refusal)))?;
    let theirs = format!("/principals/edit?id={}{}", get(pairs, "id"), if choice { format!("&agent={agent}") } else { String::new() });
    let changed = match refusal {
        Some(refusal) => versions::beside(look, &visit.words, refusal, &theirs, Function::PrincipalRegister, |act| {
            changes::save_principal(act, agent, id, typed.parse().map_err(Refusal::fields)?, None)
        })?,
        None => html! {},
    };
    let errors: &[FieldError] = refusal.map_or(&[], |refusal| &refusal.fields);
    let form = Editor { id, typed: &typed, agent: choice.then_some(agent), seen: &seen, changed, errors, once: visit.once() };
    let title = visit.words.text(if id.is_some() { "principals-edit" } else { "principals-new" });
    Ok(Sheet::new(title, form.page(&visit.words)))
}

pub(super) async fn save(kabinet: Data<Appliance>, visit: Visit, form: Posted) -> Answer {
    let (pairs, function) = (&form.fields, Function::PrincipalRegister);
    let agent = kabinet.look(&visit.actor, function, |look| agent_of(look, pairs)).await?;
    let (id, particulars) = (get(pairs, "id").parse().ok(), typed(pairs).parse());
    let seen = form.text("seen");
    let verb = move |act: &mut Act<'_>| changes::save_principal(act, agent, id, particulars.map_err(Refusal::fields)?, Some(seen.as_str()));
    match kabinet.act(visit.actor.clone(), function, form.once()?, verb).await {
        Ok(_) => {
            let query = if get(pairs, "agent").is_empty() { String::new() } else { format!("?agent={agent}") };
            Ok(see_other(format!("{}{query}", url::PRINCIPALS)).flash("flash-principal-saved"))
        }
        Err(error) => again_beside(&kabinet, &visit, function, error, |look, refusal| draw(look, &visit, pairs, Some(refusal))).await,
    }
}
