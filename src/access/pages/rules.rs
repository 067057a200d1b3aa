//! Доступность отчётов / разделов: the tree of sections, the rules of the chosen one.

use super::{
    Head, Pairs, asked, get,
    names::{self, Users},
};
use crate::{
    access::{
        AgentGroup, Area, Filter, Function, FunctionSet, RoleCode, Rule, RuleId, Section, UserGroupId, UserKind, table as access_table,
        views::{
            Tab,
            rules::{Chosen, Line, Page, Sifted},
        },
    },
    act::Look,
    appliance::Appliance,
    identity::table as identity_table,
    terms::{AgentId, FieldError, Result, UserId, Words},
    web::{Answer, Sheet, Visit, shell::menu, show},
};
use actix_web::web::Data;

/// Rules on a page.
const SHOWN: usize = 100;

/// What there is to choose from in the filter and in the form.
pub(super) fn chosen(look: &Look, words: &Words, agent: AgentId) -> Result<Chosen> {
    let owner = look.permit().reach.agent.is_none();
    let named = |known: &crate::identity::Agent| known.short_name.read(words.language).to_owned();
    let known: Vec<_> = identity_table::agents(look)?.into_iter().filter(|known| owner || known.id == agent).collect();
    let mut areas = Vec::new();
    if owner {
        areas.push(("all".to_owned(), words.text("rules-area-all").into_owned()));
        areas.extend(access_table::agent_groups(look)?.iter().map(|group| (format!("group-{}", group.id), group_named(words, group))));
    }
    areas.extend(known.iter().map(|known| (area_value(Area::Agent(known.id)), named(known))));
    let groups = access_table::user_groups(look)?.into_iter().filter(|group| owner || group.agent == agent);
    Ok(Chosen {
        agents: known.iter().map(|known| (known.id.to_string(), named(known))).collect(),
        areas,
        roles: names::roles(look.policy().roles(), agent, words.language),
        groups: groups.map(|group| (group.id.to_string(), group.name)).collect(),
        users: if look.has(Function::GrantList) { names::employees(look, Some(agent))? } else { Vec::new() },
    })
}

fn group_named(words: &Words, group: &AgentGroup) -> String {
    format!("{}: {}", words.text("level-agent-group"), group.name)
}

pub(super) async fn list(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    let pairs = asked(&visit);
    show(&kabinet, &visit, Function::RuleList, |look| draw(look, &visit, &pairs)).await
}

fn draw(look: &Look, visit: &Visit, pairs: &Pairs) -> Result<Sheet> {
    let words = &visit.words;
    let head = Head::of(look, words, pairs)?;
    let sifted = Sifted {
        role: get(pairs, "role").to_owned(),
        group: get(pairs, "group").to_owned(),
        user: get(pairs, "user").to_owned(),
        only_available: get(pairs, "only") == "available",
    };
    let (user, wrong) = user_named(look, look.permit().reach.agent, &sifted.user)?;
    let sieve = Sieve::of(look, head.agent, &sifted, user)?;
    let section = Section::parse(get(pairs, "section"));
    let chosen = chosen(look, words, head.agent)?;
    let users = Users::new(look);
    let mut rules = access_table::rules(look)?;
    rules.retain(|rule| concerns(look, rule, head.agent) && section.as_ref().is_none_or(|section| is_about(rule, section)));
    rules.retain(|rule| sieve.passes(rule));
    rules.sort_by_key(|rule| (std::cmp::Reverse(rule.level()), rule.id));
    let (shown, more) = shown(&rules, get(pairs, "after"));
    let lines: Vec<_> = shown.iter().map(|rule| line(look, words, rule, &chosen, &users)).collect();
    let page = Page {
        head: head.shown(Tab::Rules),
        chosen: &chosen,
        sifted: &sifted,
        wrong: &wrong,
        tree: &menu::tree(),
        open: sieve.outlook(look, head.agent),
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

/// Whom a field names by a login or a name; an error beside it where it is nobody in this Agent (in any, where none is given).
pub(super) fn user_named(look: &Look, agent: Option<AgentId>, typed: &str) -> Result<(Option<UserId>, Vec<FieldError>)> {
    if typed.is_empty() {
        return Ok((None, Vec::new()));
    }
    Ok(match names::meant(look, look.policy(), agent, typed)? {
        Ok(user) => (Some(user), Vec::new()),
        Err(message) => (None, vec![FieldError { field: "user".to_owned(), message }]),
    })
}

/// Whom the filter is about: a user with all that is known of them, or anybody with a role and a group.
struct Sieve {
    user: Option<UserId>,
    kind: Option<UserKind>,
    roles: Option<Vec<RoleCode>>,
    groups: Option<Vec<UserGroupId>>,
}

impl Sieve {
    fn of(look: &Look, agent: AgentId, sifted: &Sifted, user: Option<UserId>) -> Result<Self> {
        if let Some(user) = user {
            let standing = look.policy().standing(user);
            let held = access_table::grant(look, user, agent)?.map_or_else(Vec::new, |grant| grant.roles);
            let groups = access_table::user_groups(look)?.into_iter().filter(|group| group.users.contains(&user));
            let groups = Some(groups.map(|group| group.id).collect());
            return Ok(Self { user: Some(user), kind: standing.map(|standing| standing.card.kind), roles: Some(held), groups });
        }
        let role = Some(sifted.role.as_str()).filter(|role| !role.is_empty());
        let group = sifted.group.parse().ok();
        Ok(Self { user: None, kind: None, roles: role.map(|role| vec![RoleCode::new(role)]), groups: group.map(|group| vec![group]) })
    }

    /// What whoever it is about sees.
    fn outlook(&self, look: &Look, agent: AgentId) -> FunctionSet {
        match self.user {
            Some(user) => look.policy().extent(user, agent, look.today()).functions,
            None => {
                let (roles, groups) = (self.roles.as_deref().unwrap_or_default(), self.groups.as_deref().unwrap_or_default());
                look.policy().outlook(agent, UserKind::Agent, roles, groups)
            }
        }
    }

    /// Whether the rule may concern whoever it is about: what the filter leaves open may be anything.
    fn passes(&self, rule: &Rule) -> bool {
        let user = rule.user.and_then(|user| self.user.map(|own| own == user));
        let kind = rule.kind.and_then(|kind| self.kind.map(|own| own == kind));
        let role = rule.role.as_ref().and_then(|role| self.roles.as_ref().map(|own| own.contains(role)));
        let group = rule.group.and_then(|group| self.groups.as_ref().map(|own| own.contains(&group)));
        let known = [user, kind, role, group];
        let named = [rule.user.is_some(), rule.kind.is_some(), rule.role.is_some(), rule.group.is_some()];
        match rule.filter {
            Filter::Matching => !known.contains(&Some(false)),
            // It spares whoever matches all that it names.
            Filter::Others => named.into_iter().zip(known).any(|(named, known)| named && known != Some(true)),
        }
    }
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

/// All that a rule says, in one line.
pub(super) fn told(look: &Look, words: &Words, agent: AgentId, rule: &Rule) -> Result<String> {
    let line = line(look, words, rule, &chosen(look, words, agent)?, &Users::new(look));
    let named = [("rights-role", line.role), ("level-user-kind", line.kind), ("level-user-group", line.group), ("level-user", line.user)];
    let named = named.into_iter().filter(|(_, value)| !value.is_empty()).map(|(id, value)| format!("{}: {value}", words.text(id)));
    let (filter, visibility) = (line.filter.wording(), line.visibility.wording());
    let last = [filter, visibility].map(|id| words.text(id).into_owned());
    Ok([line.section, line.area].into_iter().chain(named).chain(last).collect::<Vec<_>>().join(" · "))
}

/// A rule in words.
fn line(look: &Look, words: &Words, rule: &Rule, chosen: &Chosen, users: &Users<'_>) -> Line {
    let of =
        |named: &[(String, String)], value: String| named.iter().find(|(known, _)| *known == value).map_or(value, |(_, name)| name.clone());
    let role = |code: &RoleCode| {
        look.policy().roles().get(code.as_str()).map_or_else(|| code.to_string(), |role| role.name.read(words.language).to_owned())
    };
    let group = |id| access_table::numbered::<AgentGroup, _>(look, id).ok().flatten();
    let owner = look.permit().reach.agent.is_none();
    let is_own = owner || matches!(rule.area, Area::Agent(own) if look.permit().reach.agent == Some(own));
    Line {
        id: rule.id,
        area: match rule.area {
            Area::All => words.text("rules-area-all").into_owned(),
            Area::Group(id) => group(id).map_or_else(String::new, |group| group_named(words, &group)),
            Area::Agent(_) => of(&chosen.areas, area_value(rule.area)),
        },
        section: menu::path(words, &rule.section),
        role: rule.role.as_ref().map_or_else(String::new, role),
        kind: rule.kind.map_or_else(String::new, |kind| words.text(kind.wording()).into_owned()),
        group: rule.group.map_or_else(String::new, |group| of(&chosen.groups, group.to_string())),
        user: rule.user.map_or_else(String::new, |user| users.name(user)),
        filter: rule.filter,
        visibility: rule.visibility,
        level: rule.level(),
        is_own,
        changes: look.has(Function::RuleDefine) && is_own,
    }
}

pub(super) fn area_value(area: Area) -> String {
    match area {
        Area::All => "all".to_owned(),
        Area::Group(group) => format!("group-{group}"),
        Area::Agent(agent) => format!("agent-{agent}"),
    }
}
