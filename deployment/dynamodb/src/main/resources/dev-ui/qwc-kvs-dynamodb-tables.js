import { QwcHotReloadElement, html, css } from 'qwc-hot-reload-element';
import { columnBodyRenderer } from '@vaadin/grid/lit.js';
import '@vaadin/button';
import '@vaadin/confirm-dialog';
import '@vaadin/grid';
import '@vaadin/icon';
import '@vaadin/select';
import '@vaadin/text-area';
import '@vaadin/text-field';
import { focusCancel, page, showDone, showError } from '../quarkus-kvs/kvs-api.js';
import { call, change, endpoint, plain, plainItem, typedItem } from './kvs-dynamodb-api.js';

const PAGE = 50;
const RECORDS = 100;
const WHOLE_TABLE = 'the table';

/**
 * The tables: items of one of them, of all or of one key, with the selected one beside them to be edited; its schema; the last
 * records of its stream.
 */
export class QwcKvsDynamodbTables extends QwcHotReloadElement {

    static styles = [page, css`
        .toolbar {
            display: flex;
            flex-wrap: wrap;
            align-items: flex-end;
            gap: 10px;
        }
        .toolbar .grow {
            flex: 1;
        }
        .toolbar .view {
            width: 7em;
        }
        .toolbar .index, .toolbar .hash, .toolbar .range {
            width: 10em;
        }
        .panes {
            flex: 1;
            min-height: 0;
            display: grid;
            grid-template-columns: minmax(0, 11fr) minmax(0, 9fr);
            gap: 14px;
        }
        .card {
            flex: 1;
            display: flex;
            flex-direction: column;
            min-height: 0;
            overflow: auto;
            border: 1px solid var(--lumo-contrast-10pct);
            border-radius: var(--lumo-border-radius-l, 8px);
            background: var(--lumo-base-color);
        }
        .editor {
            padding: 8px 12px;
            gap: 8px;
        }
        .editor vaadin-text-area {
            flex: 1;
            min-height: 0;
            font-family: var(--lumo-font-family-monospace, ui-monospace, Menlo, Consolas, monospace);
            font-size: var(--lumo-font-size-s);
        }
        vaadin-grid {
            flex: 1;
            min-height: 0;
            font-size: var(--lumo-font-size-s);
        }
        pre {
            margin: 0;
            padding: 12px;
            font-size: var(--lumo-font-size-s);
        }
        .one-line {
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
        .empty {
            padding: 3em 2em;
            text-align: center;
            color: var(--lumo-secondary-text-color);
        }
        @media (max-width: 1000px) {
            .panes {
                grid-template-columns: minmax(0, 1fr);
                grid-template-rows: minmax(16em, 1fr) minmax(16em, 1fr);
            }
        }
    `];

    static properties = {
        _endpoint: { state: true },
        _tables: { state: true },
        _table: { state: true },
        _view: { state: true },
        _index: { state: true },
        _hash: { state: true },
        _range: { state: true },
        _items: { state: true },
        _starts: { state: true },
        _end: { state: true },
        _records: { state: true },
        _selected: { state: true },
        _format: { state: true },
        _text: { state: true },
        _deleting: { state: true }
    };

    constructor() {
        super();
        this._tables = null;
        this._table = null;
        this._view = 'items';
        this._format = 'plain';
        this._text = '';
        this._deleting = false;
        this._reset();
    }

    /** For another table. */
    _reset() {
        this._index = WHOLE_TABLE;
        this._hash = '';
        this._range = '';
        this._items = [];
        // Where the pages up to this one begin; null for the beginning.
        this._starts = [null];
        this._end = null;
        this._records = [];
        this._selected = null;
        this._text = '';
    }

    connectedCallback() {
        super.connectedCallback();
        this.hotReload();
    }

    /** Also when the page is opened. */
    async hotReload() {
        try {
            this._endpoint = await endpoint();
            const names = [];
            let from;
            do {
                const some = await call('ListTables', { ExclusiveStartTableName: from });
                names.push(...some.TableNames);
                from = some.LastEvaluatedTableName;
            } while (from);
            this._tables = names;
            const wanted = names.includes(this._table?.TableName) ? this._table.TableName : names[0];
            await this._choose(wanted);
        } catch (error) {
            showError(error);
        }
    }

    async _choose(name) {
        if (name !== this._table?.TableName) {
            this._reset();
        }
        this._table = name ? (await call('DescribeTable', { TableName: name })).Table : null;
        await this._load();
    }

    async _load() {
        const table = this._table;
        if (!table) {
            return;
        }
        try {
            if (this._view === 'stream') {
                this._records = await this._readStream(table);
            } else {
                await this._loadItems(this._starts);
            }
        } catch (error) {
            showError(error);
        }
    }

    async _loadItems(starts) {
        const request = {
            TableName: this._table.TableName, Limit: PAGE, ExclusiveStartKey: starts.at(-1) ?? undefined,
            IndexName: this._index === WHOLE_TABLE ? undefined : this._index
        };
        const keys = this._keys();
        let operation = 'Scan';
        if (this._hash !== '') {
            operation = 'Query';
            request.ExpressionAttributeNames = { '#h': keys[0].name };
            request.ExpressionAttributeValues = { ':h': { [keys[0].type]: this._hash } };
            request.KeyConditionExpression = '#h = :h';
            if (this._range !== '' && keys.length > 1) {
                request.ExpressionAttributeNames['#r'] = keys[1].name;
                request.ExpressionAttributeValues[':r'] = { [keys[1].type]: this._range };
                request.KeyConditionExpression += keys[1].type === 'S' ? ' AND begins_with(#r, :r)' : ' AND #r = :r';
            }
        }
        const found = await call(operation, request);
        this._items = found.Items;
        this._end = found.LastEvaluatedKey ?? null;
        this._starts = starts;
    }

    /** The attributes of the key of the table, or of the index that is looked at. */
    _keys(schema = this._schema()) {
        return schema.map(({ AttributeName: name }) =>
            ({ name, type: this._table.AttributeDefinitions.find(each => each.AttributeName === name).AttributeType }));
    }

    _schema() {
        return this._indexes().find(index => index.IndexName === this._index)?.KeySchema ?? this._table.KeySchema;
    }

    _indexes() {
        return [...this._table.GlobalSecondaryIndexes ?? [], ...this._table.LocalSecondaryIndexes ?? []];
    }

    async _readStream(table) {
        if (!table.LatestStreamArn) {
            return [];
        }
        const { StreamDescription: stream } = await call('DescribeStream', { StreamArn: table.LatestStreamArn });
        const records = [];
        for (const { ShardId } of stream.Shards) {
            let { ShardIterator: iterator } = await call('GetShardIterator',
                { StreamArn: table.LatestStreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' });
            let some;
            do {
                some = await call('GetRecords', { ShardIterator: iterator });
                records.push(...some.Records);
                iterator = some.NextShardIterator;
            } while (iterator && some.Records.length > 0);
        }
        return records.slice(-RECORDS).reverse();
    }

    render() {
        if (this._tables === null || (this._table === null && this._tables.length > 0)) {
            return html``;
        }
        if (this._tables.length === 0) {
            return html`<div class="empty">There are no tables yet.${this._endpoint
                ? html`<br>Create one with any DynamoDB client at <code>${this._endpoint}</code>.` : ''}</div>`;
        }
        return html`${this._renderToolbar()}
            ${this._view === 'schema' ? html`<div class="card"><pre class="schema">${JSON.stringify(this._table, null, 2)}</pre></div>`
                : this._view === 'stream' ? this._renderStream() : this._renderItems()}`;
    }

    _renderToolbar() {
        const views = [['items', 'Items'], ['schema', 'Schema'], ['stream', 'Stream']].map(([value, label]) => ({ value, label }));
        return html`<div class="toolbar">
            <vaadin-select class="table" label="Table" .items=${this._tables.map(name => ({ label: name, value: name }))}
                .value=${this._table?.TableName ?? ''} @value-changed=${e => this._tableChosen(e.detail.value)}></vaadin-select>
            <vaadin-select class="view" label="Show" .items=${views} .value=${this._view}
                @value-changed=${e => this._viewChosen(e.detail.value)}></vaadin-select>
            ${this._view === 'items' && this._table ? this._renderSearch() : html``}
            <vaadin-button class="refresh" theme="icon" title="Refresh" @click=${() => this.hotReload()}>
                <vaadin-icon icon="font-awesome-solid:rotate"></vaadin-icon>
            </vaadin-button>
        </div>`;
    }

    _renderSearch() {
        const indexes = [WHOLE_TABLE, ...this._indexes().map(index => index.IndexName)];
        const [hash, range] = this._keys();
        const search = e => e.key === 'Enter' && this._search();
        return html`<vaadin-select class="index" label="Of" .items=${indexes.map(name => ({ label: name, value: name }))}
                .value=${this._index} @value-changed=${e => this._indexChosen(e.detail.value)}></vaadin-select>
            <vaadin-text-field class="hash" label=${hash.name + ' (' + hash.type + ')'} placeholder="all" clear-button-visible
                .value=${this._hash} @value-changed=${e => this._hash = e.detail.value} @keydown=${search}></vaadin-text-field>
            ${range ? html`<vaadin-text-field class="range" label=${range.name + ' (' + range.type + ')'}
                placeholder=${range.type === 'S' ? 'begins with' : 'all'} clear-button-visible ?disabled=${this._hash === ''}
                .value=${this._range} @value-changed=${e => this._range = e.detail.value} @keydown=${search}></vaadin-text-field>`
                : html``}
            <vaadin-button class="search" @click=${() => this._search()}>Search</vaadin-button>
            <span class="grow"></span>
            <vaadin-button class="new" theme="primary" @click=${() => this._new()}>New item</vaadin-button>`;
    }

    _tableChosen(name) {
        if (name && name !== this._table?.TableName) {
            this._choose(name).catch(showError);
        }
    }

    _viewChosen(view) {
        if (view !== this._view) {
            this._view = view;
            this._load();
        }
    }

    _indexChosen(name) {
        if (name && name !== this._index) {
            this._index = name;
            this._hash = '';
            this._range = '';
            this._search();
        }
    }

    _search() {
        this._loadItems([null]).catch(showError);
    }

    _renderItems() {
        const names = this._keys(this._table.KeySchema).map(key => key.name);
        return html`<div class="panes">
            <div class="card">
                ${this._items.length === 0 ? html`<div class="empty">No item matches.</div>`
                    : html`<vaadin-grid theme="compact row-stripes no-border" .items=${this._items}
                        .selectedItems=${this._items.filter(item => item === this._selected)}
                        @active-item-changed=${e => e.detail.value && this._select(e.detail.value)}>
                        ${names.map(name => html`<vaadin-grid-column header=${name} width="110px" resizable
                            ${columnBodyRenderer(item => html`<span class="one-line">${
                                item[name] ? show(item[name]) : ''}</span>`, [name])}></vaadin-grid-column>`)}
                        <vaadin-grid-column header="Other attributes" width="200px" resizable
                            ${columnBodyRenderer(item => html`<span class="one-line">${rest(item, names)}</span>`, [names])}>
                        </vaadin-grid-column>
                    </vaadin-grid>`}
                <div class="pager">
                    <span>Page ${this._starts.length}: ${this._items.length} items</span>
                    <span>
                        <vaadin-button class="previous" theme="small tertiary" ?disabled=${this._starts.length === 1}
                            @click=${() => this._loadItems(this._starts.slice(0, -1)).catch(showError)}>Previous</vaadin-button>
                        <vaadin-button class="next" theme="small tertiary" ?disabled=${this._end === null}
                            @click=${() => this._loadItems([...this._starts, this._end]).catch(showError)}>Next</vaadin-button>
                    </span>
                </div>
            </div>
            ${this._renderEditor()}
        </div>`;
    }

    _renderEditor() {
        const formats = [{ label: 'Plain JSON', value: 'plain' }, { label: 'DynamoDB JSON', value: 'dynamodb' }];
        return html`<div class="card editor">
            <div class="toolbar">
                <vaadin-select class="format" label="As" .items=${formats} .value=${this._format}
                    @value-changed=${e => this._formatChosen(e.detail.value)}></vaadin-select>
                <span class="grow"></span>
                <vaadin-button class="save" theme="primary" ?disabled=${this._text.trim() === ''}
                    @click=${() => this._save()}>Save</vaadin-button>
                <vaadin-button class="delete" theme="error tertiary" ?disabled=${this._selected === null}
                    @click=${() => this._deleting = true}>Delete</vaadin-button>
            </div>
            <vaadin-text-area class="item" placeholder="Select an item to see all of it, or create a new one."
                .value=${this._text} @value-changed=${e => this._text = e.detail.value}></vaadin-text-area>
            <vaadin-confirm-dialog class="confirmDialog" header="Delete the item?" cancel-button-visible confirm-text="Delete"
                confirm-theme="error primary" .opened=${this._deleting}
                @opened-changed=${e => { this._deleting = e.detail.value; focusCancel(e); }}
                @confirm=${() => this._delete()}></vaadin-confirm-dialog>
        </div>`;
    }

    /** An index may show only a part of an item: the editor has all of it. */
    async _select(item) {
        this._selected = item;
        try {
            const whole = (await call('GetItem', { TableName: this._table.TableName, Key: this._keyOf(item) })).Item;
            if (this._selected === item) {
                this._text = this._write(whole ?? item);
            }
        } catch (error) {
            showError(error);
        }
    }

    _keyOf(item) {
        return Object.fromEntries(this._keys(this._table.KeySchema).map(({ name }) => [name, item[name]]));
    }

    _write(item) {
        return JSON.stringify(this._format === 'plain' ? plainItem(item) : item, null, 2);
    }

    _read() {
        const item = JSON.parse(this._text);
        if (item === null || typeof item !== 'object' || Array.isArray(item)) {
            throw new Error('An item must be a JSON object.');
        }
        return this._format === 'plain' ? typedItem(item) : item;
    }

    _formatChosen(format) {
        if (format && format !== this._format) {
            try {
                const item = this._text.trim() === '' ? null : this._read();
                this._format = format;
                this._text = item === null ? '' : this._write(item);
            } catch (error) {
                showError(error);
                this.requestUpdate();
            }
        }
    }

    _new() {
        this._selected = null;
        this._text = this._write(Object.fromEntries(
            this._keys(this._table.KeySchema).map(({ name, type }) => [name, { [type]: type === 'N' ? '0' : '' }])));
    }

    async _save() {
        try {
            await change('PutItem', { TableName: this._table.TableName, Item: this._read() });
            showDone('Saved.');
            await this._load();
        } catch (error) {
            showError(error);
        }
    }

    async _delete() {
        try {
            await change('DeleteItem', { TableName: this._table.TableName, Key: this._keyOf(this._selected) });
            this._selected = null;
            this._text = '';
            showDone('Deleted.');
            await this._load();
        } catch (error) {
            showError(error);
        }
    }

    _renderStream() {
        if (!this._table.LatestStreamArn) {
            return html`<div class="card"><div class="empty">The table has no stream.</div></div>`;
        }
        const names = this._keys(this._table.KeySchema).map(key => key.name);
        const keys = record => html`<span class="one-line">${JSON.stringify(plainItem(record.dynamodb.Keys))}</span>`;
        const image = value => html`<span class="one-line">${value ? rest(value, names) : '–'}</span>`;
        const column = (header, width, grow, value) => html`<vaadin-grid-column header=${header} width=${width} flex-grow=${grow}
            resizable ${columnBodyRenderer(value, [])}></vaadin-grid-column>`;
        return html`<div class="card">
            ${this._records.length === 0 ? html`<div class="empty">There are no records in the stream.</div>`
                : html`<vaadin-grid class="records" theme="compact row-stripes no-border" .items=${this._records}>
                    ${column('When', '190px', 0, record =>
                        html`${new Date(record.dynamodb.ApproximateCreationDateTime * 1000).toLocaleString()}`)}
                    ${column('What', '90px', 0, record => html`${record.eventName}`)}
                    ${column('Keys', '150px', 1, keys)}
                    ${column('Before', '150px', 1, record => image(record.dynamodb.OldImage))}
                    ${column('After', '150px', 1, record => image(record.dynamodb.NewImage))}
                </vaadin-grid>`}
            <div class="pager"><span>The last ${this._records.length} records, the newest first
                (${this._table.StreamSpecification?.StreamViewType ?? 'disabled'})</span></div>
        </div>`;
    }
}

/** The attributes of an item that are not of its key, in one line. */
function rest(item, names) {
    return JSON.stringify(plainItem(Object.fromEntries(Object.entries(item).filter(([name]) => !names.includes(name)))));
}

function show(value) {
    const of = plain(value);
    return typeof of === 'string' ? of : JSON.stringify(of);
}

customElements.define('qwc-kvs-dynamodb-tables', QwcKvsDynamodbTables);
