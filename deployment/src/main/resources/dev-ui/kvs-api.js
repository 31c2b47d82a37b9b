import { html, css } from 'lit';
import { notifier } from 'notifier';
import { Calls } from './kvs-calls.js';

/*
 * What the pages have in common: calls, and how things are written.
 */

const calls = new Calls('quarkus-kvs');

/** Calls a method that changes nothing; what goes wrong is an Error with a message for people. */
export function call(method, parameters) {
    return calls.read(method, parameters);
}

/** Calls a method that changes nothing, and may refuse. */
export async function ask(method, parameters) {
    return allowed(await calls.read(method, parameters));
}

/** Calls a method that changes something, and may refuse. */
export async function change(method, parameters) {
    return allowed(await calls.change(method, parameters));
}

/** What a method returns that may refuse: what it refuses is an Error. */
export function allowed({ value, error }) {
    if (error) {
        throw new Error(error);
    }
    return value;
}

export function showError(error) {
    notifier.showErrorMessage(escapeHtml(error.message), 'bottom-stretch', 10);
}

export function showDone(message) {
    notifier.showSuccessMessage(escapeHtml(message), 'bottom-start', 3);
}

/** The notifier takes its messages for HTML, and any client can choose the names of keys. */
function escapeHtml(text) {
    const element = document.createElement('span');
    element.textContent = text;
    return element.innerHTML;
}

export const TYPES = {
    string: { label: 'string', color: 'hsl(210, 80%, 50%)', elements: 'bytes' },
    hash: { label: 'hash', color: 'hsl(265, 60%, 55%)', elements: 'fields' },
    list: { label: 'list', color: 'hsl(150, 60%, 36%)', elements: 'elements' },
    set: { label: 'set', color: 'hsl(28, 85%, 45%)', elements: 'members' },
    zset: { label: 'sorted set', color: 'hsl(340, 70%, 50%)', elements: 'members' },
    stream: { label: 'stream', color: 'hsl(190, 75%, 38%)', elements: 'entries' },
    orderedmap: { label: 'ordered map', color: 'hsl(75, 65%, 38%)', elements: 'entries' }
};

export function typeBadge(type) {
    const known = TYPES[type] ?? { label: type, color: 'gray' };
    return html`<span class="type" style="--type-color: ${known.color}">${known.label}</span>`;
}

export function number(value) {
    return value.toLocaleString('en');
}

/** Three digits or so: 62.6K. */
export function short(value) {
    return value.toLocaleString('en', { notation: 'compact', maximumFractionDigits: 1 });
}

/** With one digit behind the point, if it is not 0. */
export function decimal(value) {
    return value.toLocaleString('en', { maximumFractionDigits: 1 });
}

export function bytes(value) {
    let unit = 0;
    while (value >= 1024 && unit < 4) {
        value /= 1024;
        unit++;
    }
    return (value >= 100 ? Math.round(value) : decimal(value)) + ' ' + ['B', 'KiB', 'MiB', 'GiB', 'TiB'][unit];
}

/** Two units of a time at most: 2d 3h. */
export function duration(seconds) {
    const units = [['d', 86400], ['h', 3600], ['m', 60], ['s', 1]];
    const first = units.findIndex(([, length]) => seconds >= length);
    if (first < 0) {
        return '0s';
    }
    const [name, length] = units[first];
    const rest = units[first + 1];
    const left = rest ? Math.floor(seconds % length / rest[1]) : 0;
    return Math.floor(seconds / length) + name + (left > 0 ? ' ' + left + rest[0] : '');
}

export function timeToLive(millis) {
    if (millis < 0) {
        return 'none';
    }
    return millis < 1000 ? millis + 'ms' : duration(Math.round(millis / 1000));
}

export function micros(value) {
    if (value >= 1_000_000) {
        return (value / 1_000_000).toFixed(2) + ' s';
    }
    return value >= 1000 ? (value / 1000).toFixed(2) + ' ms' : (value >= 100 ? Math.round(value) : decimal(value)) + ' µs';
}

/**
 * What the dialogs of what cannot be undone do when they open: Enter, pressed by mistake, is to cancel. The dialog itself gives the
 * focus to the other button, some frames after it has said that it is open.
 */
export function focusCancel(event) {
    const dialog = event.target;
    if (!event.detail.value) {
        return;
    }
    let frames = 10;
    const focus = () => {
        if (dialog.opened && frames-- > 0) {
            dialog.querySelector('[slot=cancel-button]')?.focus();
            requestAnimationFrame(focus);
        }
    };
    requestAnimationFrame(focus);
}

/** Calls something now and then, as long as the page is looked at; never before the last call has come back. */
export class Poll {

    constructor(millis, action) {
        this._millis = millis;
        this._action = action;
    }

    start() {
        this.stop();
        this._timer = setInterval(() => this.now(), this._millis);
        this.now();
    }

    stop() {
        clearInterval(this._timer);
    }

    async now() {
        if (document.hidden || this._calling) {
            return;
        }
        this._calling = true;
        try {
            await this._action();
        } catch (error) {
            console.debug('kvs: ' + error.message);
        } finally {
            this._calling = false;
        }
    }
}

/**
 * The theme's own secondary text has a contrast of 3 only. WCAG 2 asks for 4.5 at level AA. The colors of both themes come from the
 * text of each.
 */
export const legible = css`
    :host {
        --lumo-secondary-text-color: color-mix(in srgb, var(--lumo-body-text-color) 80%, var(--lumo-base-color));
        --lumo-tertiary-text-color: var(--lumo-secondary-text-color);
        --kvs-accent-text-color: color-mix(in srgb, var(--lumo-primary-text-color) 55%, var(--lumo-body-text-color));
    }
`;

/** A page that fills the window, with one thing below the other. */
export const page = [legible, css`
    :host {
        display: flex;
        flex-direction: column;
        gap: 12px;
        height: 100%;
        box-sizing: border-box;
        padding: 0 16px 4px;
    }
`];

/** What all pages look like. */
export const shared = [legible, css`
    .mono {
        font-family: var(--lumo-font-family-monospace, ui-monospace, SFMono-Regular, Menlo, Consolas, monospace);
        font-size: var(--lumo-font-size-s);
    }
    .secondary {
        color: var(--lumo-secondary-text-color);
    }
    .number {
        text-align: end;
        font-variant-numeric: tabular-nums;
    }
    .type {
        display: inline-block;
        box-sizing: border-box;
        min-width: 5.6em;
        padding: 0.1em 0.6em;
        border-radius: 1em;
        text-align: center;
        white-space: nowrap;
        font-size: var(--lumo-font-size-xs);
        font-weight: 600;
        /* Enough contrast in both themes: more than half of it is the theme's own text */
        color: color-mix(in srgb, var(--type-color) 45%, var(--lumo-body-text-color));
        background: color-mix(in srgb, var(--type-color) 14%, transparent);
    }
    .card {
        border: 1px solid var(--lumo-contrast-10pct);
        border-radius: var(--lumo-border-radius-l, 8px);
        background: var(--lumo-base-color);
    }
    .empty {
        display: flex;
        flex-direction: column;
        align-items: center;
        justify-content: center;
        gap: 0.8em;
        padding: 3em 2em;
        text-align: center;
        color: var(--lumo-secondary-text-color);
    }
    vaadin-button vaadin-icon, vaadin-text-field vaadin-icon {
        --vaadin-icon-size: 1em;
        width: 1em;
        height: 1em;
        padding: 0;
    }
    vaadin-grid {
        font-size: var(--lumo-font-size-s);
    }
    .empty vaadin-icon {
        --vaadin-icon-size: 2em;
        width: 2em;
        height: 2em;
        color: var(--lumo-contrast-30pct);
    }
    code {
        font-size: 0.95em;
        padding: 0.1em 0.4em;
        border-radius: 4px;
        background: var(--lumo-contrast-5pct);
        white-space: nowrap;
    }
`];
