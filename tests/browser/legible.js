// What of a page's words can't be read, a line for each: cut off, shortened, or under other words; but for lines
// that match `excepted`.
excepted => {
    // A line of words is a little higher than its letters.
    const TOLERATED = 2, TOLERATED_UPRIGHT = 4;
    // Read aloud, or drawn on a canvas that scrolls, and so never seen where they stand; and signs that are glyphs.
    const UNSEEN = '[data-testid="stDataFrame"], [data-testid="stIconMaterial"], '
        + '.st-key-slide_keys, noscript, style, script';
    const found = [], seen = [];

    const within = (box, frame, sideways, upright) =>
        (!sideways || (box.left >= frame.left - TOLERATED && box.right <= frame.right + TOLERATED))
        && (!upright || (box.top >= frame.top - TOLERATED_UPRIGHT && box.bottom <= frame.bottom + TOLERATED_UPRIGHT));
    const place = element => {
        const keyed = [...element.closest('[class*="st-key-"]')?.classList ?? []];
        const key = keyed.find(each => each.startsWith('st-key-'))?.slice('st-key-'.length);
        return key ?? element.closest('[data-testid]')?.dataset.testid ?? element.tagName;
    };
    // What clips it sideways and upright on the way up; what scrolls shows all of it to whoever scrolls.
    const clippedBy = (element, box) => {
        let sideways = true, upright = true;
        for (let up = element; up && up !== document.body; up = up.parentElement) {
            if (up instanceof SVGElement && up.tagName !== 'svg') continue;
            const look = getComputedStyle(up);
            if (/auto|scroll/.test(look.overflowX)) sideways = false;
            if (/auto|scroll/.test(look.overflowY)) upright = false;
            if (!sideways && !upright) return null;
            const hidesX = sideways && (/hidden|clip/.test(look.overflowX) || up.tagName === 'svg');
            const hidesY = upright && (/hidden|clip/.test(look.overflowY) || up.tagName === 'svg');
            if ((hidesX || hidesY) && !within(box, up.getBoundingClientRect(), hidesX, hidesY)) return up;
            if (look.position === 'fixed') return null;
        }
        return null;
    };
    const away = element => element.closest('[data-testid="stSidebar"]')?.getBoundingClientRect().right <= 1;
    const forScreenReaders = element => {
        for (let up = element; up; up = up.parentElement) {
            const box = up.getBoundingClientRect(), look = getComputedStyle(up);
            if ((look.clip !== 'auto' || look.clipPath.startsWith('inset(50%)')) && box.width <= 1.5) return true;
        }
        return false;
    };

    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode, element = node.parentElement, said = node.data.trim();
        if (!said || element.closest(UNSEEN) || away(element)
            || !element.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        const boxes = [...range.getClientRects()].filter(box => box.width > 1 && box.height > 1);
        if (!boxes.length || forScreenReaders(element)) continue;
        if (element.closest('svg') && said.endsWith('…')) found.push(`shortened in ${place(element)}: ${said}`);
        for (const box of boxes) {
            const clipping = clippedBy(element, box);
            if (clipping) {
                found.push(`cut off by ${clipping.dataset?.testid ?? clipping.tagName} in ${place(element)}: ${said}`);
                break;
            }
            // The box of a slanting word is mostly empty.
            if (!/rotate\((?!0\))/.test(element.getAttribute('transform') ?? '')) seen.push({box, said, element});
        }
    }
    for (const box of document.querySelectorAll('input')) {
        if (box.checkVisibility() && !box.closest(UNSEEN) && !away(box) && box.scrollWidth > box.clientWidth + TOLERATED && box.clientWidth > 20)
            found.push(`cut off in the box ${place(box)}: ${box.value}`);
    }
    // What touches does not cover.
    seen.sort((one, other) => one.box.top - other.box.top);
    seen.forEach((one, at) => {
        for (let next = at + 1; next < seen.length && seen[next].box.top < one.box.bottom; next++) {
            const other = seen[next];
            // What is drawn twice at one place has a rim.
            if (one.element === other.element || one.said === other.said) continue;
            const wide = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
            const high = Math.min(one.box.bottom, other.box.bottom) - other.box.top;
            // Above and below its letters a line is empty, the more so the larger they are.
            const empty = Math.max(5, 0.25 * Math.max(one.box.height, other.box.height));
            if (wide > TOLERATED && high > empty)
                found.push(`covered in ${place(other.element)}: ${one.said} / ${other.said}`);
        }
    });
    const main = document.querySelector('[data-testid="stMain"]');
    const beyond = Math.max(main.scrollWidth - main.clientWidth,
                            document.documentElement.scrollWidth - window.innerWidth);
    if (beyond > 0) found.push(`too wide by ${beyond} pixels`);
    return found.filter(said => !new RegExp(excepted).test(said));
}
