//! How applications look.
