"""Codes of a record of a file of network messages (NET), by which a service of the network tells of persons."""

from raas_batch.codes.code import Code, Scope, Severity, Text

# A table: each language has its title, and under it the remedy.
# fmt: off
TABLE = (
    Code("RAAS0421", Severity.FATAL, Scope.RECORD, "networkService",
         en=Text("The service of the message is not registered here.",
                 "Check networkService, which is in capitals, and send the record again. If the service is new, "
                 "ask for it to be registered with its schema first."),
         nl=Text("De dienst van het bericht is hier niet geregistreerd.",
                 "Controleer networkService, dat in hoofdletters staat, en stuur het record opnieuw. Is de dienst "
                 "nieuw, laat hem dan eerst met zijn schema registreren."),
         fr=Text("Le service du message n'est pas enregistré ici.",
                 "Vérifiez networkService, qui est en majuscules, et renvoyez l'enregistrement. Si le service est "
                 "nouveau, faites-le d'abord enregistrer avec son schéma."),
         de=Text("Der Dienst der Nachricht ist hier nicht registriert.",
                 "Prüfen Sie networkService, das in Großbuchstaben steht, und senden Sie den Datensatz erneut. Ist "
                 "der Dienst neu, lassen Sie ihn zuerst mit seinem Schema registrieren.")),
    Code("RAAS0422", Severity.FATAL, Scope.RECORD, "networkService",
         en=Text("The service of the message is registered for another sender.",
                 "Send only messages of your own services. If this one has become yours, ask for that to be "
                 "registered, then send the record again."),
         nl=Text("De dienst van het bericht is voor een andere afzender geregistreerd.",
                 "Stuur alleen berichten van uw eigen diensten. Is deze dienst de uwe geworden, laat dat dan "
                 "registreren en stuur het record daarna opnieuw."),
         fr=Text("Le service du message est enregistré au nom d'un autre expéditeur.",
                 "N'envoyez que les messages de vos propres services. Si celui-ci est devenu le vôtre, faites-le "
                 "enregistrer, puis renvoyez l'enregistrement."),
         de=Text("Der Dienst der Nachricht ist für einen anderen Absender registriert.",
                 "Senden Sie nur Nachrichten Ihrer eigenen Dienste. Ist dieser Dienst der Ihre geworden, lassen "
                 "Sie das registrieren und senden den Datensatz danach erneut.")),
    Code("RAAS0423", Severity.FATAL, Scope.RECORD, "payload",
         en=Text("The payload is not an element in the namespace of the service, or names a namespace by a "
                 "relative URI.",
                 "Compare networkService and the namespaces in the payload with the registered schema. Correct "
                 "them and send the record again."),
         nl=Text("De payload is geen element in de namespace van de dienst, of noemt een namespace met een "
                 "relatieve URI.",
                 "Vergelijk networkService en de namespaces in de payload met het geregistreerde schema. Verbeter "
                 "ze en stuur het record opnieuw."),
         fr=Text("La payload n'est pas un élément de l'espace de noms du service, ou désigne un espace de noms par "
                 "un URI relatif.",
                 "Comparez networkService et les espaces de noms de la payload avec le schéma enregistré. "
                 "Corrigez-les et renvoyez l'enregistrement."),
         de=Text("Die Payload ist kein Element im Namensraum des Dienstes oder nennt einen Namensraum mit einer "
                 "relativen URI.",
                 "Vergleichen Sie networkService und die Namensräume der Payload mit dem registrierten Schema. "
                 "Berichtigen Sie sie und senden Sie den Datensatz erneut.")),
    Code("RAAS0424", Severity.FATAL, Scope.RECORD, "payload",
         en=Text("The payload does not follow the schema that is registered for its service.",
                 "The findings beside the verdict give line, place and what was expected. Correct the payload and "
                 "send the record again under the same messageId."),
         nl=Text("De payload volgt het schema niet dat voor zijn dienst is geregistreerd.",
                 "De bevindingen naast het oordeel geven regel, plaats en wat werd verwacht. Verbeter de payload en "
                 "stuur het record opnieuw met hetzelfde messageId."),
         fr=Text("La payload ne suit pas le schéma enregistré pour son service.",
                 "Les constats à côté du verdict indiquent la ligne, l'endroit et ce qui était attendu. Corrigez la "
                 "payload et renvoyez l'enregistrement sous le même messageId."),
         de=Text("Die Payload folgt nicht dem Schema, das für ihren Dienst registriert ist.",
                 "Die Befunde neben dem Urteil nennen Zeile, Stelle und was erwartet wurde. Berichtigen Sie die "
                 "Payload und senden Sie den Datensatz unter derselben messageId erneut.")),
    Code("RAAS0425", Severity.WARNING, Scope.RECORD, "messageId",
         en=Text("A message of this service with this messageId was taken before, so it changes nothing.",
                 "If it was sent again on purpose, nothing needs to be done. If it is another message, give it a "
                 "messageId of its own and send it again."),
         nl=Text("Een bericht van deze dienst met dit messageId is al eerder opgenomen en verandert dus niets.",
                 "Is het met opzet opnieuw gestuurd, dan hoeft er niets te gebeuren. Is het een ander bericht, geef "
                 "het dan een eigen messageId en stuur het opnieuw."),
         fr=Text("Un message de ce service portant ce messageId a déjà été repris et ne change donc rien.",
                 "S'il a été renvoyé exprès, il n'y a rien à faire. S'il s'agit d'un autre message, donnez-lui un "
                 "messageId propre et renvoyez-le."),
         de=Text("Eine Nachricht dieses Dienstes mit dieser messageId wurde bereits übernommen und ändert daher "
                 "nichts.",
                 "Wurde sie absichtlich erneut gesendet, ist nichts zu tun. Ist es eine andere Nachricht, geben "
                 "Sie ihr eine eigene messageId und senden sie erneut.")),
)
