# SPDX-License-Identifier: GPL-3.0-or-later
"""A mail server for tests: aiosmtpd over TLS, on loopback. Says its port, writes what it took in to a log, ends with its standard input.

What it does depends on the recipient: unknown@ is refused, full@ is put off, cut-before@ and cut-after@ break the connection around taking
a message in, hold@ takes it in and then says nothing, silent@ says nothing at all; REFUSALS are what servers say when the recipient is named
and mean the sender, the login or the network.
"""
import argparse
import asyncio
import email
import email.header
import email.policy
import email.utils
import json
import logging
import os
import ssl
import sys
import warnings

from aiosmtpd.smtp import SMTP, AuthResult


def name_in(header):
    """A mailbox's name, decoded. The newer parser of this module keeps the spaces between encoded words of a name."""
    name, _ = email.utils.parseaddr(header)
    return str(email.header.make_header(email.header.decode_header(name)))


REFUSALS = {
    "relay": "554 5.7.1 <>: Relay access denied", "relay2": "554 5.7.1 <>: Relay access denied", "relay3": "554 5.7.1 <>: Relay access denied",
    "relay-later": "454 4.7.1 <>: Relay access denied", "rejected": "553 5.7.1 Sender address rejected: not owned by user", "bare": "553 sorry, not in my list of allowed hosts",
    "login": "530 5.7.0 Authentication required", "sender": "550-5.1.8 Sender's domain\r\n550 5.1.8 is not known",
}


class Handler:
    def __init__(self, options):
        self.options = options
        self.known = set()

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        kind = address.split("@")[0]
        if kind == "unknown":
            return "550 5.1.1 <%s> is nobody here" % address
        if kind == "full":
            return "452 4.2.2 <%s> is full" % address
        if kind in REFUSALS:
            return REFUSALS[kind].replace("<>", "<%s>" % address)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        kind = envelope.rcpt_tos[0].split("@")[0]
        if kind == "silent":
            await asyncio.sleep(60)
        if kind == "cut-before":
            server.transport.abort()
            return "451 cut"
        if self.options.wait:
            await asyncio.sleep(self.options.wait / 2000)
        self.take_in(session, envelope)
        if self.options.wait:
            await asyncio.sleep(self.options.wait / 2000)
        while self.options.gate and os.path.exists(self.options.gate):
            await asyncio.sleep(0.02)
        if kind == "cut-after":
            server.transport.abort()
        if kind == "hold":
            await asyncio.sleep(60)
        return "250 taken in"

    def take_in(self, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.SMTP)
        raw = email.message_from_bytes(envelope.content)
        sender = message["From"].addresses[0]
        recipient = message["To"].addresses[0]
        record = {
            "message_id": message["Message-ID"], "subject": message["Subject"], "body": message.get_content().replace("\r\n", "\n"),
            "from_name": name_in(raw["From"]), "from": sender.addr_spec, "to_name": name_in(raw["To"]), "to": recipient.addr_spec,
            "headers": [name for name in message.keys()], "defects": [str(d) for d in message.defects] + [str(d) for v in message.values() for d in getattr(v, "defects", [])],
            "longest": max(len(line) for line in envelope.content.split(b"\r\n")), "raw": envelope.content.decode("ascii", "replace"),
            "envelope_from": envelope.mail_from, "envelope_to": envelope.rcpt_tos, "tls": session.ssl is not None or self.options.mode == "smtps",
            "is_known": message["Message-ID"] in self.known,
        }
        self.known.add(message["Message-ID"])
        with open(self.options.log, "a") as log:
            log.write(json.dumps(record) + "\n")


def authenticate(options):
    def check(server, session, envelope, mechanism, data):
        good = data.login == options.user.encode() and data.password == options.password.encode()
        return AuthResult(success=good, handled=good, auth_data=data.login)
    return check


async def serve(options):
    loop = asyncio.get_running_loop()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(options.cert, options.key)
    handler = Handler(options)
    starttls = options.mode == "starttls"

    def make():
        return SMTP(handler, hostname="localhost", loop=loop, tls_context=context if starttls else None, require_starttls=starttls,
                    auth_required=bool(options.user), auth_require_tls=starttls, authenticator=authenticate(options))

    server = await loop.create_server(make, "127.0.0.1", 0, ssl=context if options.mode == "smtps" else None)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


# What goes wrong here is what the tests are for.
logging.getLogger("mail.log").disabled = True
logging.getLogger("asyncio").disabled = True
warnings.simplefilter("ignore")
parser = argparse.ArgumentParser()
parser.add_argument("--cert", required=True)
parser.add_argument("--key", required=True)
parser.add_argument("--log", required=True)
parser.add_argument("--mode", choices=["starttls", "smtps", "plain"], default="starttls")
parser.add_argument("--user", default="")
parser.add_argument("--password", default="")
parser.add_argument("--wait", type=int, default=0, help="milliseconds around taking a message in")
parser.add_argument("--gate", default="", help="a file: while it is there, what was taken in is not answered")
asyncio.run(serve(parser.parse_args()))
