"""Names to draw people's names from. Families known from politics, sports or the arts are left out."""

from __future__ import annotations

# One client's name. It stands in everything that is told of them, and must be found on their page alone.
CLIENT = "Ruusunmarja"


def _names(block: str) -> tuple[str, ...]:
    return tuple(block.split())


FINNISH_GIVEN = _names(
    """
    Aila Aino Aira Airi Anita Anja Anneli Annikki Anu Arja Armi Auli Birgit Eija Eila Elina Elisa Elli Emmi
    Enni Erja Essi Eveliina Hanna Hanne Heidi Heli Helena Helka Hellevi Henna Hilkka Iida Iiris Inka Inkeri
    Irja Irma Jaana Jenni Jonna Kaarina Kaija Kaisa Karita Katja Katri Kerttu Kielo Kirsi Kirsti Kyllikki
    Laila Laura Lea Leena Lilja Maarit Maija Maire Mari Marika Marjatta Marjo Marketta Merja Mervi Meri
    Miina Minna Mirja Mirva Nelli Niina Noora Oili Oona Outi Paula Petra Pinja Piia Pirjo Pirkko Päivi Raija
    Raili Rauha Reetta Riikka Riitta Ritva Roosa Saara Saila Saimi Salla Sanna Sari Satu Seija Senja Sini
    Sinikka Sirkka Sirpa Sisko Soile Sointu Suvi Tarja Taina Taru Terhi Terttu Tiina Tuija Tuula Tuulikki
    Tytti Ulla Vappu Varpu Veera Venla Vuokko Aapo Aarne Aarre Ahti Aki Aleksi Antero Antti Ari Armas Arto
    Arttu Asko Atso Eemeli Eero Eetu Eino Elias Erkki Esa Esko Hannes Hannu Harri Heikki Heimo Henri Iiro
    Ilari Ilkka Ilmari Ilpo Ismo Jaakko Jalmari Janne Jari Jarkko Jarmo Joel Joni Joonas Jorma Jouko Jouni
    Juha Juhani Jukka Jussi Jyrki Kalervo Kalevi Kalle Kari Kauko Keijo Kimmo Klaus Konsta Kyösti Lasse
    Lassi Lauri Leevi Leo Manu Marko Markku Martti Matias Matti Mauno Mauri Miika Mikko Niilo Niko Oiva
    Olavi Olli Onni Oskari Osmo Otto Paavo Panu Pasi Paavali Pekka Pentti Pertti Petri Pyry Raimo Rauno
    Reijo Reino Risto Roope Sakari Sami Santeri Sauli Seppo Simo Sulo Tapani Tapio Tatu Teemu Teppo Tero
    Timo Toivo Tomi Topi Tuomas Tuomo Tuure Tuukka Uolevi Urho Urpo Valto Veijo Veikko Veli Vesa Viljami
    Ville Visa Voitto Väinö Yrjö
    """
)

FINNISH_FAMILY = _names(
    """
    Aalto Airaksinen Aittokoski Ala-Korpi Alanko Alasalmi Alasuutari Anttila Aronen Asikainen Auvinen Eerola
    Eronen Eskola Haapakoski Haapala Haaranen Hakkarainen Halme Hannula Harju Harjula Hartikka Hautala
    Heikkala Heinonen Heiskala Hellsten Hiltunen Hirvelä Holopainen Honkanen Huhtala Huovila Huttunen
    Hyttinen Hyvärinen Ihalainen Ikäheimo Isokangas Isometsä Itkonen Jaatinen Jalava Jalkanen Jauhiainen
    Jokela Jokinen Jokiranta Juntunen Juvonen Kaikkola Kainulainen Kallio Kangas Kankkunen Kantola Kareinen
    Karhula Karjalainen Karppinen Karvala Kauppila Kekäläinen Kemiläinen Kerola Keskitalo Kettunen Kinnari
    Kiviharju Kivelä Koivula Koivuranta Kokkola Kolehmainen Konttinen Korhola Korpela Korpivaara Koskela
    Kosunen Kotila Kouvonen Kujala Kulmala Kumpula Kurkela Kuusela Kyllönen Kähkönen Kärppä Laakso Laaksola
    Lahdenperä Laine Laitila Lamminmäki Lappalainen Lassila Lauronen Lehikoinen Lehtovaara Leinonen Lepistö
    Leskinen Liimatta Lindgård Loikkanen Luostarinen Lyytinen Maaninka Majava Malinen Manninen Mattila
    Meriläinen Metsälä Mikkola Moisio Mustakallio Myllymäki Myöhänen Mäenpää Mäkivirta Mällinen Nevala
    Niemelä Nieminen Nikula Niskakangas Nousiainen Nurmela Närhi Ojala Ojanperä Ollila Oravainen Paananen
    Paasonen Pajunen Palokangas Parkkila Parviainen Pasanen Pelkonen Peltola Pennanen Perälä Pesonen
    Piirainen Pitkälä Poikela Pulkkinen Puranen Purhonen Putkonen Pyykkö Pöyhönen Raatikainen Raittila
    Rajala Rantala Rasila Rautala Reinikka Rissanen Romppainen Rossila Ruohola Ruotsala Räihä Räty Saarela
    Saarinen Saarnio Saastamoinen Salmela Salminen Salonen Sammallahti Sarajärvi Savikko Seppälä Siekkinen
    Siltala Simola Sipola Sirola Soikkeli Sorvali Suhonen Suomela Suutari Taipale Takala Tammela Tanninen
    Tapaninen Tarkiainen Tervo Tiainen Tikkala Timola Toivanen Tolvanen Tuomainen Turpeinen Turtola Tähtinen
    Törmälä Ukkola Ulmala Uotila Uusitalo Vainikka Vainio Valkama Valkonen Varis Vartia Vatanen Vehmas Vepsä
    Vesala Vesterinen Viitala Viljala Vilkkinen Vuorela Vuorenmaa Väisälä Vänskä Ylitalo Yliniemi Ylönen
    Åkerman Äijälä Öhman
    """
)

SWEDISH_GIVEN = _names(
    """
    Agneta Alva Anna-Lena Annika Astrid Barbro Birgitta Britt Camilla Carina Cecilia Christel Clara Ebba
    Elin Ellen Elsa Ester Eva-Lott Freja Gun Gunilla Gunvor Harriet Hedvig Ingegerd Ingrid Inger Jeanette
    Johanna Karin Kerstin Kristina Lena Linda Lisbet Lovisa Maj-Britt Maja Margareta Marianne Märta Nina Pia
    Ragnhild Rut Signe Sigrid Siv Solveig Stina Susanne Svea Tove Ulrika Viola Viveka Wilma Yvonne Alf
    Anders Arvid Axel Bengt Benny Bertel Birger Bjarne Bo Börje Christer Dan Edvin Emil Erik Filip Fredrik
    Frej Folke Gustav Göran Hans Harald Henrik Holger Håkan Ingmar Ivar Jens Joakim John Kaj Karl-Erik
    Kenneth Kjell Kristian Lars Leif Magnus Mats Max Måns Nils Olof Oskar Patrik Peter Ragnar Ralf Robin
    Roger Rolf Rune Sixten Stefan Sten Stig Sven Tage Tor Torsten Ulf Valter Viking Wilhelm
    """
)

SWEDISH_FAMILY = _names(
    """
    Asplund Backlund Bergkulla Berglund Björklund Björkman Blomfelt Boström Brännbacka Dahlkvist Dahlvik
    Ekblad Eklöv Engblom Engström Enlund Fagernäs Fellman Finne Forsbacka Forsblom Granfors Granholm
    Grönqvist Gustavsson Hagnäs Hagström Hedkvist Hellman Hermansson Holmgård Holmlund Häggblom Höglund
    Ingves Jansson Kjellman Klingenberg Knuts Kronqvist Käld Lassfolk Liljeqvist Lillkung Lindfors Lindkvist
    Lindroos Ljungkvist Lundell Lundgren Lönnqvist Mattfolk Mattsson Nordling Nordman Norrgård Nygård Nylund
    Nyqvist Näse Ohlsson Ramstedt Rosenlund Rönnlund Sandbacka Sandelin Sjöblad Sjögren Skog Slotte Smeds
    Snickars Stenback Storgård Strandell Ström Svahnbäck Söderback Söderholm Sundkvist Svedlund Teir Thors
    Vestergård Viklund Wallin Westerlund Wik Wikström Åberg Åstrand Öst Österblad
    """
)

OTHER_NAMES = (
    ("Amina", "Warsame"),
    ("Olga", "Petrova"),
    ("Linh", "Nguyen"),
    ("Samir", "Haddad"),
    ("Natalia", "Kuznetsova"),
    ("Maryam", "Rahimi"),
    ("Anh", "Tran"),
    ("Piret", "Tamm"),
    ("Kristjan", "Saar"),
    ("Yusuf", "Demir"),
    ("Chiara", "Moretti"),
    ("Daniel", "Okoye"),
    ("Zahra", "Ahmadi"),
    ("Ivan", "Morozov"),
    ("Adaeze", "Obi"),
    ("Sofia", "Herrera"),
    ("Tomasz", "Zielinski"),
    ("Leyla", "Aydin"),
    ("Hodan", "Farah"),
    ("Arjun", "Nair"),
    ("Katrin", "Mägi"),
    ("Bilal", "Karimi"),
    ("Mei", "Lin"),
    ("Rosa", "Fernandes"),
)
