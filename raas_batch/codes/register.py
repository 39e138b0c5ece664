"""Codes of a record against the register: the dossier type, the lines held, the other records of its file."""

from raas_batch.codes.code import Code, Scope, Severity, Text

# A table: each language has its title, and under it the remedy.
# fmt: off
TABLE = (
    Code("RAAS0321", Severity.FATAL, Scope.RECORD, "dossierType",
         en=Text("The dossier type has not been defined for the organisation.",
                 "Check how the dossier type is written and send the record again. A new dossier type is "
                 "first defined with the operator of the register."),
         nl=Text("Het dossiertype is niet gedefinieerd voor de organisatie.",
                 "Controleer hoe het dossiertype is geschreven en stuur het record opnieuw. Een nieuw "
                 "dossiertype wordt eerst gedefinieerd met de beheerder van het register."),
         fr=Text("Le type de dossier n'a pas été défini pour l'organisation.",
                 "Vérifiez comment le type de dossier est écrit et renvoyez l'enregistrement. Un nouveau "
                 "type de dossier est d'abord défini avec le gestionnaire du répertoire."),
         de=Text("Der Dossiertyp ist für die Organisation nicht festgelegt.",
                 "Prüfen Sie, wie der Dossiertyp geschrieben ist, und senden Sie den Datensatz erneut. Ein "
                 "neuer Dossiertyp wird zuerst mit dem Betreiber des Registers festgelegt.")),
    Code("RAAS0322", Severity.FATAL, Scope.RECORD, "dossierType",
         en=Text("The dossier type does not apply on every day of the period.",
                 "Keep the period within the begin and end date of the dossier type, both included, and "
                 "send the record again. If those dates are not right, tell the operator of the register."),
         nl=Text("Het dossiertype geldt niet op elke dag van de periode.",
                 "Houd de periode tussen de begin- en de einddatum van het dossiertype, beide inbegrepen, "
                 "en stuur het record opnieuw. Kloppen die datums niet, meld dat dan aan de beheerder van "
                 "het register."),
         fr=Text("Le type de dossier ne s'applique pas à chaque jour de la période.",
                 "Gardez la période entre les dates de début et de fin du type de dossier, toutes deux "
                 "comprises, et renvoyez l'enregistrement. Si ces dates ne sont pas exactes, signalez-le "
                 "au gestionnaire du répertoire."),
         de=Text("Der Dossiertyp gilt nicht an jedem Tag der Periode.",
                 "Halten Sie die Periode zwischen dem Anfangs- und dem Enddatum des Dossiertyps, beide "
                 "eingeschlossen, und senden Sie den Datensatz erneut. Stimmen diese Daten nicht, melden "
                 "Sie dies dem Betreiber des Registers.")),
    Code("RAAS0341", Severity.WARNING, Scope.RECORD, "period",
         en=Text("The register holds no line to unregister for this SSIN, dossier type and period.",
                 "Check the dossier type and the period if you expected a line. Otherwise nothing has to "
                 "be done."),
         nl=Text("Het register bevat geen lijn om te schrappen voor dit INSZ, dit dossiertype en deze "
                 "periode.",
                 "Controleer het dossiertype en de periode als u een lijn verwachtte. Anders hoeft u niets "
                 "te doen."),
         fr=Text("Le répertoire ne contient aucune ligne à radier pour ce NISS, ce type de dossier et cette "
                 "période.",
                 "Vérifiez le type de dossier et la période si vous attendiez une ligne. Sinon, vous "
                 "n'avez rien à faire."),
         de=Text("Das Register enthält keine Zeile, die für diese ENSS, diesen Dossiertyp und diese Periode "
                 "zu streichen wäre.",
                 "Prüfen Sie den Dossiertyp und die Periode, wenn Sie eine Zeile erwartet haben. "
                 "Andernfalls brauchen Sie nichts zu tun.")),
    Code("RAAS0342", Severity.FATAL, Scope.RECORD, None,
         en=Text("The record was not applied, because another record of this all-or-nothing file fails.",
                 "Correct the records that fail. Then send the whole file again, since none of its records "
                 "was applied."),
         nl=Text("Het record is niet verwerkt, omdat een ander record van dit alles-of-nietsbestand niet "
                 "slaagt.",
                 "Verbeter de records die niet slagen. Stuur daarna het hele bestand opnieuw, want geen "
                 "enkel record ervan is verwerkt."),
         fr=Text("L'enregistrement n'a pas été appliqué, parce qu'un autre enregistrement de ce fichier "
                 "tout ou rien échoue.",
                 "Corrigez les enregistrements qui échouent. Renvoyez ensuite le fichier entier, car aucun "
                 "de ses enregistrements n'a été appliqué."),
         de=Text("Der Datensatz wurde nicht angewendet, weil ein anderer Datensatz dieser "
                 "Alles-oder-nichts-Datei scheitert.",
                 "Berichtigen Sie die Datensätze, die scheitern. Senden Sie danach die ganze Datei erneut, "
                 "denn keiner ihrer Datensätze wurde angewendet.")),
)
