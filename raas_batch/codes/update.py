"""Codes of an update in a person file (PER), and of its data groups."""

from raas_batch.codes.code import Code, Scope, Severity, Text

# A table: each language has its title, and under it the remedy.
# fmt: off
TABLE = (
    Code("RAAS0411", Severity.FATAL, Scope.RECORD, "inceptionDate",
         en=Text("The inception date lies in the future, before the birth or after the decease of the "
                 "person.",
                 "Give the day since which the data are so and send the record again."),
         nl=Text("De datum van uitwerking ligt in de toekomst, voor de geboorte of na het overlijden van "
                 "de persoon.",
                 "Geef de dag sinds wanneer de gegevens zo zijn en stuur het record opnieuw."),
         fr=Text("La date de prise de cours se situe dans le futur, avant la naissance ou après le décès "
                 "de la personne.",
                 "Donnez le jour depuis lequel les données sont ainsi et renvoyez l'enregistrement."),
         de=Text("Das Datum des Inkrafttretens liegt in der Zukunft, vor der Geburt oder nach dem Tod der "
                 "Person.",
                 "Geben Sie den Tag an, seit dem die Daten so sind, und senden Sie den Datensatz erneut.")),
    Code("RAAS0412", Severity.FATAL, Scope.RECORD, "ssin",
         en=Text("The number is not a CBSS number, and only the data of those may be changed by an "
                 "organisation.",
                 "Tell the person or the commune, which has the National Register changed. You hear of it "
                 "once it is."),
         nl=Text("Het nummer is geen KSZ-nummer, en alleen de gegevens daarvan mag een organisatie "
                 "wijzigen.",
                 "Meld het aan de persoon of de gemeente, die het Rijksregister laat wijzigen. U verneemt "
                 "het zodra dat is gebeurd."),
         fr=Text("Le numéro n'est pas un numéro BCSS, et une organisation ne peut modifier que les données"
                 " de ceux-ci.",
                 "Signalez-le à la personne ou à la commune, qui fait modifier le Registre national. Vous "
                 "l'apprendrez dès que ce sera fait."),
         de=Text("Die Nummer ist keine Bis-Nummer, und nur deren Daten darf eine Organisation ändern.",
                 "Melden Sie es der Person oder der Gemeinde, die das Nationalregister ändern lässt. Sie "
                 "erfahren es, sobald das geschehen ist.")),
    Code("RAAS0413", Severity.WARNING, Scope.RECORD, None,
         en=Text("Some data groups of the update were taken and others not.",
                 "See the verdict on each data group. Correct those that were not taken and send them "
                 "again in a next file."),
         nl=Text("Sommige gegevensgroepen van de bijwerking zijn overgenomen en andere niet.",
                 "Zie het verdict per gegevensgroep. Verbeter wat niet is overgenomen en stuur dat opnieuw"
                 " in een volgend bestand."),
         fr=Text("Certains groupes de données de la mise à jour ont été repris et d'autres non.",
                 "Voyez le verdict de chaque groupe de données. Corrigez ceux qui n'ont pas été repris et "
                 "renvoyez-les dans un prochain fichier."),
         de=Text("Einige Datengruppen der Aktualisierung wurden übernommen und andere nicht.",
                 "Sehen Sie das Urteil zu jeder Datengruppe. Berichtigen Sie, was nicht übernommen wurde, "
                 "und senden Sie es in einer nächsten Datei erneut.")),
    Code("RAAS0414", Severity.FATAL, Scope.RECORD, None,
         en=Text("No data group of the update was taken.",
                 "See the verdict on each data group. Correct them and send the record again in a next "
                 "file."),
         nl=Text("Geen enkele gegevensgroep van de bijwerking is overgenomen.",
                 "Zie het verdict per gegevensgroep. Verbeter ze en stuur het record opnieuw in een "
                 "volgend bestand."),
         fr=Text("Aucun groupe de données de la mise à jour n'a été repris.",
                 "Voyez le verdict de chaque groupe de données. Corrigez-les et renvoyez l'enregistrement "
                 "dans un prochain fichier."),
         de=Text("Keine Datengruppe der Aktualisierung wurde übernommen.",
                 "Sehen Sie das Urteil zu jeder Datengruppe. Berichtigen Sie sie und senden Sie den "
                 "Datensatz in einer nächsten Datei erneut.")),
    Code("RAAS0415", Severity.FATAL, Scope.RECORD, "dataGroup",
         en=Text("The legal basis of the organisation does not cover this data group.",
                 "Leave the data group out, or ask the operator for an authorisation that covers it."),
         nl=Text("De wettelijke basis van de organisatie dekt deze gegevensgroep niet.",
                 "Laat de gegevensgroep weg, of vraag de beheerder een machtiging die ze dekt."),
         fr=Text("La base légale de l'organisation ne couvre pas ce groupe de données.",
                 "Omettez le groupe de données, ou demandez au gestionnaire une autorisation qui le "
                 "couvre."),
         de=Text("Die Rechtsgrundlage der Organisation deckt diese Datengruppe nicht ab.",
                 "Lassen Sie die Datengruppe weg, oder beantragen Sie beim Betreiber eine Ermächtigung, "
                 "die sie abdeckt.")),
    Code("RAAS0416", Severity.WARNING, Scope.RECORD, "dataGroup",
         en=Text("What was sent of the person is what is known already.",
                 "Nothing need be done."),
         nl=Text("Wat van de persoon is gestuurd, is al bekend.",
                 "U hoeft niets te doen."),
         fr=Text("Ce qui a été envoyé de la personne est déjà connu.",
                 "Il n'y a rien à faire."),
         de=Text("Was von der Person gesendet wurde, ist bereits bekannt.",
                 "Es ist nichts zu tun.")),
    Code("RAAS0417", Severity.FATAL, Scope.RECORD, "inceptionDate",
         en=Text("What is known of this data group is newer than what was sent.",
                 "Check the inception date. If what you know is newer, correct it and send the record "
                 "again."),
         nl=Text("Wat van deze gegevensgroep bekend is, is recenter dan wat is gestuurd.",
                 "Controleer de datum van uitwerking. Is wat u weet recenter, verbeter de datum dan en "
                 "stuur het record opnieuw."),
         fr=Text("Ce qui est connu de ce groupe de données est plus récent que ce qui a été envoyé.",
                 "Vérifiez la date de prise de cours. Si ce que vous savez est plus récent, corrigez-la et"
                 " renvoyez l'enregistrement."),
         de=Text("Was von dieser Datengruppe bekannt ist, ist neuer als was gesendet wurde.",
                 "Prüfen Sie das Datum des Inkrafttretens. Ist Ihr Wissen neuer, berichtigen Sie es und "
                 "senden Sie den Datensatz erneut.")),
    Code("RAAS0418", Severity.FATAL, Scope.RECORD, "dataGroup",
         en=Text("More is known of this data group than what was sent.",
                 "Send all that is known of the data group, with what you know more or newer."),
         nl=Text("Van deze gegevensgroep is meer bekend dan wat is gestuurd.",
                 "Stuur alles wat van de gegevensgroep bekend is, met wat u meer of recenter weet."),
         fr=Text("On connaît de ce groupe de données davantage que ce qui a été envoyé.",
                 "Envoyez tout ce qui est connu du groupe de données, avec ce que vous savez de plus ou de"
                 " plus récent."),
         de=Text("Von dieser Datengruppe ist mehr bekannt, als gesendet wurde.",
                 "Senden Sie alles, was von der Datengruppe bekannt ist, mit dem, was Sie mehr oder neuer "
                 "wissen.")),
)
