# SPDX-License-Identifier: GPL-3.0-or-later
"""Exim as people run it, in a private folder: its own configuration, spool and mailboxes, nothing of the system's. Says its port, writes what
reached a mailbox to a log, ends with its standard input.

Each connection on loopback is given to an Exim of its own, as inetd would. It takes messages for hans@example.com from whoever signs in over
TLS, and relays nothing.
"""
import argparse
import email
import email.policy
import json
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import threading

CONFIGURATION = """
primary_hostname = localhost
exim_user = {user}
exim_group = {group}
never_users =
keep_environment =
spool_directory = {folder}/spool
log_file_path = {folder}/%slog
tls_advertise_hosts = *
tls_certificate = {folder}/server.crt
tls_privatekey = {folder}/server.key
auth_advertise_hosts = ${{if eq {{$tls_in_cipher}}{{}} {{}}{{*}}}}
acl_smtp_mail = check_mail
acl_smtp_rcpt = check_rcpt
acl_smtp_data = check_data
rfc1413_query_timeout = 0s

begin acl
check_mail:
  deny !encrypted = *
       message = TLS comes first
  accept
check_rcpt:
  deny !authenticated = *
       message = authentication required
  deny !domains = example.com
       message = relay not permitted
  require verify = recipient
  accept
check_data:
  accept

begin routers
people:
  driver = accept
  local_parts = hans
  transport = mailbox

begin transports
mailbox:
  driver = appendfile
  directory = {folder}/mailbox
  maildir_format
  user = {user}
  group = {group}

begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${{if and{{{{eq{{$auth2}}{{{login}}}}}{{eq{{$auth3}}{{{password}}}}}}}}}
  server_set_id = $auth2
"""


class Exim:
    def __init__(self, options):
        self.options = options
        self.lock = threading.Lock()
        self.seen = set()
        # Exim delivers nothing as root, and has a user of its own where it is installed.
        self.user = pwd.getpwnam("Debian-exim") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
        self.folder = tempfile.mkdtemp(prefix="steward-exim-")
        for name, source in [("server.crt", options.cert), ("server.key", options.key)]:
            shutil.copy(source, os.path.join(self.folder, name))
        self.configuration = os.path.join(self.folder, "exim.conf")
        with open(self.configuration, "w") as file:
            file.write(CONFIGURATION.format(folder=self.folder, user=self.user.pw_uid, group=self.user.pw_gid, login=options.user, password=options.password))
        os.mkdir(os.path.join(self.folder, "spool"))
        for path in [self.folder, *(os.path.join(self.folder, name) for name in os.listdir(self.folder))]:
            os.chown(path, self.user.pw_uid, self.user.pw_gid)

    def serve(self, connection):
        as_user = {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []} if os.getuid() == 0 else {}
        with connection:
            subprocess.run([self.options.exim, "-C", self.configuration, "-odf", "-bs"], stdin=connection, stdout=connection, stderr=subprocess.DEVNULL, cwd=self.folder, **as_user)
        self.note()

    def note(self):
        """What has come into the mailbox since."""
        mailbox = os.path.join(self.folder, "mailbox", "new")
        with self.lock:
            for name in sorted(os.listdir(mailbox)) if os.path.isdir(mailbox) else []:
                if name in self.seen:
                    continue
                self.seen.add(name)
                with open(os.path.join(mailbox, name), "rb") as file:
                    message = email.message_from_binary_file(file, policy=email.policy.default)
                record = {"message_id": message["Message-ID"], "subject": message["Subject"], "to": message["To"].addresses[0].addr_spec, "body": message.get_content(),
                          "received": message["Received"]}
                with open(self.options.log, "a") as log:
                    log.write(json.dumps(record) + "\n")

    def accept(self, listener):
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()


parser = argparse.ArgumentParser()
parser.add_argument("--cert", required=True)
parser.add_argument("--key", required=True)
parser.add_argument("--log", required=True)
parser.add_argument("--exim", required=True)
parser.add_argument("--user", required=True)
parser.add_argument("--password", required=True)
exim = Exim(parser.parse_args())
listener = socket.create_server(("127.0.0.1", 0))
threading.Thread(target=exim.accept, args=(listener,), daemon=True).start()
print(listener.getsockname()[1], flush=True)
sys.stdin.read()
shutil.rmtree(exim.folder, ignore_errors=True)
