"""What files call the nine partner regions besides their names: in the other languages, in the
genitive, and with what kind of region they are («Rīgas reģions», «Hargita megye»). Pure."""

from __future__ import annotations

from secon_data.intake.headers import folded
from secon_data.package import Package, once

_OTHERWISE = {
    "riga": ("Rīgas", "Rīgai", "Riia", "Ryga", "Рига", "Ρίγα"),
    "peloponnese": (
        "Πελοποννήσου", "Peloponnes", "Péloponnèse", "Peloponeso", "Peloponez", "Peloponēsas",
        "Peloponesas", "Peloponnesos", "Peloponnisos", "Peloponnisou", "Peloponészosz",
        "Peloponesos", "Пелопонес",
    ),
    "mazowieckie": (
        "Mazowsze", "Mazowsza", "Mazowieckiego", "Mazovia", "Masovia", "Masovian", "Mazovian",
        "Masowien", "Mazovie", "Mazovië", "Mazovija", "Mazovijas", "Mazóvia", "Мазовия", "Мазовско",
        "Μαζοβία",
    ),
    "flemish-brabant": (
        "Brabant flamand", "Flämisch-Brabant", "Brabante Flamenco", "Brabante Flamengo",
        "Flāmu Brabante", "Flāmu Brabantes", "Brabancja Flamandzka", "Flamand-Brabant",
        "Brabantul Flamand", "Фламандски Брабант", "Φλαμανδική Βραβάντη",
    ),
    "extremadura": ("Ekstremadura", "Estrémadure", "Estremaduras", "Екстремадура", "Εξτρεμαδούρα"),
    "harghita": ("Hargita", "Harghitei", "Харгита", "Χαργκίτα"),
    "haskovo": (
        "Хасковска", "Haskovas", "Khaskovo", "Chaskowo", "Jaskovo", "Χάσκοβο", "Haskovo district",
    ),
    "rhein-neckar": ("Rhin-Neckar", "Rin-Neckar", "Reinas-Nekāras", "Ren-Neckar", "Рейн-Некар"),
}  # fmt: skip
# «{}» is a name; municipalities are partners, but no areas that have figures of their own.
_KINDS = (
    "{} region", "region {}", "region of {}", "{} planning region", "{} statistical region",
    "{} metropolitan region", "metropolitan region {}", "{} province", "province of {}",
    "{} county", "county of {}", "{} voivodeship", "voivodeship {}",
    "{} reģions", "{} plānošanas reģions", "{} statistiskais reģions",
    "{} vojevodiste", "{} vojevodistes", "{} apgabals", "{} žudecs",
    "metropolregion {}", "{} metropolregion", "provinz {}", "woiwodschaft {}",
    "provincie {}", "prov. {}", "provincia {}", "provincia de {}", "comunidad autónoma de {}",
    "región {}", "región de {}", "região {}", "região do {}", "região de {}", "província de {}",
    "województwo {}", "woj. {}", "prowincja {}",
    "județul {}", "jud. {}", "regiunea {}", "{} megye", "{} régió",
    "област {}", "{} област", "обл. {}", "регион {}",
    "περιφέρεια {}", "π. {}", "περιφέρεια της {}",
)  # fmt: skip
_MUNICIPALITIES = (
    "{} municipality", "municipality of {}", "municipality {}", "{} pašvaldība",
    "município de {}", "municipio de {}", "concelho de {}", "concelho {}", "câmara municipal de {}",
    "община {}", "общ. {}", "obshtina {}", "gemeinde {}", "gemeente {}", "gmina {}",
    "comuna {}", "municipiul {}", "δήμος {}",
)  # fmt: skip


def regions(package: Package) -> dict[str, str]:
    """Folded name → region_id: all that a partner region may be called besides its own names."""
    return _every(package)["regions"]


def areas(package: Package) -> dict[str, str]:
    """The same without the names of municipalities."""
    return _every(package)["areas"]


@once
def _every(package: Package) -> dict[str, dict[str, str]]:
    table = package.table("regions")
    meant: dict[str, dict[str, set[str]]] = {"regions": {}, "areas": {}}
    for region, *own in table[["region_id", "name", "name_local"]].itertuples(index=False):
        also = _OTHERWISE.get(str(region), ())
        names = [*(str(name) for name in own if isinstance(name, str)), *also]
        for kind in (*_KINDS, *_MUNICIPALITIES):
            for name in names:
                word = folded(kind.format(name))
                meant["regions"].setdefault(word, set()).add(str(region))
                if kind not in _MUNICIPALITIES:
                    meant["areas"].setdefault(word, set()).add(str(region))
        for name in also:
            for words in meant.values():
                words.setdefault(folded(name), set()).add(str(region))
    return {
        which: {word: next(iter(found)) for word, found in words.items() if len(found) == 1}
        for which, words in meant.items()
    }
