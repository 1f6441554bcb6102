# SPDX-License-Identifier: GPL-3.0-or-later
"""What PayPal's documentation says of OAuth 2 tokens and of payments v2, as a server on loopback for tests. Says its port, writes what it paid
out to a log, ends with its standard input.

The faults it shows come from a file, one word for each question about a refund, in order; none left: it works.
"""
import argparse
import base64
import http.server
import json
import os
import re
import secrets
import socket
import ssl
import sys
import threading
import time

ISSUES = {400: "INVALID_REQUEST", 403: "NOT_AUTHORIZED", 404: "RESOURCE_NOT_FOUND", 409: "RESOURCE_CONFLICT", 422: "UNPROCESSABLE_ENTITY", 429: "RATE_LIMIT_REACHED",
          500: "INTERNAL_SERVER_ERROR", 503: "SERVICE_UNAVAILABLE"}


class Books:
    """Tokens that count, refunds by request id and by their own."""

    def __init__(self, options):
        self.options = options
        self.lock = threading.Lock()
        self.tokens = set()
        self.by_request = {}
        self.by_id = {}

    def next_fault(self):
        with self.lock:
            if not os.path.exists(self.options.faults):
                return ""
            with open(self.options.faults) as file:
                words = file.read().split()
            with open(self.options.faults, "w") as file:
                file.write(" ".join(words[1:]))
            return words[0] if words else ""

    def write(self, record):
        with open(self.options.log, "a") as log:
            log.write(json.dumps(record) + "\n")

    def refund(self, request_id, capture, body, status):
        with self.lock:
            known = self.by_request.get(request_id)
            if known:
                self.write({"event": "again", "request_id": request_id})
                return known, 200
            made = {"id": "R" + secrets.token_hex(8).upper(), "status": status}
            self.by_request[request_id] = self.by_id[made["id"]] = made
            self.write({"event": "refund", "request_id": request_id, "capture": capture, "value": body["amount"]["value"], "currency": body["amount"]["currency_code"],
                        "note": body.get("note_to_payer"), "id": made["id"]})
            return made, 201


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    books = None

    def log_message(self, *arguments):
        pass

    def answer(self, code, body):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def refuse(self, code, issue=None):
        body = {"name": ISSUES.get(code, "ERROR"), "message": "Please see the details.", "debug_id": secrets.token_hex(6)}
        if issue:
            body["details"] = [{"issue": issue, "description": "hans@example.com may read this."}]
        self.answer(code, body)

    def cut(self):
        self.close_connection = True
        try:
            self.connection.unwrap()
        except (OSError, ValueError):
            pass
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass

    def is_signed_in(self):
        return self.headers.get("Authorization", "").removeprefix("Bearer ") in self.books.tokens

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        if self.path == "/v1/oauth2/token":
            return self.give_token(body)
        capture = re.fullmatch(r"/v2/payments/captures/([^/]+)/refund", self.path)
        if not capture:
            return self.refuse(404)
        return self.give_back(capture.group(1), json.loads(body))

    def give_token(self, body):
        options = self.books.options
        expected = "Basic " + base64.b64encode(("%s:%s" % (options.client, options.secret)).encode()).decode()
        if self.headers.get("Authorization") != expected or body != b"grant_type=client_credentials":
            return self.answer(401, {"error": "invalid_client", "error_description": "Client Authentication failed"})
        token = secrets.token_urlsafe(30)
        self.books.tokens.add(token)
        self.books.write({"event": "token"})
        return self.answer(200, {"access_token": token, "token_type": "Bearer", "expires_in": options.life})

    def shown_fault(self):
        """Whether a fault has been shown in the place of an answer, and the word of the one there is."""
        fault = self.books.next_fault()
        if fault == "expired":
            self.books.tokens.clear()
        if not self.is_signed_in():
            self.answer(401, {"error": "invalid_token", "error_description": "Token signature verification failed"})
        elif re.fullmatch(r"\d+(:\w+)?", fault):
            code, _, issue = fault.partition(":")
            self.refuse(int(code), issue)
        elif re.fullmatch(r"\d+-page", fault):
            self.answer(int(fault[:3]), b"<html>The edge is at a loss.</html>")
        elif fault == "cut-before":
            self.cut()
        elif fault == "garbage":
            self.answer(200, b"<html>Welcome</html>")
        else:
            return False, fault
        return True, fault

    def give_back(self, capture, body):
        is_over, fault = self.shown_fault()
        if is_over:
            return
        wait = self.books.options.wait / 2000
        time.sleep(wait)
        refund, code = self.books.refund(self.headers["PayPal-Request-Id"], capture, body, {"pending": "PENDING", "failed": "FAILED"}.get(fault, "COMPLETED"))
        time.sleep(wait)
        if fault == "cut":
            return self.cut()
        if fault == "hang":
            time.sleep(60)
        self.answer(code, refund)

    def do_GET(self):
        is_over, fault = self.shown_fault()
        if is_over:
            return
        refund = self.books.by_id.get(self.path.removeprefix("/v2/payments/refunds/"))
        if not refund:
            return self.refuse(404, "INVALID_RESOURCE_ID")
        refund["status"] = {"pending": "PENDING", "failed": "FAILED", "cancelled": "CANCELLED"}.get(fault, "COMPLETED")
        self.answer(200, refund)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def get_request(self):
        connection, address = super().get_request()
        # The handshake belongs to the connection's own thread.
        return context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False), address

    def handle_error(self, request, address):
        pass


parser = argparse.ArgumentParser()
parser.add_argument("--cert", required=True)
parser.add_argument("--key", required=True)
parser.add_argument("--log", required=True)
parser.add_argument("--faults", required=True)
parser.add_argument("--client", default="shop")
parser.add_argument("--secret", default="s3cret")
parser.add_argument("--life", type=int, default=32400)
parser.add_argument("--wait", type=int, default=0, help="milliseconds around paying out")
Handler.books = Books(parser.parse_args())
context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
context.load_cert_chain(Handler.books.options.cert, Handler.books.options.key)
server = Server(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_address[1], flush=True)
sys.stdin.read()
