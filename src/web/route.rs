//! A route: method, path, function, handler. There is no way to serve an address without saying which function it is.

use super::Answer;
use crate::access::Function;
use actix_web::{FromRequest, Handler, guard, http, web};
use std::{pin::Pin, sync::Arc};

/// How an address is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// To look; HEAD asks for the same without its body ([`super::guard`] leaves it out).
    Get,
    /// To act.
    Post,
}

/// One address of the site.
pub struct Route {
    /// How it is asked for.
    pub method: Method,
    /// The path, with `{id}` for what varies.
    pub path: &'static str,
    /// What it is.
    pub function: Function,
    handler: Box<dyn Fn() -> actix_web::Route + Send + Sync>,
}

/// What a handler answers with.
type Reply = Pin<Box<dyn Future<Output = Answer>>>;

/// A handler behind a pointer. The framework makes services and futures of its own for every type of handler; this way there
/// is one type for all that take the same arguments, and the program is built in less time.
struct Shared<Args>(Arc<dyn Fn(Args) -> Reply + Send + Sync>);

impl<Args: 'static> Shared<Args> {
    fn new(handler: impl Handler<Args, Output = Answer> + Send + Sync) -> Self {
        Self(Arc::new(move |arguments| Box::pin(handler.call(arguments))))
    }
}

impl<Args> Clone for Shared<Args> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<Args: 'static> Handler<Args> for Shared<Args> {
    type Output = Answer;
    type Future = Reply;

    fn call(&self, arguments: Args) -> Reply {
        (self.0)(arguments)
    }
}

impl Route {
    /// A page.
    pub fn get<F, Args>(function: Function, path: &'static str, handler: F) -> Self
    where
        F: Handler<Args, Output = Answer> + Send + Sync,
        Args: FromRequest + 'static,
    {
        let handler = Shared::new(handler);
        let looks = || web::route().guard(guard::Any(guard::Get()).or(guard::Head()));
        Self { method: Method::Get, path, function, handler: Box::new(move || looks().to(handler.clone())) }
    }

    /// An action.
    pub fn post<F, Args>(function: Function, path: &'static str, handler: F) -> Self
    where
        F: Handler<Args, Output = Answer> + Send + Sync,
        Args: FromRequest + 'static,
    {
        let handler = Shared::new(handler);
        Self { method: Method::Post, path, function, handler: Box::new(move || web::post().to(handler.clone())) }
    }

    /// Adds the routes of all rooms to the site; those of one path together, so that a wrong method is told as such.
    pub fn mount(routes: &[Self], config: &mut web::ServiceConfig) {
        let mut paths: Vec<&str> = Vec::new();
        for route in routes {
            if paths.contains(&route.path) {
                continue;
            }
            paths.push(route.path);
            let mut resource = web::resource(route.path);
            for same in routes.iter().filter(|same| same.path == route.path) {
                resource = resource.route((same.handler)());
            }
            config.service(resource);
        }
    }
}

/// The function of the route with this method and path; none where nobody serves it.
pub fn function(routes: &[Route], method: &http::Method, path: &str) -> Option<Function> {
    let asked = match *method {
        http::Method::GET | http::Method::HEAD => Method::Get,
        http::Method::POST => Method::Post,
        _ => return None,
    };
    routes.iter().find(|route| route.path == path && route.method == asked).map(|route| route.function)
}
