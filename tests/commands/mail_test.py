"""The mail server of `serve`: what it is told, what doctor says of it, and that nothing is connected to without it."""

import pathlib
import signal
import socketserver
import sys
import threading
import unittest
import urllib.request

from program import Terminal

WATCHED = (sys.executable, pathlib.Path(__file__).with_name("no_connection.py"))


class Letters(socketserver.StreamRequestHandler):
    """A mail server for a test: takes every mail and keeps what was said."""

    def handle(self):
        self.say("220 here")
        for line in self.lines():
            if line == "DATA":
                self.say("354 go on")
                for text in self.lines():
                    if text == ".":
                        break
                self.say("250 taken")
            elif line == "QUIT":
                return
            else:
                self.say("250 ok")

    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def lines(self):
        for line in self.rfile:
            text = line.decode().rstrip("\r\n")
            self.server.heard.append(text)
            yield text


class Mail(Terminal):
    def mail_server(self):
        server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Letters)
        server.daemon_threads = True
        server.heard = []
        threading.Thread(target=server.serve_forever).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return server

    def options(self, server):
        return ("--smtp", f"smtp://127.0.0.1:{server.server_address[1]}", "--smtp-from", "vlechtwerk@duinrand.test", "--address",
                "https://vlechtwerk.duinrand.test/")

    def test_options_that_cannot_be_meant_are_refused_with_a_sentence(self):
        self.make_store()
        good = {"--smtp": "smtps://mail.duinrand.test", "--smtp-from": "vlechtwerk@duinrand.test",
                "--address": "https://vlechtwerk.duinrand.test"}

        def said(**wrong):
            options = good | {"--" + name.replace("_", "-"): value for name, value in wrong.items()}
            return self.refused("serve", "--data", self.data, "--port", "0", *(part for pair in options.items() for part in pair))

        self.assertIn("smtp://mail.deboot.nl:587", said(smtp="mail.duinrand.test"))
        secret = said(smtp="smtp://kees:geheim@mail.duinrand.test")
        self.assertIn("--smtp-login", secret)
        self.assertNotIn("geheim", secret)
        self.assertIn("--smtp-from", said(smtp_from="Vlechtwerk"))
        self.assertIn("--address", said(address="vlechtwerk.duinrand.test"))
        self.assertIn("twee regels", said(smtp_login=str(self.place / "none")))
        self.assertIn("niet te lezen", said(smtp_authority=str(self.place / "none")))

    def test_half_of_them_is_refused(self):
        for half in (("--smtp", "smtps://mail.duinrand.test"), ("--smtp-from", "a@duinrand.test"), ("--smtp-plain",)):
            self.assertNotEqual(0, self.run_program("serve", "--data", self.data, "--port", "0", *half).returncode, half)

    def test_doctor_says_how_mail_goes_and_sends_one_to_try(self):
        self.make_store()
        (self.data / "recovery-sheet-confirmed").touch()
        self.assertIn("draait geen server", self.run_program("doctor", "--data", self.data).stdout)
        self.assertIn("--smtp", self.refused("doctor", "--data", self.data, "--test-mail", "sanne@duinrand.test"))

        server = self.serve()
        self.assertIn("geen mailserver", self.run_program("doctor", "--data", self.data).stdout)
        self.assertIn("--smtp", self.refused("doctor", "--data", self.data, "--test-mail", "sanne@duinrand.test"))
        self.stop(server)

        letters = self.mail_server()
        self.serve(*self.options(letters))
        said = self.run_program("doctor", "--data", self.data).stdout
        self.assertIn("vlechtwerk@duinrand.test", said)
        self.assertEqual([], letters.heard)
        self.assertIn("nam de proefmail aan", self.run_program("doctor", "--data", self.data, "--test-mail", "sanne@duinrand.test").stdout)
        self.assertIn("RCPT TO:<sanne@duinrand.test>", letters.heard)
        self.assertIn("mailadres", self.refused("doctor", "--data", self.data, "--test-mail", "sanne"))

    def test_doctor_says_that_a_mail_server_is_away(self):
        self.make_store()
        letters = self.mail_server()
        self.serve(*self.options(letters))
        letters.shutdown()
        letters.server_close()
        self.assertIn("niet te bereiken", self.refused("doctor", "--data", self.data, "--test-mail", "sanne@duinrand.test"))
        self.assert_serves()

    def assert_serves(self):
        for place in ("/inloggen", "/gezond", "/stappenplannen"):
            with urllib.request.urlopen(self.address + place, timeout=60) as answer:
                self.assertEqual(200, answer.status)

    def test_without_a_mail_server_nothing_is_connected_to(self):
        self.make_demo()
        server = self.serve(under=WATCHED)
        self.assert_serves()
        self.run_program("doctor", "--data", self.data)
        self.well("backup", "--data", self.data, "--to", self.place / "copy")
        self.stop(server)
        self.assertEqual(0, server.returncode)

    def test_that_watch_would_see_it(self):
        self.make_demo()
        server = self.serve(*self.options(self.mail_server()), under=WATCHED)
        self.run_program("doctor", "--data", self.data, "--test-mail", "sanne@duinrand.test")
        server.wait(30)
        self.assertEqual(-signal.SIGSYS, server.returncode)


if __name__ == "__main__":
    unittest.main()
