//! Агенты: the Owner makes them by a client's request, keeps their parameters, closes and opens them.

use crate::{
    access::{
        Function, UserKind,
        pages::{names::Users, versions},
        views::preview::{Preview, preview},
    },
    act::{Act, Look},
    appliance::Appliance,
    identity::{
        Agent,
        changes::{self, Activity, TypedAgent},
        table,
        views::agents as views,
    },
    terms::{AgentId, Error, Refusal, Result},
    web::{Answer, Answering, Posted, Route, Sheet, Visit, page::again_beside, parts::Weight, see_other, show, url},
};
use actix_web::web::{Data, Path};
use maud::html;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(Function::AgentList, url::AGENTS, list),
        Route::get(Function::AgentCreate, url::NEW_AGENT, blank),
        Route::post(Function::AgentCreate, url::NEW_AGENT, create),
        Route::get(Function::AgentList, "/agents/{number}", view),
        Route::get(Function::AgentEdit, "/agents/{number}/edit", edit),
        Route::post(Function::AgentEdit, "/agents/{number}/edit", save),
        Route::post(Function::AgentEdit, "/agents/{number}/activity", set_activity),
    ]
}

/// The Agent; only the Owner's employees have more than their own, and the desk is theirs.
fn agent(look: &Look, id: AgentId) -> Result<Agent> {
    let owner = look.permit().reach.agent.is_none();
    Ok(table::agent(look, id)?.filter(|_| owner).ok_or_else(Refusal::missing)?)
}

/// How many employees hold something in it.
fn users(look: &Look, agent: AgentId) -> usize {
    let employees = look.policy().users().filter(|(_, standing)| standing.card.kind != UserKind::Citizen);
    employees.filter(|(_, standing)| standing.holdings.iter().any(|holding| holding.agent == agent)).count()
}

async fn list(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    show(&kabinet, &visit, Function::AgentList, |look| {
        let reached = table::agents(look)?.into_iter().filter(|agent| look.permit().reach.agent.is_none_or(|own| own == agent.id));
        let lines: Vec<_> = reached.map(|agent| views::Line { users: users(look, agent.id), agent }).collect();
        let (creates, history) = (look.has(Function::AgentCreate), look.opens_histories());
        Ok(Sheet::new(visit.words.text("agents-title"), views::list(&visit.words, &lines, creates, history)))
    })
    .await
}

async fn view(kabinet: Data<Appliance>, visit: Visit, id: Path<AgentId>) -> Answer {
    show(&kabinet, &visit, Function::AgentList, |look| draw(look, &visit, *id, None)).await
}

fn draw(look: &Look, visit: &Visit, id: AgentId, refusal: Option<&Refusal>) -> Result<Sheet> {
    let agent = agent(look, id)?;
    let by = agent.closed.as_ref().and_then(|closed| closed.by).map_or(Ok(None), |by| table::user(look, by))?;
    let card = views::Card {
        agent: &agent,
        users: users(look, id),
        closed_by: &by.map_or_else(|| visit.words.text("history-author-program").into_owned(), |user| user.name.short()),
        edits: look.has(Function::AgentEdit),
        makes_users: look.has(Function::UserCreate),
        history: look.opens_histories(),
        refusal,
        once: visit.once(),
    };
    Ok(Sheet::new(agent.short_name.read(visit.words.language), card.page(&visit.words)))
}

fn typed(form: &Posted) -> TypedAgent {
    let get = |name| form.text(name);
    TypedAgent {
        code: get("code"),
        name: get("name"),
        name_en: get("name-en"),
        short: get("short"),
        short_en: get("short-en"),
        inn: get("inn"),
        kpp: get("kpp"),
        phone: get("phone"),
        email: get("email"),
        request: get("request"),
        reserved: get("reserved"),
    }
}

async fn blank(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    show(&kabinet, &visit, Function::AgentCreate, |_| draw_new(&visit, &TypedAgent::default(), None)).await
}

fn draw_new(visit: &Visit, typed: &TypedAgent, refusal: Option<&Refusal>) -> Result<Sheet> {
    let errors = refusal.map_or(&[][..], |refusal| &refusal.fields);
    let form = views::Editor { agent: None, typed, seen: "", changed: html! {}, errors, once: visit.once() };
    Ok(Sheet::new(visit.words.text("agents-new"), form.page(&visit.words)))
}

async fn create(kabinet: Data<Appliance>, visit: Visit, form: Posted) -> Answer {
    let typed = typed(&form);
    let (code, particulars) = (typed.code.clone(), typed.parse());
    let verb = move |act: &mut Act<'_>| changes::create_agent(act, &code, particulars);
    match kabinet.act(visit.actor.clone(), Function::AgentCreate, form.once()?, verb).await {
        Ok(id) => Ok(see_other(url::agent(id)).flash("flash-agent-saved")),
        Err(error) => {
            again_beside(&kabinet, &visit, Function::AgentCreate, error, |_, refusal| draw_new(&visit, &typed, Some(refusal))).await
        }
    }
}

async fn edit(kabinet: Data<Appliance>, visit: Visit, id: Path<AgentId>) -> Answer {
    show(&kabinet, &visit, Function::AgentEdit, |look| editor(look, &visit, *id, None)).await
}

/// The form: as it was typed where it comes back, else as the Agent is stored.
fn editor(look: &Look, visit: &Visit, id: AgentId, sent: Option<(&Posted, &Refusal)>) -> Result<Sheet> {
    let (agent, function) = (agent(look, id)?, Function::AgentEdit);
    let stored = TypedAgent::of(&agent);
    let theirs = format!("{}/edit", url::agent(id));
    let changed = match sent {
        Some((form, refusal)) => versions::beside(look, &visit.words, refusal, &theirs, function, |act| {
            changes::edit_agent(act, id, typed(form).parse()?, None)
        })?,
        None => html! {},
    };
    let typed = sent.map_or(stored.clone(), |(form, _)| TypedAgent { code: stored.code, ..typed(form) });
    let errors = sent.map_or(&[][..], |(_, refusal)| &refusal.fields);
    let seen = versions::seen(Some(&agent), sent.map(|(form, refusal)| (form.get("seen"), refusal)))?;
    let form = views::Editor { agent: Some(&agent), typed: &typed, seen: &seen, changed, errors, once: visit.once() };
    Ok(Sheet::new(visit.words.text("agents-edit"), form.page(&visit.words)))
}

async fn save(kabinet: Data<Appliance>, visit: Visit, id: Path<AgentId>, form: Posted) -> Answer {
    let (particulars, seen, id) = (typed(&form).parse(), form.text("seen"), id.into_inner());
    let verb = move |act: &mut Act<'_>| changes::edit_agent(act, id, particulars?, Some(seen.as_str()));
    match kabinet.act(visit.actor.clone(), Function::AgentEdit, form.once()?, verb).await {
        Ok(()) => Ok(see_other(url::agent(id)).flash("flash-agent-saved")),
        Err(error) => {
            let draw = |look: &Look, refusal: &Refusal| editor(look, &visit, id, Some((&form, refusal)));
            again_beside(&kabinet, &visit, Function::AgentEdit, error, draw).await
        }
    }
}

/// The first press shows who gains and loses what, the second does it.
async fn set_activity(kabinet: Data<Appliance>, visit: Visit, id: Path<AgentId>, form: Posted) -> Answer {
    let (id, activity) = (id.into_inner(), Activity::parse(form.get("do")));
    if form.get("step") != "save" {
        // What is wrong with the form is told to nobody who may not send it.
        return show(&kabinet, &visit, Function::AgentEdit, |look| rehearsal(look, &visit, id, activity.ok_or_else(Refusal::missing)?))
            .await;
    }
    let verb = move |act: &mut Act<'_>| changes::set_activity(act, id, activity.ok_or_else(Refusal::missing)?);
    match kabinet.act(visit.actor.clone(), Function::AgentEdit, form.once()?, verb).await {
        Ok(()) => Ok(see_other(url::agent(id)).flash("flash-agent-saved")),
        Err(error) => {
            again_beside(&kabinet, &visit, Function::AgentEdit, error, |look, refusal| draw(look, &visit, id, Some(refusal))).await
        }
    }
}

fn rehearsal(look: &Look, visit: &Visit, id: AgentId, activity: Activity) -> Result<Sheet> {
    let (words, agent) = (&visit.words, agent(look, id)?);
    let outcome = match look.rehearse(Function::AgentEdit, |act| changes::set_activity(act, id, activity)) {
        Ok(after) => Ok(after.differences(look.policy(), &after.touched(look.policy()), look.today())),
        Err(Error::Refused(refusal)) => Err(refusal),
        Err(error) => return Err(error),
    };
    let users = Users::new(look);
    let (label, weight) = match activity {
        Activity::Closed => ("agents-close", Weight::Danger),
        Activity::Open => ("agents-open-again", Weight::Primary),
    };
    let label = words.text(label);
    let page = Preview {
        title: &label,
        about: agent.short_name.read(words.language),
        action: &format!("{}/activity", url::agent(id)),
        fields: &[("do", activity.code()), ("step", "save")].map(|(name, value)| (name.to_owned(), value.to_owned())),
        button: &label,
        weight,
        back: &url::agent(id),
        reopens: false,
        outcome: outcome.as_deref(),
        term: None,
        named: &users,
        author: look.actor().user(),
        changed: html! {},
        once: visit.once(),
    };
    Ok(Sheet::new(words.text("preview-title"), preview(words, &page)))
}
