//! Доступность отчётов / разделов: the tree of sections, the rules of the chosen one.

use super::{Head, Pairs, agent_of, asked, get, grant::owner_query, names::Users, versions};
use crate::{
    access::{
        AgentGroup, Area, Filter, Function, FunctionSet, RoleCode, Rule, RuleId, Section, UserGroup, UserKind, Visibility,
        changes::{self, Intent},
        table as access_table,
        views::{
            Tab,
            preview::{Preview, preview},
            rules::{Chosen, Editor, Line, Page},
        },
    },
    act::{Act, Look},
    appliance::Appliance,
    identity::{Login, table as identity_table},
    terms::{AgentId, Error, FieldError, Kind, Refusal, Result, UserId, Words, message},
    web::{Answer, Answering, Posted, Sheet, Visit, page::again_beside, parts::Weight, see_other, show, url},
};
use actix_web::web::{Data, Path};
use maud::{Markup, html};

/// Rules on a page.
const SHOWN: usize = 100;

/// What there is to choose from in the filter and in the form.
fn chosen(look: &Look, words: &Words, agent: AgentId) -> Result<Chosen> {
    let owner = look.permit().reach.agent.is_none();
    let mut areas = Vec::new();
    if owner {
        areas.push(("all".to_owned(), words.text("rules-area-all").into_owned()));
        let named = |group: AgentGroup| (format!("group-{}", group.id), format!("{}: {}", words.text("level-agent-group"), group.name));
        areas.extend(access_table::agent_groups(look)?.into_iter().map(named));
    }
    for known in identity_table::agents(look)?.into_iter().filter(|known| owner || known.id == agent) {
        areas.push((format!("agent-{}", known.id), known.short_name.read(words.language).to_owned()));
    }
    let groups = access_table::user_groups(look)?.into_iter().filter(|group| owner || group.agent == agent);
    Ok(Chosen {
        areas,
        roles: super::names::roles(look.policy().roles(), agent, words.language),
        groups: groups.map(|group: UserGroup| (group.id.to_string(), group.name)).collect(),
    })
}

pub(super) async fn list(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    let pairs = asked(&visit);
    show(&kabinet, &visit, Function::RuleList, |look| draw(look, &visit, &pairs)).await
}

fn draw(look: &Look, visit: &Visit, pairs: &Pairs) -> Result<Sheet> {
    let words = &visit.words;
    let head = Head::of(look, words, pairs)?;
    let (user, wrong) = user_named(look, get(pairs, "user"))?;
    let open = outlook(look, head.agent, pairs, user);
    let section = Section::parse(get(pairs, "section"));
    let chosen = chosen(look, words, head.agent)?;
    let users = Users::new(look);
    let mut rules = access_table::rules(look)?;
    rules.retain(|rule| concerns(look, rule, head.agent) && section.as_ref().is_none_or(|section| is_about(rule, section)));
    rules.sort_by_key(|rule| (std::cmp::Reverse(rule.level()), rule.id));
    let (shown, more) = shown(&rules, get(pairs, "after"));
    let lines: Vec<_> = shown.iter().map(|rule| line(look, words, rule, &chosen, &users)).collect();
    let page = Page {
        head: head.shown(Tab::Rules),
        chosen: &chosen,
        role: get(pairs, "role"),
        group: get(pairs, "group"),
        user: get(pairs, "user"),
        only_available: get(pairs, "only") == "available",
        wrong: &wrong,
        open,
        section: section.as_ref(),
        lines: &lines,
        more,
        history: super::shows_clocks(look, head.agent),
        defines: look.has(Function::RuleDefine),
        once: visit.once(),
    };
    Ok(Sheet::new(words.text("rights-tab-rules"), page.page(words)))
}

/// The rules of a page, and the one behind which more follow.
fn shown<'r>(rules: &'r [Rule], after: &str) -> (&'r [Rule], Option<RuleId>) {
    let begin = rules.iter().position(|rule| rule.id.to_string() == after).map_or(0, |place| place + 1);
    let left = rules.get(begin..).unwrap_or_default();
    let page = left.get(..SHOWN).unwrap_or(left);
    (page, page.last().filter(|_| left.len() > SHOWN).map(|rule| rule.id))
}

/// The user with this login; an error beside the field where there is none in the reader's reach.
fn user_named(look: &Look, login: &str) -> Result<(Option<UserId>, Vec<FieldError>)> {
    if login.is_empty() {
        return Ok((None, Vec::new()));
    }
    let user = Login::parse(login).ok().map_or(Ok(None), |login| identity_table::user_by_login(look, &login))?;
    let own = look.permit().reach.agent;
    let held = |user: UserId| {
        let standing = look.policy().standing(user);
        standing.is_some_and(|standing| own.is_none_or(|own| standing.holdings.iter().any(|holding| holding.agent == own)))
    };
    match user.map(|user| user.id).filter(|user| held(*user)) {
        Some(user) => Ok((Some(user), Vec::new())),
        None => Ok((None, vec![FieldError { field: "user".to_owned(), message: message("user-unknown") }])),
    }
}

/// What the filter's user, or somebody with its role and group, sees.
fn outlook(look: &Look, agent: AgentId, pairs: &Pairs, user: Option<UserId>) -> FunctionSet {
    if let Some(user) = user {
        return look.policy().extent(user, agent, look.today()).functions;
    }
    let roles: Vec<_> = Some(get(pairs, "role")).filter(|role| !role.is_empty()).map(RoleCode::new).into_iter().collect();
    let groups: Vec<_> = get(pairs, "group").parse().into_iter().collect();
    look.policy().outlook(agent, UserKind::Agent, &roles, &groups)
}

/// Whether a rule acts in this Agent.
fn concerns(look: &Look, rule: &Rule, agent: AgentId) -> bool {
    match rule.area {
        Area::All => true,
        Area::Agent(own) => own == agent,
        Area::Group(id) => {
            let group: Option<AgentGroup> = access_table::numbered(look, id).ok().flatten();
            group.is_some_and(|group| group.agents.contains(&agent))
        }
    }
}

/// Whether a rule decides about anything in this section.
fn is_about(rule: &Rule, section: &Section) -> bool {
    !rule.section.functions().common(section.functions()).is_empty()
}

/// A rule in words.
fn line(look: &Look, words: &Words, rule: &Rule, chosen: &Chosen, users: &Users<'_>) -> Line {
    let of = |named: &[(String, String)], value: &str| {
        named.iter().find(|(known, _)| known == value).map_or_else(|| value.to_owned(), |(_, name)| name.clone())
    };
    let role = |code: &RoleCode| {
        look.policy().roles().get(code.as_str()).map_or_else(|| code.to_string(), |role| role.name.read(words.language).to_owned())
    };
    let owner = look.permit().reach.agent.is_none();
    let is_own = owner || matches!(rule.area, Area::Agent(own) if look.permit().reach.agent == Some(own));
    Line {
        id: rule.id,
        area: of(&chosen.areas, &area_value(rule.area)),
        section: words.text(&rule.section.wording()).into_owned(),
        role: rule.role.as_ref().map_or_else(String::new, role),
        kind: rule.kind.map_or_else(String::new, |kind| words.text(crate::access::views::card::kind_wording(kind)).into_owned()),
        group: rule.group.map_or_else(String::new, |group| of(&chosen.groups, &group.to_string())),
        user: rule.user.map_or_else(String::new, |user| users.name(user)),
        filter: rule.filter,
        visibility: rule.visibility,
        level: rule.level(),
        is_own,
        changes: look.has(Function::RuleDefine) && is_own,
    }
}

fn area_value(area: Area) -> String {
    match area {
        Area::All => "all".to_owned(),
        Area::Group(group) => format!("group-{group}"),
        Area::Agent(agent) => format!("agent-{agent}"),
    }
}

fn area(text: &str) -> Option<Area> {
    if text == "all" {
        return Some(Area::All);
    }
    let group = || text.strip_prefix("group-").and_then(|group| group.parse().ok()).map(Area::Group);
    text.strip_prefix("agent-").and_then(|agent| agent.parse().ok()).map(Area::Agent).or_else(group)
}

pub(super) async fn edit(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    show(&kabinet, &visit, Function::RuleDefine, |look| editor(look, &visit, &asked(&visit), None)).await
}

/// The form: as it was typed where it comes back, else as the rule is stored, else blank.
fn editor(look: &Look, visit: &Visit, pairs: &Pairs, refusal: Option<&Refusal>) -> Result<Sheet> {
    let words = &visit.words;
    let head = Head::of(look, words, pairs)?;
    let rule = stored(look, pairs)?;
    let mut fields = pairs.clone();
    if let Some(rule) = rule.as_ref().filter(|_| get(pairs, "step").is_empty()) {
        fields.extend(of_rule(look, rule)?);
    }
    let seen = rule.as_ref().map_or(Ok(String::new()), access_table::version)?;
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
    let (user, mut wrong) = user_named(look, get(pairs, "user"))?;
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
    if get(pairs, "step") != "save" {
        return show(&kabinet, &visit, function, |look| rehearsal(look, &visit, pairs, html! {})).await;
    }
    let read = |look: &Look| Ok((agent_of(look, pairs)?, stored(look, pairs)?.map(|rule| rule.id), intent(look, pairs)?));
    let (agent, id, intent) = kabinet.look(&visit.actor, function, read).await?;
    let seen = form.text("seen");
    let verb = move |act: &mut Act<'_>| changes::save_rule(act, id, intent, Some(seen.as_str()).filter(|seen| !seen.is_empty()));
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

fn rehearsal(look: &Look, visit: &Visit, pairs: &Pairs, changed: Markup) -> Result<Sheet> {
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
    let section = Section::parse(get(pairs, "section")).map_or_else(String::new, |section| words.text(&section.wording()).into_owned());
    let page = Preview {
        title: &words.text(if rule.is_some() { "rules-edit" } else { "rules-new" }),
        about: &section,
        action: "/rights/rules/edit",
        fields: &fields,
        button: &words.text("rights-accept"),
        weight: Weight::Primary,
        back: &head.shown(Tab::Rules).address(url::RULES, ""),
        outcome: outcome.as_deref(),
        names: &|user| users.name(user),
        author: look.actor().user(),
        changed,
        once: visit.once(),
    };
    Ok(Sheet::new(words.text("preview-title"), preview(words, &page)))
}

/// The first press shows who gains and loses what, the second removes.
pub(super) async fn remove(kabinet: Data<Appliance>, visit: Visit, id: Path<RuleId>, form: Posted) -> Answer {
    let id = id.into_inner();
    if get(&form.fields, "step") != "save" {
        return show(&kabinet, &visit, Function::RuleDefine, |look| rehearsed_removal(look, &visit, id, &form.fields)).await;
    }
    let verb = move |act: &mut Act<'_>| changes::remove_rule(act, id);
    kabinet.act(visit.actor.clone(), Function::RuleDefine, form.once()?, verb).await?;
    let query = if get(&form.fields, "agent").is_empty() { String::new() } else { format!("?agent={}", get(&form.fields, "agent")) };
    Ok(see_other(format!("{}{query}", url::RULES)).flash("flash-rights-saved"))
}

fn rehearsed_removal(look: &Look, visit: &Visit, id: RuleId, pairs: &Pairs) -> Result<Sheet> {
    let words = &visit.words;
    let head = Head::of(look, words, pairs)?;
    let outcome = match look.rehearse(Function::RuleDefine, |act| changes::remove_rule(act, id)) {
        Ok(after) => Ok(after.differences(look.policy(), &after.touched(look.policy()), look.today())),
        Err(Error::Refused(refusal)) if refusal.kind != Kind::Missing => Err(refusal),
        Err(error) => return Err(error),
    };
    let mut fields: Pairs = pairs.iter().filter(|(name, _)| name == "agent").cloned().collect();
    fields.push(("step".to_owned(), "save".to_owned()));
    let users = Users::new(look);
    let page = Preview {
        title: &words.say(&message("rules-remove-title").with("rule", id.to_string())),
        about: &words.text("rules-table"),
        action: &format!("{}/{id}/remove", url::RULES),
        fields: &fields,
        button: &words.text("rules-remove"),
        weight: Weight::Danger,
        back: &head.shown(Tab::Rules).address(url::RULES, ""),
        outcome: outcome.as_deref(),
        names: &|user| users.name(user),
        author: look.actor().user(),
        changed: html! {},
        once: visit.once(),
    };
    Ok(Sheet::new(words.text("preview-title"), preview(words, &page)))
}
