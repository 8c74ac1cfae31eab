"""What Python's zoneinfo says about every zone from 1970 to the end of 2100.

usage: zones.py FOLDER

One line a zone: name, offset at the beginning, then for every change of the offset found by stepping
through the years and bisecting:  instant,offset after,wall,utc if fold=0,utc if fold=1  where wall is
a local time (seconds as if UTC) in the middle of the gap or the overlap.
"""
import datetime
import hashlib
import pathlib
import sys
import zoneinfo

FROM, TO, STEP = 0, 4133980800, 6 * 86400
EPOCH = datetime.datetime(1970, 1, 1)
SECOND = datetime.timedelta(seconds=1)


def changes(zone):
    fromtimestamp = datetime.datetime.fromtimestamp

    def offset(t):
        return fromtimestamp(t, zone).utcoffset()

    def in_utc(wall, fold):
        local = (EPOCH + wall * SECOND).replace(tzinfo=zone, fold=fold)
        return wall - local.utcoffset() // SECOND

    low, before = FROM, offset(FROM)
    parts = [str(before // SECOND)]
    while low < TO:
        high = min(low + STEP, TO)
        after = offset(high)
        if after == before:
            low = high
            continue
        while high - low > 1:
            middle = (low + high) // 2
            if offset(middle) == before:
                low = middle
            else:
                high = middle
        after = offset(high)
        wall = high + (before // SECOND + after // SECOND) // 2
        numbers = high, after // SECOND, wall, in_utc(wall, 0), in_utc(wall, 1)
        parts.append(",".join(map(str, numbers)))
        low, before = high, after
    return " ".join(parts)


folder = pathlib.Path(sys.argv[1])
zoneinfo.reset_tzpath(to=[str(folder)])
known = {}
for name in sorted(zoneinfo.available_timezones()):
    path = folder / name
    if not path.is_file():
        continue
    digest = hashlib.sha256(path.read_bytes()).digest()
    if digest not in known:
        known[digest] = changes(zoneinfo.ZoneInfo(name))
    print(name, known[digest])
