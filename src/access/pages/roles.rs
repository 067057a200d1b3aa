//! Роли: system and Agents' own; their cards, their functions, two compared.

use super::{Head, Pairs, agent_of, all, asked, get, grant::owner_query, names::Users, versions};
use crate::{
    access::{
        Function, Role, RoleCard, RoleCode, Roles, StoredRole,
        changes::{self, Draft},
        table as access_table,
        views::{
            Tab,
            preview::{EDIT, Preview, STEP, preview},
            roles::{Compared, Editor, Line, List, Sheet as RoleSheet},
        },
    },
    act::{Act, Look},
    appliance::Appliance,
    terms::{AgentId, Error, FieldError, Refusal, Result, Text, message},
    web::{Answer, Answering, Posted, Sheet, Visit, page::again_beside, parts::Weight, see_other, show, url},
};
use actix_web::web::{Data, Path};
use maud::{Markup, html};

pub(super) async fn list(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    let (pairs, words) = (asked(&visit), &visit.words);
    show(&kabinet, &visit, Function::RoleList, |look| {
        let head = Head::of(look, words, &pairs)?;
        let mut lines: Vec<_> = (look.policy().roles().iter())
            .filter(|(_, role)| role.agent.is_none_or(|own| own == head.agent))
            .map(|(code, role)| Line { code, role, holders: look.policy().holders(head.agent, code) })
            .collect();
        lines.sort_by_key(|line| (line.role.agent.is_none(), line.role.name.read(words.language).to_owned()));
        let list = List {
            head: head.shown(Tab::Roles),
            lines: &lines,
            history: super::shows_clocks(look, head.agent),
            defines: look.has(Function::RoleDefine),
            audits: look.has(Function::AuditView),
        };
        Ok(Sheet::new(words.text("rights-tab-roles"), list.page(words)))
    })
    .await
}

/// The role with this code, where it is of this Agent or of the system.
pub(super) fn role(look: &Look, code: &str, agent: AgentId) -> Result<Role> {
    let roles = look.policy().roles();
    Ok(roles.get(code).filter(|role| role.agent.is_none_or(|own| own == agent)).cloned().ok_or_else(Refusal::missing)?)
}

/// Whether this reader may change the role: a system role only the Owner's employees.
pub(super) fn changes(look: &Look, role: &Role) -> bool {
    look.has(Function::RoleDefine) && (role.agent.is_some() || look.permit().reach.agent.is_none())
}

pub(super) async fn view(kabinet: Data<Appliance>, visit: Visit, code: Path<String>) -> Answer {
    let (pairs, words) = (asked(&visit), &visit.words);
    show(&kabinet, &visit, Function::RoleList, |look| {
        let head = Head::of(look, words, &pairs)?;
        let role = role(look, &code, head.agent)?;
        let sheet = RoleSheet {
            head: head.shown(Tab::Roles),
            code: &code,
            role: &role,
            holders: look.policy().holders(head.agent, &RoleCode::new(&code)),
            changes: changes(look, &role),
            history: role.id.filter(|_| look.opens_histories()).map(|id| url::history("role", id.number())),
            others: &super::names::roles(look.policy().roles(), head.agent, words.language),
            merges: look.has(Function::RoleMerge) && !Roles::INBORN.contains(&code.as_str()),
            once: visit.once(),
        };
        Ok(Sheet::new(role.name.read(words.language), sheet.page(words)))
    })
    .await
}

pub(super) async fn compare(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    let (pairs, words) = (asked(&visit), &visit.words);
    show(&kabinet, &visit, Function::RoleList, |look| {
        let head = Head::of(look, words, &pairs)?;
        let all = super::names::roles(look.policy().roles(), head.agent, words.language);
        let code = |name, place: usize| match get(&pairs, name) {
            "" => all.get(place).map_or("", |(code, _)| code.as_str()),
            code => code,
        };
        let codes = (code("one", 0), code("other", 1));
        let (one, other) = (role(look, codes.0, head.agent)?, role(look, codes.1, head.agent)?);
        let compared = Compared { head: head.shown(Tab::Roles), all: &all, codes, one: &one, other: &other };
        Ok(Sheet::new(words.text("roles-compare"), compared.page(words)))
    })
    .await
}

pub(super) async fn blank(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    show(&kabinet, &visit, Function::RoleDefine, |look| editor(look, &visit, None, &asked(&visit), None)).await
}

pub(super) async fn edit(kabinet: Data<Appliance>, visit: Visit, code: Path<String>) -> Answer {
    show(&kabinet, &visit, Function::RoleDefine, |look| editor(look, &visit, Some(&code), &asked(&visit), None)).await
}

/// The form: as it was typed where it comes back, else as the role is stored.
fn editor(look: &Look, visit: &Visit, code: Option<&str>, pairs: &Pairs, refusal: Option<&Refusal>) -> Result<Sheet> {
    let words = &visit.words;
    let head = Head::of(look, words, pairs)?;
    let known = code.map(|code| role(look, code, head.agent)).transpose()?;
    if known.as_ref().is_some_and(|role| !changes(look, role)) {
        return Err(Refusal::new(crate::terms::Kind::Denied, message("role-of-system")).into());
    }
    let typed = pairs.iter().any(|(name, _)| name == "step").then(|| draft(pairs));
    let like = Some(get(pairs, "like")).filter(|like| code.is_none() && !like.is_empty());
    let like = like.map(|like| role(look, like, head.agent)).transpose()?;
    let begun = known.as_ref().map(of_role).or_else(|| like.as_ref().map(another)).map(|draft| proposed(draft, pairs));
    // What was typed was typed over the version on which the form was opened.
    let seen = if typed.is_some() { get(pairs, "seen").to_owned() } else { seen(look, code)? };
    let draft = typed.or(begun).unwrap_or_else(|| draft(&Vec::new()));
    let errors: &[FieldError] = refusal.map_or(&[], |refusal| &refusal.fields);
    let form = Editor { head: head.shown(Tab::Roles), code, draft: &draft, seen: &seen, errors, once: visit.once() };
    let title = words.text(if code.is_some() { "roles-edit" } else { "roles-new-title" });
    Ok(Sheet::new(title, form.page(words)))
}

fn stored(look: &Look, code: Option<&str>) -> Result<Option<StoredRole>> {
    Ok(access_table::roles(look)?.into_iter().find(|stored| Some(stored.code.as_str()) == code))
}

/// The version of the role that the form is opened on; nothing of a new one or one as it came with the program.
fn seen(look: &Look, code: Option<&str>) -> Result<String> {
    stored(look, code)?.as_ref().map_or(Ok(String::new()), access_table::version)
}

fn of_role(role: &Role) -> Draft {
    let (name, abbreviation, note) = (role.name.clone(), role.abbreviation.clone(), role.note.clone());
    Draft { name, abbreviation, note, functions: role.functions, card: role.card.clone() }
}

/// A new role that begins as this one.
fn another(role: &Role) -> Draft {
    let next = |text: &Text| Text { ru: format!("{} 2", text.ru), en: format!("{} 2", text.en) };
    Draft { name: next(&role.name), abbreviation: next(&role.abbreviation), ..of_role(role) }
}

/// With the functions that the address names and without others that it names: the role audit found that somebody lacks the
/// ones and nobody needs the others.
fn proposed(draft: Draft, pairs: &Pairs) -> Draft {
    let named = |name| all(pairs, name).into_iter().filter_map(Function::parse).filter(|function| !function.is_essential());
    Draft { functions: draft.functions.and(named("with").collect()).minus(named("without").collect()), ..draft }
}

/// The role as it was typed. What everybody has, every role has.
fn draft(pairs: &Pairs) -> Draft {
    let text = |name: &str| Text { ru: get(pairs, name).replace('\r', ""), en: get(pairs, &format!("{name}-en")).replace('\r', "") };
    let ticked = all(pairs, "function").into_iter().filter_map(Function::parse);
    let inborn = Function::all().filter(|function| function.is_essential());
    Draft {
        name: text("name"),
        abbreviation: text("abbreviation"),
        note: text("note"),
        functions: ticked.chain(inborn).collect(),
        card: RoleCard {
            duties: text("duties"),
            rights: text("rights"),
            criteria: text("criteria"),
            responsibility: text("responsibility"),
            competences: text("competences"),
            control: text("control"),
        },
    }
}

pub(super) async fn create(kabinet: Data<Appliance>, visit: Visit, form: Posted) -> Answer {
    submit(&kabinet, &visit, None, form).await
}

pub(super) async fn save(kabinet: Data<Appliance>, visit: Visit, code: Path<String>, form: Posted) -> Answer {
    submit(&kabinet, &visit, Some(code.into_inner()), form).await
}

/// The first press shows who gains and loses what, the second saves.
async fn submit(kabinet: &Appliance, visit: &Visit, code: Option<String>, form: Posted) -> Answer {
    if get(&form.fields, "step") == "save" {
        return accept(kabinet, visit, code, form).await;
    }
    let (pairs, code) = (&form.fields, code.as_deref());
    if get(pairs, STEP) == EDIT {
        return show(kabinet, visit, Function::RoleDefine, |look| editor(look, visit, code, pairs, None)).await;
    }
    match show(kabinet, visit, Function::RoleDefine, |look| rehearsal(look, visit, code, pairs, html! {})).await {
        Ok(page) => Ok(page),
        Err(failure) => mend(kabinet, visit, code, pairs, failure).await,
    }
}

async fn accept(kabinet: &Appliance, visit: &Visit, code: Option<String>, form: Posted) -> Answer {
    let (pairs, function) = (&form.fields, Function::RoleDefine);
    let agent = kabinet.look(&visit.actor, function, |look| agent_of(look, pairs)).await?;
    let (draft, seen, known) = (draft(pairs), get(pairs, "seen").to_owned(), code.as_deref().map(RoleCode::new));
    let verb = move |act: &mut Act<'_>| changes::define_role(act, agent, known.as_ref(), draft, Some(seen.as_str()));
    match kabinet.act(visit.actor.clone(), function, form.once()?, verb).await {
        Ok(code) => Ok(see_other(format!("/rights/roles/{code}{}", owner_query(kabinet, visit, agent))).flash("flash-rights-saved")),
        Err(error) => {
            again_beside(kabinet, visit, function, error, |look, refusal| again(look, visit, code.as_deref(), pairs, refusal)).await
        }
    }
}

/// What is wrong with fields goes back to the form.
async fn mend(kabinet: &Appliance, visit: &Visit, code: Option<&str>, pairs: &Pairs, failure: crate::web::Failure) -> Answer {
    let Error::Refused(refusal) = &*failure.error else { return Err(failure) };
    let refusal = refusal.clone();
    again_beside(kabinet, visit, Function::RoleDefine, refusal.into(), |look, refusal| editor(look, visit, code, pairs, Some(refusal)))
        .await
}

fn action(code: Option<&str>) -> String {
    code.map_or_else(|| "/rights/roles/new".to_owned(), |code| format!("/rights/roles/{code}/edit"))
}

fn again(look: &Look, visit: &Visit, code: Option<&str>, pairs: &Pairs, refusal: &Refusal) -> Result<Sheet> {
    if !refusal.fields.is_empty() {
        return editor(look, visit, code, pairs, Some(refusal));
    }
    let head = Head::of(look, &visit.words, pairs)?;
    let (known, function) = (code.map(RoleCode::new), Function::RoleDefine);
    let theirs = head.shown(Tab::Roles).address(&action(code), "");
    let both = versions::beside(look, &visit.words, refusal, &theirs, function, |act| {
        changes::define_role(act, head.agent, known.as_ref(), draft(pairs), None)
    })?;
    let told = if both.0.is_empty() { crate::web::parts::refused(&visit.words, refusal) } else { both };
    rehearsal(look, visit, code, pairs, told)
}

fn rehearsal(look: &Look, visit: &Visit, code: Option<&str>, pairs: &Pairs, changed: Markup) -> Result<Sheet> {
    let words = &visit.words;
    let head = Head::of(look, words, pairs)?;
    let known = code.map(RoleCode::new);
    let after = look.rehearse(Function::RoleDefine, |act| changes::define_role(act, head.agent, known.as_ref(), draft(pairs), None));
    let outcome = match after {
        Ok(after) => Ok(after.differences(look.policy(), &after.touched(look.policy()), look.today())),
        Err(Error::Refused(refusal)) if refusal.fields.is_empty() => Err(refusal),
        Err(error) => return Err(error),
    };
    let mut fields: Pairs = pairs.iter().filter(|(name, _)| name != "step" && name != "seen").cloned().collect();
    let opened = if changed.0.is_empty() { get(pairs, "seen").to_owned() } else { seen(look, code)? };
    fields.extend([("step".to_owned(), "save".to_owned()), ("seen".to_owned(), opened)]);
    let users = Users::new(look);
    let action = action(code);
    let page = Preview {
        title: &words.say(&message("roles-save-title").with("role", get(pairs, "name"))),
        about: &words.text("rights-tab-roles"),
        action: &action,
        fields: &fields,
        button: &words.text("rights-accept"),
        weight: Weight::Primary,
        back: &head.shown(Tab::Roles).address(&action, ""),
        reopens: true,
        outcome: outcome.as_deref(),
        term: None,
        named: &users,
        author: look.actor().user(),
        changed,
        once: visit.once(),
    };
    Ok(Sheet::new(words.text("preview-title"), preview(words, &page)))
}

pub(super) async fn remove(kabinet: Data<Appliance>, visit: Visit, code: Path<String>, form: Posted) -> Answer {
    let code = RoleCode::new(&code);
    let verb = move |act: &mut Act<'_>| changes::remove_role(act, &code);
    kabinet.act(visit.actor.clone(), Function::RoleDefine, form.once()?, verb).await?;
    let query = if get(&form.fields, "agent").is_empty() { String::new() } else { format!("?agent={}", get(&form.fields, "agent")) };
    Ok(see_other(format!("{}{query}", url::ROLES)).flash("flash-rights-saved"))
}
