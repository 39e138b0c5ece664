"""Codes of a record of a mutation list (MUT), by which the authentic source tells what changed in its persons."""

from raas_batch.codes.code import Code, Scope, Severity, Text

# A table: each language has its title, and under it the remedy.
# fmt: off
TABLE = (
    Code("RAAS0371", Severity.FATAL, Scope.RECORD, "eventDate",
         en=Text("The date of the event lies in the future.",
                 "Check eventDate. If it is right, send the record again on that day or later; if not, "
                 "correct it and send the record again."),
         nl=Text("De datum van de gebeurtenis ligt in de toekomst.",
                 "Controleer eventDate. Klopt de datum, stuur het record dan opnieuw op die dag of later; "
                 "klopt hij niet, verbeter hem en stuur het record opnieuw."),
         fr=Text("La date de l'événement se situe dans le futur.",
                 "Vérifiez eventDate. Si la date est exacte, renvoyez l'enregistrement ce jour-là ou plus "
                 "tard ; sinon, corrigez-la et renvoyez l'enregistrement."),
         de=Text("Das Datum des Ereignisses liegt in der Zukunft.",
                 "Prüfen Sie eventDate. Stimmt das Datum, senden Sie den Datensatz an diesem Tag oder "
                 "später erneut; andernfalls berichtigen Sie es und senden den Datensatz erneut.")),
    Code("RAAS0372", Severity.FATAL, Scope.RECORD, None,
         en=Text("The mutation holds no data group, so it says nothing of what changed.",
                 "Add every data group that changed, with all that is now known of it, and send the record "
                 "again. A data group of which nothing is known any more is sent as an empty element."),
         nl=Text("De mutatie bevat geen gegevensgroep en zegt dus niet wat er is gewijzigd.",
                 "Voeg elke gewijzigde gegevensgroep toe, met alles wat er nu van bekend is, en stuur het "
                 "record opnieuw. Een gegevensgroep waarvan niets meer bekend is, stuurt u als leeg "
                 "element."),
         fr=Text("La mutation ne contient aucun groupe de données et ne dit donc pas ce qui a changé.",
                 "Ajoutez chaque groupe de données modifié, avec tout ce qui en est connu à présent, et "
                 "renvoyez l'enregistrement. Un groupe de données dont plus rien n'est connu s'envoie sous "
                 "la forme d'un élément vide."),
         de=Text("Die Mutation enthält keine Datengruppe und sagt daher nicht, was sich geändert hat.",
                 "Fügen Sie jede geänderte Datengruppe hinzu, mit allem, was jetzt davon bekannt ist, und "
                 "senden Sie den Datensatz erneut. Eine Datengruppe, von der nichts mehr bekannt ist, wird "
                 "als leeres Element gesendet.")),
)
