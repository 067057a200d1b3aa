//! What of the catalogue citizens are offered, and the ways to find it: by category, by life situation, by words.

use super::{Catalogue, Category, LifeSituation, Service, find};
use crate::terms::Language;
use std::cmp::Reverse;

/// The services for which somebody takes applications.
pub struct Offer<'c> {
    pub(super) catalogue: &'c Catalogue,
    pub(super) services: Vec<&'c Service>,
}

impl<'c> Offer<'c> {
    /// All of them, by code.
    pub fn services(&self) -> &[&'c Service] {
        &self.services
    }

    /// The categories that have a service, in their order.
    pub fn categories(&self) -> Vec<&'c Category> {
        self.catalogue.categories().iter().filter(|category| self.services.iter().any(|service| is_of(service, &category.code))).collect()
    }

    /// The life situations for which there is a service, in their order.
    pub fn life_situations(&self) -> Vec<&'c LifeSituation> {
        let situations = self.catalogue.life_situations().iter();
        situations.filter(|situation| self.services.iter().any(|service| is_for(service, &situation.code))).collect()
    }

    /// Services of this category.
    pub fn by_category(&self, code: &str) -> Vec<&'c Service> {
        self.services.iter().copied().filter(|service| is_of(service, code)).collect()
    }

    /// Services for this life situation.
    pub fn by_life_situation(&self, code: &str) -> Vec<&'c Service> {
        self.services.iter().copied().filter(|service| is_for(service, code)).collect()
    }

    /// Services that have all these words, whatever their endings, in the title, the summary or the list of who is entitled; the best first.
    pub fn find(&self, words: &str, language: Language) -> Vec<&'c Service> {
        let sought = find::sought(words);
        let mut found: Vec<_> = self.services.iter().map(|service| (find::relevance(service, &sought, language), *service)).collect();
        found.retain(|(relevance, _)| *relevance > 0);
        found.sort_by_key(|(relevance, _)| Reverse(*relevance));
        found.into_iter().map(|(_, service)| service).collect()
    }

    /// What was meant, where nothing is found because of a slip of the hand.
    pub fn nearest(&self, words: &str, language: Language) -> Option<String> {
        find::nearest(&self.services, words, language).filter(|mended| !self.find(mended, language).is_empty())
    }
}

fn is_of(service: &Service, category: &str) -> bool {
    service.category.as_str() == category
}

fn is_for(service: &Service, situation: &str) -> bool {
    service.life_situations.iter().any(|code| code.as_str() == situation)
}
