"""Codes of a line of a list that is reconciled (REC): what the register holds otherwise. Nothing changes for them."""

from raas_batch.codes.code import Code, Scope, Severity, Text

# A table: each language has its title, and under it the remedy.
# fmt: off
TABLE = (
    Code("RAAS0431", Severity.WARNING, Scope.RECORD, "period",
         en=Text("The register holds other days for this SSIN and dossier type.",
                 "Compare your days with those in reconciled, and correct your list or send the difference in a "
                 "registration file (REG)."),
         nl=Text("Het register bevat andere dagen voor dit INSZ en dit dossiertype.",
                 "Vergelijk uw dagen met die in reconciled, en verbeter uw lijst of stuur het verschil in een "
                 "registratiebestand (REG)."),
         fr=Text("Le répertoire contient d'autres jours pour ce NISS et ce type de dossier.",
                 "Comparez vos jours avec ceux de reconciled, puis corrigez votre liste ou envoyez la différence "
                 "dans un fichier d'inscriptions (REG)."),
         de=Text("Das Register enthält andere Tage für diese ENSS und diesen Dossiertyp.",
                 "Vergleichen Sie Ihre Tage mit denen in reconciled, und berichtigen Sie Ihre Liste oder senden "
                 "Sie den Unterschied in einer Registrierungsdatei (REG).")),
    Code("RAAS0432", Severity.WARNING, Scope.RECORD, "ssin",
         en=Text("The register holds no line for this SSIN and dossier type.",
                 "Take it out of your list, or register it in a registration file (REG)."),
         nl=Text("Het register bevat geen lijn voor dit INSZ en dit dossiertype.",
                 "Haal ze uit uw lijst, of schrijf ze in met een registratiebestand (REG)."),
         fr=Text("Le répertoire ne contient aucune ligne pour ce NISS et ce type de dossier.",
                 "Retirez-la de votre liste, ou inscrivez-la au moyen d'un fichier d'inscriptions (REG)."),
         de=Text("Das Register enthält keine Zeile für diese ENSS und diesen Dossiertyp.",
                 "Nehmen Sie sie aus Ihrer Liste, oder tragen Sie sie mit einer Registrierungsdatei (REG) ein.")),
    Code("RAAS0433", Severity.WARNING, Scope.RECORD, "ssin",
         en=Text("The SSIN in the list has been canceled and has no successor.",
                 "Look up the present SSIN of the person, for example by a phonetic search. Lines of the canceled "
                 "number stay in the register until you unregister them; reconciled shows them where they differ."),
         nl=Text("Het INSZ in de lijst is geannuleerd en heeft geen opvolger.",
                 "Zoek het huidige INSZ van de persoon op, bijvoorbeeld fonetisch. Lijnen van het geannuleerde "
                 "nummer blijven in het register tot u ze schrapt; reconciled toont ze waar ze verschillen."),
         fr=Text("Le NISS de la liste a été annulé et n'a pas de successeur.",
                 "Recherchez le NISS actuel de la personne, par exemple phonétiquement. Les lignes du numéro annulé "
                 "restent dans le répertoire jusqu'à ce que vous les radiiez; reconciled les montre là où elles "
                 "diffèrent."),
         de=Text("Die ENSS in der Liste wurde annulliert und hat keinen Nachfolger.",
                 "Suchen Sie die heutige ENSS der Person, zum Beispiel phonetisch. Zeilen der annullierten Nummer "
                 "bleiben im Register, bis Sie sie streichen; reconciled zeigt sie, wo sie abweichen.")),
)
