//! Visibility rules. An Agent's administrator writes those of their Agent; the Owner any.

use super::{unchanged, within_reach};
use crate::{
    access::{
        AgentGroup, Area, Filter, Function, Placed, Rule, RuleId, Section, Target, UserGroup, UserGroupId, UserKind, Visibility,
        role::RoleCode, rule::OfRule, table,
    },
    act::{Act, door::Numbered},
    identity::{agent::OWNER, table as identity_table},
    terms::{AgentId, Kind, Refusal, Result, UserId, message},
};

impl Numbered for OfRule {
    const SEQUENCE: &'static str = "rule";
}

/// Rules of one Agent, and the Owner's over several: a change of a role compiles its holders' rights anew with all of them,
/// and an Act is short. Whoever needs more names a group.
pub const MOST_RULES: usize = 1_000;

/// A rule as a form describes it.
#[derive(Clone, Debug)]
pub struct Intent {
    /// Where it acts.
    pub area: Area,
    /// Users with this role.
    pub role: Option<RoleCode>,
    /// Users of this type.
    pub kind: Option<UserKind>,
    /// Users of this group.
    pub group: Option<UserGroupId>,
    /// This user.
    pub user: Option<UserId>,
    /// The filter mode.
    pub filter: Filter,
    /// What it does.
    pub visibility: Visibility,
    /// To which section.
    pub section: Section,
}

impl Intent {
    /// The rule, without its number yet.
    pub fn rule(self) -> Rule {
        let Self { area, role, kind, group, user, filter, visibility, section } = self;
        Rule { id: RuleId::new(0), area, role, kind, group, user, filter, visibility, section }
    }
}

/// Makes a rule, or changes the one with this number.
///
/// # Errors
/// Its area is not the author's; what it names is not there; it would concern nobody; somebody has changed it since.
pub fn save_rule(act: &mut Act<'_>, id: Option<RuleId>, intent: Intent, seen: Option<&str>) -> Result<RuleId> {
    let rule = intent.rule();
    in_area(act, rule.area)?;
    check(act, &rule)?;
    let Some(id) = id else {
        room(act, &rule)?;
        let id = act.next_id()?;
        return Ok(act.add(Rule { id, ..rule })?.id);
    };
    let before: Rule = table::numbered(&*act, id)?.ok_or_else(Refusal::missing)?;
    in_area(act, before.area)?;
    act.concern(&before);
    unchanged(&before, seen)?;
    if before.place() != rule.place() {
        room(act, &rule)?;
    }
    act.save(&before, Rule { id, ..rule })?;
    Ok(id)
}

/// Whether one more rule fits where this one acts.
fn room(act: &Act<'_>, rule: &Rule) -> Result<()> {
    if act.policy().rules_of(rule.place()) < MOST_RULES {
        return Ok(());
    }
    let said = message("rules-most").with("most", i64::try_from(MOST_RULES).unwrap_or(i64::MAX));
    Err(Refusal::new(Kind::Conflict, said).into())
}

/// Takes a rule away.
///
/// # Errors
/// It is not the author's to take; somebody has changed it since.
pub fn remove_rule(act: &mut Act<'_>, id: RuleId, seen: Option<&str>) -> Result<()> {
    let rule: Rule = table::numbered(&*act, id)?.ok_or_else(Refusal::missing)?;
    in_area(act, rule.area)?;
    act.concern(&rule);
    unchanged(&rule, seen)?;
    act.remove(&rule)
}

/// A rule over several Agents is the Owner's.
fn in_area(act: &Act<'_>, area: Area) -> Result<()> {
    match area {
        Area::Agent(agent) => within_reach(act, agent),
        Area::All | Area::Group(_) => act.unbarred(Function::RuleDefine, Target::Several),
    }
}

fn check(act: &Act<'_>, rule: &Rule) -> Result<()> {
    let wrong = |field: &str, id: &'static str| Err(Refusal::field(field, message(id)).into());
    if rule.filter == Filter::Others && !rule.is_about_users() {
        return wrong("filter", "rule-for-nobody");
    }
    if rule.section.functions().is_empty() {
        return wrong("section", "section-unknown");
    }
    let own = match rule.area {
        Area::Agent(agent) => {
            identity_table::agent(act, agent)?.ok_or_else(Refusal::missing)?;
            Some(agent)
        }
        Area::Group(group) if table::numbered::<AgentGroup, _>(act, group)?.is_none() => return wrong("area", "group-unknown"),
        Area::All | Area::Group(_) => None,
    };
    let known = |code: &RoleCode| act.policy().roles().get(code.as_str()).is_some_and(|role| fits(role.agent, own));
    if rule.role.as_ref().is_some_and(|code| !known(code)) {
        return wrong("role", "role-unknown");
    }
    if let Some(id) = rule.group {
        let group: Option<UserGroup> = table::numbered(act, id)?;
        if group.is_none_or(|group| group.agent != OWNER && !fits(Some(group.agent), own)) {
            return wrong("group", "group-unknown");
        }
    }
    if let Some(user) = rule.user {
        let held = act.policy().standing(user).is_some_and(|standing| {
            standing.holdings.iter().any(|holding| fits(Some(holding.agent), own)) || (own.is_none() && standing.holdings.is_empty())
        });
        if !held {
            return wrong("user", "user-unknown");
        }
    }
    Ok(())
}

/// Whether something of this Agent, or of all, can be named in a rule of that Agent, or of all.
fn fits(of: Option<AgentId>, own: Option<AgentId>) -> bool {
    of.is_none() || own.is_none() || of == own
}
