//! The keys of the program interface: the own ones, and those of a user whom the reader looks after.

use super::giving;
use crate::{
    access::{Function, Who, table as access_table},
    act::{Act, Look},
    appliance::Appliance,
    certificates::table as certificates_table,
    identity::{
        ApiKey, SessionKey, User,
        agent::OWNER,
        api_key::{self, KEY_BYTES, KeyName, KeyTerm, Worth},
        changes::{self, Wish},
        table,
        views::api_keys::{self as views, Named, Shown},
    },
    terms::{Error, FieldError, Refusal, Result, UserId},
    web::{
        Answer, Answering, Posted, Sheet, Visit,
        page::{again_beside, show_after},
        see_other, show, url,
    },
};
use actix_web::web::{Data, Path};

/// A key with the names of where it acts now, and what it is worth.
fn named(look: &Look, visit: &Visit, key: ApiKey) -> Result<Named> {
    let agent = table::agent(look, key.agent)?;
    let agent = agent.map_or_else(|| key.agent.to_string(), |agent| agent.short_name.read(visit.words.language).to_owned());
    let in_force = key.scope.or_else(|| look.policy().scope_in_force(&key.seat()));
    let scope = in_force.map_or(Ok(None), |scope| access_table::scope(look, scope))?.map(|scope| scope.name);
    let worth = certificates_table::worth_of_key(look, look.policy(), &key, (look.now(), look.today()))?;
    let may = look.policy().permit(&Who::User(key.seat()), Function::ApiKeyUse, look.today()).is_ok();
    Ok(Named { worth: if worth == Worth::Good && !may { Worth::Asleep } else { worth }, agent, scope, key })
}

fn draw(look: &Look, visit: &Visit, form: &views::Form<'_>, shown: Shown<'_>) -> Result<Sheet> {
    let user = look.actor().user().ok_or_else(Refusal::missing)?;
    let keys = table::api_keys_of(look, user)?.into_iter().map(|key| named(look, visit, key)).collect::<Result<Vec<_>>>()?;
    let example = example(look, visit)?;
    let page = views::Page {
        keys: &keys,
        form,
        shown,
        makes: look.has(Function::ApiKeyMake),
        revokes: look.has(Function::ApiKeyRevoke),
        example: &example,
        once: &|| visit.once(),
    };
    Ok(Sheet::new(visit.words.text("api-keys-title"), page.page(&visit.words)))
}

/// An address that answers to a key made here: a key that reaches several Agents says which one is meant.
fn example(look: &Look, visit: &Visit) -> Result<String> {
    let cases = format!("{}{}", visit.site, url::API_CASES);
    if !look.permit().reach.is_owners() {
        return Ok(cases);
    }
    let first = table::agents(look)?.into_iter().find(|agent| agent.id != OWNER);
    Ok(first.map_or_else(|| cases.clone(), |agent| format!("{cases}?agent={}", agent.code)))
}

pub(super) async fn list(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    show(&kabinet, &visit, Function::ApiKeyList, |look| draw(look, &visit, &views::Form::default(), Shown::Nothing)).await
}

/// What was asked for; all that is wrong with it together.
fn wish(form: &Posted, key: SessionKey, session: Option<SessionKey>) -> Result<Wish, Refusal> {
    let (name, term) = (KeyName::parse(form.get("name")), KeyTerm::parse(form.get("term")));
    let wrong = |field: &str, message| FieldError { field: field.to_owned(), message };
    match (name, term) {
        (Ok(name), Ok(term)) => Ok(Wish { key, name, term, session }),
        (name, term) => {
            let fields = name.err().map(|message| wrong("name", message)).into_iter();
            Err(Refusal::fields(fields.chain(term.err().map(|message| wrong("term", message))).collect()))
        }
    }
}

pub(super) async fn make(kabinet: Data<Appliance>, visit: Visit, form: Posted) -> Answer {
    let bytes: [u8; KEY_BYTES] = rand::random();
    let (own, session) = (SessionKey::of(&bytes), visit.session);
    let (wish, once) = (wish(&form, own, session), form.once()?);
    let verb = move |act: &mut Act<'_>| changes::make_api_key(act, wish?);
    match kabinet.act(visit.actor.clone(), Function::ApiKeyMake, once, verb).await {
        Ok(made) => {
            let text = api_key::text(bytes);
            // Where the same form was sent before, that one made the key: it is not shown twice.
            let shown = if made == own { Shown::Key(&text) } else { Shown::Before };
            show_after(&kabinet, &visit, Function::ApiKeyList, |look| draw(look, &visit, &views::Form::default(), shown)).await
        }
        Err(error) => made_wrong(&kabinet, &visit, &form, error).await,
    }
}

/// The page with what was typed and what is wrong with it.
async fn made_wrong(kabinet: &Appliance, visit: &Visit, form: &Posted, error: Error) -> Answer {
    again_beside(kabinet, visit, Function::ApiKeyList, error, |look, refusal| {
        let typed = views::Form { name: form.get("name"), term: form.get("term"), errors: &refusal.fields };
        draw(look, visit, &typed, Shown::Refused(refusal))
    })
    .await
}

pub(super) async fn revoke(kabinet: Data<Appliance>, visit: Visit, form: Posted) -> Answer {
    let key = SessionKey::parse(form.get("key")).ok_or_else(Refusal::missing)?;
    kabinet.act(visit.actor.clone(), Function::ApiKeyRevoke, form.once()?, move |act| changes::revoke_api_key(act, key)).await?;
    Ok(see_other(url::API_KEYS).flash("flash-api-key-revoked"))
}

fn number(id: &str) -> Result<UserId, Refusal> {
    id.parse().map(UserId::new).map_err(|_| Refusal::missing())
}

fn draw_user(look: &Look, visit: &Visit, id: UserId, refused: Option<&Refusal>) -> Result<Sheet> {
    let user: User = table::user_within(look, &look.permit().reach, id)?.ok_or_else(Refusal::missing)?;
    giving::disclose(look, &user);
    let keys = table::api_keys_within(look, &look.permit().reach, id)?;
    let keys = keys.into_iter().map(|key| named(look, visit, key)).collect::<Result<Vec<_>>>()?;
    let card = views::Card { user: &user, sight: look.sight(), keys: &keys };
    Ok(Sheet::new(visit.words.text("api-keys-of-title"), views::of_user(&visit.words, &card, refused, visit.once())))
}

pub(super) async fn of_user(kabinet: Data<Appliance>, visit: Visit, id: Path<String>) -> Answer {
    let id = number(&id)?;
    show(&kabinet, &visit, Function::UserApiKeyRevoke, |look| draw_user(look, &visit, id, None)).await
}

pub(super) async fn revoke_all(kabinet: Data<Appliance>, visit: Visit, id: Path<String>, form: Posted) -> Answer {
    let (id, once) = (number(&id)?, form.once()?);
    let verb = move |act: &mut Act<'_>| changes::revoke_api_keys_of(act, id);
    match kabinet.act(visit.actor.clone(), Function::UserApiKeyRevoke, once, verb).await {
        Ok(()) => Ok(see_other(url::revoke_api_keys(id)).flash("flash-api-keys-revoked")),
        Err(error) => {
            again_beside(&kabinet, &visit, Function::UserApiKeyRevoke, error, |look, refusal| draw_user(look, &visit, id, Some(refusal)))
                .await
        }
    }
}
