//! A principal (принципал): the supplier on whose behalf an Agent bills and takes money.

use super::Kpp;
use crate::{
    access::{Place, Placed, PrincipalId},
    people::{BankAccount, Inn},
    storage::{Fact, Index, IndexEntry, Record, Table},
    terms::{AgentId, Result},
};
use serde::{Deserialize, Serialize};

/// One principal of one Agent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Principal {
    /// Its number.
    pub id: PrincipalId,
    /// The Agent that bills for it.
    pub agent: AgentId,
    /// Its name: "ООО «Тепло города»".
    pub name: String,
    /// ИНН, its check digits held.
    pub inn: Inn,
    /// КПП; an individual entrepreneur has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kpp: Option<Kpp>,
    /// Where its money goes: account and BIC, bound by the control key.
    pub account: BankAccount,
}

impl Record for Principal {
    const NAME: &'static str = "principal";
    const TABLE: Table = Table("principals");
    const INDEXES: &'static [Index] = &[];

    fn key(&self) -> Vec<u8> {
        self.id.key().to_vec()
    }

    fn entries(&self) -> Result<Vec<IndexEntry>> {
        Ok(Vec::new())
    }
}
impl Fact for Principal {}

impl Placed for Principal {
    fn place(&self) -> Place {
        Place { agent: Some(self.agent), principal: Some(self.id), ..Place::default() }
    }
}
