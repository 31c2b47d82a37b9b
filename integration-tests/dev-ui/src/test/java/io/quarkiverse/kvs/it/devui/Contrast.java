package io.quarkiverse.kvs.it.devui;

import org.openqa.selenium.WebElement;

/** The contrast of texts with what is behind them, which is to be 4.5 at least: WCAG 2, level AA. */
final class Contrast {

    /** Compares colors as they are painted, with the backgrounds and the opacity of all elements around a text. */
    private static final String FAINT = """
            const root = arguments[0].shadowRoot ?? arguments[0];
            const canvas = document.createElement('canvas');
            const paint = canvas.getContext('2d', { willReadFrequently: true });
            const parsed = new Map();
            const rgba = color => {
                if (!parsed.has(color)) {
                    paint.clearRect(0, 0, 1, 1);
                    paint.fillStyle = color;
                    paint.fillRect(0, 0, 1, 1);
                    const [r, g, b, a] = paint.getImageData(0, 0, 1, 1).data;
                    parsed.set(color, [r, g, b, a / 255]);
                }
                return parsed.get(color);
            };
            const over = ([r, g, b, a], [r2, g2, b2, a2]) => {
                const alpha = a + a2 * (1 - a);
                const mix = (x, y) => alpha === 0 ? 0 : (x * a + y * a2 * (1 - a)) / alpha;
                return [mix(r, r2), mix(g, g2), mix(b, b2), alpha];
            };
            const luminance = color => color.slice(0, 3).map(v => v / 255)
                .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
                .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
            // After the theme has changed, some colors take a fifth of a second to follow.
            const settle = element => element.getAnimations().filter(a => a instanceof CSSTransition).forEach(a => a.finish());
            const contrast = element => {
                for (let e = element; e; e = e.assignedSlot ?? e.parentElement ?? e.getRootNode().host) {
                    settle(e);
                }
                let back = [0, 0, 0, 0];
                let text = rgba(getComputedStyle(element).color);
                for (let e = element; e; e = e.assignedSlot ?? e.parentElement ?? e.getRootNode().host) {
                    const style = getComputedStyle(e);
                    const color = rgba(style.backgroundColor);
                    back = over(back, color);
                    text = over(text, color);
                    back[3] *= style.opacity;
                    text[3] *= style.opacity;
                }
                const canvasColor = rgba(getComputedStyle(document.documentElement).colorScheme === 'dark' ? 'black' : 'white');
                const [a, b] = [luminance(over(back, canvasColor)), luminance(over(text, canvasColor))].sort((x, y) => y - x);
                return (a + 0.05) / (b + 0.05);
            };
            const faint = new Map();
            for (const e of [root, ...root.querySelectorAll('*')]) {
                const own = [...e.childNodes].filter(n => n.nodeType === Node.TEXT_NODE).map(n => n.data.trim()).join('');
                if (own === '' || ['STYLE', 'VAADIN-BUTTON'].includes(e.tagName) || !e.checkVisibility({ visibilityProperty: true, opacityProperty: true })) {
                    continue;
                }
                const ratio = contrast(e);
                if (ratio < 4.5) {
                    const kind = e.localName + '.' + e.className;
                    faint.set(kind, kind + ' «' + own.slice(0, 30) + '» ' + ratio.toFixed(2));
                }
            }
            return [...faint.values()].join(', ');
            """;

    private Contrast() {
    }

    /** Which texts of a page are too faint, with their contrasts; empty if none is. What is disabled may be faint. */
    static String faintIn(Browser browser, WebElement page) {
        return (String) browser.script(FAINT, page);
    }
}
