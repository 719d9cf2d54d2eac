"""A new store from the tables of a planning package, as a spreadsheet exports them: semicolons, a mark, Windows line ends, Windows-1252."""

import unittest

from program import POSTGRESQL, Terminal

MARK = b"\xef\xbb\xbf"


def rows(*lines):
    return "\r\n".join(lines) + "\r\n"


GROUPS = rows("locatie;groep;soort groep;LRK-nummer", "De Zeester;Wadlopers;dagopvang;123456", "De Zeester;Zeehonden;plusgroep;")
STAFF = rows("naam;gebruikersnaam;rol;organisatie;locatie;groep;fte;opleiding",
             "Noortje van Dam;noortje;pedagogisch medewerker;;De Zeester;Wadlopers;0,89;mbo 4",
             "Zoë Kruis;zoe;leidinggevende;;De Zeester;;1;hbo",
             "Anita Kok;anita;jeugdzorgcoach;Jeugdhulp Noord;;;;")
CHILDREN = rows("nummer;voornaam;tussenvoegsel;achternaam;geboortedatum;groep;dagen",
                "1001;Noor;de;Wit;31-12-2024;Wadlopers;ma, di", "1002;Zoë;;Bakker;1-2-2025;Zeehonden;wo t/m vr")
PARENTS = rows("nummer kind;ouder 1 naam;ouder 1 relatie;ouder 1 gezag;ouder 2 naam;ouder 2 relatie;ouder 2 gezag",
               "1001;Sam de Wit;moeder;ja;Robin Kok;pleegouder;nee", "1002;Jo Bakker;vader;ja;;;")
CLOSINGS = rows("eerste dag;laatste dag;naam;locatie", "24-12-2026;31-12-2026;Kerstvakantie;", "15-5-2026;;Brug;De Zeester")
ORGANISATIONS = rows("naam;soort;stappenplan", "Opvang De Boot;kinderopvang;kinderopvang-den-helder", "Jeugdhulp Noord;jeugdhulp;")


class Init(Terminal):
    def folder(self, **changed):
        folder = self.place / "tabellen"
        folder.mkdir(exist_ok=True)
        files = {
            "organisatie": ORGANISATIONS.encode(), "locaties_en_groepen": MARK + GROUPS.encode(), "medewerkers": STAFF.encode("cp1252"),
            "kinderen": MARK + CHILDREN.encode(), "ouders": PARENTS.encode(), "sluitingsdagen": CLOSINGS.encode(),
        }
        for name, text in {**files, **changed}.items():
            (folder / f"{name}.csv").write_bytes(text)
        return folder

    def init(self, folder, *places):
        return self.run_program("init", "--data", self.data, "--from", folder, "--address", "https://vlechtwerk.boot.nl", *places)

    def furnished(self, *places):
        done = self.init(self.folder(), *places)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        for said in ("organisatie.csv: 1 nieuw, 1 veranderd", "locaties_en_groepen.csv: 2 nieuw", "sluitingsdagen.csv: 2 nieuw",
                     "medewerkers.csv: 3 nieuw", "kinderen.csv: 2 nieuw", "ouders.csv: 3 nieuw", str(self.data / "brieven.html")):
            self.assertIn(said, done.stdout)
        letters = self.data / "brieven.html"
        self.assertEqual(letters.stat().st_mode & 0o777, 0o600)
        text = letters.read_text()
        self.assertEqual(text.count("<article>"), 3)
        for said in ("Noortje van Dam", "Zoë Kruis", "https://vlechtwerk.boot.nl/inloggen/brief"):
            self.assertIn(said, text)
        opened = self.well("journal", "export", "--open", "--data", self.data, *places)
        self.assertIn('"last_name":"de Wit"', opened)
        self.assertIn('"relation":"pleegouder"', opened)
        self.assertEqual(opened.count('"kind":"child.placed"'), 2)
        self.well("verify", "--data", self.data, *places)
        people = self.well("user", "list", "--data", self.data, *places)
        self.assertEqual(people.count("waits for first log-in"), 4)

    def test_a_folder_as_a_spreadsheet_exports_it_makes_a_store_to_work_with(self):
        self.furnished()

    @unittest.skipUnless(POSTGRESQL, "no PostgreSQL at hand")
    def test_the_same_on_postgresql(self):
        self.furnished("--database", self.database("furnished"))

    def test_a_wrong_line_is_named_by_file_and_line_and_nothing_is_made(self):
        wrong = CHILDREN.replace("1-2-2025", "2025").encode()
        done = self.init(self.folder(kinderen=wrong))
        self.assertEqual(done.returncode, 1)
        self.assertIn("kinderen.csv:3: Regel 3, geboortedatum: schrijf de dag als 31-12-2023.", done.stderr)
        self.assertIn("Er is nog niets gemaakt", done.stderr)
        self.assertFalse(self.data.exists())

    def test_a_line_that_names_no_group_is_told_and_the_rest_is_there(self):
        done = self.init(self.folder(kinderen=CHILDREN.replace("Zeehonden", "Zeesterren").encode()))
        self.assertEqual(done.returncode, 1)
        self.assertIn("kinderen.csv:3: Er is geen groep Zeesterren.", done.stderr)
        self.assertIn("kinderen.csv: 1 nieuw", done.stdout)
        self.assertIn("De opslag is gemaakt.", done.stderr)
        self.well("verify", "--data", self.data)

    def test_a_file_with_another_name_is_refused(self):
        folder = self.folder()
        (folder / "kindjes.csv").write_bytes(CHILDREN.encode())
        done = self.init(folder)
        self.assertEqual(done.returncode, 1)
        self.assertIn("kindjes.csv", done.stderr)
        self.assertFalse(self.data.exists())

    def test_a_folder_that_is_not_there_is_refused(self):
        self.assertIn("nergens", self.refused("init", "--data", self.data, "--from", self.place / "nergens"))


if __name__ == "__main__":
    unittest.main()
