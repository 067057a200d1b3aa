//! The command line of Kabinet.

fn main() {}
