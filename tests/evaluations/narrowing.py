"""What a reader with pencil and paper makes of lines that add up."""


def narrowed(lines, bounds):
    """What the lines leave: from every line, what its other numbers leave a number, again until nothing changes.

    ``bounds`` is narrowed in place. False when the numbers contradict each other.
    """
    changed = True
    while changed:
        changed = False
        for parts, total in lines:
            low, high = (sum(bounds[cell][n] for cell in parts) for n in (0, 1))
            found = {total: (low, high)}
            for cell in parts:
                found[cell] = (
                    bounds[total][0] - (high - bounds[cell][1]),
                    bounds[total][1] - (low - bounds[cell][0]),
                )
            for cell, (least, most) in found.items():
                better = max(bounds[cell][0], least), min(bounds[cell][1], most)
                if better[0] > better[1]:
                    return False
                changed |= better != bounds[cell]
                bounds[cell] = better
    return True
