import { QwcAbstractLogElement, html, css } from 'qwc-abstract-log-element';
import { repeat } from 'lit/directives/repeat.js';
import { LogController } from 'log-controller';
import { call, legible, number, Poll } from './kvs-api.js';

/** So many lines are shown: more would only be in the way of the browser. */
const KEPT = 1000;

/**
 * The commands of all clients as they arrive, in the footer. It asks for them as long as it is seen, and never before the last
 * answer has come: a browser that is slow misses lines, and is told so, but holds no client up.
 */
export class QwcKvsCommandLog extends QwcAbstractLogElement {

    logControl = new LogController(this);

    static styles = [legible, css`
        :host {
            display: block;
            height: 100%;
        }
        .log {
            display: flex;
            flex-direction: column;
            padding: 0 4px;
            font-family: var(--lumo-font-family-monospace, ui-monospace, SFMono-Regular, Menlo, Consolas, monospace);
        }
        .line {
            display: flex;
            gap: 1em;
            line-height: 1.55;
            white-space: nowrap;
        }
        .time, .client, .database {
            flex: none;
            color: var(--lumo-secondary-text-color);
            font-variant-numeric: tabular-nums;
        }
        .client {
            min-width: 11em;
        }
        .command {
            white-space: pre-wrap;
            overflow-wrap: anywhere;
        }
        .name {
            color: var(--kvs-accent-text-color);
            font-weight: 600;
        }
        .missed {
            color: color-mix(in srgb, orange 45%, var(--lumo-body-text-color));
        }
        .none {
            padding: 8px 4px;
            color: var(--lumo-secondary-text-color);
        }
    `];

    static properties = {
        _lines: { state: true },
        _zoom: { state: true },
        _on: { state: true }
    };

    constructor() {
        super();
        this._lines = [];
        this._zoom = 1;
        this._on = true;
        this._follow = true;
        this._last = 0;
        this._poll = new Poll(300, () => this._ask());
        this.logControl
            .addToggle('On/off switch', true, on => this._switch(on))
            .addItem('Zoom out', 'font-awesome-solid:magnifying-glass-minus', 'var(--lumo-tertiary-text-color)', () => this._handleZoomOut())
            .addItem('Zoom in', 'font-awesome-solid:magnifying-glass-plus', 'var(--lumo-tertiary-text-color)', () => this._handleZoomIn())
            .addItem('Clear', 'font-awesome-solid:trash-can', 'var(--lumo-error-color)', () => this._lines = [])
            .addFollow('Follow log', true, follow => this._follow = follow)
            .done();
    }

    connectedCallback() {
        super.connectedCallback();
        this._poll.start();
    }

    disconnectedCallback() {
        this._poll.stop();
        super.disconnectedCallback();
    }

    /** Another application has another log. */
    hotReload() {
        this._last = 0;
    }

    async _ask() {
        if (!this._on || !this.checkVisibility({ visibilityProperty: true })) {
            return;
        }
        const { lines, missed } = await call('commandLog', { after: this._last });
        if (lines.length > 0) {
            const gap = missed > 0 && this._last > 0 ? [{ number: -lines[0].number, missed }] : [];
            this._last = lines.at(-1).number;
            this._lines = [...this._lines, ...gap, ...lines].slice(-KEPT);
        }
    }

    updated() {
        if (this._follow) {
            this.shadowRoot.querySelector('.line:last-child')?.scrollIntoView({ block: 'end' });
        }
    }

    render() {
        if (this._lines.length === 0) {
            return html`<div class="none">${this._on ? 'No command has arrived since this log was opened.' : 'The log is switched off.'}</div>`;
        }
        return html`<div class="log" style="font-size: ${this._zoom}em">${repeat(this._lines, line => line, line =>
            line.missed ? html`<div class="line missed">${number(line.missed)} commands are not shown: they arrived too fast</div>` : this._renderLine(line))}</div>`;
    }

    _renderLine({ at, database, client, command }) {
        const time = new Date(at);
        const name = /^"[^"]*"/.exec(command)[0];
        return html`<div class="line"><span class="time">${time.toLocaleTimeString('en-GB')}.${String(time.getMilliseconds()).padStart(3, '0')}</span>
            <span class="database">db${database}</span><span class="client">${client}</span>
            <span class="command"><span class="name">${name.slice(1, -1)}</span>${command.slice(name.length)}</span></div>`;
    }

    _switch(on) {
        this._on = on;
    }

    _handleKeyPress() {
        // The lines are not typed into.
    }

    _handleZoomIn() {
        this._zoom = Math.min(2, this._zoom + 0.05);
    }

    _handleZoomOut() {
        this._zoom = Math.max(0.5, this._zoom - 0.05);
    }
}
customElements.define('qwc-kvs-command-log', QwcKvsCommandLog);
