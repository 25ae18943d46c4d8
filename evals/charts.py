"""Charts as inline SVG: each function gives one <svg>, 360 units wide, coloured by the classes of report.css.

Every text is escaped by `Markup.format`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

WIDTH = 360


@dataclass(frozen=True, slots=True)
class Bar:
    """A share from 0 to 1 (None: does not apply) with the number of questions it comes from."""

    label: str
    share: float | None
    count: int


def _svg(height: float, title: str, parts: Sequence[Markup]) -> Markup:
    opening = Markup('<svg viewBox="0 0 {} {:.0f}" role="img" aria-label="{}"><title>{}</title>')
    return opening.format(WIDTH, height, title, title) + Markup("").join(parts) + Markup("</svg>")


def _text(x: float, y: float, text: str, kind: str = "", anchor: str = "start") -> Markup:
    return Markup('<text x="{:.1f}" y="{:.1f}" class="{}" text-anchor="{}">{}</text>').format(x, y, kind, anchor, text)


def _box(x: float, y: float, wide: float, high: float, kind: str, hint: str = "") -> Markup:
    box = Markup('<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" class="{}"><title>{}</title></rect>')
    return box.format(x, y, wide, high, kind, hint)


def bars(title: str, rows: Sequence[Bar]) -> Markup:
    """A horizontal bar for each row, from 0 to 100%."""
    left, right, step = 92, 84, 26
    room = WIDTH - left - right
    parts = []
    for place, row in enumerate(rows):
        top = place * step + 4
        said = "—" if row.share is None else f"{row.share:.0%}"
        hint = f"{row.label}：{said}（{row.count} 题）"
        parts.append(_text(left - 6, top + 13, cut(row.label, 8), "label", "end"))
        parts.append(_box(left, top, room, 18, "track", hint))
        if row.share is not None:
            parts.append(_box(left, top, room * row.share, 18, "bar", hint))
        parts.append(_text(left + room + 6, top + 13, said, "value"))
        parts.append(_text(WIDTH, top + 13, f"{row.count} 题", "note", "end"))
    return _svg(len(rows) * step + 6, title, parts)


def matrix(title: str, names: Mapping[str, str], pairs: Mapping[tuple[str, str], int]) -> Markup:
    """A confusion table: what was expected down the side, what was got along the top."""
    rows = [name for name in names if any(pair[0] == name for pair in pairs)]
    columns = [name for name in names if any(name in pair for pair in pairs)]
    if not rows:
        return _svg(10, title, [])
    left, top = 70, 72
    size = min(36.0, (WIDTH - left - 2) / len(columns))
    parts = [_text(left - 6, top - 8, "应为＼实为", "note", "end")]
    for place, name in enumerate(columns):
        turn = Markup('<g transform="translate({:.1f} {}) rotate(-60)">').format(left + (place + 0.6) * size, top - 6)
        parts.append(turn + _text(0, 0, names[name], "small") + Markup("</g>"))
    for down, expected in enumerate(rows):
        y = top + down * size
        total = sum(count for pair, count in pairs.items() if pair[0] == expected)
        parts.append(_text(left - 6, y + size / 2 + 4, names[expected], "small", "end"))
        for across, got in enumerate(columns):
            count = pairs.get((expected, got), 0)
            hint = f"应为“{names[expected]}”、实为“{names[got]}”：{count} 次，占 {count / total:.0%}"
            x, kind = left + across * size, "right" if expected == got else "wrong"
            shade = math.ceil(4 * count / total)
            parts.append(_box(x + 1, y + 1, size - 2, size - 2, f"{kind} shade{shade}", hint))
            if count:
                parts.append(_text(x + size / 2, y + size / 2 + 4, str(count), f"small on{shade}", "middle"))
    return _svg(top + len(rows) * size + 4, title, parts)


def histogram(title: str, values: Sequence[float], unit: str, marks: Mapping[str, float]) -> Markup:
    """How often values fall in each of 24 equal steps; the last step holds all above the 99th percentile."""
    if not values:
        return _svg(10, title, [])
    steps, high, base = 24, 110, 130
    top = max(sorted(values)[math.ceil(len(values) * 0.99) - 1], *marks.values(), 1e-9)
    counts = [0] * steps
    for value in values:
        counts[min(steps - 1, int(value / top * steps))] += 1
    wide = (WIDTH - 8) / steps
    parts = []
    for place, count in enumerate(counts):
        tall = high * count / max(counts)
        hint = f"{place * top / steps:.1f}–{(place + 1) * top / steps:.1f} {unit}：{count} 次"
        parts.append(_box(4 + place * wide + 0.5, base - tall, wide - 1, tall, "bar", hint))
    line = Markup('<line x1="{:.1f}" x2="{:.1f}" y1="14" y2="{}" class="mark"/>')
    for place, (name, value) in enumerate(marks.items()):
        x = 4 + value / top * (WIDTH - 8)
        parts.append(line.format(x, x, base))
        after = x < WIDTH * 0.7
        label = f"{name} {value:.1f}"
        parts.append(_text(x + (3 if after else -3), 12 + 13 * place, label, "small", "start" if after else "end"))
    parts += [_text(4, base + 14, "0", "note"), _text(WIDTH - 4, base + 14, f"{top:.1f} {unit}", "note", "end")]
    return _svg(base + 20, title, parts)


def distributions(title: str, groups: Mapping[str, Sequence[float]], marks: Mapping[str, float]) -> Markup:
    """How values of several groups lie between -2 and 2, one row of 40 steps each; a line for each mark."""
    low, high, steps, tall, left = -2.0, 2.0, 40, 34, 96
    room = WIDTH - left - 6
    parts = []
    for row, (name, values) in enumerate(groups.items()):
        counts = [0] * steps
        for value in values:
            counts[min(steps - 1, max(0, int((value - low) / (high - low) * steps)))] += 1
        base = 22 + (row + 1) * (tall + 8)
        parts.append(_text(left - 6, base - 8, cut(name, 8), "label", "end"))
        for place, count in enumerate(counts):
            size = tall * count / max(*counts, 1)
            start = low + place * (high - low) / steps
            hint = f"{name} {start:.1f} 至 {start + (high - low) / steps:.1f}：{count} 题"
            parts.append(_box(left + place * room / steps + 0.5, base - size, room / steps - 1, size, "bar", hint))
    bottom = 22 + len(groups) * (tall + 8)
    line = Markup('<line x1="{:.1f}" x2="{:.1f}" y1="16" y2="{}" class="mark"/>')
    for place, (name, value) in enumerate(marks.items()):
        x = left + (value - low) / (high - low) * room
        parts.append(line.format(x, x, bottom))
        parts.append(_text(x, 11, f"{name} {value:g}", "small", "end" if place == 0 else "start"))
    parts += [_text(left, bottom + 14, f"{low:g}", "note"), _text(WIDTH - 6, bottom + 14, f"{high:g}", "note", "end")]
    return _svg(bottom + 20, title, parts)


def lines(title: str, ticks: Sequence[str], series: Mapping[str, Sequence[float | None]]) -> Markup:
    """Shares from 0 to 1 over runs, one line each; a gap where a value is missing."""
    if not ticks:
        return _svg(10, title, [])
    left, right, top, high = 34, 12, 8, 130
    step = (WIDTH - left - right) / max(1, len(ticks) - 1)
    parts = []
    for share in (0, 0.25, 0.5, 0.75, 1):
        y = top + high * (1 - share)
        grid = Markup('<line x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}" class="grid"/>').format(left, WIDTH - right, y, y)
        parts += [grid, _text(left - 4, y + 4, f"{share:.0%}", "note", "end")]
    for place, (name, values) in enumerate(series.items()):
        points = [(left + i * step, top + high * (1 - v), v, ticks[i]) for i, v in enumerate(values) if v is not None]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y, _, _ in points)
        parts.append(Markup('<polyline points="{}" class="line c{}"/>').format(path, place))
        dot = Markup('<circle cx="{:.1f}" cy="{:.1f}" r="3" class="dot c{}"><title>{}</title></circle>')
        parts += [dot.format(x, y, place, f"{name} {tick}：{v:.1%}") for x, y, v, tick in points]
        x, y = left + (place % 3) * 108, top + high + 36 + place // 3 * 16
        parts.append(_box(x, y - 8, 10, 10, f"key c{place}"))
        parts.append(_text(x + 14, y + 1, cut(name, 7), "small"))
    parts.append(_text(left, top + high + 16, ticks[0], "note"))
    if len(ticks) > 1:
        parts.append(_text(WIDTH - right, top + high + 16, ticks[-1], "note", "end"))
    return _svg(top + high + 32 + math.ceil(len(series) / 3) * 16, title, parts)


def cut(text: str, longest: int) -> str:
    """At most so many characters."""
    return text if len(text) <= longest else text[: longest - 1] + "…"
