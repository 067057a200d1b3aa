//! The work of whoever runs the installation: checking what is stored. `ops` reads everything, under no permit.

pub mod check;
#[cfg(test)]
mod tests;
