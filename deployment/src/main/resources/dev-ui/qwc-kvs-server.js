import { LitElement, html, css } from 'lit';
import '@vaadin/button';
import '@vaadin/icon';
import { call, change, Poll, showDone, showError } from './kvs-api.js';

/**
 * Says on top of every page that the server does not listen, and starts it again. While it listens, there is nothing to see.
 */
export class QwcKvsServer extends LitElement {

    static styles = css`
        :host {
            display: block;
            flex: none;
        }
        :host([hidden]) {
            display: none;
        }
        .notice {
            display: flex;
            align-items: center;
            gap: 12px;
            padding: 8px 14px;
            border: 1px solid var(--lumo-error-color-50pct);
            border-radius: var(--lumo-border-radius-l, 8px);
            background: var(--lumo-error-color-10pct);
            color: var(--lumo-body-text-color);
        }
        .notice span {
            flex: 1;
        }
        vaadin-button {
            margin: 0;
        }
    `;

    static properties = {
        _status: { state: true },
        _starting: { state: true }
    };

    constructor() {
        super();
        this.hidden = true;
        this._poll = new Poll(2000, async () => this._status = await call('serverStatus'));
    }

    connectedCallback() {
        super.connectedCallback();
        this._poll.start();
    }

    disconnectedCallback() {
        this._poll.stop();
        super.disconnectedCallback();
    }

    willUpdate() {
        this.hidden = !['STOPPED', 'FAILED'].includes(this._status?.state);
    }

    render() {
        if (this.hidden) {
            return html``;
        }
        const { state, host, port } = this._status;
        return html`<div class="notice" role="status">
            <vaadin-icon icon="font-awesome-solid:circle-stop"></vaadin-icon>
            <span>${state === 'STOPPED' ? 'The server is stopped: clients cannot connect. The data is still here.'
                : 'The server could not listen on ' + host + ':' + port + ': clients cannot connect.'}</span>
            <vaadin-button class="start" theme="primary small" ?disabled=${this._starting} @click=${this._start}>Start</vaadin-button>
        </div>`;
    }

    async _start() {
        this._starting = true;
        try {
            const port = await change('startServer');
            showDone('The server listens on port ' + port + '.');
        } catch (error) {
            showError(error);
        } finally {
            this._starting = false;
        }
        this._poll.now();
    }
}
customElements.define('qwc-kvs-server', QwcKvsServer);
