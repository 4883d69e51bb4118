"""Numbers in words: Chinese and English cardinals, decimals, ordinals and years."""

from decimal import Decimal

DIGITS = "零一二三四五六七八九"
PLACES = (("千", 1000), ("百", 100), ("十", 10), ("", 1))
MYRIADS = ("", "万", "亿", "万亿")
MYRIAD = 10_000
HUNDRED = 100
PAIR = 2  # the number that Chinese counts with a word of its own

UNITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TEENS = ("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
ONES = (*UNITS, "ten", *TEENS)
TENS = ("zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
THOUSANDS = ("", " thousand", " million", " billion", " trillion")
ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
FIRST_HALF = ("January", "February", "March", "April", "May", "June")
MONTHS = (*FIRST_HALF, "July", "August", "September", "October", "November", "December")
LIMIT = 10**15  # neither language has everyday words beyond


def _groups(value: int, base: int) -> list[int]:
    """Digits of `value` in a base, lowest first; [0] for nought."""
    found = [value % base]
    while value := value // base:
        found.append(value % base)
    return found


def _bounded(value: int) -> int:
    if not 0 <= value < LIMIT:
        message = f"{value} has no words: only whole numbers from 0 to {LIMIT - 1} do"
        raise ValueError(message)
    return value


def _zh_group(value: int) -> str:
    """1 to 9999 with every digit's place: 一千零一十六."""
    said, gap = "", False
    for name, size in PLACES:
        digit = value // size % 10
        if digit:
            said += ("零" if gap and said else "") + DIGITS[digit] + name
        gap = digit == 0
    return said


def _zh_head(said: str) -> str:
    """How the first group of a number begins: 十二, not 一十二; 两千, not 二千."""
    if said.startswith("一十"):
        return said[1:]
    return "两" + said[1:] if said.startswith("二千") else said


def _zh_myriad(value: int, name: str) -> str:
    """The first group with its 万 or 亿: 两万, 二十万."""
    return ("两" if value == PAIR and name else _zh_head(_zh_group(value))) + name


def zh_integer(value: int) -> str:
    """1216 -> 一千二百一十六; 2 stays 二, but 两千, 两万, 两亿 are said as people say them."""
    groups = _groups(_bounded(value), MYRIAD)
    if value == 0:
        return DIGITS[0]
    top = len(groups) - 1
    said = _zh_myriad(groups[top], MYRIADS[top])
    for place in range(top - 1, -1, -1):
        group = groups[place]
        if group:
            link = "零" if group < MYRIAD // 10 or groups[place + 1] == 0 else ""
            said += link + _zh_group(group) + MYRIADS[place]
    return said


def zh_digits(digits: str) -> str:
    """Digit by digit, as years, codes and decimals are read: 2026 -> 二零二六."""
    return "".join(DIGITS[int(digit)] for digit in digits)


def split(value: Decimal) -> tuple[bool, int, str]:
    """Sign, whole part and the decimals without trailing noughts. A negative nought has no sign."""
    whole, _, decimals = f"{abs(value):f}".partition(".")
    return value < 0, int(whole), decimals.rstrip("0")


def zh_number(value: Decimal, *, counting: bool = False) -> str:
    """−3.05 -> 负三点零五. `counting`: a bare 2 before a unit is 两."""
    negative, whole, decimals = split(value)
    if counting and whole == PAIR and not decimals:
        return "负两" if negative else "两"
    return ("负" if negative else "") + zh_integer(whole) + (f"点{zh_digits(decimals)}" if decimals else "")


def zh_percent(value: Decimal) -> str:
    """38.1 -> 百分之三十八点一; 100 -> 百分之百; −4.3 -> 负百分之四点三."""
    said = "百" if abs(value) == HUNDRED else zh_number(abs(value))
    return ("负" if value < 0 else "") + f"百分之{said}"


def _en_below_hundred(value: int) -> str:
    if value < len(ONES):
        return ONES[value]
    tens, ones = divmod(value, 10)
    return TENS[tens] + (f"-{ONES[ones]}" if ones else "")


def _en_group(value: int) -> str:
    """1 to 999: one hundred and thirteen."""
    hundreds, rest = divmod(value, 100)
    parts = [f"{ONES[hundreds]} hundred"] * bool(hundreds) + [_en_below_hundred(rest)] * bool(rest)
    return " and ".join(parts)


def en_integer(value: int) -> str:
    """1016 -> one thousand and sixteen."""
    groups = _groups(_bounded(value), 1000)
    if value == 0:
        return ONES[0]
    said = [_en_group(group) + name for group, name in zip(groups, THOUSANDS, strict=False) if group]
    small = len(said) > 1 and 0 < groups[0] < 100  # noqa: PLR2004 - "and" stands before tens and ones
    head = " ".join(reversed(said[1:]))
    return f"{head} and {said[0]}" if small else " ".join(reversed(said))


def en_digits(digits: str) -> str:
    return " ".join(ONES[int(digit)] for digit in digits)


def en_number(value: Decimal) -> str:
    """−12.16 -> minus twelve point one six."""
    negative, whole, decimals = split(value)
    return ("minus " if negative else "") + en_integer(whole) + (f" point {en_digits(decimals)}" if decimals else "")


def en_ordinal(value: int) -> str:
    """21 -> twenty-first."""
    said = en_integer(value)
    cut = max(said.rfind("-"), said.rfind(" ")) + 1
    head, last = said[:cut], said[cut:]
    if last in ORDINALS:
        return head + ORDINALS[last]
    return head + (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")


def en_year(year: int) -> str:
    """2026 -> twenty twenty-six; 2005 -> two thousand and five; 1905 -> nineteen oh five."""
    century, rest = divmod(year, 100)
    if century % 10 == 0 and rest < 10:  # noqa: PLR2004 - 2000 to 2009 are said as a count
        return en_integer(year)
    if rest == 0:
        return f"{en_integer(century)} hundred"
    return f"{en_integer(century)} {'oh ' if rest < 10 else ''}{_en_below_hundred(rest)}"  # noqa: PLR2004
