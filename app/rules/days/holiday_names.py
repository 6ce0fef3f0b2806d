"""What the public holidays are called in the three languages.

The English names are those of the library `holidays`, of which they are message ids.
"""

from __future__ import annotations

from app.i18n import N_, Translator

NAMES = (
    N_("All Saints' Day"),
    N_("Ascension Day"),
    N_("Assumption Day"),
    N_("Christmas Day"),
    N_("Christmas Eve"),
    N_("Corpus Christi"),
    N_("Day of Our Lady of the Seven Sorrows"),
    N_("Day of Remembrance and Victory over Nazism in World War II 1939-1945"),
    N_("Day of Victory over Fascism"),
    N_("Day of defenders of Ukraine"),
    N_("Day of the Constitution of Ukraine"),
    N_("Day of the Establishment of the Slovak Republic"),
    N_("Easter Monday"),
    N_("Easter Sunday"),
    N_("Easter Sunday (Pascha)"),
    N_("Epiphany"),
    N_("Epiphany (Three Kings' Day and Orthodox Christmas)"),
    N_("German Unity Day"),
    N_("Good Friday"),
    N_("Holy Trinity Day"),
    N_("Immaculate Conception"),
    N_("Independence Day"),
    N_("Independent Czech State Restoration Day"),
    N_("Independent Czechoslovak State Day"),
    N_("International Women's Day"),
    N_("Jan Hus Day"),
    N_("Labor Day"),
    N_("National Day"),
    N_("National Day of the Third of May"),
    N_("National Independence Day"),
    N_("New Year's Day"),
    N_("Pentecost"),
    N_("Pentecost Monday"),
    N_("Reformation Day"),
    N_("Repentance and Prayer Day"),
    N_("Saint Stephen's Day"),
    N_("Saints Cyril and Methodius Day"),
    N_("Second Day of Christmas"),
    N_("Slovak National Uprising Anniversary"),
    N_("Statehood Day"),
    N_("Struggle for Freedom and Democracy Day"),
    N_("Struggle for Freedom and Democracy Day and International Students' Day"),
    N_("Ukrainian Statehood Day"),
    N_("Victory Day"),
)


def holiday_name(names: str, tr: Translator) -> str:
    """The name of a public holiday as `holidays.public_holidays` gives it, several with ``; ``."""
    return "; ".join(tr.message(name.strip()) for name in names.split(";"))
