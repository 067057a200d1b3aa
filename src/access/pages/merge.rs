//! One role instead of another for all its holders: shown before it is done, then done.

use super::{Head, Pairs, agent_of, asked, get, grant::owner_query, names::Users, roles};
use crate::{
    access::{
        Function, RoleCode, changes, table as access_table,
        views::{
            Tab,
            preview::{Preview, preview as preview_page},
        },
    },
    act::{Act, Look},
    appliance::Appliance,
    terms::{Error, Refusal, Result, message},
    web::{
        Answer, Answering, Posted, Sheet, Visit,
        page::again_beside,
        parts::{Weight, refused},
        see_other, show,
    },
};
use actix_web::web::{Data, Path};
use maud::{Markup, html};

pub(super) async fn preview(kabinet: Data<Appliance>, visit: Visit, code: Path<String>) -> Answer {
    let pairs = asked(&visit);
    show(&kabinet, &visit, Function::RoleMerge, |look| draw(look, &visit, &code, &pairs, html! {})).await
}

fn draw(look: &Look, visit: &Visit, code: &str, pairs: &Pairs, changed: Markup) -> Result<Sheet> {
    let words = &visit.words;
    let head = Head::of(look, words, pairs)?;
    let (agent, role) = (head.agent, roles::role(look, code, head.agent)?);
    let (from, into) = (RoleCode::new(code), RoleCode::new(get(pairs, "into")));
    let other = roles::role(look, into.as_str(), agent).map(|other| other.name.read(words.language).to_owned());
    let outcome = look.rehearse(Function::RoleMerge, |act| changes::merge_role(act, agent, &from, &into, None));
    let outcome = outcome.map(|after| after.differences(look.policy(), &after.touched(look.policy()), look.today()));
    let outcome = match &outcome {
        Ok(differences) => Ok(differences.as_slice()),
        Err(Error::Refused(refusal)) => Err(refusal),
        Err(Error::Fault(_)) => return outcome.map(|_| Sheet::new("", html! {})),
    };
    let name = role.name.read(words.language).to_owned();
    let title = match other {
        Ok(other) => words.say(&message("roleaudit-merge-title").with("role", name.clone()).with("other", other)),
        Err(_) => words.text("roleaudit-merge").into_owned(),
    };
    let seen = access_table::version_of_all(&access_table::holders(look, agent, &from)?)?;
    let fields = [("into".to_owned(), into.to_string()), ("agent".to_owned(), agent.to_string()), ("seen".to_owned(), seen)];
    let removed = role.agent.is_some().then(|| words.say(&message("roleaudit-merge-removes").with("role", name)));
    let users = Users::new(look);
    let page = Preview {
        title: &title,
        about: removed.as_deref().unwrap_or_default(),
        action: &format!("/rights/roles/{code}/merge"),
        fields: &fields,
        button: &words.text("rights-accept"),
        weight: if role.agent.is_some() { Weight::Danger } else { Weight::Primary },
        back: &head.shown(Tab::Roles).address(&format!("/rights/roles/{code}"), ""),
        reopens: false,
        outcome,
        term: None,
        named: &users,
        author: look.actor().user(),
        changed,
        once: visit.once(),
    };
    Ok(Sheet::new(title.clone(), preview_page(words, &page)))
}

pub(super) async fn save(kabinet: Data<Appliance>, visit: Visit, code: Path<String>, form: Posted) -> Answer {
    let (pairs, function) = (&form.fields, Function::RoleMerge);
    let (from, into, seen) = (RoleCode::new(&code), RoleCode::new(get(pairs, "into")), get(pairs, "seen").to_owned());
    let agent = kabinet.look_after(&visit.actor, function, |look| agent_of(look, pairs)).await?;
    let kept = into.clone();
    let verb = move |act: &mut Act<'_>| changes::merge_role(act, agent, &from, &kept, Some(seen.as_str()));
    match kabinet.act(visit.actor.clone(), function, form.once()?, verb).await {
        Ok(()) => Ok(see_other(format!("/rights/roles/{into}{}", owner_query(&kabinet, &visit, agent))).flash("flash-rights-saved")),
        Err(error) => again_beside(&kabinet, &visit, function, error, |look, refusal| again(look, &visit, &code, pairs, refusal)).await,
    }
}

/// The preview once more, with who holds the role now.
fn again(look: &Look, visit: &Visit, code: &str, pairs: &Pairs, refusal: &Refusal) -> Result<Sheet> {
    draw(look, visit, code, pairs, refused(&visit.words, refusal))
}
