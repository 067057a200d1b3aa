"""A real SMTP server for the stories: aiosmtpd (Debian: python3-aiosmtpd). Each letter becomes a JSON file, read by Python's
own e-mail parser and not by anything of ours.

    smtp_server.py PORT FOLDER [CERTIFICATE KEY LOGIN PASSWORD]

With a certificate it demands STARTTLS and the login. It knows no mailbox `nobody@...` (550) and `full@...` is full (452).
"""

import email
import email.policy
import json
import pathlib
import ssl
import sys
import threading

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

port, folder = int(sys.argv[1]), pathlib.Path(sys.argv[2])
secure = sys.argv[3:]


class Keep:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return "550 5.1.1 no such mailbox"
        if address.startswith("full@"):
            return "452 4.2.2 the mailbox is full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
        text = letter.get_body(("plain",)).get_content()
        files = [[part.get_filename(), part.get_content_type(), part.get_payload(decode=True).hex()] for part in letter.iter_attachments()]
        told = {
            "sender": envelope.mail_from,
            "to": envelope.rcpt_tos[0],
            "from": str(letter["From"]),
            "subject": str(letter["Subject"]),
            "id": str(letter["Message-ID"]),
            "auto": str(letter["Auto-Submitted"]),
            "text": text,
            "files": files,
            "tls": session.ssl is not None,
            "authenticated": session.authenticated,
        }
        number = len(list(folder.glob("*.json"))) + 1
        draft = folder / f"{number:04}.draft"
        draft.write_text(json.dumps(told, ensure_ascii=False))
        draft.rename(folder / f"{number:04}.json")
        return "250 OK"


settings = {}
if secure:
    certificate, key, login, password = secure
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    def authenticator(server, session, envelope, mechanism, data):
        return AuthResult(success=(data.login.decode(), data.password.decode()) == (login, password), handled=False)

    settings = dict(tls_context=context, require_starttls=True, auth_required=True, authenticator=authenticator)

controller = Controller(Keep(), hostname="127.0.0.1", port=port, **settings)
controller.start()
print("ready", flush=True)
threading.Event().wait()
