//! A new user by a client's request, with the access notice; the base fields of a user's card.

use super::giving;
use crate::{
    access::{Function, Grant, RoleCode, UserKind, pages::versions, table as access_table, views::notice::Notice},
    act::{Act, Look},
    appliance::Appliance,
    identity::{
        Login, Password, User,
        agent::OWNER,
        changes::{self, Card, Place, TypedUser},
        password, table,
        views::users::{self as views, New, Whose},
    },
    terms::{Digest, FieldError, Language, Once, Refusal, Result, Secret, UserId, message},
    web::{
        Answer, Answering, Doors, Posted, Route, Sheet, Visit,
        page::{again_beside, show_after},
        see_other, show, url,
    },
};
use actix_web::web::{Data, Path, Query};
use maud::{Markup, html};
use serde::Deserialize;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(Function::UserCreate, url::NEW_USER, blank),
        Route::post(Function::UserCreate, url::NEW_USER, create),
        Route::get(Function::UserEdit, "/users/{number}/edit", edit),
        Route::post(Function::UserEdit, "/users/{number}/edit", save),
    ]
}

#[derive(Deserialize)]
struct Where {
    #[serde(default)]
    agent: String,
}

fn typed(form: &Posted) -> TypedUser {
    let (get, ticked) = (|name| form.text(name), |name| form.get(name) == "yes");
    TypedUser {
        surname: get("surname"),
        name: get("name"),
        patronymic: get("patronymic"),
        position: get("position"),
        phone: get("phone"),
        email: get("email"),
        messenger: get("messenger"),
        active: ticked("active"),
        from: get("from"),
        to: get("to"),
        hides: ticked("hides"),
        tests: ticked("tests"),
        certificate: ticked("certificate"),
        description: get("description"),
    }
}

async fn blank(kabinet: Data<Appliance>, visit: Visit, place: Query<Where>) -> Answer {
    let kind = if place.agent == OWNER.to_string() { UserKind::Owner } else { UserKind::Agent };
    let agents = Some(place.agent.clone()).filter(|agent| !agent.is_empty());
    let new = New { kind: kind.digit().to_string(), agents: agents.into_iter().collect(), ..New::default() };
    let typed = TypedUser { active: true, ..TypedUser::default() };
    show(&kabinet, &visit, Function::UserCreate, |look| draw_new(look, &visit, new, &typed, None)).await
}

fn draw_new(look: &Look, visit: &Visit, mut new: New, typed: &TypedUser, refusal: Option<&Refusal>) -> Result<Sheet> {
    let language = visit.words.language;
    let agents = if look.permit().reach.agent.is_none() { table::agents(look)? } else { return Err(Refusal::missing().into()) };
    new.all_agents = agents.into_iter().map(|agent| (agent.id.to_string(), agent.short_name.read(language).to_owned())).collect();
    new.all_roles = system_roles(look, language);
    let whose = Whose::New(&new);
    let form =
        views::Form { whose, typed, seen: "", changed: html! {}, refusal, back: url::RIGHTS, once: visit.once(), sight: look.sight() };
    Ok(Sheet::new(visit.words.text("user-new"), form.page(&visit.words)))
}

/// The roles that every Agent has, by name.
fn system_roles(look: &Look, language: Language) -> Vec<(String, String)> {
    let roles = look.policy().roles().clone();
    let system = roles.for_agent(OWNER).filter(|(_, role)| role.agent.is_none());
    let mut named: Vec<_> = system.map(|(code, role)| (code.to_string(), role.name.read(language).to_owned())).collect();
    named.sort_by(|(_, one), (_, other)| one.cmp(other));
    named
}

fn asked(form: &Posted) -> New {
    let agents = form.fields.iter().filter(|(name, _)| name == "agent").map(|(_, value)| value.clone()).collect();
    New { kind: form.text("kind"), login: form.text("login"), agents, role: form.get("role").trim().to_owned(), ..New::default() }
}

/// Type and login: the login may be typed with its digit or without.
fn login(kind: &str, typed: &str) -> Result<(UserKind, Login), FieldError> {
    let kinds = [UserKind::Owner, UserKind::Partner, UserKind::Agent];
    let wrong = |field: &str, message| FieldError { field: field.to_owned(), message };
    let kind = kinds.into_iter().find(|known| known.digit().to_string() == kind);
    let kind = kind.ok_or_else(|| wrong("kind", message("rights-choose")))?;
    let typed = typed.trim();
    let begins = typed.starts_with(|c: char| c.is_ascii_digit()) && typed.chars().nth(1) == Some('-');
    let login = if begins { Login::parse(typed) } else { Login::of(kind, typed) };
    login.map(|login| (kind, login)).map_err(|message| wrong("login", message))
}

/// The form as it is meant; all that is wrong at once.
fn card(form: &Posted, password: Password) -> Result<(Card, Place), Refusal> {
    let new = asked(form);
    let (named, base) = (login(&new.kind, &new.login), typed(form).parse());
    let (named, base) = match (named, base) {
        (Ok(named), Ok(base)) => (named, base),
        (named, base) => {
            let fields = named.err().into_iter().chain(base.err().into_iter().flat_map(|refusal| refusal.fields));
            return Err(Refusal::fields(fields.collect()));
        }
    };
    let agents = new.agents.iter().filter_map(|agent| agent.parse().ok()).collect();
    let role = Some(new.role).filter(|role| !role.is_empty()).map(|role| RoleCode::new(&role));
    Ok((Card { kind: named.0, login: named.1, base, password }, Place { agents, role }))
}

/// The answer is a page and not a redirection: the password is in it, and nowhere else.
async fn create(kabinet: Data<Appliance>, visit: Visit, doors: Data<Doors>, form: Posted) -> Answer {
    let typed_password = password::one_time(&mut rand::rng());
    let once = form.once()?;
    match made(&kabinet, &visit, &form, &typed_password, once).await {
        Ok((user, digest)) => {
            let shown = (digest == Digest::of(typed_password.as_bytes())).then_some(typed_password.as_str());
            let site = doors.main(&visit.host, url::SIGN_IN);
            show_after(&kabinet, &visit, Function::UserCreate, |look| welcomed(look, &visit, kabinet.town(), user, shown, &site)).await
        }
        Err(error) => {
            let draw = |look: &Look, refusal: &Refusal| draw_new(look, &visit, asked(&form), &typed(&form), Some(refusal));
            again_beside(&kabinet, &visit, Function::UserCreate, error, draw).await
        }
    }
}

/// The user, and the digest of the password that was given: another one where the same form was sent before.
async fn made(kabinet: &Appliance, visit: &Visit, form: &Posted, typed: &str, once: Option<Once>) -> Result<(UserId, Digest)> {
    let read = card(form, Password::None);
    let (secret, own) = (Secret::new(typed.to_owned()), Digest::of(typed.as_bytes()));
    let hash = match &read {
        Ok(_) => giving::hashed(kabinet, typed).await?,
        Err(_) => String::new(),
    };
    let verb = move |act: &mut Act<'_>| {
        let (card, place) = read?;
        let card = Card { password: Password::OneTime(Secret::new(hash)), ..card };
        changes::welcome(act, card, &place, secret).map(|user| (user, own))
    };
    kabinet.act(visit.actor.clone(), Function::UserCreate, once, verb).await
}

fn welcomed(look: &Look, visit: &Visit, town: &str, id: UserId, password: Option<&str>, site: &str) -> Result<Sheet> {
    let (words, language) = (&visit.words, visit.words.language);
    let user = table::user(look, id)?.ok_or_else(Refusal::missing)?;
    let grants: Vec<Grant> = access_table::grants_of(look, id)?;
    let known = look.policy().roles();
    let roles = grants.first().map_or(&[][..], |grant| &grant.roles).iter().filter_map(|code| known.get(code.as_str()));
    let roles: Vec<_> = roles.map(|role| role.name.read(language).to_owned()).collect();
    let agents = grants.iter().map(|grant| table::agent(look, grant.agent)).collect::<Result<Vec<_>>>()?;
    let agent = agents.iter().flatten().map(|agent| agent.short_name.read(language)).collect::<Vec<_>>().join(", ");
    let (period, card) = (Some(user.period), card_address(&grants, id));
    let notice = Notice { user: &user, roles: &roles, agent: &agent, town, period, site, password, card: &card };
    let body = views::welcomed(words, &user, &notice.page(words), password.is_some());
    Ok(Sheet::new(words.text("notice-access-title"), body))
}

/// The user's card in the first of their Agents.
fn card_address(grants: &[Grant], user: UserId) -> String {
    format!("/rights/users/{user}?agent={}", grants.first().map_or(OWNER, |grant| grant.agent))
}

/// An employee, for the Owner's desk.
fn employee(look: &Look, id: UserId) -> Result<User> {
    let owner = look.permit().reach.agent.is_none();
    let user = table::user(look, id)?.filter(|user| owner && user.kind != UserKind::Citizen);
    Ok(user.ok_or_else(Refusal::missing)?)
}

async fn edit(kabinet: Data<Appliance>, visit: Visit, id: Path<UserId>) -> Answer {
    show(&kabinet, &visit, Function::UserEdit, |look| editor(look, &visit, *id, None)).await
}

/// The form: as it was typed where it comes back, else as the card is stored.
fn editor(look: &Look, visit: &Visit, id: UserId, sent: Option<(&Posted, &Refusal)>) -> Result<Sheet> {
    let (user, refusal) = (employee(look, id)?, sent.map(|(_, refusal)| refusal));
    let save = |form: &Posted| {
        let base = typed(form).parse();
        move |act: &mut Act<'_>| changes::edit_user(act, id, base?, None)
    };
    let changed: Markup = match sent {
        Some((form, refusal)) => versions::beside(look, &visit.words, refusal, &url::edit_user(id), Function::UserEdit, save(form))?,
        None => html! {},
    };
    let stands = sent.map_or_else(|| TypedUser::of(&user), |(form, _)| typed(form));
    let seen = versions::seen(Some(&user), sent.map(|(form, refusal)| (form.get("seen"), refusal)))?;
    let back = card_address(&access_table::grants_of(look, id)?, id);
    let whose = Whose::Of(&user);
    let form = views::Form { whose, typed: &stands, seen: &seen, changed, refusal, back: &back, once: visit.once(), sight: look.sight() };
    Ok(Sheet::new(visit.words.text("user-edit"), form.page(&visit.words)))
}

async fn save(kabinet: Data<Appliance>, visit: Visit, id: Path<UserId>, form: Posted) -> Answer {
    let (id, seen, base) = (id.into_inner(), form.text("seen"), typed(&form).parse());
    let verb = move |act: &mut Act<'_>| {
        changes::edit_user(act, id, base?, Some(seen.as_str()))?;
        access_table::grants_of(&*act, id).map(|grants| card_address(&grants, id))
    };
    match kabinet.act(visit.actor.clone(), Function::UserEdit, form.once()?, verb).await {
        Ok(card) => Ok(see_other(card).flash("flash-user-saved")),
        Err(error) => {
            let draw = |look: &Look, refusal: &Refusal| editor(look, &visit, id, Some((&form, refusal)));
            again_beside(&kabinet, &visit, Function::UserEdit, error, draw).await
        }
    }
}
