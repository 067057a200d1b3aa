//! The register of houses and of the principals for whom Agents bill.

pub mod address;
pub mod changes;
pub mod house;
pub mod kpp;
pub mod pages;
pub mod principal;
pub mod table;
pub mod views;

pub use address::Address;
pub use house::House;
pub use kpp::Kpp;
pub use principal::Principal;
