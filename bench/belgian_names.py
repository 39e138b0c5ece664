"""Names as they are borne in Belgium, with about the frequencies they have: lists, and a long tail made of their parts.

Written by hand for ``bench/search.py``; no register was read.
"""

import random
from itertools import accumulate
from typing import NamedTuple

DUTCH = """Peeters Janssens Maes Jacobs Mertens Willems Claes Goossens Wouters Smet Hermans Michiels Aerts Vos
Martens Vermeulen Pauwels Verhoeven Hendrickx Claeys Segers Bogaert Lemmens Coppens Stevens Verheyen
Cools Desmet Declercq Devos Thijs Smets Verstraeten Thys Cuypers Timmermans Baert Bauwens Wauters
Verbruggen Vermeersch Lenaerts Geerts Vercammen Bosmans Michielsen Boeckx Aerden Nijs Huybrechts
Ceulemans Moens Nys Raes Verlinden Dierckx Lauwers Luyten Driesen Gielen Cornelis Heylen Sels
Theunis Reynders Verhulst Beckers Vandamme Geudens Ooms Adriaensen Baeten Bracke Callens Daems
Engelen Festraets Gijsen Hoste Ickx Jansen Keppens Lambrechts Meeus Neyens Otten Pieters Quintens
Roels Sterckx Tack Uytterhoeven Verschueren Weyns Ysebaert Zels Buyse Ghyselen Schepens Schoofs
Snoeck Swinnen Symons Vandenberghe Vandekerckhove Vanhoutte Vanneste Vansteenkiste Verhaeghe
Verhelst Viaene Wyckmans Matthijs Mathijs Dhondt Dhaese Coenen Kenis Mees Nelissen Billen"""
STEMS = """Broeck Berg Bergh Bossche Velde Eynde Heuvel Meulen Straeten Weyer Haegen Borght Auwera Putte Perre
Driessche Hove Damme Houtte Acker Elst Steen Looy Hoof Gestel Dyck Roy Mol Hecke Bergen Brempt
Kerckhove Poucke Wal Voorde Eeckhout Smet Vos Wolf Clercq Backer Bruyn Winter Jonghe Groote Meyer
Cock Ridder Pauw Witte Keyser Schepper Graeve Maeyer Vriendt Coninck Baere Boeck Cuyper Decker Greef
Haan Koninck Leeuw Meester Neve Paepe Rycke Schutter Swaef Temmerman Visscher Zutter"""
FRENCH = """Dubois Lambert Dupont Martin Simon Dumont Leroy Leclercq Laurent Denis Renard Lejeune Gérard Petit
Mathieu Lefèbvre Thomas François Legrand Noël Collard Evrard Fontaine Charlier Henry Hubert Leonard
Marchal Michel Moreau Noel Piron Rousseau Thiry Toussaint Wéry Adam Antoine Baudouin Bastin Bernard
Bodart Bouchat Boulanger Bertrand Carlier Cornet Daloze Debroux Delvaux Demoulin Depaepe Deprez
Detry Dewez Docquier Dufour Dumortier Duchêne Defrère Etienne Fabry Fievez Gillet Godart Goffin
Grégoire Guillaume Hanot Hardy Heinen Jadot Jacquemin Jacques Joly Lacroix Lallemand Lebrun Lecomte
Lemaire Lemoine Lenoir Léonard Louis Maréchal Massart Mélard Michaux Monfort Nicolas Olivier Paquet
Pirard Pirotte Poncelet Robert Rossignol Roland Servais Sohet Stassen Théate Tilkin Vincent Warnier
Wilmet Wauthier Hénin Hélin Bézy Chevalier Gauthier"""
FRENCH_PARTICLES = (
    """Croix Fontaine Haye Motte Porte Roche Tour Vallée Brassinne Hulpe Marche Hamaide Kethulle Barre Cour"""
)
GERMAN = """Müller Schmitz Schröder Meyer Becker Hoffmann Schäfer Koch Bauer Wolff Klein Schumacher Jäger Krüger
Weiß Groß Köhler König Lang Heinrichs Hilgers Lenz Palm Pauls Radermacher Kessel Mertes Heck Thelen
Zimmermann Kaiser Vogel Böhm Förster"""
TURKISH = """Yılmaz Kaya Demir Şahin Çelik Yıldız Yıldırım Öztürk Aydın Özdemir Arslan Doğan Kılıç Aslan Çetin
Kara Koç Kurt Özkan Şimşek Polat Korkmaz Erdoğan Çakır Aktaş Güneş Karaca Bulut Avcı Taş Uçar
Bozkurt Tekin Güler Keskin Ünal Köse Turan"""
MOROCCAN = """El_Amrani Bouazza Benali Chaoui El_Idrissi El_Hajjaji Bakkali Ben_Haddou Amrani Azzouzi El_Khattabi
Haddad Lahlou Mansouri Tahiri Ziani Bouchikhi El_Mokhtari Benhaddou Chakir Daoudi El_Alaoui El_Fassi
Jabri Kaddouri Lamrini Naciri Ouali Rachidi Saïdi Talbi Yacoubi Zerouali Aït_Ali Ben_Ahmed
Ben_Moussa Boukhari Bensaid El_Bakkali El_Yahyaoui Ouarghi"""
OTHER = """Nowak Kowalski Popescu Ionescu Silva Santos Ferreira Rossi Russo Bianchi García López Fernández
Kabila Mbuyi Ilunga Nguyen Tran Singh Khan Ahmed Ivanov Petrov Dimitrov Kovač Novák Horváth Nagy
Papadopoulos Da_Silva Dos_Santos"""

GIVEN = {
    "nl": (
        """Jan Peter Marc Luc Johan Dirk Patrick Tom Koen Wim Bart Geert Stijn Pieter Jeroen Kris Jef Jozef Guy
Eddy Rudi Lucas Liam Noah Finn Arthur Louis Jules Victor Mathijs Matthias Niels Ruben Robbe Senne
Wout Yannick Joris Hendrik Jan-Baptist Karel Frans Albert Willy Etienne Roger Paul Daniël Michaël
Raphaël Gert-Jan Jean-Pierre Ignace Kobe""",
        """Maria Anna Martine Rita Christine Kristien Ann Els Katrien Sofie Annelies Sarah Lien Evelien Emma
Julie Marie Elise Olivia Mila Louise Nora Anaïs Lotte Hanne Ilse Griet Hilde Ingrid Godelieve
Lutgarde Monique Nicole Carine Veerle Tine Liesbeth Leen An-Sofie Anne-Marie Marie-Louise Annemie
Elke Inge Karen Kim Nathalie Zoë Noëlle Fien""",
    ),
    "fr": (
        """Jean Michel Pierre Philippe André Alain Marc Daniel Christian Thierry Éric Olivier Nicolas Benoît
Frédéric Hugo Jérôme Grégory Loïc François Gérard René Hervé Stéphane Théo Mathéo Maxime Antoine
Jean-Claude Jean-Marie Jean-Luc Jean-François Marc-Antoine Rémy Cédric Fabrice Gaëtan Xavier Luc
Bernard Yves Didier Serge Pascal Rachid Samuel""",
        """Marie Nathalie Isabelle Catherine Anne Françoise Christine Véronique Sophie Céline Aurélie Émilie
Julie Camille Chloé Léa Manon Inès Zoé Élise Hélène Geneviève Jeanne Monique Jacqueline Anne-Sophie
Marie-Claire Marie-Christine Marie-Thérèse Bénédicte Brigitte Chantal Dominique Martine Pascale
Valérie Sandrine Delphine Laëtitia Mélanie""",
    ),
    "de": (
        """Hans Karl Heinz Jürgen Günther Stefan Andreas Thomas Michael Wolfgang Jörg Björn Lukas Felix Karl-
Heinz Uwe""",
        """Ursula Helga Brigitte Petra Sabine Käthe Anke Birgit Monika Jutta Hannelore Gisela Anna-Lena Lena
Bärbel Ute""",
    ),
    "tr": (
        """Mehmet Mustafa Ahmet Ali Hüseyin Hasan İbrahim Osman Yusuf Murat Ömer Emre Burak Fatih Serkan Özgür
Can Eren""",
        """Fatma Ayşe Emine Hatice Zeynep Elif Meryem Şerife Sultan Hanife Merve Büşra Esra Kübra Özlem Gülşen
Dilek Yasemin""",
    ),
    "ma": (
        """Mohamed Ahmed Rachid Hassan Youssef Abdelkader Said Mustapha Karim Omar Bilal Ayoub Hamza Ilias
Zakaria Noureddine""",
        """Fatima Khadija Aïcha Malika Naïma Samira Latifa Yasmina Karima Hafida Zohra Nadia Salma Imane
Soukaina Fatima-Zahra""",
    ),
}  # fmt: skip

_ONSETS = [
    "B",
    "Br",
    "D",
    "Dr",
    "F",
    "G",
    "Gr",
    "H",
    "J",
    "K",
    "Kl",
    "Kr",
    "L",
    "M",
    "N",
    "P",
    "Pl",
    "R",
    "S",
    "Sch",
    "Sl",
    "Sp",
    "St",
    "T",
    "Tr",
    "V",
    "W",
    "Z",
    "Cl",
    "Cr",
    "Bl",
    "Gh",
]
_VOWELS = ["a", "aa", "ae", "e", "ee", "ei", "eu", "i", "ie", "o", "oe", "oo", "ou", "u", "uy", "y", "ij"]
_CODAS = [
    "b",
    "ck",
    "ckx",
    "d",
    "k",
    "l",
    "ll",
    "m",
    "mm",
    "n",
    "nd",
    "ng",
    "nt",
    "p",
    "r",
    "rd",
    "rk",
    "rt",
    "s",
    "st",
    "t",
    "ts",
    "v",
    "x",
]
_DUTCH_ENDS = [
    "en",
    "ens",
    "ers",
    "mans",
    "aert",
    "aerts",
    "inck",
    "inckx",
    "els",
    "s",
    "x",
    "man",
    "kens",
    "sen",
    "yn",
    "eel",
    "ier",
    "ael",
]
_FRENCH_STARTS = [
    "Bar",
    "Ber",
    "Bou",
    "Cha",
    "Cor",
    "Del",
    "De",
    "Du",
    "Fon",
    "Gau",
    "Gir",
    "La",
    "Le",
    "Lam",
    "Mar",
    "Mon",
    "Par",
    "Per",
    "Ra",
    "Ro",
    "Sau",
    "Ser",
    "Tau",
    "Thi",
    "Va",
    "Ver",
    "Vi",
]
_FRENCH_MIDDLES = ["b", "ch", "cl", "d", "f", "g", "ll", "m", "n", "nn", "p", "r", "rr", "s", "ss", "t", "tt", "v"]
_FRENCH_ENDS = [
    "ard",
    "art",
    "eau",
    "eaux",
    "el",
    "elle",
    "et",
    "ette",
    "ier",
    "in",
    "let",
    "lin",
    "on",
    "ot",
    "oul",
    "ois",
    "eux",
    "aux",
    "é",
    "ère",
    "ain",
]


class Kind(NamedTuple):
    """One share of the population: language of its given names, last names, how often each occurs (cumulative)."""

    language: str
    share: float
    names: list[str]
    cumulative: list[float]


def population_names(dice: random.Random) -> list[Kind]:
    """The last names of the population, by origin; the first of each list are the most frequent."""
    dutch_tail = [_tail(dice, _ONSETS, _VOWELS, _CODAS, _DUTCH_ENDS) for _ in range(30_000)]
    french_tail = [_tail(dice, _FRENCH_STARTS, _FRENCH_MIDDLES, _FRENCH_ENDS) for _ in range(15_000)]
    particles = [
        f"{particle} {stem}"
        for stem in STEMS.split()
        for particle in dice.sample(["Van den", "Van der", "Van", "De", "Vanden", "Van de"], 3)
    ]
    of_france = [f"{particle} {stem}" for stem in FRENCH_PARTICLES.split() for particle in ("de la", "de", "Le")]
    apostrophes = [
        f"D'{stem}" for stem in ("Haese", "Hondt", "Hooghe", "Hoore", "Ours", "Orazio", "Andrea", "Hoker", "Hulst")
    ]
    return [
        _kind("nl", 0.36, [*DUTCH.split(), *dutch_tail]),
        _kind("nl", 0.16, [*particles, *apostrophes]),
        _kind("fr", 0.27, [*FRENCH.split(), *french_tail]),
        _kind("fr", 0.03, [*of_france, "d'Oultremont", "d'Ursel", "L'Hoest", "L'Hermitte"]),
        _kind("de", 0.03, GERMAN.split()),
        _kind("tr", 0.04, TURKISH.split()),
        _kind("ma", 0.07, [name.replace("_", " ") for name in MOROCCAN.split()]),
        _kind("fr", 0.04, [name.replace("_", " ") for name in OTHER.split()]),
    ]


def _tail(dice: random.Random, *parts: list[str]) -> str:
    return "".join(dice.choice(part) for part in parts)


def _kind(language: str, share: float, names: list[str]) -> Kind:
    """Zipf's law, a little flatter: the n-th name is borne by 1/(n + 8) of what the first ones are."""
    return Kind(language, share, names, list(accumulate(1 / (place + 8) ** 0.9 for place in range(len(names)))))
