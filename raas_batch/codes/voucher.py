"""Codes of the file and its voucher as a pair: what the voucher promises and the file must keep."""

from raas_batch.codes.code import Code, Scope, Severity, Text

# A table: each language has its title, and under it the remedy.
# fmt: off
TABLE = (
    Code("RAAS0101", Severity.FATAL, Scope.FILE, None,
         en=Text("The voucher is not well-formed XML or does not follow its schema.",
                 "Correct the voucher at the places listed, as voucher.xsd prescribes. Then send the file "
                 "and its voucher again under the same sequence number."),
         nl=Text("De voucher is geen welgevormde XML of volgt zijn schema niet.",
                 "Verbeter de voucher op de vermelde plaatsen, zoals voucher.xsd voorschrijft. Stuur "
                 "daarna het bestand en de voucher opnieuw met hetzelfde volgnummer."),
         fr=Text("Le voucher n'est pas un document XML bien formé ou ne respecte pas son schéma.",
                 "Corrigez le voucher aux endroits indiqués, comme le prescrit voucher.xsd. Renvoyez "
                 "ensuite le fichier et son voucher sous le même numéro d'ordre."),
         de=Text("Der Voucher ist kein wohlgeformtes XML oder entspricht nicht seinem Schema.",
                 "Berichtigen Sie den Voucher an den angegebenen Stellen gemäß voucher.xsd. Senden Sie "
                 "danach die Datei und den Voucher unter derselben laufenden Nummer erneut.")),
    Code("RAAS0102", Severity.FATAL, Scope.FILE, "fileName",
         en=Text("The file name does not follow the convention or differs from the voucher.",
                 "Name the file by flow, CBE number, day, sequence number and environment, as in "
                 "REG.0314595348.20261122.00001.T.xml, and give the same values in the voucher. Then send "
                 "both again under the same sequence number."),
         nl=Text("De bestandsnaam volgt de afspraak niet of verschilt van de voucher.",
                 "Stel de naam samen uit stroom, KBO-nummer, dag, volgnummer en omgeving, zoals in "
                 "REG.0314595348.20261122.00001.T.xml, en vermeld dezelfde waarden in de voucher. Stuur "
                 "daarna beide opnieuw met hetzelfde volgnummer."),
         fr=Text("Le nom du fichier ne suit pas la convention ou diffère du voucher.",
                 "Composez le nom du flux, du numéro BCE, du jour, du numéro d'ordre et de "
                 "l'environnement, comme dans REG.0314595348.20261122.00001.T.xml, et indiquez les mêmes "
                 "valeurs dans le voucher. Renvoyez ensuite les deux sous le même numéro d'ordre."),
         de=Text("Der Dateiname folgt nicht der Vereinbarung oder weicht vom Voucher ab.",
                 "Bilden Sie den Namen aus Datenfluss, ZDU-Nummer, Tag, laufender Nummer und Umgebung, wie "
                 "in REG.0314595348.20261122.00001.T.xml, und geben Sie im Voucher dieselben Werte an. "
                 "Senden Sie danach beide unter derselben laufenden Nummer erneut.")),
    Code("RAAS0103", Severity.FATAL, Scope.FILE, "fileSize",
         en=Text("The size of the file differs from the one in the voucher.",
                 "Check that the transfer was not cut short and that the file was not changed after its "
                 "voucher was made. Then send both again under the same sequence number."),
         nl=Text("De grootte van het bestand verschilt van die in de voucher.",
                 "Ga na of de overdracht volledig was en of het bestand niet is gewijzigd nadat de voucher "
                 "is gemaakt. Stuur daarna beide opnieuw met hetzelfde volgnummer."),
         fr=Text("La taille du fichier diffère de celle du voucher.",
                 "Vérifiez que le transfert était complet et que le fichier n'a pas été modifié après la "
                 "création du voucher. Renvoyez ensuite les deux sous le même numéro d'ordre."),
         de=Text("Die Größe der Datei weicht von der Angabe im Voucher ab.",
                 "Prüfen Sie, ob die Übertragung vollständig war und ob die Datei nach dem Erstellen des "
                 "Vouchers unverändert blieb. Senden Sie danach beide unter derselben laufenden Nummer "
                 "erneut.")),
    Code("RAAS0104", Severity.FATAL, Scope.FILE, "sha256",
         en=Text("The SHA-256 of the file differs from the one in the voucher.",
                 "Check that the file was not changed or damaged after its voucher was made, and that the "
                 "voucher belongs to this file. Then send both again under the same sequence number."),
         nl=Text("De SHA-256 van het bestand verschilt van die in de voucher.",
                 "Ga na of het bestand niet is gewijzigd of beschadigd nadat de voucher is gemaakt, en of "
                 "de voucher bij dit bestand hoort. Stuur daarna beide opnieuw met hetzelfde volgnummer."),
         fr=Text("L'empreinte SHA-256 du fichier diffère de celle du voucher.",
                 "Vérifiez que le fichier n'a été ni modifié ni endommagé après la création du voucher, et "
                 "que le voucher correspond à ce fichier. Renvoyez ensuite les deux sous le même numéro "
                 "d'ordre."),
         de=Text("Der SHA-256-Wert der Datei weicht von der Angabe im Voucher ab.",
                 "Prüfen Sie, ob die Datei nach dem Erstellen des Vouchers weder geändert noch beschädigt "
                 "wurde und ob der Voucher zu dieser Datei gehört. Senden Sie danach beide unter derselben "
                 "laufenden Nummer erneut.")),
    Code("RAAS0105", Severity.FATAL, Scope.FILE, "recordCount",
         en=Text("The number of records in the file differs from the one in the voucher.",
                 "Check that no record is missing or repeated, and correct the file or its voucher. Then "
                 "send both again under the same sequence number."),
         nl=Text("Het aantal records in het bestand verschilt van dat in de voucher.",
                 "Ga na of er geen record ontbreekt of dubbel voorkomt, en verbeter het bestand of de "
                 "voucher. Stuur daarna beide opnieuw met hetzelfde volgnummer."),
         fr=Text("Le nombre d'enregistrements du fichier diffère de celui du voucher.",
                 "Vérifiez qu'aucun enregistrement ne manque ou n'est répété, et corrigez le fichier ou "
                 "son voucher. Renvoyez ensuite les deux sous le même numéro d'ordre."),
         de=Text("Die Anzahl der Datensätze in der Datei weicht von der Angabe im Voucher ab.",
                 "Prüfen Sie, ob kein Datensatz fehlt oder doppelt vorkommt, und berichtigen Sie die Datei "
                 "oder den Voucher. Senden Sie danach beide unter derselben laufenden Nummer erneut.")),
    Code("RAAS0112", Severity.FATAL, Scope.FILE, None,
         en=Text("The file has waited too long for its voucher.",
                 "Send the file again together with its voucher, the voucher last. The register waits 24 "
                 "hours for it, unless another time has been agreed."),
         nl=Text("Het bestand heeft te lang op zijn voucher gewacht.",
                 "Stuur het bestand opnieuw, samen met zijn voucher, de voucher als laatste. Het register "
                 "wacht er 24 uur op, tenzij een andere termijn is afgesproken."),
         fr=Text("Le fichier a attendu trop longtemps son voucher.",
                 "Renvoyez le fichier avec son voucher, le voucher en dernier. Le répertoire l'attend 24 "
                 "heures, sauf si un autre délai a été convenu."),
         de=Text("Die Datei hat zu lange auf ihren Voucher gewartet.",
                 "Senden Sie die Datei zusammen mit ihrem Voucher erneut, den Voucher zuletzt. Das "
                 "Register wartet 24 Stunden darauf, sofern keine andere Frist vereinbart ist.")),
    Code("RAAS0113", Severity.FATAL, Scope.FILE, None,
         en=Text("The voucher has waited too long for its file.",
                 "Send the file that the voucher names, and then the voucher again. The register waits 24 "
                 "hours for it, unless another time has been agreed."),
         nl=Text("De voucher heeft te lang op zijn bestand gewacht.",
                 "Stuur het bestand dat de voucher noemt, en daarna opnieuw de voucher. Het register wacht "
                 "er 24 uur op, tenzij een andere termijn is afgesproken."),
         fr=Text("Le voucher a attendu trop longtemps son fichier.",
                 "Envoyez le fichier que le voucher désigne, puis à nouveau le voucher. Le répertoire "
                 "l'attend 24 heures, sauf si un autre délai a été convenu."),
         de=Text("Der Voucher hat zu lange auf seine Datei gewartet.",
                 "Senden Sie die Datei, die der Voucher nennt, und danach erneut den Voucher. Das Register "
                 "wartet 24 Stunden darauf, sofern keine andere Frist vereinbart ist.")),
    Code("RAAS0114", Severity.FATAL, Scope.FILE, None,
         en=Text("The header in the file differs from the voucher.",
                 "Give sender, receiver, legalContext and the sequence number the same value in the file "
                 "and in its voucher. Then send both again under the same sequence number."),
         nl=Text("De hoofding van het bestand verschilt van de voucher.",
                 "Geef sender, receiver, legalContext en het volgnummer dezelfde waarde in het bestand en "
                 "in de voucher. Stuur daarna beide opnieuw met hetzelfde volgnummer."),
         fr=Text("L'en-tête du fichier diffère du voucher.",
                 "Donnez à sender, receiver, legalContext et au numéro d'ordre la même valeur dans le "
                 "fichier et dans son voucher. Renvoyez ensuite les deux sous le même numéro d'ordre."),
         de=Text("Der Kopf der Datei weicht vom Voucher ab.",
                 "Geben Sie sender, receiver, legalContext und der laufenden Nummer in der Datei und im "
                 "Voucher denselben Wert. Senden Sie danach beide unter derselben laufenden Nummer erneut.")),
    Code("RAAS0115", Severity.FATAL, Scope.FILE, "schemaVersion",
         en=Text("The schema version in the voucher is not supported for this flow.",
                 "Write the file to a schema version that is published for the flow, and state that "
                 "version in the voucher. Then send both again under the same sequence number."),
         nl=Text("De schemaversie in de voucher wordt voor deze stroom niet ondersteund.",
                 "Maak het bestand volgens een schemaversie die voor de stroom is gepubliceerd, en vermeld "
                 "die versie in de voucher. Stuur daarna beide opnieuw met hetzelfde volgnummer."),
         fr=Text("La version de schéma du voucher n'est pas prise en charge pour ce flux.",
                 "Établissez le fichier selon une version de schéma publiée pour le flux, et indiquez "
                 "cette version dans le voucher. Renvoyez ensuite les deux sous le même numéro d'ordre."),
         de=Text("Die Schemaversion im Voucher wird für diesen Datenfluss nicht unterstützt.",
                 "Erstellen Sie die Datei nach einer Schemaversion, die für den Datenfluss veröffentlicht "
                 "ist, und geben Sie diese Version im Voucher an. Senden Sie danach beide unter derselben "
                 "laufenden Nummer erneut.")),
)
