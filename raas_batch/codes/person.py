"""Codes of a record of a person file (PER): searches and creations, and data of persons by themselves."""

from raas_batch.codes.code import Code, Scope, Severity, Text

# A table: each language has its title, and under it the remedy.
# fmt: off
TABLE = (
    Code("RAAS0401", Severity.FATAL, Scope.RECORD, None,
         en=Text("The organisation has no legal basis to search, create or change persons on this day.",
                 "Ask the operator for an authorisation for the service PER, with the number of the "
                 "deliberation. Then send the records again in a next file."),
         nl=Text("De organisatie heeft op deze dag geen wettelijke basis om personen op te zoeken, te "
                 "creëren of te wijzigen.",
                 "Vraag de beheerder een machtiging voor de dienst PER, met het nummer van de "
                 "beraadslaging. Stuur de records daarna opnieuw in een volgend bestand."),
         fr=Text("L'organisation n'a pas ce jour de base légale pour rechercher, créer ou modifier des "
                 "personnes.",
                 "Demandez au gestionnaire une autorisation pour le service PER, avec le numéro de la "
                 "délibération. Renvoyez ensuite les enregistrements dans un prochain fichier."),
         de=Text("Die Organisation hat an diesem Tag keine Rechtsgrundlage, um Personen zu suchen, "
                 "anzulegen oder zu ändern.",
                 "Beantragen Sie beim Betreiber eine Ermächtigung für den Dienst PER, mit der Nummer der "
                 "Beratung. Senden Sie die Datensätze danach in einer nächsten Datei erneut.")),
    Code("RAAS0402", Severity.INFORMATION, Scope.RECORD, None,
         en=Text("No person agrees with the search.",
                 "Check names and birth date, or allow a tolerance or another matching of given names. If "
                 "the person has no SSIN, ask for a CBSS number."),
         nl=Text("Geen enkele persoon stemt overeen met de opzoeking.",
                 "Controleer namen en geboortedatum, of laat een tolerantie of een andere vergelijking van"
                 " voornamen toe. Heeft de persoon geen INSZ, vraag dan een KSZ-nummer aan."),
         fr=Text("Aucune personne ne correspond à la recherche.",
                 "Vérifiez les noms et la date de naissance, ou admettez une tolérance ou une autre "
                 "comparaison des prénoms. Si la personne n'a pas de NISS, demandez un numéro BCSS."),
         de=Text("Keine Person stimmt mit der Suche überein.",
                 "Prüfen Sie Namen und Geburtsdatum, oder lassen Sie eine Toleranz oder einen anderen "
                 "Vergleich der Vornamen zu. Hat die Person keine ENSS, beantragen Sie eine Bis-Nummer.")),
    Code("RAAS0403", Severity.WARNING, Scope.RECORD, None,
         en=Text("More persons agree with the search than may be told, and only the best are told.",
                 "Give more of the names, the whole birth date or the gender, and search again in a next "
                 "file."),
         nl=Text("Er stemmen meer personen overeen met de opzoeking dan mogen worden meegedeeld, alleen de"
                 " beste zijn meegedeeld.",
                 "Geef meer van de namen, de volledige geboortedatum of het geslacht, en zoek opnieuw in "
                 "een volgend bestand."),
         fr=Text("Plus de personnes correspondent à la recherche qu'il n'est permis d'en communiquer, "
                 "seules les meilleures le sont.",
                 "Donnez davantage des noms, la date de naissance complète ou le sexe, et recherchez à "
                 "nouveau dans un prochain fichier."),
         de=Text("Mit der Suche stimmen mehr Personen überein, als mitgeteilt werden dürfen, nur die "
                 "besten sind mitgeteilt.",
                 "Geben Sie mehr von den Namen, das ganze Geburtsdatum oder das Geschlecht an, und suchen "
                 "Sie in einer nächsten Datei erneut.")),
    Code("RAAS0404", Severity.FATAL, Scope.RECORD, "firstName",
         en=Text("The matching of given names needs a given name, and there is none.",
                 "Add the first given name, or choose IGNORE_GIVENNAME, and send the record again."),
         nl=Text("De vergelijking van voornamen heeft een voornaam nodig, en die ontbreekt.",
                 "Voeg de eerste voornaam toe, of kies IGNORE_GIVENNAME, en stuur het record opnieuw."),
         fr=Text("La comparaison des prénoms demande un prénom, et il n'y en a pas.",
                 "Ajoutez le premier prénom, ou choisissez IGNORE_GIVENNAME, et renvoyez l'enregistrement."),
         de=Text("Der Vergleich der Vornamen braucht einen Vornamen, und es gibt keinen.",
                 "Fügen Sie den ersten Vornamen hinzu, oder wählen Sie IGNORE_GIVENNAME, und senden Sie "
                 "den Datensatz erneut.")),
    Code("RAAS0405", Severity.FATAL, Scope.RECORD, "name",
         en=Text("A name has characters or a form that a person's name may not have.",
                 "Use Latin letters, blanks and the signs of CBSS, at most 48 characters, no digits, and a"
                 " capital to begin the first given name. Then send the record again."),
         nl=Text("Een naam heeft tekens of een vorm die de naam van een persoon niet mag hebben.",
                 "Gebruik Latijnse letters, spaties en de tekens van de KSZ, hoogstens 48 tekens, geen "
                 "cijfers, en een hoofdletter aan het begin van de eerste voornaam. Stuur het record "
                 "daarna opnieuw."),
         fr=Text("Un nom comporte des caractères ou une forme que le nom d'une personne ne peut avoir.",
                 "Utilisez des lettres latines, des espaces et les signes de la BCSS, 48 caractères au "
                 "plus, aucun chiffre, et une majuscule au début du premier prénom. Renvoyez ensuite "
                 "l'enregistrement."),
         de=Text("Ein Name hat Zeichen oder eine Form, die der Name einer Person nicht haben darf.",
                 "Verwenden Sie lateinische Buchstaben, Leerzeichen und die zugelassenen Satzzeichen, "
                 "höchstens 48 Zeichen, keine Ziffern, und einen Großbuchstaben am Anfang des ersten "
                 "Vornamens. Senden Sie den Datensatz danach erneut.")),
    Code("RAAS0406", Severity.FATAL, Scope.RECORD, None,
         en=Text("The minimum identification data are not complete.",
                 "Give last name, first given name and birth year, and either a whole address or the whole"
                 " birth date with birth place and gender. Then send the record again."),
         nl=Text("De minimale identificatiegegevens zijn niet volledig.",
                 "Geef familienaam, eerste voornaam en geboortejaar, en ofwel een volledig adres ofwel de "
                 "volledige geboortedatum met geboorteplaats en geslacht. Stuur het record daarna opnieuw."),
         fr=Text("Les données minimales d'identification ne sont pas complètes.",
                 "Donnez le nom, le premier prénom et l'année de naissance, et soit une adresse complète, "
                 "soit la date de naissance complète avec le lieu de naissance et le sexe. Renvoyez "
                 "ensuite l'enregistrement."),
         de=Text("Die Mindestidentifikationsdaten sind nicht vollständig.",
                 "Geben Sie Familienname, ersten Vornamen und Geburtsjahr an, und entweder eine ganze "
                 "Adresse oder das ganze Geburtsdatum mit Geburtsort und Geschlecht. Senden Sie den "
                 "Datensatz danach erneut.")),
    Code("RAAS0407", Severity.FATAL, Scope.RECORD, None,
         en=Text("A person who may be the same is known already, so no number is created.",
                 "Use the SSIN of the candidate if it is the same person. If it is surely another one, "
                 "name that SSIN in otherPerson and send the record again."),
         nl=Text("Een persoon die dezelfde kan zijn is al bekend, er wordt dus geen nummer gecreëerd.",
                 "Gebruik het INSZ van de kandidaat als het dezelfde persoon is. Is het zeker een andere, "
                 "vermeld dat INSZ dan in otherPerson en stuur het record opnieuw."),
         fr=Text("Une personne qui peut être la même est déjà connue, aucun numéro n'est donc créé.",
                 "Utilisez le NISS du candidat s'il s'agit de la même personne. S'il s'agit certainement "
                 "d'une autre, indiquez ce NISS dans otherPerson et renvoyez l'enregistrement."),
         de=Text("Eine Person, die dieselbe sein kann, ist bereits bekannt, es wird also keine Nummer "
                 "angelegt.",
                 "Verwenden Sie die ENSS des Kandidaten, wenn es dieselbe Person ist. Ist es sicher eine "
                 "andere, nennen Sie diese ENSS in otherPerson und senden Sie den Datensatz erneut.")),
    Code("RAAS0408", Severity.FATAL, Scope.RECORD, None,
         en=Text("The same person is asked for earlier in this file.",
                 "Use the number that the earlier record gets. If it is another person, send this record "
                 "again in a next file."),
         nl=Text("Dezelfde persoon wordt eerder in dit bestand gevraagd.",
                 "Gebruik het nummer dat het eerdere record krijgt. Is het een andere persoon, stuur dit "
                 "record dan opnieuw in een volgend bestand."),
         fr=Text("La même personne est demandée plus haut dans ce fichier.",
                 "Utilisez le numéro que reçoit l'enregistrement précédent. S'il s'agit d'une autre "
                 "personne, renvoyez cet enregistrement dans un prochain fichier."),
         de=Text("Dieselbe Person wird weiter oben in dieser Datei verlangt.",
                 "Verwenden Sie die Nummer, die der frühere Datensatz erhält. Ist es eine andere Person, "
                 "senden Sie diesen Datensatz in einer nächsten Datei erneut.")),
    Code("RAAS0409", Severity.FATAL, Scope.RECORD, "birthDate",
         en=Text("A birth on or before 1 December 1926 cannot be created or changed by an organisation.",
                 "Check the birth date. If it is right, ask CBSS, which handles these persons itself."),
         nl=Text("Een geboorte op of voor 1 december 1926 kan een organisatie niet creëren of wijzigen.",
                 "Controleer de geboortedatum. Klopt die, richt u dan tot de KSZ, die deze personen zelf "
                 "behandelt."),
         fr=Text("Une naissance le 1er décembre 1926 ou avant ne peut être créée ni modifiée par une "
                 "organisation.",
                 "Vérifiez la date de naissance. Si elle est exacte, adressez-vous à la BCSS, qui traite "
                 "elle-même ces personnes."),
         de=Text("Eine Geburt vor 1926-12-02 kann eine Organisation nicht anlegen oder ändern.",
                 "Prüfen Sie das Geburtsdatum. Ist es richtig, wenden Sie sich an die Zentrale Datenbank, "
                 "die diese Personen selbst behandelt.")),
    Code("RAAS0410", Severity.FATAL, Scope.RECORD, "birthDate",
         en=Text("The birth date lies in the future.",
                 "Correct the birth date and send the record again."),
         nl=Text("De geboortedatum ligt in de toekomst.",
                 "Verbeter de geboortedatum en stuur het record opnieuw."),
         fr=Text("La date de naissance se situe dans le futur.",
                 "Corrigez la date de naissance et renvoyez l'enregistrement."),
         de=Text("Das Geburtsdatum liegt in der Zukunft.",
                 "Berichtigen Sie das Geburtsdatum und senden Sie den Datensatz erneut.")),
    Code("RAAS0419", Severity.FATAL, Scope.RECORD, None,
         en=Text("The searches and creations of the file up to this one need more comparing than one file "
                 "may ask for.",
                 "Send this record again in another file. With a tolerance in years a search needs as much "
                 "as one for each of these years."),
         nl=Text("De opzoekingen en creaties van het bestand tot en met deze vragen meer vergelijken dan "
                 "een bestand mag vragen.",
                 "Stuur dit record opnieuw in een ander bestand. Met een tolerantie in jaren vraagt een "
                 "opzoeking evenveel als een voor elk van die jaren."),
         fr=Text("Les recherches et créations du fichier jusqu'à celle-ci demandent plus de comparaisons "
                 "qu'un fichier ne peut en demander.",
                 "Renvoyez cet enregistrement dans un autre fichier. Avec une tolérance en années, une "
                 "recherche demande autant qu'une par année."),
         de=Text("Die Suchen und Anlagen der Datei bis zu dieser brauchen mehr Vergleiche, als eine Datei "
                 "verlangen darf.",
                 "Senden Sie diesen Datensatz in einer anderen Datei erneut. Mit einer Toleranz in Jahren "
                 "braucht eine Suche so viel wie eine für jedes dieser Jahre.")),
)
