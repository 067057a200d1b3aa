//! `kabinet serve` and what `demo` shares with it.

use super::{
    config::{Config, Log, LogFormat},
    installation::{self, Installation},
};
use crate::{
    appliance::Clock,
    server::site::{self, Listen, Ready, Running},
    terms::Result,
};
use jiff::Timestamp;
use std::{path::Path, sync::Arc};

/// The wall clock.
pub fn clock() -> Clock {
    Arc::new(Timestamp::now)
}

/// Begins to log to the standard output.
pub fn log(settings: &Log) {
    let filter = tracing_subscriber::EnvFilter::new(settings.level.filter());
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_target(false);
    // A second start in the same process keeps the first log.
    let _ = match settings.format {
        LogFormat::Json => builder.json().try_init(),
        LogFormat::Text => builder.with_ansi(false).try_init(),
    };
}

/// Serves an opened installation until it is told to stop.
///
/// # Errors
/// An address is taken, or the store is broken.
pub fn run(installation: Installation, listen: Listen, ready: Ready) -> Result<()> {
    actix_web::rt::System::new().block_on(site::serve(installation, listen, clock(), ready))
}

/// `kabinet serve --config FILE`.
///
/// # Errors
/// The configuration, the installation or an address is wrong.
pub fn serve(config: &Path) -> Result<()> {
    let config = Config::read(config)?;
    log(&config.log);
    let listen = config.listen()?;
    let installation = installation::open(&config.data, &config.installation.name, config.zone()?, rand::random())?;
    // Under a name of its own: no warning, and told all the same where only warnings are.
    let ready = |running: Running| tracing::info!(target: "serving", https = %running.addresses.https, "serving");
    run(installation, listen, Box::new(ready))
}
