//! A route: method, path, function, handler. There is no way to serve an address without saying which function it is.

use crate::access::Function;
use actix_web::{FromRequest, Handler, Responder, http, web};

/// How an address is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// To look.
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

impl Route {
    /// A page.
    pub fn get<F, Args>(function: Function, path: &'static str, handler: F) -> Self
    where
        F: Handler<Args> + Send + Sync,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        Self { method: Method::Get, path, function, handler: Box::new(move || web::get().to(handler.clone())) }
    }

    /// An action.
    pub fn post<F, Args>(function: Function, path: &'static str, handler: F) -> Self
    where
        F: Handler<Args> + Send + Sync,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
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
