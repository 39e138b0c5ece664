"""Codes of who may send what: the sender, the receiver, the environment, the flow and its sequence."""

from raas_batch.codes.code import Code, Scope, Severity, Text

# A table: each language has its title, and under it the remedy.
# fmt: off
TABLE = (
    Code("RAAS0106", Severity.FATAL, Scope.FILE, "sender",
         en=Text("The sender in the voucher is not the organisation whose inbox this is.",
                 "Check the CBE number of the sender, and place the file and its voucher in the inbox of "
                 "that organisation. The sequence number is still free."),
         nl=Text("De afzender in de voucher is niet de organisatie van deze inbox.",
                 "Controleer het KBO-nummer van de afzender en plaats het bestand en de voucher in de "
                 "inbox van die organisatie. Het volgnummer blijft vrij."),
         fr=Text("L'expéditeur du voucher n'est pas l'organisation à qui appartient cette boîte de "
                 "réception.",
                 "Vérifiez le numéro BCE de l'expéditeur et déposez le fichier et son voucher dans la "
                 "boîte de réception de cette organisation. Le numéro d'ordre reste libre."),
         de=Text("Der Absender im Voucher ist nicht die Organisation, der dieser Eingangsordner gehört.",
                 "Prüfen Sie die ZDU-Nummer des Absenders und legen Sie die Datei und den Voucher im "
                 "Eingangsordner dieser Organisation ab. Die laufende Nummer bleibt frei.")),
    Code("RAAS0107", Severity.FATAL, Scope.FILE, "receiver",
         en=Text("The receiver in the voucher is not this installation of the register.",
                 "Correct the CBE number of the receiver, or send the file to the installation it is meant "
                 "for. The sequence number is still free."),
         nl=Text("De ontvanger in de voucher is niet deze installatie van het register.",
                 "Verbeter het KBO-nummer van de ontvanger, of stuur het bestand naar de installatie "
                 "waarvoor het bestemd is. Het volgnummer blijft vrij."),
         fr=Text("Le destinataire du voucher n'est pas cette installation du répertoire.",
                 "Corrigez le numéro BCE du destinataire, ou envoyez le fichier à l'installation à "
                 "laquelle il est destiné. Le numéro d'ordre reste libre."),
         de=Text("Der Empfänger im Voucher ist nicht diese Installation des Registers.",
                 "Berichtigen Sie die ZDU-Nummer des Empfängers oder senden Sie die Datei an die "
                 "Installation, für die sie bestimmt ist. Die laufende Nummer bleibt frei.")),
    Code("RAAS0108", Severity.FATAL, Scope.FILE, "environment",
         en=Text("Files of this environment are not taken here.",
                 "Send real files (R) to the real installation and test files (T) to the test "
                 "installation. Both take simulations (S)."),
         nl=Text("Bestanden van deze omgeving worden hier niet aangenomen.",
                 "Stuur echte bestanden (R) naar de echte installatie en testbestanden (T) naar de "
                 "testinstallatie. Beide nemen simulaties (S) aan."),
         fr=Text("Les fichiers de cet environnement ne sont pas acceptés ici.",
                 "Envoyez les fichiers réels (R) à l'installation réelle et les fichiers de test (T) à "
                 "l'installation de test. Les deux acceptent les simulations (S)."),
         de=Text("Dateien dieser Umgebung werden hier nicht angenommen.",
                 "Senden Sie echte Dateien (R) an die echte Installation und Testdateien (T) an die "
                 "Testinstallation. Simulationen (S) nehmen beide an.")),
    Code("RAAS0109", Severity.FATAL, Scope.FILE, "flow",
         en=Text("Files of this flow are not taken here.",
                 "Check the flow in the voucher and in the file name. Then send both again with a flow "
                 "that this installation takes."),
         nl=Text("Bestanden van deze stroom worden hier niet aangenomen.",
                 "Controleer de stroom in de voucher en in de bestandsnaam. Stuur daarna beide opnieuw met "
                 "een stroom die deze installatie aanneemt."),
         fr=Text("Les fichiers de ce flux ne sont pas acceptés ici.",
                 "Vérifiez le flux dans le voucher et dans le nom du fichier. Renvoyez ensuite les deux "
                 "avec un flux que cette installation accepte."),
         de=Text("Dateien dieses Datenflusses werden hier nicht angenommen.",
                 "Prüfen Sie den Datenfluss im Voucher und im Dateinamen. Senden Sie danach beide mit "
                 "einem Datenfluss erneut, den diese Installation annimmt.")),
    Code("RAAS0110", Severity.FATAL, Scope.FILE, "flow",
         en=Text("The role of the sender does not cover this flow.",
                 "Check the flow in the voucher, or ask the operator of the register about the role of "
                 "your organisation. POP, RPL and MUT come from an authentic source only, NET from a "
                 "network service only."),
         nl=Text("De rol van de afzender omvat deze stroom niet.",
                 "Controleer de stroom in de voucher, of vraag de beheerder van het register naar de rol "
                 "van uw organisatie. POP, RPL en MUT komen alleen van een authentieke bron, NET alleen "
                 "van een netwerkdienst."),
         fr=Text("Le rôle de l'expéditeur ne couvre pas ce flux.",
                 "Vérifiez le flux dans le voucher, ou renseignez-vous auprès du gestionnaire du "
                 "répertoire sur le rôle de votre organisation. POP, RPL et MUT viennent uniquement d'une "
                 "source authentique, NET uniquement d'un service du réseau."),
         de=Text("Die Rolle des Absenders umfasst diesen Datenfluss nicht.",
                 "Prüfen Sie den Datenfluss im Voucher oder fragen Sie den Betreiber des Registers nach "
                 "der Rolle Ihrer Organisation. POP, RPL und MUT kommen nur von einer authentischen "
                 "Quelle, NET nur von einem Netzwerkdienst.")),
    Code("RAAS0111", Severity.FATAL, Scope.FILE, "fileSequenceNumber",
         en=Text("The sequence number has already been used by another file.",
                 "Send the file again under the next free number of this flow and environment. A file that "
                 "is sent twice without any change simply gets its first answer again."),
         nl=Text("Het volgnummer is al gebruikt door een ander bestand.",
                 "Stuur het bestand opnieuw met het volgende vrije nummer van deze stroom en omgeving. Een "
                 "bestand dat twee keer ongewijzigd wordt gestuurd, krijgt gewoon zijn eerste antwoord "
                 "opnieuw."),
         fr=Text("Le numéro d'ordre a déjà été utilisé par un autre fichier.",
                 "Renvoyez le fichier sous le prochain numéro libre de ce flux et de cet environnement. Un "
                 "fichier envoyé deux fois sans modification reçoit simplement à nouveau sa première "
                 "réponse."),
         de=Text("Die laufende Nummer wurde bereits von einer anderen Datei verwendet.",
                 "Senden Sie die Datei unter der nächsten freien Nummer dieses Datenflusses und dieser "
                 "Umgebung erneut. Eine Datei, die zweimal unverändert gesendet wird, erhält einfach noch "
                 "einmal ihre erste Antwort.")),
    Code("RAAS0116", Severity.FATAL, Scope.FILE, "sender",
         en=Text("The sender is not an organisation known to the register.",
                 "Check the CBE number of the sender. If it is right, ask the operator of the register to "
                 "add the organisation before you send the file again."),
         nl=Text("De afzender is geen organisatie die het register kent.",
                 "Controleer het KBO-nummer van de afzender. Klopt het, vraag dan de beheerder van het "
                 "register om de organisatie toe te voegen voor u het bestand opnieuw stuurt."),
         fr=Text("L'expéditeur n'est pas une organisation connue du répertoire.",
                 "Vérifiez le numéro BCE de l'expéditeur. S'il est exact, demandez au gestionnaire du "
                 "répertoire d'ajouter l'organisation avant de renvoyer le fichier."),
         de=Text("Der Absender ist keine Organisation, die das Register kennt.",
                 "Prüfen Sie die ZDU-Nummer des Absenders. Ist sie richtig, bitten Sie den Betreiber des "
                 "Registers, die Organisation hinzuzufügen, bevor Sie die Datei erneut senden.")),
)
