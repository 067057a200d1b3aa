//! The houses of the town. Accounts, meters and charges come with the housing registry.

pub mod changes;
pub mod house;
pub mod table;

pub use house::House;
