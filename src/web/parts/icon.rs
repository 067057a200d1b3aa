//! Signs from the sprite `assets/icons.svg` (Tabler, MIT) and the arms of the town.

use crate::web::assets;
use maud::{Markup, html};

/// A sign of the sprite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// Notifications.
    Bell,
    /// Search.
    Search,
    /// A document.
    File,
    /// A picture or a scan.
    Photo,
    /// A term.
    Clock,
    /// History of a value.
    History,
    /// Done, ticked.
    Check,
    /// Went well.
    CircleCheck,
    /// Take away, close.
    X,
    /// Beware, wrong.
    Alert,
    /// To know.
    Info,
    /// Opens below.
    ChevronDown,
    /// Leads on.
    ChevronRight,
    /// Back, newer.
    ArrowLeft,
    /// Ascending.
    ArrowUp,
    /// Descending.
    ArrowDown,
    /// A person.
    User,
    /// People.
    Users,
    /// Start page, a house.
    Home,
    /// A list.
    List,
    /// The menu.
    Menu,
    /// Take a file.
    Download,
    /// Give a file.
    Upload,
    /// Print.
    Printer,
    /// Light colours.
    Sun,
    /// Dark colours.
    Moon,
    /// Seen.
    Eye,
    /// Masked.
    EyeOff,
    /// The language.
    Language,
    /// Sign out.
    Logout,
    /// The journal.
    Journal,
    /// Rights, certificates.
    Shield,
    /// An attachment.
    Paperclip,
    /// A letter, a question.
    Message,
    /// A date.
    Calendar,
    /// A decision, the law.
    Scale,
    /// A filter.
    Filter,
    /// Delete.
    Trash,
    /// Change.
    Pencil,
    /// Add.
    Plus,
    /// Anew.
    Refresh,
    /// Closed.
    Lock,
    /// A key, a password.
    Key,
    /// Leads elsewhere.
    External,
    /// Money.
    Wallet,
    /// Help.
    Help,
}

impl Icon {
    /// All of them.
    pub const ALL: [Self; 46] = [
        Self::Bell,
        Self::Search,
        Self::File,
        Self::Photo,
        Self::Clock,
        Self::History,
        Self::Check,
        Self::CircleCheck,
        Self::X,
        Self::Alert,
        Self::Info,
        Self::ChevronDown,
        Self::ChevronRight,
        Self::ArrowLeft,
        Self::ArrowUp,
        Self::ArrowDown,
        Self::User,
        Self::Users,
        Self::Home,
        Self::List,
        Self::Menu,
        Self::Download,
        Self::Upload,
        Self::Printer,
        Self::Sun,
        Self::Moon,
        Self::Eye,
        Self::EyeOff,
        Self::Language,
        Self::Logout,
        Self::Journal,
        Self::Shield,
        Self::Paperclip,
        Self::Message,
        Self::Calendar,
        Self::Scale,
        Self::Filter,
        Self::Trash,
        Self::Pencil,
        Self::Plus,
        Self::Refresh,
        Self::Lock,
        Self::Key,
        Self::External,
        Self::Wallet,
        Self::Help,
    ];

    /// The id in the sprite.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bell => "bell",
            Self::Search => "search",
            Self::File => "file",
            Self::Photo => "photo",
            Self::Clock => "clock",
            Self::History => "history",
            Self::Check => "check",
            Self::CircleCheck => "circle-check",
            Self::X => "x",
            Self::Alert => "alert",
            Self::Info => "info",
            Self::ChevronDown => "chevron-down",
            Self::ChevronRight => "chevron-right",
            Self::ArrowLeft => "arrow-left",
            Self::ArrowUp => "arrow-up",
            Self::ArrowDown => "arrow-down",
            Self::User => "user",
            Self::Users => "users",
            Self::Home => "home",
            Self::List => "list",
            Self::Menu => "menu",
            Self::Download => "download",
            Self::Upload => "upload",
            Self::Printer => "printer",
            Self::Sun => "sun",
            Self::Moon => "moon",
            Self::Eye => "eye",
            Self::EyeOff => "eye-off",
            Self::Language => "language",
            Self::Logout => "logout",
            Self::Journal => "journal",
            Self::Shield => "shield",
            Self::Paperclip => "paperclip",
            Self::Message => "message",
            Self::Calendar => "calendar",
            Self::Scale => "scale",
            Self::Filter => "filter",
            Self::Trash => "trash",
            Self::Pencil => "pencil",
            Self::Plus => "plus",
            Self::Refresh => "refresh",
            Self::Lock => "lock",
            Self::Key => "key",
            Self::External => "external",
            Self::Wallet => "wallet",
            Self::Help => "help",
        }
    }
}

/// A sign beside words that say the same: a screen reader passes it by.
pub fn icon(icon: Icon) -> Markup {
    html! {
        svg.ico aria-hidden="true" focusable="false" { use href=(format!("{}#{}", assets::url("icons.svg"), icon.name())) {} }
    }
}

/// A sign that stands alone: its words are heard, and are seen in the version for low vision.
pub fn sign(icon_is: Icon, words: &str) -> Markup {
    html! { (icon(icon_is)) span.unseen { (words) } }
}

/// The arms of the town, in the colour of their place.
pub fn arms() -> Markup {
    html! {
        svg.arms aria-hidden="true" focusable="false" viewBox="0 0 42 48" { use href=(format!("{}#arms", assets::url("arms.svg"))) {} }
    }
}
