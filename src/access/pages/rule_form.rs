//! The form of a visibility rule: who gains and loses what is shown before it is saved or removed.

use super::{
    Head, Pairs, agent_of, asked, get,
    grant::owner_query,
    names::Users,
    rules::{self, area_value, chosen, user_named},
    versions,
};
use crate::{
    access::{
        Area, Filter, Function, RoleCode, Rule, RuleId, Section, UserKind, Visibility,
        changes::{self, Intent},
        table as access_table,
        views::{
            Tab,
            preview::{EDIT, Preview, STEP, preview},
            rule_form::Editor,
        },
    },
    act::{Act, Look},
    appliance::Appliance,
    identity::table as identity_table,
    terms::{Error, FieldError, Kind, Refusal, Result, message},
    web::{
        Answer, Answering, Posted, Sheet, Visit,
        page::again_beside,
        parts::{Weight, refused},
        see_other, show, url,
    },
};
use actix_web::web::{Data, Path};
use maud::{Markup, html};

pub(super) async fn edit(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    show(&kabinet, &visit, Function::RuleDefine, |look| editor(look, &visit, &asked(&visit), None)).await
}

/// The form: as it was typed where it comes back, else as the rule is stored, else blank.
fn editor(look: &Look, visit: &Visit, pairs: &Pairs, refusal: Option<&Refusal>) -> Result<Sheet> {
    let words = &visit.words;
    let head = Head::of(look, words, pairs)?;
    let rule = stored(look, pairs)?;
    let is_typed = !get(pairs, "step").is_empty();
    let mut fields = pairs.clone();
    if let Some(rule) = rule.as_ref().filter(|_| !is_typed) {
        fields.extend(of_rule(look, rule)?);
    }
    // What was typed was typed over the version on which the form was opened.
    let seen = if is_typed { get(pairs, "seen").to_owned() } else { rule.as_ref().map_or(Ok(String::new()), access_table::version)? };
    let errors: &[FieldError] = refusal.map_or(&[], |refusal| &refusal.fields);
    let get = |name: &str| get(&fields, name).to_owned();
    let default_area = if head.agents.is_empty() { area_value(Area::Agent(head.agent)) } else { get("area") };
    let mut chosen = chosen(look, words, head.agent)?;
    let role = get("role");
    // What the rule names already stays to choose from, whoever may hold it.
    if let Some(known) = look.policy().roles().get(&role)
        && chosen.roles.iter().all(|(code, _)| *code != role)
    {
        chosen.roles.push((role.clone(), known.name.read(words.language).to_owned()));
    }
    let form = Editor {
        head: head.shown(Tab::Rules),
        chosen: &chosen,
        id: rule.as_ref().map(|rule| rule.id),
        area: &default_area,
        section: &get("section"),
        role: &role,
        kind: &get("kind"),
        group: &get("group"),
        user: &get("user"),
        filter: &get("filter"),
        visibility: &get("visibility"),
        seen: &seen,
        errors,
        once: visit.once(),
    };
    let title = words.text(if rule.is_some() { "rules-edit" } else { "rules-new" });
    Ok(Sheet::new(title, form.page(words)))
}

fn stored(look: &Look, pairs: &Pairs) -> Result<Option<Rule>> {
    let id: Option<RuleId> = super::optional(pairs, "id", |text| text.parse().ok())?;
    let Some(id) = id else { return Ok(None) };
    let rule = Some(access_table::numbered::<Rule, _>(look, id)?.ok_or_else(Refusal::missing)?);
    let own = look.permit().reach.agent;
    let reached = |rule: &Rule| own.is_none_or(|own| rule.area == Area::Agent(own));
    if rule.as_ref().is_some_and(|rule| !reached(rule)) { Err(Refusal::missing().into()) } else { Ok(rule) }
}

fn of_rule(look: &Look, rule: &Rule) -> Result<Pairs> {
    let user = rule.user.map_or(Ok(None), |user| identity_table::user(look, user))?;
    let some = |value: Option<String>| value.unwrap_or_default();
    let pairs = [
        ("area", area_value(rule.area)),
        ("section", rule.section.to_string()),
        ("role", some(rule.role.as_ref().map(ToString::to_string))),
        ("kind", some(rule.kind.map(|kind| kind.digit().to_string()))),
        ("group", some(rule.group.map(|group| group.to_string()))),
        ("user", some(user.map(|user| user.login.to_string()))),
        ("filter", if rule.filter == Filter::Others { "others" } else { "matching" }.to_owned()),
        ("visibility", if rule.visibility == Visibility::Available { "available" } else { "hidden" }.to_owned()),
    ];
    Ok(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

/// The rule as it was typed; all that is wrong at once.
fn intent(look: &Look, pairs: &Pairs) -> Result<Intent> {
    let (user, mut wrong) = user_named(look, look.permit().reach.agent, get(pairs, "user"))?;
    let mut choose = |field: &str| wrong.push(FieldError { field: field.to_owned(), message: message("rights-choose") });
    let (area, section) = (area(get(pairs, "area")), Section::parse(get(pairs, "section")));
    let filter = match get(pairs, "filter") {
        "matching" => Some(Filter::Matching),
        "others" => Some(Filter::Others),
        _ => None,
    };
    let visibility = match get(pairs, "visibility") {
        "hidden" => Some(Visibility::Hidden),
        "available" => Some(Visibility::Available),
        _ => None,
    };
    let missing =
        [("area", area.is_none()), ("section", section.is_none()), ("filter", filter.is_none()), ("visibility", visibility.is_none())];
    missing.into_iter().filter(|(_, missing)| *missing).for_each(|(field, _)| choose(field));
    let kind = match get(pairs, "kind") {
        "1" => Some(UserKind::Owner),
        "2" => Some(UserKind::Partner),
        "3" => Some(UserKind::Agent),
        "4" => Some(UserKind::Citizen),
        _ => None,
    };
    let role = Some(get(pairs, "role")).filter(|role| !role.is_empty()).map(RoleCode::new);
    let group = super::optional(pairs, "group", |text| text.parse().ok())?;
    match (area, section, filter, visibility) {
        (Some(area), Some(section), Some(filter), Some(visibility)) if wrong.is_empty() => {
            Ok(Intent { area, role, kind, group, user, filter, visibility, section })
        }
        _ => Err(Refusal::fields(wrong).into()),
    }
}

/// The first press shows who gains and loses what, the second saves.
pub(super) async fn save(kabinet: Data<Appliance>, visit: Visit, form: Posted) -> Answer {
    let (pairs, function) = (&form.fields, Function::RuleDefine);
    if get(pairs, STEP) != "save" {
        return show(&kabinet, &visit, function, |look| rehearsal(look, &visit, pairs, html! {})).await;
    }
    let read = |look: &Look| Ok((agent_of(look, pairs)?, stored(look, pairs)?.map(|rule| rule.id), intent(look, pairs)?));
    let (agent, id, intent) = match kabinet.look(&visit.actor, function, read).await {
        Ok(read) => read,
        Err(error) => {
            return again_beside(&kabinet, &visit, function, error, |look, refusal| editor(look, &visit, pairs, Some(refusal))).await;
        }
    };
    let seen = form.text("seen");
    let verb = move |act: &mut Act<'_>| changes::save_rule(act, id, intent, Some(seen.as_str()));
    match kabinet.act(visit.actor.clone(), function, form.once()?, verb).await {
        Ok(_) => Ok(see_other(format!("{}{}", url::RULES, owner_query(&kabinet, &visit, agent))).flash("flash-rights-saved")),
        Err(error) => again_beside(&kabinet, &visit, function, error, |look, refusal| again(look, &visit, pairs, refusal)).await,
    }
}

fn again(look: &Look, visit: &Visit, pairs: &Pairs, refusal: &Refusal) -> Result<Sheet> {
    let head = Head::of(look, &visit.words, pairs)?;
    let theirs = head.shown(Tab::Rules).address("/rights/rules/edit", &format!("id={}", get(pairs, "id")));
    let (id, intent) = (stored(look, pairs)?.map(|rule| rule.id), intent(look, pairs)?);
    let told =
        versions::beside(look, &visit.words, refusal, &theirs, Function::RuleDefine, |act| changes::save_rule(act, id, intent, None))?;
    rehearsal(look, visit, pairs, told)
}

/// Who gains and loses what; or the form as it was filled in, for whoever goes back to it from there.
fn rehearsal(look: &Look, visit: &Visit, pairs: &Pairs, changed: Markup) -> Result<Sheet> {
    if get(pairs, STEP) == EDIT {
        return editor(look, visit, pairs, None);
    }
    let words = &visit.words;
    let head = Head::of(look, words, pairs)?;
    let rule = stored(look, pairs)?;
    let after = intent(look, pairs).and_then(|intent| {
        look.rehearse(Function::RuleDefine, |act| changes::save_rule(act, rule.as_ref().map(|rule| rule.id), intent, None))
    });
    let outcome = match after {
        Ok(after) => Ok(after.differences(look.policy(), &after.touched(look.policy()), look.today())),
        Err(Error::Refused(refusal)) if !refusal.fields.is_empty() => return editor(look, visit, pairs, Some(&refusal)),
        Err(Error::Refused(refusal)) => Err(refusal),
        Err(error) => return Err(error),
    };
    let mut fields: Pairs = pairs.iter().filter(|(name, _)| name != "step" && name != "seen").cloned().collect();
    let seen = match &rule {
        Some(rule) if !changed.0.is_empty() => access_table::version(rule)?,
        Some(_) | None => get(pairs, "seen").to_owned(),
    };
    fields.extend([("step".to_owned(), "save".to_owned()), ("seen".to_owned(), seen)]);
    let users = Users::new(look);
    let about = intent(look, pairs).map_or(Ok(String::new()), |intent| rules::told(look, words, head.agent, &intent.rule()))?;
    let page = Preview {
        title: &words.text(if rule.is_some() { "rules-edit" } else { "rules-new" }),
        about: &about,
        action: "/rights/rules/edit",
        fields: &fields,
        button: &words.text("rights-accept"),
        weight: Weight::Primary,
        back: &head.shown(Tab::Rules).address(url::RULES, ""),
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

/// The first press shows who gains and loses what, the second removes.
pub(super) async fn remove(kabinet: Data<Appliance>, visit: Visit, id: Path<RuleId>, form: Posted) -> Answer {
    let id = id.into_inner();
    let (pairs, seen, function) = (&form.fields, form.text("seen"), Function::RuleDefine);
    if get(pairs, "step") != "save" {
        return show(&kabinet, &visit, function, |look| rehearsed_removal(look, &visit, id, pairs, html! {})).await;
    }
    let verb = move |act: &mut Act<'_>| changes::remove_rule(act, id, Some(seen.as_str()));
    match kabinet.act(visit.actor.clone(), function, form.once()?, verb).await {
        Ok(()) => {
            let query = if get(pairs, "agent").is_empty() { String::new() } else { format!("?agent={}", get(pairs, "agent")) };
            Ok(see_other(format!("{}{query}", url::RULES)).flash("flash-rights-saved"))
        }
        Err(error) => {
            let draw = |look: &Look, refusal: &Refusal| rehearsed_removal(look, &visit, id, pairs, refused(&visit.words, refusal));
            again_beside(&kabinet, &visit, function, error, draw).await
        }
    }
}

fn rehearsed_removal(look: &Look, visit: &Visit, id: RuleId, pairs: &Pairs, changed: Markup) -> Result<Sheet> {
    let words = &visit.words;
    let head = Head::of(look, words, pairs)?;
    let rule: Rule = access_table::numbered(look, id)?.ok_or_else(Refusal::missing)?;
    let outcome = match look.rehearse(Function::RuleDefine, |act| changes::remove_rule(act, id, None)) {
        Ok(after) => Ok(after.differences(look.policy(), &after.touched(look.policy()), look.today())),
        Err(Error::Refused(refusal)) if refusal.kind != Kind::Missing => Err(refusal),
        Err(error) => return Err(error),
    };
    let mut fields: Pairs = pairs.iter().filter(|(name, _)| name == "agent").cloned().collect();
    fields.extend([("step".to_owned(), "save".to_owned()), ("seen".to_owned(), access_table::version(&rule)?)]);
    let users = Users::new(look);
    let page = Preview {
        title: &words.say(&message("rules-remove-title").with("rule", id.to_string())),
        about: &rules::told(look, words, head.agent, &rule)?,
        action: &format!("{}/{id}/remove", url::RULES),
        fields: &fields,
        button: &words.text("rules-remove"),
        weight: Weight::Danger,
        back: &head.shown(Tab::Rules).address(url::RULES, ""),
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

fn area(text: &str) -> Option<Area> {
    if text == "all" {
        return Some(Area::All);
    }
    let group = || text.strip_prefix("group-").and_then(|group| group.parse().ok()).map(Area::Group);
    text.strip_prefix("agent-").and_then(|agent| agent.parse().ok()).map(Area::Agent).or_else(group)
}
