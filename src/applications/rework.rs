//! A proposed decision that goes back, to be made anew.

use super::{
    Application,
    application::Rework,
    rules::{Step, text},
};
use crate::terms::Refusal;

impl Application {
    /// The second pair of eyes, or whoever proposed it, gives a proposed decision back with a remark. The applicant learns
    /// nothing of it.
    ///
    /// # Errors
    /// None is proposed, or the remark is missing.
    pub fn rework(&self, remark: &str, step: Step<'_>) -> Result<Self, Refusal> {
        let proposed = self.proposed(step.service.signing).ok_or_else(|| Refusal::conflict("case-moved-on"))?;
        let rework = Rework { template: proposed.template.clone(), remark: text("remark", remark)?, mark: step.mark };
        let mut next = self.clone();
        next.reworks.push(rework);
        next.decision = None;
        Ok(next)
    }
}
