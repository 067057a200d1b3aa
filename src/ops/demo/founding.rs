//! The first day: the Agents, the employees with their rights, the houses, the scopes. The program itself makes only what
//! nobody could make yet; then the Owner's supervisor and the Agents' administrators go on.

use super::{
    material::{Employee, Material},
    residents::Dwelling,
    stage::Stage,
};
use crate::{
    access::{Actor, Function, RoleCode, ScopeId, Seat, UserKind, Who, changes as access},
    housing::{Address, changes as housing},
    identity::{
        Login, Password,
        changes::{self, Base, Card, Particulars},
    },
    terms::{AgentId, Fault, HouseId, Language, Refusal, Result, Secret, UserId},
};
use jiff::{SignedDuration, Timestamp};
use std::{collections::HashMap, net::IpAddr, sync::Arc};

/// Between two actions of the first day.
const PACE: SignedDuration = SignedDuration::from_secs(45);

/// An employee who is there.
#[derive(Clone)]
pub(super) struct Member {
    user: UserId,
    login: Arc<str>,
    agent: AgentId,
    scopes: Vec<(String, ScopeId)>,
    address: IpAddr,
}

impl Member {
    /// As whom they act, in the scope of this name where they hold it.
    pub(super) fn actor(&self, scope: Option<&str>, request: String) -> Actor {
        let held = |name: &str| self.scopes.iter().find(|(known, _)| known == name).map(|(_, id)| *id);
        let scope = scope.and_then(held).or_else(|| self.scopes.first().map(|(_, id)| *id));
        let seat = Seat { user: self.user, login: self.login.clone(), agent: self.agent, scope };
        Actor { who: Who::User(seat), address: self.address, request, language: Language::Russian, proved_at: None, program: None }
    }

    pub(super) const fn user(&self) -> UserId {
        self.user
    }
}

/// What stands when the first day is over.
pub(super) struct Founded {
    pub(super) members: Vec<Member>,
    pub(super) houses: Vec<HouseId>,
}

/// The first day.
pub(super) struct Founding<'f, 's> {
    pub(super) material: &'f Material,
    pub(super) stage: &'f mut Stage<'s>,
    pub(super) at: Timestamp,
    /// Passwords by login.
    pub(super) hashes: &'f HashMap<String, String>,
}

fn missing(what: &str) -> crate::terms::Error {
    Fault::new("founding the demonstration", format!("demo/town.toml lacks {what}")).into()
}

impl Founding<'_, '_> {
    /// Lives through the first day.
    ///
    /// # Errors
    /// The material lacks somebody without whom nothing begins.
    pub(super) fn found(mut self, dwellings: &[Dwelling]) -> Result<Founded> {
        let agents = self.agents()?;
        let mut members = self.employees(&agents)?;
        let houses = self.houses(&members, dwellings)?;
        let scopes = self.scopes(&agents, &members, dwellings, &houses)?;
        self.rights(&mut members, &scopes)?;
        self.principals(&agents, &members)?;
        Ok(Founded { members, houses })
    }

    fn next(&mut self) -> Timestamp {
        self.at += PACE;
        self.at
    }

    fn agents(&mut self) -> Result<HashMap<String, AgentId>> {
        let operator = Actor::operator("kabinet demo");
        let mut agents = HashMap::new();
        for agent in &self.material.town.agents {
            let at = self.next();
            let particulars = Particulars::named(agent.name.clone(), agent.short.clone());
            let create = |act: &mut crate::act::Act<'_>| changes::create_agent(act, &agent.code, Ok(particulars));
            agents.insert(agent.code.clone(), self.stage.act(&operator, Function::AgentCreate, at, create)?);
        }
        Ok(agents)
    }

    /// The first by this role in this Agent; in any where none is named.
    fn first(&self, role: &str, agent: Option<&str>) -> Result<usize> {
        let fits = |employee: &Employee| employee.is(role) && agent.is_none_or(|agent| employee.agent == agent);
        self.material.town.employees.iter().position(fits).ok_or_else(|| missing(role))
    }

    /// All users. The supervisor comes first, by the program; the others by the supervisor, the administrators with their rights.
    fn employees(&mut self, agents: &HashMap<String, AgentId>) -> Result<Vec<Member>> {
        let town = &self.material.town;
        let supervisor = self.first("supervisor", None)?;
        let operator = Actor::operator("kabinet demo");
        let mut members: Vec<Option<Member>> = vec![None; town.employees.len()];
        let mut order: Vec<usize> = (0..town.employees.len()).collect();
        order.sort_by_key(|place| *place != supervisor);
        for place in order {
            let Some(employee) = town.employees.get(place) else { continue };
            let agent = *agents.get(&employee.agent).ok_or_else(|| missing(&employee.agent))?;
            let by = members.get(supervisor).and_then(Option::as_ref);
            let actor = |path: &str| by.map_or_else(|| operator.clone(), |member| member.actor(None, path.to_owned()));
            let (create, grant) = (actor("POST /users/new"), actor("POST /grants"));
            let card = self.card(employee)?;
            let login: Arc<str> = Arc::from(card.login.as_str());
            let at = self.next();
            let user = self.stage.act(&create, Function::UserCreate, at, |act| changes::create_user(act, card))?;
            // The Owner says who works where; what they may do there, an Agent's administrator.
            let is_given = place == supervisor || employee.agent == "owner" || employee.is("administrator");
            let (at, roles) = (self.next(), if is_given { codes(employee) } else { Vec::new() });
            self.stage.act(&grant, Function::GrantMake, at, |act| access::make_grant(act, user, agent, roles, Vec::new()))?;
            let address = IpAddr::from([10, 20, u8::try_from(agent.number()).unwrap_or(0), u8::try_from(place + 10).unwrap_or(0)]);
            if let Some(member) = members.get_mut(place) {
                *member = Some(Member { user, login, agent, scopes: Vec::new(), address });
            }
        }
        Ok(members.into_iter().flatten().collect())
    }

    fn card(&self, employee: &Employee) -> Result<Card> {
        let login = Login::parse(&employee.login).map_err(|_| missing(&employee.login))?;
        let kind = if login.as_str().starts_with(UserKind::Owner.digit()) { UserKind::Owner } else { UserKind::Agent };
        let hash = self.hashes.get(login.as_str());
        let password = hash.map_or(Password::None, |hash| Password::Own(Secret::new(hash.clone())));
        let base = Base::named(employee.name.clone(), employee.position.clone()).with_email(employee.email()).hiding(employee.hides);
        Ok(Card { kind, login, base, password })
    }

    fn houses(&mut self, members: &[Member], dwellings: &[Dwelling]) -> Result<Vec<HouseId>> {
        let technologist = self.first("technologist", None)?;
        // The technologist's own rights come from the administrator of their Agent.
        let agent = self.material.town.employees.get(technologist).map_or("", |employee| &employee.agent);
        self.grant(self.first("administrator", Some(agent))?, technologist, members, Vec::new())?;
        let actor = members.get(technologist).ok_or_else(|| missing("technologist"))?.actor(None, "POST /houses/new".to_owned());
        let mut houses = Vec::new();
        for dwelling in dwellings {
            let at = self.next();
            let address = Address::parse(&dwelling.street, &dwelling.number).map_err(Refusal::fields)?;
            let register = |act: &mut crate::act::Act<'_>| housing::register(act, address);
            houses.push(self.stage.act(&actor, Function::HouseRegister, at, register)?);
        }
        Ok(houses)
    }

    /// The scopes, by Agent and name, each defined by the administrator of its Agent.
    fn scopes(
        &mut self,
        agents: &HashMap<String, AgentId>,
        members: &[Member],
        dwellings: &[Dwelling],
        houses: &[HouseId],
    ) -> Result<HashMap<(String, String), ScopeId>> {
        let mut scopes = HashMap::new();
        for area in &self.material.town.scopes {
            let agent = *agents.get(&area.agent).ok_or_else(|| missing(&area.agent))?;
            let administrator = self.first("administrator", Some(&area.agent))?;
            let actor = members.get(administrator).ok_or_else(|| missing("administrator"))?.actor(None, "POST /scopes/new".to_owned());
            let inside = dwellings.iter().zip(houses).filter(|(dwelling, _)| area.districts.contains(&dwelling.district));
            let inside = inside.map(|(_, house)| *house).collect();
            let at = self.next();
            let id = self.stage.act(&actor, Function::ScopeDefine, at, |act| access::define_scope(act, agent, &area.name, inside))?;
            scopes.insert((area.agent.clone(), area.name.clone()), id);
        }
        Ok(scopes)
    }

    /// The administrators give the employees of their Agent roles and scopes.
    fn rights(&mut self, members: &mut [Member], scopes: &HashMap<(String, String), ScopeId>) -> Result<()> {
        for (place, employee) in self.material.town.employees.iter().enumerate() {
            if employee.agent == "owner" || employee.is("administrator") || employee.is("technologist") {
                continue;
            }
            let held = employee.scopes.iter().map(|name| {
                let id = scopes.get(&(employee.agent.clone(), name.clone())).ok_or_else(|| missing(name))?;
                Ok((name.clone(), *id))
            });
            let held = held.collect::<Result<Vec<_>>>()?;
            let administrator = self.first("administrator", Some(&employee.agent))?;
            self.grant(administrator, place, members, held.iter().map(|(_, id)| *id).collect())?;
            if let Some(member) = members.get_mut(place) {
                member.scopes = held;
            }
        }
        Ok(())
    }

    /// The suppliers for whom the Agents bill, entered by their administrators.
    fn principals(&mut self, agents: &HashMap<String, AgentId>, members: &[Member]) -> Result<()> {
        for supplier in &self.material.town.principals {
            let agent = *agents.get(&supplier.agent).ok_or_else(|| missing(&supplier.agent))?;
            let administrator = self.first("administrator", Some(&supplier.agent))?;
            let by = members.get(administrator).ok_or_else(|| missing("administrator"))?;
            let (actor, at) = (by.actor(None, "POST /principals/edit".to_owned()), self.next());
            let typed = housing::Typed {
                name: supplier.name.clone(),
                inn: supplier.inn.clone(),
                kpp: supplier.kpp.clone(),
                account: supplier.account.clone(),
                bic: supplier.bic.clone(),
            };
            let particulars = typed.parse().map_err(|_| missing(&supplier.name))?;
            self.stage.act(&actor, Function::PrincipalRegister, at, |act| housing::save_principal(act, agent, None, particulars, None))?;
        }
        Ok(())
    }

    fn grant(&mut self, by: usize, to: usize, members: &[Member], scopes: Vec<ScopeId>) -> Result<()> {
        let (by, to_member) = (members.get(by), members.get(to));
        let (Some(by), Some(member)) = (by, to_member) else { return Err(missing("an administrator")) };
        let roles = self.material.town.employees.get(to).map(codes).unwrap_or_default();
        let (actor, at) = (by.actor(None, "POST /grants".to_owned()), self.next());
        self.stage.act(&actor, Function::GrantMake, at, |act| access::make_grant(act, member.user, member.agent, roles, scopes))
    }
}

fn codes(employee: &Employee) -> Vec<RoleCode> {
    employee.roles.iter().map(|code| RoleCode::new(code)).collect()
}
