"""Codes of a file that waits, parked or held, and of the refusal that may end the wait."""

from raas_batch.codes.code import Code, Scope, Severity, Text

# A table: each language has its title, and under it the remedy.
# fmt: off
TABLE = (
    Code("RAAS0120", Severity.INFORMATION, Scope.FILE, "fileSequenceNumber",
         en=Text("The file is parked, because an earlier sequence number is missing.",
                 "Send the file with the missing number, if that has not been done yet. This file then "
                 "goes on by itself and need not be sent again."),
         nl=Text("Het bestand is geparkeerd, omdat een eerder volgnummer ontbreekt.",
                 "Stuur het bestand met het ontbrekende volgnummer, als dat nog niet is gebeurd. Dit "
                 "bestand gaat daarna vanzelf verder en hoeft niet opnieuw te worden gestuurd."),
         fr=Text("Le fichier est mis en attente, parce qu'un numéro d'ordre antérieur manque.",
                 "Envoyez le fichier qui porte le numéro manquant, si ce n'est pas encore fait. Ce "
                 "fichier-ci poursuit ensuite son chemin de lui-même et ne doit pas être renvoyé."),
         de=Text("Die Datei wartet, weil eine frühere laufende Nummer fehlt.",
                 "Senden Sie die Datei mit der fehlenden Nummer, falls dies noch nicht geschehen ist. "
                 "Diese Datei läuft danach von selbst weiter und muss nicht erneut gesendet werden.")),
    Code("RAAS0121", Severity.WARNING, Scope.FILE, None,
         en=Text("The file is held, because it would remove more of the organisation's lines than the limit "
                 "allows.",
                 "Tell the operator of the register whether this is intended: the file is then released or "
                 "refused. The limit is 20 % of the lines unless another has been set for the "
                 "organisation, and it is not applied below 1,000 lines."),
         nl=Text("Het bestand wordt vastgehouden, omdat het meer lijnen van de organisatie zou schrappen "
                 "dan de grens toelaat.",
                 "Laat de beheerder van het register weten of dit de bedoeling is: het bestand wordt dan "
                 "vrijgegeven of geweigerd. De grens is 20 % van de lijnen, tenzij voor de organisatie een "
                 "andere is ingesteld, en geldt niet onder 1.000 lijnen."),
         fr=Text("Le fichier est retenu, parce qu'il radierait plus de lignes de l'organisation que la "
                 "limite ne le permet.",
                 "Faites savoir au gestionnaire du répertoire si telle est l'intention : le fichier est "
                 "alors libéré ou refusé. La limite est de 20 % des lignes, sauf si une autre est fixée "
                 "pour l'organisation, et elle ne s'applique pas en dessous de 1 000 lignes."),
         de=Text("Die Datei wird zurückgehalten, weil sie mehr Zeilen der Organisation streichen würde, als "
                 "die Grenze zulässt.",
                 "Teilen Sie dem Betreiber des Registers mit, ob dies beabsichtigt ist: Die Datei wird "
                 "dann freigegeben oder abgelehnt. Die Grenze beträgt 20 % der Zeilen, sofern für die "
                 "Organisation keine andere festgelegt ist, und gilt nicht unter 1.000 Zeilen.")),
    Code("RAAS0122", Severity.WARNING, Scope.FILE, None,
         en=Text("The file is held, because more of its records fail than the limit allows.",
                 "Check that this is the right file, and tell the operator of the register whether it may "
                 "go on: it is then released or refused. The limit is 50 % of the records unless another "
                 "has been set for the organisation, and it is not applied below 1,000 records."),
         nl=Text("Het bestand wordt vastgehouden, omdat meer van zijn records niet slagen dan de grens "
                 "toelaat.",
                 "Ga na of dit het juiste bestand is en laat de beheerder van het register weten of het "
                 "verder mag: het wordt dan vrijgegeven of geweigerd. De grens is 50 % van de records, "
                 "tenzij voor de organisatie een andere is ingesteld, en geldt niet onder 1.000 records."),
         fr=Text("Le fichier est retenu, parce que plus d'enregistrements échouent que la limite ne le "
                 "permet.",
                 "Vérifiez qu'il s'agit du bon fichier et faites savoir au gestionnaire du répertoire s'il "
                 "peut poursuivre : il est alors libéré ou refusé. La limite est de 50 % des "
                 "enregistrements, sauf si une autre est fixée pour l'organisation, et elle ne s'applique "
                 "pas en dessous de 1 000 enregistrements."),
         de=Text("Die Datei wird zurückgehalten, weil mehr ihrer Datensätze scheitern, als die Grenze "
                 "zulässt.",
                 "Prüfen Sie, ob dies die richtige Datei ist, und teilen Sie dem Betreiber des Registers "
                 "mit, ob sie weiterlaufen darf: Sie wird dann freigegeben oder abgelehnt. Die Grenze "
                 "beträgt 50 % der Datensätze, sofern für die Organisation keine andere festgelegt ist, "
                 "und gilt nicht unter 1.000 Datensätzen.")),
    Code("RAAS0123", Severity.FATAL, Scope.FILE, None,
         en=Text("The operator of the register has refused the file, for the reason given.",
                 "Follow the reason given, or ask the operator what is expected. The corrected file may be "
                 "sent again under the same sequence number."),
         nl=Text("De beheerder van het register heeft het bestand geweigerd, om de vermelde reden.",
                 "Volg de vermelde reden, of vraag de beheerder wat er wordt verwacht. Het verbeterde "
                 "bestand mag opnieuw worden gestuurd met hetzelfde volgnummer."),
         fr=Text("Le gestionnaire du répertoire a refusé le fichier, pour la raison indiquée.",
                 "Tenez compte de la raison indiquée, ou demandez au gestionnaire ce qui est attendu. Le "
                 "fichier corrigé peut être renvoyé sous le même numéro d'ordre."),
         de=Text("Der Betreiber des Registers hat die Datei aus dem angegebenen Grund abgelehnt.",
                 "Beachten Sie den angegebenen Grund oder fragen Sie den Betreiber, was erwartet wird. Die "
                 "berichtigte Datei darf unter derselben laufenden Nummer erneut gesendet werden.")),
)
