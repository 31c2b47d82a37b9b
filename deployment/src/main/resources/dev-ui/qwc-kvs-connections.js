import { QwcHotReloadElement, html, css } from 'qwc-hot-reload-element';
import { columnBodyRenderer } from '@vaadin/grid/lit.js';
import '@vaadin/button';
import '@vaadin/confirm-dialog';
import '@vaadin/grid';
import '@vaadin/icon';
import { bytes, call, change, duration, focusCancel, page, Poll, shared, showDone, showError } from './kvs-api.js';
import './qwc-kvs-server.js';

/**
 * The connections, live, with what each is doing.
 */
export class QwcKvsConnections extends QwcHotReloadElement {

    static styles = [shared, page, css`
        .list {
            flex: 1;
            min-height: 0;
            overflow: hidden;
            display: flex;
            flex-direction: column;
        }
        vaadin-grid {
            flex: 1;
            min-height: 0;
            --vaadin-grid-border-width: 0;
        }
        .list .empty {
            flex: 1;
        }
        .doing {
            display: inline-flex;
            align-items: center;
            gap: 0.6em;
        }
        .dot {
            width: 0.6em;
            height: 0.6em;
            border-radius: 50%;
            background: var(--lumo-contrast-30pct);
        }
        .active .dot {
            background: var(--lumo-success-color);
        }
        .waits .dot, .transaction .dot {
            background: var(--lumo-warning-color, orange);
        }
        .listens .dot, .monitors .dot {
            background: var(--lumo-primary-color);
        }
        vaadin-button {
            margin: 0;
        }
    `];

    static properties = {
        _connections: { state: true },
        _port: { state: true },
        _closing: { state: true },
        _confirming: { state: true }
    };

    constructor() {
        super();
        this._connections = null;
        this._widest = {};
        this._closing = null;
        this._confirming = false;
        this._poll = new Poll(1000, async () => this._connections = await call('connections'));
    }

    connectedCallback() {
        super.connectedCallback();
        this._poll.start();
        this.hotReload();
    }

    disconnectedCallback() {
        this._poll.stop();
        super.disconnectedCallback();
    }

    hotReload() {
        call('statistics').then(statistics => this._port = statistics.port, showError);
    }

    render() {
        if (this._connections === null) {
            return html``;
        }
        return html`<qwc-kvs-server></qwc-kvs-server><div class="list card">
                ${this._connections.length === 0 ? this._renderEmpty() : this._renderConnections()}
            </div>
            <vaadin-confirm-dialog header="Close the connection of ${this._closing?.address}?" cancel-button-visible
                confirm-text="Close" confirm-theme="error primary" .opened=${this._confirming}
                @opened-changed=${e => { this._confirming = e.detail.value; focusCancel(e); }} @confirm=${this._close}>
                The client sees a closed connection, and may connect again.
            </vaadin-confirm-dialog>`;
    }

    _renderEmpty() {
        return html`<div class="empty"><vaadin-icon icon="font-awesome-solid:plug"></vaadin-icon>
            <span>No client is connected.${this._port > 0 ? html`<br>Try <code>redis-cli -p ${this._port}</code>.` : ''}</span></div>`;
    }

    _renderConnections() {
        const text = (header, width, value) => html`<vaadin-grid-column header=${header} width=${width} resizable
            ${columnBodyRenderer(value, [])}></vaadin-grid-column>`;
        // As wide as the longest of its texts, within reason, and never narrower again, so that columns do not dance.
        const fitting = (header, text, mono, beside = 0) => {
            const longest = Math.max(header.length, ...this._connections.map(connection => text(connection).length));
            this._widest[header] = Math.max(this._widest[header] ?? 0, Math.min(longest, 32));
            return Math.ceil(this._widest[header] * (mono ? 8.5 : 8) + 24 + beside) + 'px';
        };
        const figure = (header, width, value) => html`<vaadin-grid-column header=${header} width=${width} flex-grow="0" text-align="end"
            ${columnBodyRenderer(connection => html`<span class="number">${value(connection)}</span>`, [])}></vaadin-grid-column>`;
        return html`<vaadin-grid theme="compact row-stripes no-border" .items=${this._connections} item-id-path="id">
            ${figure('Id', '56px', connection => connection.id)}
            ${text('Client', fitting('Client', ({ address }) => address, true), connection => html`<span class="mono">${connection.address}</span>`)}
            ${text('Name', fitting('Name', ({ name }) => name), connection => connection.name || html`<span class="secondary">–</span>`)}
            ${text('Library', fitting('Library', ({ library }) => library), connection => connection.library || html`<span class="secondary">–</span>`)}
            ${text('State', fitting('State', ({ doing }) => doing, false, 18), connection => html`<span class="doing ${connection.doing.split(/[ ,]/)[0]}">
                <span class="dot"></span>${connection.doing}</span>`)}
            ${text('Last command', fitting('Last command', ({ lastCommand }) => lastCommand, true), connection => html`<span class="mono">${connection.lastCommand || '–'}</span>`)}
            ${figure('db', '44px', connection => connection.database)}
            ${figure('RESP', '60px', connection => connection.protocol)}
            ${figure('Idle', '78px', connection => duration(connection.idle))}
            ${figure('Age', '78px', connection => duration(connection.age))}
            ${figure('Unread', '78px', connection => bytes(connection.output))}
            <vaadin-grid-column width="52px" flex-grow="0" text-align="end" frozen-to-end
                ${columnBodyRenderer(connection => html`<vaadin-button class="close" theme="icon small tertiary error"
                    title="Close this connection" aria-label="Close this connection"
                    @click=${() => { this._closing = connection; this._confirming = true; }}>
                    <vaadin-icon icon="font-awesome-solid:xmark"></vaadin-icon></vaadin-button>`, [])}></vaadin-grid-column>
        </vaadin-grid>`;
    }

    async _close() {
        try {
            const closed = await change('closeConnection', { id: this._closing.id });
            showDone(closed ? 'Closed.' : 'It was closed already.');
        } catch (error) {
            showError(error);
        }
        this._poll.now();
    }
}
customElements.define('qwc-kvs-connections', QwcKvsConnections);
