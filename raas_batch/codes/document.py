"""Codes of the file as an XML document: how it is written, and how it follows the schema of its flow."""

from raas_batch.codes.code import Code, Scope, Severity, Text

# A table: each language has its title, and under it the remedy.
# fmt: off
TABLE = (
    Code("RAAS0201", Severity.FATAL, Scope.FILE, None,
         en=Text("The file is not well-formed XML.",
                 "Correct the XML at the line given, and send the file with a new voucher under the same "
                 "sequence number."),
         nl=Text("Het bestand is geen welgevormde XML.",
                 "Verbeter de XML op de vermelde regel en stuur het bestand met een nieuwe voucher en "
                 "hetzelfde volgnummer."),
         fr=Text("Le fichier n'est pas un document XML bien formé.",
                 "Corrigez le XML à la ligne indiquée, et renvoyez le fichier avec un nouveau voucher sous "
                 "le même numéro d'ordre."),
         de=Text("Die Datei ist kein wohlgeformtes XML.",
                 "Berichtigen Sie das XML in der angegebenen Zeile und senden Sie die Datei mit einem "
                 "neuen Voucher unter derselben laufenden Nummer.")),
    Code("RAAS0202", Severity.FATAL, Scope.FILE, None,
         en=Text("The file declares a document type (DTD) or an entity.",
                 "Remove the declaration, write the characters themselves in UTF-8, and send the file with "
                 "a new voucher under the same sequence number."),
         nl=Text("Het bestand declareert een documenttype (DTD) of een entiteit.",
                 "Verwijder de declaratie, schrijf de tekens zelf in UTF-8 en stuur het bestand met een "
                 "nieuwe voucher en hetzelfde volgnummer."),
         fr=Text("Le fichier déclare un type de document (DTD) ou une entité.",
                 "Supprimez la déclaration, écrivez les caractères eux-mêmes en UTF-8, et renvoyez le "
                 "fichier avec un nouveau voucher sous le même numéro d'ordre."),
         de=Text("Die Datei deklariert einen Dokumenttyp (DTD) oder eine Entität.",
                 "Entfernen Sie die Deklaration, schreiben Sie die Zeichen selbst in UTF-8 und senden Sie "
                 "die Datei mit einem neuen Voucher unter derselben laufenden Nummer.")),
    Code("RAAS0203", Severity.FATAL, Scope.FILE, None,
         en=Text("The file is not written in UTF-8.",
                 "Write the file in UTF-8, say so in its XML declaration, and send it with a new voucher "
                 "under the same sequence number."),
         nl=Text("Het bestand is niet in UTF-8 geschreven.",
                 "Schrijf het bestand in UTF-8, vermeld dat in de XML-declaratie en stuur het met een "
                 "nieuwe voucher en hetzelfde volgnummer."),
         fr=Text("Le fichier n'est pas écrit en UTF-8.",
                 "Écrivez le fichier en UTF-8, indiquez-le dans la déclaration XML, et renvoyez-le avec un "
                 "nouveau voucher sous le même numéro d'ordre."),
         de=Text("Die Datei ist nicht in UTF-8 geschrieben.",
                 "Schreiben Sie die Datei in UTF-8, geben Sie dies in der XML-Deklaration an und senden "
                 "Sie sie mit einem neuen Voucher unter derselben laufenden Nummer.")),
    Code("RAAS0204", Severity.FATAL, Scope.FILE, None,
         en=Text("The file contains a NUL character.",
                 "Remove the NUL characters, which often come from UTF-16 or from padding to a fixed "
                 "length. Then send the file with a new voucher under the same sequence number."),
         nl=Text("Het bestand bevat een NUL-teken.",
                 "Verwijder de NUL-tekens, die vaak van UTF-16 komen of van aanvulling tot een vaste "
                 "lengte. Stuur het bestand daarna met een nieuwe voucher en hetzelfde volgnummer."),
         fr=Text("Le fichier contient un caractère NUL.",
                 "Supprimez les caractères NUL, qui proviennent souvent de l'UTF-16 ou d'un remplissage à "
                 "longueur fixe. Renvoyez ensuite le fichier avec un nouveau voucher sous le même numéro "
                 "d'ordre."),
         de=Text("Die Datei enthält ein NUL-Zeichen.",
                 "Entfernen Sie die NUL-Zeichen, die oft aus UTF-16 oder vom Auffüllen auf eine feste "
                 "Länge stammen. Senden Sie die Datei danach mit einem neuen Voucher unter derselben "
                 "laufenden Nummer.")),
    Code("RAAS0205", Severity.FATAL, Scope.FILE, None,
         en=Text("The elements of the file are nested deeper than is allowed.",
                 "Write the file as the schema of its flow prescribes, which needs no such depth, and send "
                 "it with a new voucher under the same sequence number."),
         nl=Text("De elementen van het bestand zijn dieper genest dan is toegelaten.",
                 "Maak het bestand zoals het schema van de stroom voorschrijft, dat zo'n diepte niet nodig "
                 "heeft, en stuur het met een nieuwe voucher en hetzelfde volgnummer."),
         fr=Text("Les éléments du fichier sont imbriqués plus profondément qu'il n'est permis.",
                 "Établissez le fichier comme le prescrit le schéma du flux, qui ne demande pas une telle "
                 "profondeur, et renvoyez-le avec un nouveau voucher sous le même numéro d'ordre."),
         de=Text("Die Elemente der Datei sind tiefer verschachtelt als zugelassen.",
                 "Erstellen Sie die Datei nach dem Schema des Datenflusses, das keine solche Tiefe "
                 "braucht, und senden Sie sie mit einem neuen Voucher unter derselben laufenden Nummer.")),
    Code("RAAS0206", Severity.FATAL, Scope.FILE, None,
         en=Text("An element of the file is larger than is allowed.",
                 "Check the element at the line given: its content may be too long, or its end tag "
                 "missing. Then send the file with a new voucher under the same sequence number."),
         nl=Text("Een element van het bestand is groter dan is toegelaten.",
                 "Controleer het element op de vermelde regel: de inhoud kan te lang zijn of de eindtag "
                 "kan ontbreken. Stuur het bestand daarna met een nieuwe voucher en hetzelfde volgnummer."),
         fr=Text("Un élément du fichier est plus grand qu'il n'est permis.",
                 "Vérifiez l'élément à la ligne indiquée : son contenu est peut-être trop long ou sa "
                 "balise de fin absente. Renvoyez ensuite le fichier avec un nouveau voucher sous le même "
                 "numéro d'ordre."),
         de=Text("Ein Element der Datei ist größer als zugelassen.",
                 "Prüfen Sie das Element in der angegebenen Zeile: Vielleicht ist sein Inhalt zu lang oder "
                 "das End-Tag fehlt. Senden Sie die Datei danach mit einem neuen Voucher unter derselben "
                 "laufenden Nummer.")),
    Code("RAAS0207", Severity.FATAL, Scope.FILE, None,
         en=Text("The file takes in another document through XInclude.",
                 "Put the content itself in the file, and send it with a new voucher under the same "
                 "sequence number."),
         nl=Text("Het bestand voegt via XInclude een ander document in.",
                 "Zet de inhoud zelf in het bestand en stuur het met een nieuwe voucher en hetzelfde "
                 "volgnummer."),
         fr=Text("Le fichier insère un autre document par XInclude.",
                 "Mettez le contenu lui-même dans le fichier, et renvoyez-le avec un nouveau voucher sous "
                 "le même numéro d'ordre."),
         de=Text("Die Datei bindet über XInclude ein anderes Dokument ein.",
                 "Nehmen Sie den Inhalt selbst in die Datei auf und senden Sie sie mit einem neuen Voucher "
                 "unter derselben laufenden Nummer.")),
    Code("RAAS0210", Severity.FATAL, Scope.FILE, None,
         en=Text("The root element of the file is not the one of the flow in the voucher.",
                 "Check the flow in the voucher, and the root element and namespace of the file. Then send "
                 "both again under the same sequence number."),
         nl=Text("Het hoofdelement van het bestand is niet dat van de stroom in de voucher.",
                 "Controleer de stroom in de voucher, en het hoofdelement en de naamruimte van het "
                 "bestand. Stuur daarna beide opnieuw met hetzelfde volgnummer."),
         fr=Text("L'élément racine du fichier n'est pas celui du flux indiqué dans le voucher.",
                 "Vérifiez le flux dans le voucher, ainsi que l'élément racine et l'espace de noms du "
                 "fichier. Renvoyez ensuite les deux sous le même numéro d'ordre."),
         de=Text("Das Wurzelelement der Datei ist nicht das des Datenflusses im Voucher.",
                 "Prüfen Sie den Datenfluss im Voucher sowie das Wurzelelement und den Namensraum der "
                 "Datei. Senden Sie danach beide unter derselben laufenden Nummer erneut.")),
    Code("RAAS0211", Severity.FATAL, Scope.FILE, None,
         en=Text("An element is missing, unexpected or out of order.",
                 "Compare the file at the line given with the schema of its flow, correct it, and send it "
                 "with a new voucher under the same sequence number."),
         nl=Text("Een element ontbreekt, is niet verwacht of staat niet op zijn plaats.",
                 "Vergelijk het bestand op de vermelde regel met het schema van de stroom, verbeter het en "
                 "stuur het met een nieuwe voucher en hetzelfde volgnummer."),
         fr=Text("Un élément manque, est inattendu ou n'est pas à sa place.",
                 "Comparez le fichier, à la ligne indiquée, avec le schéma du flux, corrigez-le, et "
                 "renvoyez-le avec un nouveau voucher sous le même numéro d'ordre."),
         de=Text("Ein Element fehlt, ist unerwartet oder steht nicht an seinem Platz.",
                 "Vergleichen Sie die Datei in der angegebenen Zeile mit dem Schema des Datenflusses, "
                 "berichtigen Sie sie und senden Sie sie mit einem neuen Voucher unter derselben laufenden "
                 "Nummer.")),
    Code("RAAS0212", Severity.FATAL, Scope.FILE, None,
         en=Text("A value does not have the form that the schema expects.",
                 "Correct the value at the line given to the type, pattern, length or range of the schema, "
                 "and send the file with a new voucher under the same sequence number."),
         nl=Text("Een waarde heeft niet de vorm die het schema verwacht.",
                 "Breng de waarde op de vermelde regel in overeenstemming met het type, het patroon, de "
                 "lengte of het bereik van het schema, en stuur het bestand met een nieuwe voucher en "
                 "hetzelfde volgnummer."),
         fr=Text("Une valeur n'a pas la forme attendue par le schéma.",
                 "Adaptez la valeur, à la ligne indiquée, au type, au modèle, à la longueur ou à "
                 "l'intervalle du schéma, et renvoyez le fichier avec un nouveau voucher sous le même "
                 "numéro d'ordre."),
         de=Text("Ein Wert hat nicht die Form, die das Schema erwartet.",
                 "Passen Sie den Wert in der angegebenen Zeile an den Typ, das Muster, die Länge oder den "
                 "Bereich des Schemas an und senden Sie die Datei mit einem neuen Voucher unter derselben "
                 "laufenden Nummer.")),
    Code("RAAS0213", Severity.FATAL, Scope.FILE, None,
         en=Text("A value is not in the list of the schema.",
                 "Choose a value from the list that the schema gives for this element, and send the file "
                 "with a new voucher under the same sequence number."),
         nl=Text("Een waarde staat niet in de lijst van het schema.",
                 "Kies een waarde uit de lijst die het schema voor dit element geeft, en stuur het bestand "
                 "met een nieuwe voucher en hetzelfde volgnummer."),
         fr=Text("Une valeur ne figure pas dans la liste du schéma.",
                 "Choisissez une valeur dans la liste que le schéma donne pour cet élément, et renvoyez le "
                 "fichier avec un nouveau voucher sous le même numéro d'ordre."),
         de=Text("Ein Wert steht nicht in der Liste des Schemas.",
                 "Wählen Sie einen Wert aus der Liste, die das Schema für dieses Element vorgibt, und "
                 "senden Sie die Datei mit einem neuen Voucher unter derselben laufenden Nummer.")),
    Code("RAAS0214", Severity.FATAL, Scope.FILE, None,
         en=Text("An attribute is missing or is not allowed.",
                 "Compare the attributes of the element at the line given with the schema of its flow, "
                 "correct them, and send the file with a new voucher under the same sequence number."),
         nl=Text("Een attribuut ontbreekt of is niet toegelaten.",
                 "Vergelijk de attributen van het element op de vermelde regel met het schema van de "
                 "stroom, verbeter ze en stuur het bestand met een nieuwe voucher en hetzelfde volgnummer."),
         fr=Text("Un attribut manque ou n'est pas permis.",
                 "Comparez les attributs de l'élément, à la ligne indiquée, avec le schéma du flux, "
                 "corrigez-les, et renvoyez le fichier avec un nouveau voucher sous le même numéro "
                 "d'ordre."),
         de=Text("Ein Attribut fehlt oder ist nicht zugelassen.",
                 "Vergleichen Sie die Attribute des Elements in der angegebenen Zeile mit dem Schema des "
                 "Datenflusses, berichtigen Sie sie und senden Sie die Datei mit einem neuen Voucher unter "
                 "derselben laufenden Nummer.")),
)
