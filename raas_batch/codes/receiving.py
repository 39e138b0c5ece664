"""Codes that the receiver's tool gives about the files that the register sent; no answer of the register holds them."""

from raas_batch.codes.code import Code, Scope, Severity, Text

# A table: each language has its title, and under it the remedy.
# fmt: off
TABLE = (
    Code("RAAS0131", Severity.FATAL, Scope.FILE, "previousSha256",
         en=Text("The file does not follow on the file before it in its stream.",
                 "Download both files and their vouchers again. If they stay as they are, ask the operator of "
                 "the register which of them is right, and apply neither before that."),
         nl=Text("Het bestand sluit niet aan op het vorige bestand van zijn reeks.",
                 "Haal beide bestanden en hun vouchers opnieuw op. Blijven ze zoals ze zijn, vraag dan de "
                 "beheerder van het register welk bestand juist is en verwerk er voordien geen van beide."),
         fr=Text("Le fichier ne fait pas suite au fichier qui le précède dans sa série.",
                 "Téléchargez à nouveau les deux fichiers et leurs vouchers. S'ils restent tels quels, "
                 "demandez au gestionnaire du répertoire lequel est le bon et n'en traitez aucun avant cela."),
         de=Text("Die Datei schließt nicht an die vorige Datei ihrer Reihe an.",
                 "Laden Sie beide Dateien und ihre Voucher erneut herunter. Bleiben sie, wie sie sind, fragen "
                 "Sie den Betreiber des Registers, welche richtig ist, und verarbeiten Sie vorher keine.")),
    Code("RAAS0132", Severity.FATAL, Scope.FILE, "fileSequenceNumber",
         en=Text("A file that comes before this one in its stream is missing.",
                 "Download the missing file, or ask the operator of the register to publish it again. Apply "
                 "nothing that comes after it until it is there."),
         nl=Text("Een bestand dat in de reeks aan dit bestand voorafgaat, ontbreekt.",
                 "Haal het ontbrekende bestand op, of vraag de beheerder van het register om het opnieuw klaar "
                 "te zetten. Verwerk niets van wat erna komt zolang het er niet is."),
         fr=Text("Un fichier qui précède celui-ci dans sa série manque.",
                 "Téléchargez le fichier manquant, ou demandez au gestionnaire du répertoire de le publier à "
                 "nouveau. Ne traitez rien de ce qui le suit tant qu'il n'est pas là."),
         de=Text("Eine Datei, die dieser in ihrer Reihe vorausgeht, ist nicht da.",
                 "Laden Sie die fehlende Datei herunter, oder bitten Sie den Betreiber des Registers, sie "
                 "erneut bereitzustellen. Verarbeiten Sie nichts, was danach kommt, solange sie nicht da ist.")),
    Code("RAAS0133", Severity.WARNING, Scope.FILE, None,
         en=Text("The copy differs from the base file.",
                 "Check that every answer (RSP) and daily file up to the base file has been applied. If so, "
                 "begin a new copy from this base file and tell the operator of the register."),
         nl=Text("De kopie verschilt van het basisbestand.",
                 "Ga na of elk antwoord (RSP) en elk dagelijks bestand tot aan het basisbestand is verwerkt. Is "
                 "dat zo, begin dan een nieuwe kopie met dit basisbestand en verwittig de beheerder van het "
                 "register."),
         fr=Text("La copie diffère du fichier de base.",
                 "Vérifiez que chaque réponse (RSP) et chaque fichier quotidien jusqu'au fichier de base a été "
                 "traité. Si c'est le cas, recommencez une copie à partir de ce fichier de base et avertissez "
                 "le gestionnaire du répertoire."),
         de=Text("Die Kopie weicht von der Basisdatei ab.",
                 "Prüfen Sie, ob jede Antwort (RSP) und jede Tagesdatei bis zur Basisdatei verarbeitet wurde. "
                 "Ist dies der Fall, beginnen Sie mit dieser Basisdatei eine neue Kopie und verständigen Sie "
                 "den Betreiber des Registers.")),
    Code("RAAS0439", Severity.WARNING, Scope.FILE, None,
         en=Text("The copy has other lines of a dossier type than the register had at the number in the voucher.",
                 "Check that every answer (RSP) and daily file before it is here and apply what is missing. If none "
                 "is, begin a new copy from a base file, or send your list to be reconciled (REC)."),
         nl=Text("De kopie heeft andere lijnen van een dossiertype dan het register had bij het nummer in de voucher.",
                 "Ga na of elk antwoord (RSP) en elk vorig dagelijks bestand er is en verwerk wat ontbreekt. Ontbreekt "
                 "er niets, begin dan een nieuwe kopie met een basisbestand of stuur uw lijst ter vergelijking (REC)."),
         fr=Text("La copie a d'autres lignes d'un type de dossier que le répertoire au numéro indiqué dans le voucher.",
                 "Vérifiez que chaque réponse (RSP) et chaque fichier quotidien précédent est là et traitez ce qui "
                 "manque. Si rien ne manque, recommencez une copie à partir d'un fichier de base, ou envoyez votre "
                 "liste pour comparaison (REC)."),
         de=Text("Die Kopie hat andere Zeilen eines Dossiertyps als das Register bei der Nummer im Voucher.",
                 "Prüfen Sie, ob jede Antwort (RSP) und jede frühere Tagesdatei da ist, und verarbeiten Sie, was "
                 "fehlt. Fehlt nichts, beginnen Sie eine neue Kopie mit einer Basisdatei, oder senden Sie Ihre Liste "
                 "zum Abgleich (REC).")),
)
