"""Codes of a record against the authentic source: the number and the identity of the person."""

from raas_batch.codes.code import Code, Scope, Severity, Text

# A table: each language has its title, and under it the remedy.
# fmt: off
TABLE = (
    Code("RAAS0311", Severity.FATAL, Scope.RECORD, "ssin",
         en=Text("The SSIN is not known in the authentic source.",
                 "Check the number and send the record again. If the person has no SSIN, look the person "
                 "up by a phonetic search, or ask for a CBSS number."),
         nl=Text("Het INSZ is niet bekend in de authentieke bron.",
                 "Controleer het nummer en stuur het record opnieuw. Heeft de persoon geen INSZ, zoek de "
                 "persoon dan fonetisch op of vraag een KSZ-nummer aan."),
         fr=Text("Le NISS n'est pas connu de la source authentique.",
                 "Vérifiez le numéro et renvoyez l'enregistrement. Si la personne n'a pas de NISS, faites "
                 "une recherche phonétique ou demandez un numéro BCSS."),
         de=Text("Die ENSS ist in der authentischen Quelle nicht bekannt.",
                 "Prüfen Sie die Nummer und senden Sie den Datensatz erneut. Hat die Person keine ENSS, "
                 "suchen Sie sie phonetisch oder beantragen Sie eine Bis-Nummer.")),
    Code("RAAS0312", Severity.FATAL, Scope.RECORD, "ssin",
         en=Text("The SSIN has been canceled and has no successor.",
                 "Look up the present SSIN of the person, for example by a phonetic search. Then send the "
                 "record again with that number."),
         nl=Text("Het INSZ is geannuleerd en heeft geen opvolger.",
                 "Zoek het huidige INSZ van de persoon op, bijvoorbeeld fonetisch. Stuur het record daarna "
                 "opnieuw met dat nummer."),
         fr=Text("Le NISS a été annulé et n'a pas de successeur.",
                 "Recherchez le NISS actuel de la personne, par exemple par une recherche phonétique. "
                 "Renvoyez ensuite l'enregistrement avec ce numéro."),
         de=Text("Die ENSS wurde annulliert und hat keinen Nachfolger.",
                 "Ermitteln Sie die jetzige ENSS der Person, zum Beispiel durch eine phonetische Suche. "
                 "Senden Sie den Datensatz danach mit dieser Nummer erneut.")),
    Code("RAAS0313", Severity.WARNING, Scope.RECORD, "ssin",
         en=Text("The SSIN has been replaced, and the record was applied to the number that is now in use.",
                 "Use the number given in replacedBy from now on. The record need not be sent again."),
         nl=Text("Het INSZ is vervangen en het record is verwerkt op het nummer dat nu geldt.",
                 "Gebruik voortaan het nummer in replacedBy. Het record hoeft niet opnieuw te worden "
                 "gestuurd."),
         fr=Text("Le NISS a été remplacé et l'enregistrement a été appliqué au numéro actuel.",
                 "Utilisez désormais le numéro indiqué dans replacedBy. L'enregistrement ne doit pas être "
                 "renvoyé."),
         de=Text("Die ENSS wurde ersetzt und der Datensatz auf die jetzt geltende Nummer angewendet.",
                 "Verwenden Sie künftig die Nummer in replacedBy. Der Datensatz muss nicht erneut gesendet "
                 "werden.")),
    Code("RAAS0331", Severity.FATAL, Scope.RECORD, "lastName",
         en=Text("The last name differs from the one in the authentic source.",
                 "Check that the name and the SSIN are of the same person, correct what is wrong and send "
                 "the record again. Case and diacritics make no difference."),
         nl=Text("De naam verschilt van die in de authentieke bron.",
                 "Ga na of de naam en het INSZ van dezelfde persoon zijn, verbeter wat niet klopt en stuur "
                 "het record opnieuw. Hoofdletters en diakritische tekens spelen geen rol."),
         fr=Text("Le nom diffère de celui de la source authentique.",
                 "Vérifiez que le nom et le NISS sont ceux de la même personne, corrigez ce qui doit "
                 "l'être et renvoyez l'enregistrement. Les majuscules et les signes diacritiques n'ont pas "
                 "d'importance."),
         de=Text("Der Name weicht von dem in der authentischen Quelle ab.",
                 "Prüfen Sie, ob der Name und die ENSS zu derselben Person gehören, berichtigen Sie, was "
                 "nicht stimmt, und senden Sie den Datensatz erneut. Groß- und Kleinschreibung und "
                 "diakritische Zeichen spielen keine Rolle.")),
    Code("RAAS0332", Severity.FATAL, Scope.RECORD, "firstName",
         en=Text("The first name differs from the one in the authentic source.",
                 "Check that the first name and the SSIN are of the same person, correct what is wrong and "
                 "send the record again. Case and diacritics make no difference."),
         nl=Text("De voornaam verschilt van die in de authentieke bron.",
                 "Ga na of de voornaam en het INSZ van dezelfde persoon zijn, verbeter wat niet klopt en "
                 "stuur het record opnieuw. Hoofdletters en diakritische tekens spelen geen rol."),
         fr=Text("Le prénom diffère de celui de la source authentique.",
                 "Vérifiez que le prénom et le NISS sont ceux de la même personne, corrigez ce qui doit "
                 "l'être et renvoyez l'enregistrement. Les majuscules et les signes diacritiques n'ont pas "
                 "d'importance."),
         de=Text("Der Vorname weicht von dem in der authentischen Quelle ab.",
                 "Prüfen Sie, ob der Vorname und die ENSS zu derselben Person gehören, berichtigen Sie, "
                 "was nicht stimmt, und senden Sie den Datensatz erneut. Groß- und Kleinschreibung und "
                 "diakritische Zeichen spielen keine Rolle.")),
    Code("RAAS0333", Severity.FATAL, Scope.RECORD, "birthDate",
         en=Text("The birth date differs from the one in the authentic source.",
                 "Check that the birth date and the SSIN are of the same person, correct what is wrong and "
                 "send the record again. An unknown day or month is written as 00 and is not compared."),
         nl=Text("De geboortedatum verschilt van die in de authentieke bron.",
                 "Ga na of de geboortedatum en het INSZ van dezelfde persoon zijn, verbeter wat niet klopt "
                 "en stuur het record opnieuw. Een onbekende dag of maand schrijft u als 00 en wordt niet "
                 "vergeleken."),
         fr=Text("La date de naissance diffère de celle de la source authentique.",
                 "Vérifiez que la date de naissance et le NISS sont ceux de la même personne, corrigez ce "
                 "qui doit l'être et renvoyez l'enregistrement. Un jour ou un mois inconnu s'écrit 00 et "
                 "n'est pas comparé."),
         de=Text("Das Geburtsdatum weicht von dem in der authentischen Quelle ab.",
                 "Prüfen Sie, ob das Geburtsdatum und die ENSS zu derselben Person gehören, berichtigen "
                 "Sie, was nicht stimmt, und senden Sie den Datensatz erneut. Ein unbekannter Tag oder "
                 "Monat wird als 00 geschrieben und nicht verglichen.")),
    Code("RAAS0334", Severity.FATAL, Scope.RECORD, "gender",
         en=Text("The gender differs from the one in the authentic source.",
                 "Check that the gender and the SSIN are of the same person, correct what is wrong and "
                 "send the record again. The gender cannot be read from the number."),
         nl=Text("Het geslacht verschilt van dat in de authentieke bron.",
                 "Ga na of het geslacht en het INSZ van dezelfde persoon zijn, verbeter wat niet klopt en "
                 "stuur het record opnieuw. Het geslacht kan niet uit het nummer worden afgeleid."),
         fr=Text("Le sexe diffère de celui de la source authentique.",
                 "Vérifiez que le sexe et le NISS sont ceux de la même personne, corrigez ce qui doit "
                 "l'être et renvoyez l'enregistrement. Le sexe ne peut pas être déduit du numéro."),
         de=Text("Das Geschlecht weicht von dem in der authentischen Quelle ab.",
                 "Prüfen Sie, ob das Geschlecht und die ENSS zu derselben Person gehören, berichtigen Sie, "
                 "was nicht stimmt, und senden Sie den Datensatz erneut. Das Geschlecht lässt sich nicht "
                 "aus der Nummer ableiten.")),
)
