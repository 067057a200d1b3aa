//! The sockets, and what a connection on each of them brings along.

use super::site::Listen;
use crate::{
    terms::{Fault, Result, error::Doing},
    web::{
        doors::{Doors, Plain, Shown},
        url,
    },
};
use actix_tls::accept::rustls_0_23::TlsStream;
use actix_web::{dev::Extensions, rt::net::TcpStream};
use std::{
    any::Any,
    net::{SocketAddr, TcpListener},
};

/// Where addresses of plain HTTP lead when they name no port.
const HTTP_PORT: u16 = 80;

/// Opened sockets.
pub struct Sockets {
    /// HTTPS.
    pub https: TcpListener,
    /// HTTPS that asks for a certificate.
    pub certificate: Option<TcpListener>,
    /// Plain HTTP on a loopback address.
    pub http: Option<TcpListener>,
    /// Plain HTTP that leads to HTTPS.
    pub redirect: Option<TcpListener>,
}

/// Where opened sockets are reached.
#[derive(Clone, Copy, Debug)]
pub struct Addresses {
    /// HTTPS.
    pub https: SocketAddr,
    /// HTTPS that asks for a certificate.
    pub certificate: Option<SocketAddr>,
    /// Plain HTTP on a loopback address.
    pub http: Option<SocketAddr>,
    /// Plain HTTP that leads to HTTPS.
    pub redirect: Option<SocketAddr>,
}

fn bind(address: SocketAddr) -> Result<TcpListener> {
    Ok(TcpListener::bind(address).map_err(|cause| Fault::new("listening", format!("{address}: {cause}")))?)
}

fn place(socket: Option<&TcpListener>) -> Result<Option<SocketAddr>> {
    socket.map(TcpListener::local_addr).transpose().doing("listening")
}

impl Sockets {
    /// Opens all of them.
    ///
    /// # Errors
    /// An address is taken.
    pub fn open(listen: &Listen) -> Result<Self> {
        let optional = |address: Option<SocketAddr>| address.map(bind).transpose();
        let (certificate, http, redirect) = (optional(listen.certificate)?, optional(listen.http)?, optional(listen.redirect)?);
        Ok(Self { https: bind(listen.https)?, certificate, http, redirect })
    }

    /// Where they are reached.
    ///
    /// # Errors
    /// A fault of the operating system.
    pub fn addresses(&self) -> Result<Addresses> {
        let https = self.https.local_addr().doing("listening")?;
        let (certificate, http) = (place(self.certificate.as_ref())?, place(self.http.as_ref())?);
        Ok(Addresses { https, certificate, http, redirect: place(self.redirect.as_ref())? })
    }
}

impl Addresses {
    /// The ports as browsers see them: those of the configuration where something between passes them on.
    pub fn doors(&self, listen: &Listen) -> Doors {
        let certificate = self.certificate.map(|address| listen.outside_certificate.unwrap_or(address.port()));
        let port = |port: u16| if port == HTTP_PORT { String::new() } else { format!(":{port}") };
        let revoked = self.redirect.map(|address| format!("http://{}{}{}", listen.names.first(), port(address.port()), url::REVOKED));
        Doors { name: listen.names.first(), https: listen.outside_https.unwrap_or(self.https.port()), certificate, revoked }
    }

    /// Notes what a new connection brings: on the certificate's port the certificates, on the redirecting port that it is one.
    pub fn note(&self, connection: &dyn Any, notes: &mut Extensions) {
        if let Some(stream) = connection.downcast_ref::<TlsStream<TcpStream>>() {
            let (socket, session) = stream.get_ref();
            if self.is_at(self.certificate, socket) {
                let chain = session.peer_certificates().unwrap_or_default();
                notes.insert(Shown(chain.iter().map(|der| der.to_vec()).collect()));
            }
        }
        if let Some(socket) = connection.downcast_ref::<TcpStream>()
            && self.is_at(self.redirect, socket)
        {
            notes.insert(Plain);
        }
    }

    fn is_at(&self, address: Option<SocketAddr>, socket: &TcpStream) -> bool {
        address.is_some_and(|address| socket.local_addr().is_ok_and(|local| local.port() == address.port()))
    }
}
