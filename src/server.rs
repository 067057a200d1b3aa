//! The roof over the rooms: listeners and what stands behind them.

pub mod site;
pub mod tls;
