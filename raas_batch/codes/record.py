"""Codes of a record by itself: what can be judged from the file alone."""

from raas_batch.codes.code import Code, Scope, Severity, Text

# A table: each language has its title, and under it the remedy.
# fmt: off
TABLE = (
    Code("MSG00000", Severity.INFORMATION, Scope.RECORD, None,
         en=Text("Treatment successful.",
                 "The record has been applied, and nothing more has to be done. In a simulation nothing is "
                 "stored."),
         nl=Text("Verwerking geslaagd.",
                 "Het record is verwerkt en u hoeft niets meer te doen. Bij een simulatie wordt niets "
                 "bewaard."),
         fr=Text("Traitement réussi.",
                 "L'enregistrement a été traité et vous n'avez plus rien à faire. En simulation, rien "
                 "n'est conservé."),
         de=Text("Verarbeitung erfolgreich.",
                 "Der Datensatz wurde verarbeitet und Sie brauchen nichts weiter zu tun. Bei einer "
                 "Simulation wird nichts gespeichert.")),
    Code("RAAS0301", Severity.FATAL, Scope.RECORD, "ssin",
         en=Text("The check digits of the SSIN do not agree with its other digits.",
                 "Compare the number with an official document of the person: a digit may be mistyped, or "
                 "two swapped. Then send the record again with the right number."),
         nl=Text("Het controlegetal van het INSZ past niet bij de andere cijfers.",
                 "Vergelijk het nummer met een officieel document van de persoon: misschien is een cijfer "
                 "verkeerd getypt, of zijn er twee omgewisseld. Stuur het record daarna opnieuw met het "
                 "juiste nummer."),
         fr=Text("Le nombre de contrôle du NISS ne correspond pas aux autres chiffres.",
                 "Comparez le numéro avec un document officiel de la personne : un chiffre est peut-être "
                 "mal saisi, ou deux sont intervertis. Renvoyez ensuite l'enregistrement avec le bon "
                 "numéro."),
         de=Text("Die Prüfziffer der ENSS passt nicht zu den anderen Ziffern.",
                 "Vergleichen Sie die Nummer mit einem amtlichen Dokument der Person: Vielleicht ist eine "
                 "Ziffer falsch eingegeben oder zwei sind vertauscht. Senden Sie den Datensatz danach mit "
                 "der richtigen Nummer erneut.")),
    Code("RAAS0302", Severity.FATAL, Scope.RECORD, "ssin",
         en=Text("The month or day part of the SSIN is not one that occurs.",
                 "Check the third to the sixth digit and send the record again. The month is 00 to 12, "
                 "plus 20 or 40 in a CBSS (bis) number, and the day is above 31 only where the month is "
                 "unknown."),
         nl=Text("Het maand- of daggedeelte van het INSZ komt niet voor.",
                 "Controleer het derde tot het zesde cijfer en stuur het record opnieuw. De maand is 00 "
                 "tot 12, met 20 of 40 erbij in een KSZ-nummer (bisnummer), en de dag is enkel hoger dan "
                 "31 als de maand onbekend is."),
         fr=Text("La partie mois ou jour du NISS n'existe pas.",
                 "Vérifiez les troisième à sixième chiffres et renvoyez l'enregistrement. Le mois va de 00 "
                 "à 12, augmenté de 20 ou 40 dans un numéro BCSS (bis), et le jour ne dépasse 31 que si le "
                 "mois est inconnu."),
         de=Text("Den Monats- oder Tagesteil der ENSS gibt es nicht.",
                 "Prüfen Sie die dritte bis sechste Ziffer und senden Sie den Datensatz erneut. Der Monat "
                 "liegt zwischen 00 und 12, in einer Bis-Nummer um 20 oder 40 erhöht, und der Tag ist nur "
                 "dann größer als 31, wenn der Monat unbekannt ist.")),
    Code("RAAS0303", Severity.FATAL, Scope.RECORD, "ssin",
         en=Text("The counter of the national register number is 000 or 999.",
                 "Such a number is fictitious and does not identify a person. Send the record again with "
                 "the person's own SSIN."),
         nl=Text("Het reeksnummer van het rijksregisternummer is 000 of 999.",
                 "Zo'n nummer is fictief en identificeert geen persoon. Stuur het record opnieuw met het "
                 "eigen INSZ van de persoon."),
         fr=Text("Le numéro de série du numéro de registre national est 000 ou 999.",
                 "Un tel numéro est fictif et n'identifie personne. Renvoyez l'enregistrement avec le NISS "
                 "propre à la personne."),
         de=Text("Die Reihennummer der Nationalregisternummer ist 000 oder 999.",
                 "Eine solche Nummer ist fiktiv und bezeichnet keine Person. Senden Sie den Datensatz mit "
                 "der eigenen ENSS der Person erneut.")),
    Code("RAAS0304", Severity.FATAL, Scope.RECORD, "ssin",
         en=Text("The birth date in the SSIN is in the future.",
                 "Check the first six digits and the check digits. Then send the record again with the "
                 "right number."),
         nl=Text("De geboortedatum in het INSZ ligt in de toekomst.",
                 "Controleer de eerste zes cijfers en het controlegetal. Stuur het record daarna opnieuw "
                 "met het juiste nummer."),
         fr=Text("La date de naissance contenue dans le NISS se situe dans le futur.",
                 "Vérifiez les six premiers chiffres et le nombre de contrôle. Renvoyez ensuite "
                 "l'enregistrement avec le bon numéro."),
         de=Text("Das Geburtsdatum in der ENSS liegt in der Zukunft.",
                 "Prüfen Sie die ersten sechs Ziffern und die Prüfziffer. Senden Sie den Datensatz danach "
                 "mit der richtigen Nummer erneut.")),
    Code("RAAS0305", Severity.FATAL, Scope.RECORD, "ssin",
         en=Text("The SSIN is a mock number, which is for test and simulation only.",
                 "Send the record again with the person's own SSIN. Numbers with 60 added to the month "
                 "belong in the environments T and S."),
         nl=Text("Het INSZ is een fictief testnummer, dat alleen voor test en simulatie dient.",
                 "Stuur het record opnieuw met het eigen INSZ van de persoon. Nummers met 60 bij de maand "
                 "horen in de omgevingen T en S."),
         fr=Text("Le NISS est un numéro fictif, réservé au test et à la simulation.",
                 "Renvoyez l'enregistrement avec le NISS propre à la personne. Les numéros dont le mois "
                 "est augmenté de 60 sont destinés aux environnements T et S."),
         de=Text("Die ENSS ist eine fiktive Nummer, die nur für Test und Simulation dient.",
                 "Senden Sie den Datensatz mit der eigenen ENSS der Person erneut. Nummern, deren Monat um "
                 "60 erhöht ist, gehören in die Umgebungen T und S.")),
    Code("RAAS0306", Severity.FATAL, Scope.RECORD, "recordId",
         en=Text("The recordId has already been used in this file.",
                 "Give every record of a file a recordId of its own, and send this record again."),
         nl=Text("Het recordId is al eerder gebruikt in dit bestand.",
                 "Geef elk record van een bestand een eigen recordId en stuur dit record opnieuw."),
         fr=Text("Le recordId a déjà été utilisé dans ce fichier.",
                 "Donnez à chaque enregistrement d'un fichier un recordId qui lui est propre, et renvoyez "
                 "cet enregistrement."),
         de=Text("Die recordId wurde in dieser Datei bereits verwendet.",
                 "Geben Sie jedem Datensatz einer Datei eine eigene recordId und senden Sie diesen "
                 "Datensatz erneut.")),
    Code("RAAS0307", Severity.FATAL, Scope.RECORD, "period",
         en=Text("The end date of the period is before its begin date.",
                 "Correct the dates, both of which belong to the period, and send the record again. To "
                 "take days out of the register, send an unregister record."),
         nl=Text("De einddatum van de periode ligt voor de begindatum.",
                 "Verbeter de datums, die beide bij de periode horen, en stuur het record opnieuw. Om "
                 "dagen uit het register te schrappen, stuurt u een record unregister."),
         fr=Text("La date de fin de la période précède la date de début.",
                 "Corrigez les dates, qui font toutes deux partie de la période, et renvoyez "
                 "l'enregistrement. Pour radier des jours du répertoire, envoyez un enregistrement "
                 "unregister."),
         de=Text("Das Enddatum der Periode liegt vor dem Anfangsdatum.",
                 "Berichtigen Sie die Daten, die beide zur Periode gehören, und senden Sie den Datensatz "
                 "erneut. Um Tage aus dem Register zu streichen, senden Sie einen Datensatz unregister.")),
)
