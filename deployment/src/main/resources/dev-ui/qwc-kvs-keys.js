import { QwcHotReloadElement, html, css } from 'qwc-hot-reload-element';
import { columnBodyRenderer } from '@vaadin/grid/lit.js';
import { dialogFooterRenderer, dialogRenderer } from '@vaadin/dialog/lit.js';
import '@vaadin/button';
import '@vaadin/confirm-dialog';
import '@vaadin/dialog';
import '@vaadin/grid';
import '@vaadin/icon';
import '@vaadin/progress-bar';
import '@vaadin/select';
import '@vaadin/text-area';
import '@vaadin/text-field';
import { ask, bytes, call, change, focusCancel, number, page, shared, showDone, showError, timeToLive, typeBadge, TYPES } from './kvs-api.js';
import './qwc-kvs-server.js';
import './qwc-kvs-value.js';

const PAGE = 50;

/**
 * The keys: searched a page at a time, with the value of the selected one beside them.
 */
export class QwcKvsKeys extends QwcHotReloadElement {

    static styles = [shared, page, css`
        .toolbar {
            display: flex;
            flex-wrap: wrap;
            align-items: flex-end;
            gap: 10px;
        }
        .toolbar vaadin-text-field {
            flex: 1;
            min-width: 14em;
        }
        .toolbar .database {
            width: 13em;
        }
        .toolbar .ofType {
            width: 9em;
        }
        .panes {
            flex: 1;
            min-height: 0;
            display: grid;
            grid-template-columns: minmax(0, 11fr) minmax(0, 9fr);
            gap: 14px;
        }
        .list {
            display: flex;
            flex-direction: column;
            min-height: 0;
            overflow: hidden;
        }
        vaadin-grid {
            flex: 1;
            min-height: 0;
            border: none;
            --vaadin-grid-border-width: 0;
        }
        .key {
            white-space: pre;
            overflow: hidden;
            text-overflow: ellipsis;
        }
        .pager {
            display: flex;
            align-items: center;
            justify-content: space-between;
            padding: 4px 12px;
            border-top: 1px solid var(--lumo-contrast-10pct);
            font-size: var(--lumo-font-size-s);
        }
        .list .empty {
            flex: 1;
        }
        qwc-kvs-value {
            min-height: 0;
        }
        .form {
            display: flex;
            flex-direction: column;
            width: min(32em, 80vw);
        }
        @media (max-width: 1000px) {
            .panes {
                grid-template-columns: minmax(0, 1fr);
                grid-template-rows: minmax(16em, 1fr) minmax(16em, 1fr);
            }
        }
    `];

    static properties = {
        _databases: { state: true },
        _database: { state: true },
        _pattern: { state: true },
        _type: { state: true },
        _page: { state: true },
        _cursors: { state: true },
        _selected: { state: true },
        _newKey: { state: true },
        _flushing: { state: true },
        _typedName: { state: true }
    };

    constructor() {
        super();
        this._databases = [];
        this._database = 0;
        this._pattern = '';
        this._type = '';
        this._page = null;
        // Where the pages up to this one begin: SCAN only goes forward.
        this._cursors = ['0'];
        this._selected = null;
        this._newKey = null;
    }

    connectedCallback() {
        super.connectedCallback();
        this.hotReload();
    }

    /** Also when the page is opened. */
    hotReload() {
        this._loadAll();
    }

    _loadAll() {
        this.shadowRoot?.querySelector('qwc-kvs-value')?.reload();
        return this._load();
    }

    /** @param cursors where the pages up to the wanted one begin */
    async _load(cursors = this._cursors) {
        const search = this._search = {};
        try {
            const databases = await call('databases');
            const page = await ask('keys', {
                database: this._database, pattern: this._glob(), type: this._type, cursor: cursors.at(-1), count: PAGE
            });
            if (search === this._search) {
                this._databases = databases;
                this._page = page;
                this._cursors = cursors;
                this._selected = this._selected && (page.keys.find(key => key.key === this._selected.key) ?? this._selected);
            }
        } catch (error) {
            showError(error);
        }
    }

    /** What has no special character is looked for anywhere in a key. */
    _glob() {
        const pattern = this._pattern.trim();
        return pattern === '' || /[*?[\]\\]/.test(pattern) ? pattern : '*' + pattern + '*';
    }

    _searchAnew() {
        return this._load(['0']);
    }

    _next() {
        this._load([...this._cursors, this._page.cursor]);
    }

    _previous() {
        this._load(this._cursors.slice(0, -1));
    }

    render() {
        return html`<qwc-kvs-server></qwc-kvs-server>${this._renderToolbar()}
            <div class="panes">
                <div class="list card">
                    ${this._page === null ? html`<vaadin-progress-bar indeterminate></vaadin-progress-bar>` : this._renderList()}
                </div>
                <qwc-kvs-value class="card" .database=${this._database} .key=${this._selected?.key ?? null}
                    @changed=${() => this._load()} @renamed=${e => this._renamed(e.detail)} @gone=${() => this._gone()}>
                </qwc-kvs-value>
            </div>
            ${this._renderNewKey()} ${this._renderFlush()}`;
    }

    _renderToolbar() {
        const databases = this._databases.map(({ number: index, keys }) =>
            ({ label: 'db' + index + (keys > 0 ? ' (' + number(keys) + ')' : ''), value: String(index) }));
        const types = [{ label: 'All types', value: 'all' },
            ...Object.entries(TYPES).map(([value, { label }]) => ({ label, value }))];
        return html`<div class="toolbar">
            <vaadin-select class="database" label="Database" .items=${databases}
                .value=${databases.length > 0 ? String(this._database) : ''}
                @value-changed=${e => this._databaseChosen(e.detail.value)}></vaadin-select>
            <vaadin-text-field class="pattern" label="Search" placeholder="part of a key, or a pattern such as user:*"
                clear-button-visible .value=${this._pattern}
                @value-changed=${e => this._patternTyped(e.detail.value)}
                @keydown=${e => e.key === 'Enter' && this._searchAnew()}>
                <vaadin-icon slot="prefix" icon="font-awesome-solid:magnifying-glass"></vaadin-icon>
            </vaadin-text-field>
            <vaadin-select class="ofType" label="Type" .items=${types} .value=${this._type || 'all'}
                @value-changed=${e => this._typeChosen(e.detail.value === 'all' ? '' : e.detail.value)}></vaadin-select>
            <vaadin-button class="refresh" theme="icon" title="Refresh" @click=${() => this._loadAll()}>
                <vaadin-icon icon="font-awesome-solid:rotate"></vaadin-icon>
            </vaadin-button>
            <vaadin-button class="new" theme="primary" @click=${() => this._newKey = { key: '', type: 'string', name: '', value: '', seconds: '' }}>
                <vaadin-icon slot="prefix" icon="font-awesome-solid:plus"></vaadin-icon>New key
            </vaadin-button>
            <vaadin-button class="flush" theme="error tertiary" ?disabled=${!this._page?.total}
                @click=${() => { this._typedName = ''; this._flushing = true; }}>
                <vaadin-icon slot="prefix" icon="font-awesome-solid:trash-can"></vaadin-icon>Delete all
            </vaadin-button>
        </div>`;
    }

    _databaseChosen(value) {
        if (value !== '' && Number(value) !== this._database) {
            this._database = Number(value);
            this._selected = null;
            this._searchAnew();
        }
    }

    /** A search waits until nothing has been typed for a moment. */
    _patternTyped(value) {
        if (value !== this._pattern) {
            this._pattern = value;
            clearTimeout(this._typing);
            this._typing = setTimeout(() => this._searchAnew(), 300);
        }
    }

    _typeChosen(value) {
        if (value !== this._type) {
            this._type = value;
            this._searchAnew();
        }
    }

    _renderList() {
        const { keys, cursor, total } = this._page;
        if (keys.length === 0 && this._cursors.length === 1 && cursor === '0') {
            return total === 0
                ? html`<div class="empty"><vaadin-icon icon="font-awesome-solid:key"></vaadin-icon>
                    <span>There are no keys in database ${this._database} yet.<br>Create one here, or with any Redis client.</span></div>`
                : html`<div class="empty"><vaadin-icon icon="font-awesome-solid:magnifying-glass"></vaadin-icon>
                    <span>None of the ${number(total)} keys in database ${this._database} matches.</span></div>`;
        }
        return html`<vaadin-grid theme="compact row-stripes no-border" .items=${keys}
                .selectedItems=${keys.filter(key => key.key === this._selected?.key)}
                @active-item-changed=${e => e.detail.value && (this._selected = e.detail.value)}>
                <vaadin-grid-column header="Type" width="120px" flex-grow="0"
                    ${columnBodyRenderer(key => typeBadge(key.type), [])}></vaadin-grid-column>
                <vaadin-grid-column header="Key" width="140px" resizable
                    ${columnBodyRenderer(key => html`<div class="key mono" title=${key.key}>${key.key}</div>`, [])}></vaadin-grid-column>
                <vaadin-grid-column header="Length" width="84px" flex-grow="0" text-align="end"
                    ${columnBodyRenderer(key => html`<span class="number"
                        title=${TYPES[key.type].elements}>${number(key.length)}</span>`, [])}></vaadin-grid-column>
                <vaadin-grid-column header="Memory" width="91px" flex-grow="0" text-align="end"
                    ${columnBodyRenderer(key => html`<span class="number">${bytes(key.bytes)}</span>`, [])}></vaadin-grid-column>
                <vaadin-grid-column header="Expires in" width="98px" flex-grow="0" text-align="end"
                    ${columnBodyRenderer(key => html`<span class="number ${key.timeToLive < 0 ? 'secondary' : ''}">${
                        key.timeToLive < 0 ? 'never' : timeToLive(key.timeToLive)}</span>`, [])}></vaadin-grid-column>
            </vaadin-grid>
            <div class="pager">
                <span class="secondary">${this._where()}</span>
                <span>
                    <vaadin-button class="previous" theme="small tertiary" ?disabled=${this._cursors.length === 1}
                        @click=${this._previous}>Previous</vaadin-button>
                    <vaadin-button class="next" theme="small tertiary" ?disabled=${cursor === '0'}
                        @click=${this._next}>Next</vaadin-button>
                </span>
            </div>`;
    }

    _where() {
        const { keys, cursor, total } = this._page;
        const all = keys.length === total && this._cursors.length === 1;
        return all ? number(total) + (total === 1 ? ' key' : ' keys')
            : 'Page ' + this._cursors.length + ': ' + number(keys.length) + ' of ' + number(total) + ' keys'
                + (keys.length === 0 && cursor !== '0' ? '; go on to look further' : '');
    }

    _gone() {
        this._selected = null;
        this._load();
    }

    _renamed(key) {
        this._selected = { key };
        this._load();
    }

    _renderNewKey() {
        return html`<vaadin-dialog class="newKey" header-title="New key in database ${this._database}"
            .opened=${this._newKey !== null} @opened-changed=${e => { if (!e.detail.value) { this._newKey = null; } }}
            ${dialogRenderer(() => this._renderNewKeyForm(), [this._newKey])}
            ${dialogFooterRenderer(() => html`
                <vaadin-button theme="tertiary" @click=${() => this._newKey = null}>Cancel</vaadin-button>
                <vaadin-button class="create" theme="primary" ?disabled=${!this._newKey?.key || /^0+$/.test(this._newKey.seconds)}
                    @click=${this._create}>Create</vaadin-button>`, [this._newKey])}></vaadin-dialog>`;
    }

    _renderNewKeyForm() {
        if (this._newKey === null) {
            return html``;
        }
        const { key, type, name, value, seconds } = this._newKey;
        const set = change => this._newKey = { ...this._newKey, ...change };
        const types = Object.entries(TYPES).map(([each, { label }]) => ({ label, value: each }));
        const nameLabel = { hash: 'First field', set: 'First member', zset: 'First member', stream: 'Field of the first entry', orderedmap: 'First name' }[type];
        const valueLabel = { string: 'Value', hash: 'Its value', list: 'First element', zset: 'Its score', stream: 'Its value', orderedmap: 'Its value' }[type];
        return html`<div class="form" style="display: flex; flex-direction: column; width: min(32em, 80vw);">
            <vaadin-text-field class="newName" label="Key" .value=${key} autofocus
                @value-changed=${e => set({ key: e.detail.value })}></vaadin-text-field>
            <vaadin-select label="Type" .items=${types} .value=${type}
                @value-changed=${e => e.detail.value && set({ type: e.detail.value })}></vaadin-select>
            ${nameLabel ? html`<vaadin-text-field class="newElement" label=${nameLabel} .value=${name}
                @value-changed=${e => set({ name: e.detail.value })}></vaadin-text-field>` : html``}
            ${valueLabel ? html`<vaadin-text-area class="newValue" label=${valueLabel} .value=${value}
                @value-changed=${e => set({ value: e.detail.value })}></vaadin-text-area>` : html``}
            <vaadin-text-field class="newSeconds" label="Expires in (seconds)" allowed-char-pattern="[0-9]"
                helper-text="Empty: the key never expires" .value=${seconds}
                @value-changed=${e => set({ seconds: e.detail.value })}></vaadin-text-field>
        </div>`;
    }

    async _create() {
        const { seconds, ...created } = this._newKey;
        const key = created.key;
        try {
            await change('createKey', { database: this._database, ...created, timeToLive: seconds === '' ? -1 : Number(seconds) * 1000 });
            this._newKey = null;
            this._selected = { key };
            await this._load();
            showDone('Created ' + key + '.');
        } catch (error) {
            showError(error);
        }
    }

    _renderFlush() {
        return html`<vaadin-confirm-dialog class="flushDialog" header="Delete all keys of database ${this._database}?" cancel-button-visible
            .opened=${this._flushing ?? false}
            @opened-changed=${e => { this._flushing = e.detail.value; focusCancel(e); }} @confirm=${this._flush}>
            <p>This deletes ${number(this._page?.total ?? 0)} keys at once, and cannot be undone.</p>
            <vaadin-text-field class="confirmName" label="To confirm, type the name of the database: db${this._database}" style="width: 100%"
                .value=${this._typedName ?? ''} @value-changed=${e => this._typedName = e.detail.value}></vaadin-text-field>
            <vaadin-button slot="confirm-button" theme="error primary"
                ?disabled=${this._typedName !== 'db' + this._database}>Delete all</vaadin-button>
        </vaadin-confirm-dialog>`;
    }

    async _flush() {
        try {
            await change('flushDatabase', { database: this._database });
            this._selected = null;
            await this._searchAnew();
            showDone('Database ' + this._database + ' is empty.');
        } catch (error) {
            showError(error);
        }
    }
}
customElements.define('qwc-kvs-keys', QwcKvsKeys);
