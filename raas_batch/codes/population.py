"""Codes of a record of a population file (POP), by which the authentic source fills its mirror."""

from raas_batch.codes.code import Code, Scope, Severity, Text

# A table: each language has its title, and under it the remedy.
# fmt: off
TABLE = (
    Code("RAAS0351", Severity.FATAL, Scope.RECORD, "birthDate",
         en=Text("The birth date is not a day of the calendar.",
                 "Correct the birth date and send the record again. An unknown day, or an unknown month "
                 "and day, is written as 00."),
         nl=Text("De geboortedatum is geen dag van de kalender.",
                 "Verbeter de geboortedatum en stuur het record opnieuw. Een onbekende dag, of een "
                 "onbekende maand en dag, schrijft u als 00."),
         fr=Text("La date de naissance n'est pas un jour du calendrier.",
                 "Corrigez la date de naissance et renvoyez l'enregistrement. Un jour inconnu, ou un mois "
                 "et un jour inconnus, s'écrivent 00."),
         de=Text("Das Geburtsdatum ist kein Tag des Kalenders.",
                 "Berichtigen Sie das Geburtsdatum und senden Sie den Datensatz erneut. Ein unbekannter "
                 "Tag oder ein unbekannter Monat und Tag werden als 00 geschrieben.")),
    Code("RAAS0352", Severity.FATAL, Scope.RECORD, "deceaseDate",
         en=Text("The date of decease is not a day of the calendar, is before the birth date or, in a PER file, "
                 "lies in the future.",
                 "Check both dates, correct what is wrong and send the record again."),
         nl=Text("De overlijdensdatum is geen dag van de kalender, ligt voor de geboortedatum of ligt, in een "
                 "PER-bestand, in de toekomst.",
                 "Controleer beide datums, verbeter wat niet klopt en stuur het record opnieuw."),
         fr=Text("La date de décès n'est pas un jour du calendrier, précède la date de naissance ou, dans un "
                 "fichier PER, se situe dans le futur.",
                 "Vérifiez les deux dates, corrigez ce qui doit l'être et renvoyez l'enregistrement."),
         de=Text("Das Sterbedatum ist kein Tag des Kalenders, liegt vor dem Geburtsdatum oder liegt, in einer "
                 "PER-Datei, in der Zukunft.",
                 "Prüfen Sie beide Daten, berichtigen Sie, was nicht stimmt, und senden Sie den Datensatz "
                 "erneut.")),
    Code("RAAS0353", Severity.FATAL, Scope.RECORD, "ssin",
         en=Text("The same SSIN occurs more than once in this file.",
                 "Keep one record for each person, with the data as they now stand. Then send that record "
                 "again in a next file."),
         nl=Text("Hetzelfde INSZ komt meer dan één keer voor in dit bestand.",
                 "Behoud één record per persoon, met de gegevens zoals ze nu zijn. Stuur dat record daarna "
                 "opnieuw in een volgend bestand."),
         fr=Text("Le même NISS figure plus d'une fois dans ce fichier.",
                 "Gardez un seul enregistrement par personne, avec les données actuelles. Renvoyez ensuite "
                 "cet enregistrement dans un prochain fichier."),
         de=Text("Dieselbe ENSS kommt in dieser Datei mehr als einmal vor.",
                 "Behalten Sie einen Datensatz je Person, mit den Angaben nach heutigem Stand. Senden Sie "
                 "diesen Datensatz danach in einer nächsten Datei erneut.")),
    Code("RAAS0354", Severity.FATAL, Scope.RECORD, "ssin",
         en=Text("The replacement of the SSIN leads back to the SSIN itself.",
                 "Check which number is the last one, correct replacedBy and send the record again."),
         nl=Text("De vervanging van het INSZ leidt terug naar het INSZ zelf.",
                 "Ga na welk nummer het laatste is, verbeter replacedBy en stuur het record opnieuw."),
         fr=Text("Le remplacement du NISS ramène au NISS lui-même.",
                 "Vérifiez quel numéro est le dernier, corrigez replacedBy et renvoyez l'enregistrement."),
         de=Text("Die Ersetzung der ENSS führt zur ENSS selbst zurück.",
                 "Prüfen Sie, welche Nummer die letzte ist, berichtigen Sie replacedBy und senden Sie den "
                 "Datensatz erneut.")),
    Code("RAAS0355", Severity.FATAL, Scope.RECORD, "ssin",
         en=Text("The record changes the replacement or the cancellation of an SSIN that the register "
                 "already uses.",
                 "Send the change in a replacement list (RPL), which also moves the lines of the register "
                 "and tells those who use the number. A population file (POP) leaves replacedBy and "
                 "canceled of such a number as they are."),
         nl=Text("Het record wijzigt de vervanging of de annulering van een INSZ dat het register al "
                 "gebruikt.",
                 "Stuur de wijziging in een vervangingslijst (RPL), die ook de lijnen van het register "
                 "verplaatst en wie het nummer gebruikt op de hoogte brengt. Een populatiebestand (POP) "
                 "laat replacedBy en canceled van zo'n nummer ongewijzigd."),
         fr=Text("L'enregistrement modifie le remplacement ou l'annulation d'un NISS que le répertoire "
                 "utilise déjà.",
                 "Envoyez la modification dans une liste de remplacements (RPL), qui déplace aussi les "
                 "lignes du répertoire et avertit ceux qui utilisent le numéro. Un fichier de population "
                 "(POP) laisse inchangés le replacedBy et le canceled d'un tel numéro."),
         de=Text("Der Datensatz ändert die Ersetzung oder die Annullierung einer ENSS, die das Register "
                 "bereits verwendet.",
                 "Senden Sie die Änderung in einer Ersetzungsliste (RPL), die auch die Zeilen des "
                 "Registers verschiebt und alle benachrichtigt, die die Nummer verwenden. Eine "
                 "Populationsdatei (POP) lässt replacedBy und canceled einer solchen Nummer unverändert.")),
)
