//! Working days: the calendar of holidays of `data/holidays.toml`.
