"""Codes of an event of a replacement list (RPL), by which the authentic source replaces and cancels SSINs.

The first is also that of an event of a mutation list (MUT).
"""

from raas_batch.codes.code import Code, Scope, Severity, Text

# A table: each language has its title, and under it the remedy.
# fmt: off
TABLE = (
    Code("RAAS0361", Severity.WARNING, Scope.RECORD, "eventId",
         en=Text("The event is known already, and nothing changed.",
                 "The record need not be sent again. If another event was meant, send it with an eventId "
                 "that was not used before."),
         nl=Text("De gebeurtenis is al bekend en er is niets gewijzigd.",
                 "Het record hoeft niet opnieuw te worden gestuurd. Was een andere gebeurtenis bedoeld, "
                 "stuur die dan met een eventId dat nog niet is gebruikt."),
         fr=Text("L'événement est déjà connu et rien n'a changé.",
                 "L'enregistrement ne doit pas être renvoyé. S'il s'agissait d'un autre événement, "
                 "envoyez-le avec un eventId qui n'a pas encore été utilisé."),
         de=Text("Das Ereignis ist bereits bekannt, und nichts hat sich geändert.",
                 "Der Datensatz muss nicht erneut gesendet werden. War ein anderes Ereignis gemeint, senden "
                 "Sie es mit einer noch nicht verwendeten eventId.")),
    Code("RAAS0362", Severity.FATAL, Scope.RECORD, "ssin",
         en=Text("The SSIN has already been replaced by another number.",
                 "Check which number is the right successor. If it is the new one, revoke the earlier "
                 "replacement first and then send the record again."),
         nl=Text("Het INSZ is al vervangen door een ander nummer.",
                 "Ga na welk nummer de juiste opvolger is. Is dat het nieuwe, herroep dan eerst de vorige "
                 "vervanging en stuur het record daarna opnieuw."),
         fr=Text("Le NISS a déjà été remplacé par un autre numéro.",
                 "Vérifiez quel numéro est le bon successeur. Si c'est le nouveau, révoquez d'abord le "
                 "remplacement précédent, puis renvoyez l'enregistrement."),
         de=Text("Die ENSS wurde bereits durch eine andere Nummer ersetzt.",
                 "Prüfen Sie, welche Nummer der richtige Nachfolger ist. Ist es die neue, widerrufen Sie "
                 "zuerst die frühere Ersetzung und senden Sie den Datensatz danach erneut.")),
    Code("RAAS0363", Severity.FATAL, Scope.RECORD, "replacedBy",
         en=Text("The new number is unknown or canceled in the authentic source.",
                 "Check the new number. If it is right, send the person first in a population file (POP), "
                 "or revoke the cancellation, and then send the record again."),
         nl=Text("Het nieuwe nummer is onbekend of geannuleerd in de authentieke bron.",
                 "Controleer het nieuwe nummer. Klopt het, stuur de persoon dan eerst in een "
                 "populatiebestand (POP) of herroep de annulering, en stuur het record daarna opnieuw."),
         fr=Text("Le nouveau numéro est inconnu ou annulé dans la source authentique.",
                 "Vérifiez le nouveau numéro. S'il est exact, envoyez d'abord la personne dans un fichier "
                 "de population (POP) ou révoquez l'annulation, puis renvoyez l'enregistrement."),
         de=Text("Die neue Nummer ist in der authentischen Quelle unbekannt oder annulliert.",
                 "Prüfen Sie die neue Nummer. Stimmt sie, senden Sie zuerst die Person in einer "
                 "Populationsdatei (POP) oder widerrufen Sie die Annullierung, und senden Sie den "
                 "Datensatz danach erneut.")),
    Code("RAAS0364", Severity.FATAL, Scope.RECORD, "replacedBy",
         en=Text("A national-register number is not replaced by a CBSS number.",
                 "Check whether the two numbers have changed places, correct the record and send it again. "
                 "A CBSS number may be replaced by a national-register number, not the other way round."),
         nl=Text("Een rijksregisternummer wordt niet vervangen door een KSZ-nummer.",
                 "Ga na of de twee nummers zijn omgewisseld, verbeter het record en stuur het opnieuw. Een "
                 "KSZ-nummer kan door een rijksregisternummer worden vervangen, niet omgekeerd."),
         fr=Text("Un numéro de registre national n'est pas remplacé par un numéro BCSS.",
                 "Vérifiez si les deux numéros ont été intervertis, corrigez l'enregistrement et "
                 "renvoyez-le. Un numéro BCSS peut être remplacé par un numéro de registre national, mais "
                 "pas l'inverse."),
         de=Text("Eine Nationalregisternummer wird nicht durch eine Bis-Nummer ersetzt.",
                 "Prüfen Sie, ob die beiden Nummern vertauscht wurden, berichtigen Sie den Datensatz und "
                 "senden Sie ihn erneut. Eine Bis-Nummer kann durch eine Nationalregisternummer ersetzt "
                 "werden, nicht umgekehrt.")),
    Code("RAAS0365", Severity.FATAL, Scope.RECORD, "revokedEventId",
         en=Text("There is no event with this identification that can still be revoked.",
                 "Check revokedEventId: it names a replacement or a cancellation that was accepted and not "
                 "yet revoked. Correct it and send the record again."),
         nl=Text("Er is geen gebeurtenis met deze identificatie die nog kan worden herroepen.",
                 "Controleer revokedEventId: het noemt een vervanging of een annulering die is aanvaard en "
                 "nog niet is herroepen. Verbeter het en stuur het record opnieuw."),
         fr=Text("Aucun événement portant cette identification ne peut encore être révoqué.",
                 "Vérifiez revokedEventId : il désigne un remplacement ou une annulation qui a été accepté "
                 "et n'a pas encore été révoqué. Corrigez-le et renvoyez l'enregistrement."),
         de=Text("Es gibt kein Ereignis mit dieser Kennung, das noch widerrufen werden kann.",
                 "Prüfen Sie revokedEventId: Es nennt eine Ersetzung oder eine Annullierung, die "
                 "angenommen und noch nicht widerrufen wurde. Berichtigen Sie es und senden Sie den "
                 "Datensatz erneut.")),
)
