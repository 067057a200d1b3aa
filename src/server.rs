//! The roof over the rooms: listeners and what stands behind them.

pub mod description;
pub mod doorway;
pub mod renewal;
pub mod installation;
pub mod reference;
pub mod site;
pub mod tls;
