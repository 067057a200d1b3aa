//! What sort of deed a function is: whether it rules over others, is dangerous, begins with a form.

use super::Function;

impl Function {
    /// Whether a user has it before they have set up the second factor that is demanded of them.
    pub const fn sets_up_a_factor(self) -> bool {
        matches!(self, Self::FactorView | Self::FactorSet | Self::SessionProve)
    }

    /// Whether it decides over other people's rights: nobody gives it who does not hold it.
    pub const fn governs(self) -> bool {
        matches!(
            self,
            Self::GrantMake
                | Self::RoleDefine
                | Self::RoleMerge
                | Self::RuleDefine
                | Self::ScopeDefine
                | Self::GroupDefine
                | Self::AgentGroupDefine
                | Self::UserCreate
                | Self::UserEdit
                | Self::AgentCreate
                | Self::AgentEdit
                | Self::UserGivePassword
                | Self::UserFactorRemove
        )
    }

    /// Whether whoever does it gives their password once more, where that was more than ten minutes ago: a browser that was
    /// left open shall not give rights or personal data away.
    pub const fn is_dangerous(self) -> bool {
        matches!(
            self,
            Self::GrantMake
                | Self::RoleDefine
                | Self::RoleMerge
                | Self::RuleDefine
                | Self::ScopeDefine
                | Self::GroupDefine
                | Self::AgentGroupDefine
                | Self::UserCreate
                | Self::UserEdit
                | Self::AgentCreate
                | Self::AgentEdit
                | Self::UserGivePassword
                | Self::CertificateDecide
                | Self::CertificateRequire
                | Self::FactorSet
                | Self::FactorRemove
                | Self::UserFactorRemove
                | Self::JournalExport
                | Self::ApiKeyMake
        )
    }

    /// Whether opening its page only shows the form of it: the journal says so of such a line.
    pub const fn has_form(self) -> bool {
        matches!(
            self,
            Self::AgentGroupDefine
                | Self::GrantMake
                | Self::GroupDefine
                | Self::RoleDefine
                | Self::RoleMerge
                | Self::RuleDefine
                | Self::ScopeDefine
                | Self::ApplicationEdit
                | Self::CalendarDefine
                | Self::CertificateInvite
                | Self::CertificateAsk
                | Self::PrincipalRegister
                | Self::HouseRegister
                | Self::AgentCreate
                | Self::AgentEdit
                | Self::FactorSet
                | Self::PasswordChange
                | Self::PasswordRestore
                | Self::SessionOpen
                | Self::UserCreate
                | Self::UserEdit
                | Self::UserGivePassword
                | Self::UserFactorRemove
                | Self::UserApiKeyRevoke
                | Self::JournalKeep
                | Self::PersonRegister
        )
    }

    /// Whether it rules over others: users, rights, Agents, the journal, certificates.
    pub fn is_of_administration(self) -> bool {
        let sections = ["access.", "identity.agent.", "identity.user.", "journal.", "certificates."];
        sections.iter().any(|section| self.code().starts_with(section))
    }

    /// Whether its objects are the Agent's and lie in no house: a scope in force does not cut them off.
    pub fn is_cut_by_agent(self) -> bool {
        ["access.", "identity.", "housing."].iter().any(|section| self.code().starts_with(section))
    }

    /// Whether it makes room or lets somebody in who can: allowed while the disk is full.
    pub const fn makes_room(self) -> bool {
        matches!(self, Self::SessionOpen | Self::SessionClose | Self::DocumentRemove)
    }
}
