//! Names of users, roles and Agents, looked up once for a page.

use crate::{
    access::{Grant, Roles, ScopeId, UserKind, table as access_table},
    appliance::Appliance,
    applications::{Application, Office},
    identity::{Agent, User, table as identity_table},
    journal::{RecordRef, views::label},
    storage::{Record, View, rows::load},
    terms::{AgentId, Language, Result, Sight, UserId, Words},
};
use std::{collections::HashMap, sync::Arc};

/// Looks names up, each once.
pub(super) struct Names<'n> {
    view: &'n dyn View,
    roles: Arc<Roles>,
    office: Arc<Office>,
    words: &'n Words,
    sight: Sight,
    users: HashMap<UserId, Option<User>>,
    agents: HashMap<AgentId, String>,
    /// Names of scopes, by their numbers as the journal keeps them.
    scopes: HashMap<String, String>,
    /// Applications as they are called, by their identity.
    cases: HashMap<u64, String>,
    /// Whether a citizen's name was shown as it is.
    pub(super) disclosed: bool,
}

impl<'n> Names<'n> {
    pub(super) fn new(view: &'n dyn View, kabinet: &Appliance, words: &'n Words, sight: Sight) -> Self {
        let (roles, office) = (kabinet.roles(), kabinet.office());
        let (users, agents, scopes, cases) = (HashMap::new(), HashMap::new(), HashMap::new(), HashMap::new());
        Self { view, roles, office, words, sight, users, agents, scopes, cases, disclosed: false }
    }

    pub(super) fn user(&mut self, id: UserId) -> Result<Option<&User>> {
        if !self.users.contains_key(&id) {
            let user = identity_table::user(self.view, id)?;
            self.users.insert(id, user);
        }
        Ok(self.users.get(&id).and_then(Option::as_ref))
    }

    /// The reader's.
    pub(super) const fn language(&self) -> Language {
        self.words.language
    }

    /// "Орлова Т. В."; a citizen's name as the reader sees personal data.
    pub(super) fn short(&mut self, id: UserId) -> Result<String> {
        let sight = self.sight;
        let Some((kind, short)) = self.user(id)?.map(|user| (user.kind, user.name.short())) else { return Ok(format!("№ {id}")) };
        if kind != UserKind::Citizen {
            return Ok(short);
        }
        self.disclosed |= sight == Sight::Plain;
        Ok(sight.see(&short))
    }

    /// "Орлова Т. В., 3-orlova"; a citizen, whose login may be a name, goes by the name alone.
    pub(super) fn called(&mut self, id: UserId) -> Result<String> {
        let login = self.user(id)?.filter(|user| user.kind != UserKind::Citizen).map(|user| user.login.to_string());
        let short = self.short(id)?;
        Ok(login.map_or_else(|| short.clone(), |login| format!("{short}, {login}")))
    }

    pub(super) fn position(&mut self, id: UserId) -> Result<String> {
        Ok(self.user(id)?.map_or_else(String::new, |user| user.position.clone()))
    }

    pub(super) fn agent(&mut self, id: AgentId) -> Result<String> {
        if let Some(name) = self.agents.get(&id) {
            return Ok(name.clone());
        }
        let language = self.words.language;
        let agent = identity_table::agent(self.view, id)?;
        let name = agent.map_or_else(|| format!("№ {id}"), |agent| agent.short_name.read(language).to_owned());
        self.agents.insert(id, name.clone());
        Ok(name)
    }

    /// What a user holds in an Agent: "Орлова Т. В., Соцзащита".
    pub(super) fn held(&mut self, user: UserId, agent: AgentId) -> Result<String> {
        Ok(format!("{}, {}", self.short(user)?, self.agent(agent)?))
    }

    /// What a record is called: "Заявление № 2026-004377", "Пользователь 3-orlova", "Житель 12". An application goes by its number only in the journal
    /// of its own Agent.
    pub(super) fn record(&mut self, record: &RecordRef, journal: AgentId) -> Result<String> {
        let kind = self.kind(&record.kind);
        if let (Grant::NAME, [user, agent]) = (record.kind.as_str(), &record.numbers()[..]) {
            return Ok(format!("{kind}: {}", self.held(UserId::new(*user), AgentId::new(*agent))?));
        }
        let Some(number) = record.number() else { return Ok(kind) };
        if record.kind == User::NAME {
            let login = self.user(UserId::new(number))?.map_or_else(|| number.to_string(), |user| user.login.to_string());
            return Ok(format!("{kind} {login}"));
        }
        if record.kind == Agent::NAME {
            return Ok(format!("{kind} {}", self.agent(AgentId::new(number))?));
        }
        if record.kind != Application::NAME {
            return Ok(format!("{kind} {number}"));
        }
        if !self.cases.contains_key(&number) {
            let application: Option<Application> = load(self.view, &record.key)?;
            let case = application.filter(|application| application.agent == journal).and_then(|application| application.number);
            self.cases.insert(number, case.map_or_else(|| number.to_string(), |case| format!("№ {case}")));
        }
        Ok(format!("{kind} {}", self.cases.get(&number).map_or("", String::as_str)))
    }

    /// The name of a field of this record, as its page or the form of its service calls it.
    pub(super) fn field(&self, record: &RecordRef, path: &str) -> Result<String> {
        let asked = path.strip_prefix("answers.").filter(|_| record.kind == Application::NAME);
        let application: Option<Application> = asked.map_or(Ok(None), |_| load(self.view, &record.key))?;
        let service = application.and_then(|one| self.office.service_of(&one).ok());
        let named = asked.zip(service).and_then(|(question, service)| service.label(question));
        Ok(named.map_or_else(|| label::name(self.words, &record.kind, path), |label| label.read(self.words.language).to_owned()))
    }

    /// The name of the scope whose number the journal kept; the number of one that is no more.
    pub(super) fn scope(&mut self, kept: &str) -> Result<String> {
        if let Some(name) = self.scopes.get(kept) {
            return Ok(name.clone());
        }
        let scope = kept.parse().map_or(Ok(None), |number| access_table::scope(self.view, ScopeId::new(number)))?;
        let name = scope.map_or_else(|| format!("№ {kept}"), |scope| scope.name);
        self.scopes.insert(kept.to_owned(), name.clone());
        Ok(name)
    }

    /// The names of the roles whose codes the journal kept.
    pub(super) fn roles(&self, codes: &str) -> String {
        self.roles.named(codes, self.words.language)
    }

    /// The name of a function whose code the journal kept; the code of one that is no more.
    pub(super) fn function(&self, code: &str) -> String {
        named(self.words, &format!("function-{}", code.replace('.', "-")), code)
    }

    /// The name of a kind of record.
    pub(super) fn kind(&self, kind: &str) -> String {
        named(self.words, &format!("journal-kind-{kind}"), kind)
    }
}

fn named(words: &Words, id: &str, otherwise: &str) -> String {
    if words.knows(id) { words.text(id).into_owned() } else { otherwise.to_owned() }
}
