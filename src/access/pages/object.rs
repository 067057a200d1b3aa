//! The object that a question of rights names: what the function can be about, and which one is meant.

use super::names::{folded, meant};
use crate::{
    access::{
        AgentGroup, Area, Function, Object, Place, Placed, Policy, Reach, Rule, RuleId, Target, UserGroup, UserKind, table as access_table,
    },
    applications::{Application, Number, table as cases},
    housing::table as housing_table,
    identity::{Login, User, agent::OWNER, table as identity_table},
    storage::View,
    terms::{AgentId, Language, Message, Result, Words, message},
};

/// What sort of thing a function is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A case, by its number.
    Case,
    /// A house, by its address.
    House,
    /// A principal, by its name or ИНН.
    Principal,
    /// An employee, by login or name.
    User,
    /// A citizen, by login.
    Citizen,
    /// A role, by its name or code.
    Role,
    /// A group of houses, by its name.
    Scope,
    /// A visibility rule, by its number.
    Rule,
    /// A group of users, by its name.
    UserGroup,
    /// A group of Agents, by its name.
    AgentGroup,
    /// An Agent, by its name, code or number.
    Agent,
}

use Sort as S;

/// What the functions are about, the narrower beginnings of their codes first; the others are about whoever does them, or
/// about all at once.
const ABOUT: [(&str, &[Sort]); 23] = [
    ("applications.application.list", &[]),
    ("applications.application.start", &[]),
    ("applications.", &[S::Case, S::House, S::Principal]),
    ("search.", &[S::Case, S::House, S::Principal]),
    ("people.data.", &[S::Case, S::House, S::Principal]),
    ("people.person.", &[S::House]),
    ("identity.user.create", &[]),
    ("identity.user.edit", &[S::User]),
    ("identity.user.", &[S::User, S::Citizen]),
    ("identity.agent.create", &[]),
    ("identity.agent.", &[S::Agent]),
    ("access.grant.", &[S::User, S::Citizen]),
    ("access.role.", &[S::Role]),
    ("access.scope.", &[S::Scope]),
    ("access.rule.", &[S::Rule]),
    ("access.group.", &[S::UserGroup]),
    ("access.agent-group.", &[S::AgentGroup]),
    ("housing.house.", &[S::House]),
    ("housing.principal.", &[S::Principal]),
    ("certificates.own.", &[]),
    ("certificates.", &[S::User]),
    ("journal.history.", &Sort::ALL),
    ("journal.entry.", &[S::Agent]),
];

impl Sort {
    const ALL: [Self; 11] =
        [S::Case, S::House, S::User, S::Citizen, S::Role, S::Scope, S::Rule, S::UserGroup, S::AgentGroup, S::Agent, S::Principal];

    /// What this function can be about, in the order in which a name is tried.
    pub fn of(function: Function) -> &'static [Self] {
        ABOUT.iter().find(|(begins, _)| function.code().starts_with(begins)).map_or(&[], |(_, sorts)| sorts)
    }

    const fn wording(self) -> &'static str {
        match self {
            Self::Case => "why-object-case",
            Self::House => "why-object-house",
            Self::Principal => "why-object-principal",
            Self::User => "why-object-user",
            Self::Citizen => "why-object-citizen",
            Self::Role => "why-object-role",
            Self::Scope => "why-object-scope",
            Self::Rule => "why-object-rule",
            Self::UserGroup => "why-object-user-group",
            Self::AgentGroup => "why-object-agent-group",
            Self::Agent => "why-object-agent",
        }
    }

    /// "дело (номер), дом (адрес)": what can be named with this function.
    pub fn named(words: &Words, function: Function) -> String {
        Self::of(function).iter().map(|sort| words.text(sort.wording())).collect::<Vec<_>>().join(", ")
    }
}

/// The object that was meant.
#[derive(Clone, Debug)]
pub struct Meant {
    /// Where it lies, and what it is.
    pub object: Object,
    /// As the answer calls it.
    pub name: String,
    /// The case, where it is one: its state has a say.
    pub case: Option<Box<Application>>,
}

impl Meant {
    fn at(place: Place, target: Target, name: String) -> Self {
        Self { object: Object { place, target }, name, case: None }
    }
}

/// Looks for what is meant: what whoever asks does not reach is not there.
pub struct Finder<'f> {
    /// The store.
    pub view: &'f dyn View,
    /// The rights of everybody.
    pub policy: &'f Policy,
    /// How far whoever asks reaches.
    pub reach: &'f Reach,
    /// Whether citizens are told by their logins.
    pub knows_citizens: bool,
    /// Of what the question is.
    pub function: Function,
    /// The Agent in which it would be done.
    pub agent: AgentId,
    /// The reader's words.
    pub words: &'f Words,
}

impl Finder<'_> {
    /// The object of that name; else what is wrong with it.
    ///
    /// # Errors
    /// A fault of the engine.
    pub fn find(&self, typed: &str) -> Result<Result<Meant, Message>> {
        let sorts = Sort::of(self.function);
        let mut wrong = match sorts {
            [] => message("why-object-none"),
            [..] => message("why-object-unknown").with("named", typed).with("kinds", Sort::named(self.words, self.function)),
        };
        for sort in sorts {
            match self.of_sort(*sort, typed)? {
                Ok(Some(meant)) => return Ok(Ok(meant)),
                Ok(None) => {}
                Err(several) => wrong = several,
            }
        }
        Ok(Err(wrong))
    }

    fn of_sort(&self, sort: Sort, typed: &str) -> Result<Result<Option<Meant>, Message>> {
        let found = match sort {
            Sort::Case => self.case(typed)?,
            Sort::House => self.house(typed)?,
            Sort::Principal => self.principal(typed)?,
            Sort::User => return self.user(typed),
            Sort::Citizen => self.citizen(typed)?,
            Sort::Role => self.role(typed),
            Sort::Scope => self.scope(typed)?,
            Sort::Rule => self.rule(typed)?,
            Sort::UserGroup => self.user_group(typed)?,
            Sort::AgentGroup => self.agent_group(typed)?,
            Sort::Agent => self.agent(typed)?,
        };
        Ok(Ok(found))
    }

    fn language(&self) -> Language {
        self.words.language
    }

    /// Where the record lies, as the deed asks: histories are cut by the record's own place.
    fn place(&self, own: Place, measured: Place) -> Place {
        if self.function == Function::HistoryView { own } else { measured }
    }

    /// What lies in this Agent and has no name of its own there.
    fn here(&self) -> Place {
        Place { agent: Some(self.agent), ..Place::default() }
    }

    fn reaches(&self, agent: AgentId) -> bool {
        self.reach.agent.is_none_or(|own| own == agent)
    }

    /// Of several of one name, that of the Agent in which it would be done.
    fn nearest<R>(&self, found: impl Iterator<Item = R>, agent: impl Fn(&R) -> AgentId) -> Option<R> {
        found.filter(|one| self.reaches(agent(one))).min_by_key(|one| agent(one) != self.agent)
    }

    fn case(&self, typed: &str) -> Result<Option<Meant>> {
        let Ok(number) = typed.parse::<Number>() else { return Ok(None) };
        let Some(case) = cases::by_number(self.view, number, self.reach)? else { return Ok(None) };
        let meant = Meant::at(case.place(), Target::Case, format!("№ {number}"));
        Ok(Some(Meant { case: Some(Box::new(case)), ..meant }))
    }

    fn house(&self, typed: &str) -> Result<Option<Meant>> {
        let house = housing_table::houses(self.view)?.into_iter().find(|house| house.is_called(typed));
        let at = |house: crate::housing::House| {
            let place = self.place(house.place(), Place { house: Some(house.id), ..self.here() });
            Meant::at(place, Target::Other, house.to_string())
        };
        Ok(house.map(at))
    }

    fn principal(&self, typed: &str) -> Result<Option<Meant>> {
        let agents = identity_table::agents(self.view)?;
        let mut all = Vec::new();
        for agent in agents.iter().filter(|agent| self.reaches(agent.id)) {
            all.extend(housing_table::principals(self.view, agent.id)?);
        }
        let named = all.into_iter().filter(|one| folded(&one.name) == folded(typed) || one.inn.to_string() == typed);
        let found = self.nearest(named, |one| one.agent);
        Ok(found.map(|one| Meant::at(one.place(), Target::Other, self.language().quoted(&one.name))))
    }

    fn user(&self, typed: &str) -> Result<Result<Option<Meant>, Message>> {
        let id = match meant(self.view, self.policy, self.reach.agent, typed)? {
            Ok(id) => id,
            Err(wrong) if wrong.id == "user-several" => return Ok(Err(wrong)),
            Err(_) => return Ok(Ok(None)),
        };
        let Some(user) = identity_table::user(self.view, id)? else { return Ok(Ok(None)) };
        let grants = access_table::grants_of(self.view, id)?;
        let is_here = grants.iter().any(|grant| grant.agent == self.agent);
        let agent = match grants.first() {
            // A certificate is of the first.
            Some(first) if self.function.code().starts_with("certificates.") => Some(first.agent),
            Some(_) if is_here => Some(self.agent),
            first => first.map(|first| first.agent),
        };
        Ok(Ok(Some(self.of_user(&user, Place { agent, ..user.place() }))))
    }

    fn of_user(&self, user: &User, place: Place) -> Meant {
        let name = if user.kind == UserKind::Citizen { user.login.to_string() } else { format!("{}, {}", user.name.short(), user.login) };
        Meant::at(place, Target::User(user.id), name)
    }

    fn citizen(&self, typed: &str) -> Result<Option<Meant>> {
        let login = Login::parse(typed).ok().filter(|_| self.knows_citizens);
        let user = login.map_or(Ok(None), |login| identity_table::user_by_login(self.view, &login))?;
        let user = user.filter(|user| user.kind == UserKind::Citizen);
        Ok(user.map(|user| self.of_user(&user, self.place(user.place(), Place { agent: Some(self.agent), ..user.place() }))))
    }

    fn role(&self, typed: &str) -> Option<Meant> {
        let roles = self.policy.roles();
        let is_called = |text: &str| folded(text) == folded(typed);
        let named = roles.iter().filter(|(code, role)| code.as_str() == typed || is_called(&role.name.ru) || is_called(&role.name.en));
        let (_, role) = self.nearest(named, |(_, role)| role.agent.unwrap_or(self.agent))?;
        let of = |agent| Place { agent: Some(agent), ..Place::default() };
        let place = role.agent.map_or_else(|| self.place(of(OWNER), self.here()), of);
        Some(Meant::at(place, Target::Role(role.agent), self.language().quoted(role.name.read(self.language()))))
    }

    fn scope(&self, typed: &str) -> Result<Option<Meant>> {
        let named = access_table::scopes(self.view)?.into_iter().filter(|scope| folded(&scope.name) == folded(typed));
        let found = self.nearest(named, |scope| scope.agent);
        Ok(found.map(|scope| Meant::at(scope.place(), Target::Other, self.language().quoted(&scope.name))))
    }

    fn rule(&self, typed: &str) -> Result<Option<Meant>> {
        let Ok(number) = typed.trim_start_matches(['№', ' ']).parse() else { return Ok(None) };
        let rule: Option<Rule> = access_table::numbered(self.view, RuleId::new(number))?;
        let Some(rule) = rule else { return Ok(None) };
        let (is_reached, place, target) = match rule.area {
            Area::Agent(agent) => (self.reaches(agent), rule.place(), Target::Other),
            // Open to all whom it concerns.
            Area::All => (true, self.place(rule.place(), self.here()), Target::Several),
            Area::Group(id) => {
                let group: Option<AgentGroup> = access_table::numbered(self.view, id)?;
                let is_reached = group.is_some_and(|group| group.agents.iter().any(|agent| self.reaches(*agent)));
                (is_reached, self.place(rule.place(), self.here()), Target::Several)
            }
        };
        Ok(is_reached.then(|| Meant::at(place, target, format!("№ {number}"))))
    }

    fn user_group(&self, typed: &str) -> Result<Option<Meant>> {
        let groups: Vec<UserGroup> = access_table::user_groups(self.view)?;
        let named = groups.into_iter().filter(|group| folded(&group.name) == folded(typed));
        let found = self.nearest(named, |group| group.agent);
        Ok(found.map(|group| Meant::at(group.place(), Target::Other, self.language().quoted(&group.name))))
    }

    fn agent_group(&self, typed: &str) -> Result<Option<Meant>> {
        let groups: Vec<AgentGroup> = access_table::agent_groups(self.view)?;
        let found = groups.into_iter().find(|group| self.reach.is_owners() && folded(&group.name) == folded(typed));
        let at =
            |group: AgentGroup| Meant::at(self.place(group.place(), self.here()), Target::Several, self.language().quoted(&group.name));
        Ok(found.map(at))
    }

    fn agent(&self, typed: &str) -> Result<Option<Meant>> {
        let is_called = |agent: &crate::identity::Agent| {
            let names = [&agent.name.ru, &agent.name.en, &agent.short_name.ru, &agent.short_name.en];
            agent.code == typed || agent.id.to_string() == typed || names.iter().any(|name| folded(name) == folded(typed))
        };
        let found = identity_table::agents(self.view)?.into_iter().find(|agent| self.reaches(agent.id) && is_called(agent));
        Ok(found.map(|agent| Meant::at(agent.place(), Target::Other, self.language().quoted(agent.short_name.read(self.language())))))
    }
}
