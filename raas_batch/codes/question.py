"""Codes of a question in a consultation file (CON)."""

from raas_batch.codes.code import Code, Scope, Severity, Text

# A table: each language has its title, and under it the remedy.
# fmt: off
TABLE = (
    Code("RAAS0381", Severity.WARNING, Scope.RECORD, None,
         en=Text("The organisation holds no line that answers the question.",
                 "Check the SSIN, the dossier type, the period and the moment if you expected a line. "
                 "Otherwise nothing has to be done."),
         nl=Text("De organisatie heeft geen lijn die op de vraag antwoordt.",
                 "Controleer het INSZ, het dossiertype, de periode en het moment als u een lijn verwachtte. "
                 "Anders hoeft u niets te doen."),
         fr=Text("L'organisation ne détient aucune ligne qui réponde à la question.",
                 "Vérifiez le NISS, le type de dossier, la période et le moment si vous attendiez une "
                 "ligne. Sinon, vous n'avez rien à faire."),
         de=Text("Die Organisation hat keine Zeile, die die Frage beantwortet.",
                 "Prüfen Sie die ENSS, den Dossiertyp, die Periode und den Zeitpunkt, wenn Sie eine Zeile "
                 "erwartet haben. Andernfalls brauchen Sie nichts zu tun.")),
    Code("RAAS0382", Severity.WARNING, Scope.RECORD, "ssin",
         en=Text("The SSIN asked for has been canceled and has no successor.",
                 "The lines on it, if there are any, are told and marked. Look for the person's right "
                 "number, since nothing new is registered on this one."),
         nl=Text("Het gevraagde INSZ is geannuleerd en heeft geen opvolger.",
                 "De lijnen erop, als die er zijn, worden gemeld en gemerkt. Zoek het juiste nummer van de "
                 "persoon, want op dit nummer wordt niets meer ingeschreven."),
         fr=Text("Le NISS demandé a été annulé et n'a pas de successeur.",
                 "Ses lignes, s'il y en a, sont communiquées et marquées. Cherchez le bon numéro de la "
                 "personne, car plus rien n'est inscrit sous celui-ci."),
         de=Text("Die erfragte ENSS wurde annulliert und hat keine Nachfolgerin.",
                 "Ihre Zeilen werden, soweit vorhanden, mitgeteilt und gekennzeichnet. Suchen Sie die "
                 "richtige Nummer der Person, denn unter dieser wird nichts mehr eingetragen.")),
    Code("RAAS0383", Severity.FATAL, Scope.RECORD, "knownAt",
         en=Text("The moment asked for is after the file was received.",
                 "Give a moment in the past, or leave it out to ask for the lines as they are now. Then "
                 "send the question again."),
         nl=Text("Het gevraagde moment ligt na de ontvangst van het bestand.",
                 "Geef een moment in het verleden, of laat het weg om de lijnen te vragen zoals ze nu zijn. "
                 "Stuur de vraag daarna opnieuw."),
         fr=Text("Le moment demandé est postérieur à la réception du fichier.",
                 "Indiquez un moment dans le passé, ou omettez-le pour demander les lignes telles qu'elles "
                 "sont maintenant. Renvoyez ensuite la question."),
         de=Text("Der erfragte Zeitpunkt liegt nach dem Empfang der Datei.",
                 "Geben Sie einen Zeitpunkt in der Vergangenheit an, oder lassen Sie ihn weg, um die Zeilen "
                 "zu erfragen, wie sie jetzt sind. Senden Sie die Frage danach erneut.")),
    Code("RAAS0384", Severity.WARNING, Scope.RECORD, "period",
         en=Text("More lines answer the question than are told in one answer, so only the first are told.",
                 "Ask for one dossier type or for shorter periods, in several questions."),
         nl=Text("Er antwoorden meer lijnen op de vraag dan in een antwoord gemeld worden, dus worden enkel "
                 "de eerste gemeld.",
                 "Vraag een dossiertype of kortere periodes, in verscheidene vragen."),
         fr=Text("Plus de lignes répondent à la question qu'une réponse n'en communique, donc seules les "
                 "premières sont communiquées.",
                 "Demandez un seul type de dossier ou des périodes plus courtes, en plusieurs questions."),
         de=Text("Mehr Zeilen beantworten die Frage, als in einer Antwort mitgeteilt werden, also werden nur "
                 "die ersten mitgeteilt.",
                 "Fragen Sie nach einem Dossiertyp oder nach kürzeren Perioden, in mehreren Fragen.")),
    Code("RAAS0385", Severity.FATAL, Scope.RECORD, None,
         en=Text("The questions of the file up to this one need more lines and records than one file may ask for.",
                 "Send this question again in another file, without moment and lineage where you can do "
                 "without."),
         nl=Text("De vragen van het bestand tot en met deze hebben meer lijnen en records nodig dan een "
                 "bestand mag vragen.",
                 "Stuur deze vraag opnieuw in een ander bestand, zonder moment en herkomst waar u die kunt "
                 "missen."),
         fr=Text("Les questions du fichier jusqu'à celle-ci demandent plus de lignes et d'enregistrements "
                 "qu'un fichier ne peut en demander.",
                 "Renvoyez cette question dans un autre fichier, sans moment ni origine là où vous pouvez "
                 "vous en passer."),
         de=Text("Die Fragen der Datei bis zu dieser brauchen mehr Zeilen und Datensätze, als eine Datei "
                 "erfragen darf.",
                 "Senden Sie diese Frage in einer anderen Datei erneut, ohne Zeitpunkt und Herkunft, wo Sie "
                 "darauf verzichten können.")),
)
