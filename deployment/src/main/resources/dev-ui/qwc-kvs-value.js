import { LitElement, html, css } from 'lit';
import { dialogFooterRenderer, dialogRenderer } from '@vaadin/dialog/lit.js';
import '@vaadin/button';
import '@vaadin/confirm-dialog';
import '@vaadin/dialog';
import '@vaadin/icon';
import '@vaadin/select';
import '@vaadin/text-area';
import '@vaadin/text-field';
import { formatted, inOneLine } from './kvs-json.js';
import { ask, bytes, change, focusCancel, number, shared, showDone, showError, timeToLive, typeBadge, TYPES } from './kvs-api.js';

/** How the elements of each type are called and changed. */
const COLLECTIONS = {
    hash: {
        name: 'Field', value: 'Value', add: 'Add field', one: 'field',
        set: (key, name, value) => change('setField', { ...key, field: name, value }),
        remove: (key, element) => change('deleteField', { ...key, field: element.name })
    },
    list: {
        name: 'Index', value: 'Element', add: 'Add element', one: 'element',
        set: (key, name, value, element) => element
            ? change('setElement', { ...key, index: Number(name), expected: element.value, value })
            : change('addElement', { ...key, head: name === 'head', value }),
        remove: (key, element) => change('removeElement', { ...key, index: Number(element.name), expected: element.value })
    },
    set: {
        name: 'Member', value: null, add: 'Add member', one: 'member',
        set: (key, name) => change('addMember', { ...key, member: name }),
        remove: (key, element) => change('removeMember', { ...key, member: element.name })
    },
    zset: {
        name: 'Member', value: 'Score', add: 'Add member', one: 'member',
        set: (key, name, value) => change('setScore', { ...key, member: name, score: value }),
        remove: (key, element) => change('removeScored', { ...key, member: element.name })
    },
    stream: {
        name: 'Id', value: 'Fields', add: 'Add entry', one: 'entry', newName: 'Field', newValue: 'Value',
        set: (key, name, value) => change('addEntry', { ...key, field: name, value }),
        remove: (key, element) => change('removeEntry', { ...key, id: element.name })
    },
    orderedmap: {
        name: 'Name', value: 'Value', add: 'Add entry', one: 'entry',
        set: (key, name, value) => change('setOrdered', { ...key, name, value }),
        remove: (key, element) => change('removeOrdered', { ...key, name: element.name })
    }
};

/** The types whose elements are added and removed, but not changed. */
const FIXED = ['set', 'stream'];

/**
 * The value of one key, to look at and to change.
 *
 * @fires changed when the key has been changed, `renamed` with the new name, `gone` when it has been deleted
 */
export class QwcKvsValue extends LitElement {

    static styles = [shared, css`
        :host {
            display: flex;
            flex-direction: column;
            overflow: hidden;
        }
        header {
            display: flex;
            flex-direction: column;
            gap: 6px;
            padding: 10px 14px;
            border-bottom: 1px solid var(--lumo-contrast-10pct);
        }
        .title {
            display: flex;
            align-items: center;
            gap: 10px;
        }
        .name {
            flex: 1;
            overflow: hidden;
            text-overflow: ellipsis;
            white-space: pre;
            font-weight: 600;
            font-size: var(--lumo-font-size-m);
        }
        .facts {
            display: flex;
            flex-wrap: wrap;
            gap: 2px 18px;
            font-size: var(--lumo-font-size-xs);
            color: var(--lumo-secondary-text-color);
        }
        .facts b {
            font-weight: 600;
            color: var(--lumo-body-text-color);
        }
        .title vaadin-button {
            margin: 0;
        }
        .content {
            flex: 1;
            min-height: 0;
            overflow: auto;
            display: flex;
            flex-direction: column;
        }
        vaadin-text-area.text {
            flex: 1;
            min-height: 6em;
            margin: 10px 14px;
            padding: 0;
            --vaadin-input-field-value-font-size: var(--lumo-font-size-s);
        }
        vaadin-text-area.text textarea {
            font-family: var(--lumo-font-family-monospace, ui-monospace, Menlo, Consolas, monospace);
            font-size: var(--lumo-font-size-s);
        }
        table {
            width: 100%;
            border-collapse: collapse;
            table-layout: fixed;
        }
        th {
            position: sticky;
            top: 0;
            z-index: 1;
            background: var(--lumo-base-color);
            text-align: start;
            font-size: var(--lumo-font-size-xs);
            font-weight: 600;
            color: var(--lumo-secondary-text-color);
            padding: 6px 14px;
            box-shadow: inset 0 -1px 0 var(--lumo-contrast-10pct);
        }
        td {
            padding: 3px 14px;
            border-bottom: 1px solid var(--lumo-contrast-5pct);
            vertical-align: middle;
        }
        td.cell {
            overflow: hidden;
            text-overflow: ellipsis;
            white-space: pre;
        }
        td.actions {
            padding: 0 6px;
            text-align: end;
            white-space: nowrap;
        }
        td.actions vaadin-button {
            margin: 0;
            color: var(--lumo-secondary-text-color);
        }
        tr:hover td {
            background: var(--lumo-contrast-5pct);
        }
        tr:hover td.actions vaadin-button {
            color: var(--kvs-accent-text-color);
        }
        tr:hover td.actions vaadin-button[theme~=error] {
            color: var(--lumo-error-text-color);
        }
        /* Scores are shown whole, and members take what is left. */
        table.zset {
            table-layout: auto;
        }
        .zset th:first-child, .zset td:first-child {
            width: 100%;
            max-width: 0;
        }
        .zset td, .zset th {
            white-space: nowrap;
        }
        .bar {
            display: flex;
            justify-content: space-between;
            align-items: center;
            gap: 8px;
            padding: 4px 14px;
            border-top: 1px solid var(--lumo-contrast-10pct);
            font-size: var(--lumo-font-size-s);
        }
        .bar vaadin-button {
            margin: 0;
        }
        .empty {
            flex: 1;
        }
    `];

    static properties = {
        database: { type: Number },
        key: { type: String },
        _value: { state: true },
        _text: { state: true },
        _asStored: { state: true },
        _edit: { state: true },
        _confirm: { state: true },
        _confirming: { state: true }
    };

    constructor() {
        super();
        this.database = 0;
        this.key = null;
        this._value = null;
        this._edit = null;
        this._confirm = null;
        this._confirming = false;
    }

    willUpdate(changed) {
        if (changed.has('key') || changed.has('database')) {
            this._value = null;
            this._edit = null;
            this._confirming = false;
            this._asStored = false;
            this._load();
        }
    }

    async _load() {
        const key = this.key;
        if (key === null) {
            return;
        }
        try {
            const value = await ask('value', { ...this._address(), cursor: '0' });
            if (key === this.key) {
                this._value = value;
                this._show(value);
            }
        } catch (error) {
            this._value = null;
            showError(error);
            this._tell('gone');
        }
    }

    /** Shows a string: JSON in one line is formatted, unless it was asked for as it is. */
    _show({ text, cut }) {
        this._formatted = this._asStored || cut ? null : formatted(text ?? '');
        this._text = this._shown = this._formatted ?? text ?? '';
    }

    _showAsStored(asStored) {
        this._asStored = asStored;
        this._show(this._value);
    }

    /** Looks again, except at what the user is about to change. */
    reload() {
        if (this._value?.type !== 'string' || this._text === this._shown) {
            this._load();
        }
    }

    async _more() {
        try {
            const next = await ask('value', { ...this._address(), cursor: this._value.cursor });
            this._value = { ...next, elements: [...this._value.elements, ...next.elements ?? []] };
        } catch (error) {
            showError(error);
        }
    }

    _address() {
        return { database: this.database, key: this.key };
    }

    _tell(event, detail) {
        this.dispatchEvent(new CustomEvent(event, { detail }));
    }

    /** Makes a change, shows what has become of the value, and says so. */
    async _change(action, message) {
        try {
            await action();
            this._edit = null;
            showDone(message);
        } catch (error) {
            showError(error);
        }
        this._tell('changed');
        await this._load();
    }

    render() {
        if (this.key === null) {
            return html`<div class="empty"><vaadin-icon icon="font-awesome-solid:hand-pointer"></vaadin-icon>
                <span>Select a key to see its value.</span></div>`;
        }
        if (this._value === null) {
            return html``;
        }
        return html`${this._renderHeader()}
            ${this._value.type === 'string' ? this._renderText() : this._renderElements()}
            ${this._renderEdit()} ${this._renderConfirm()}`;
    }

    _renderHeader() {
        const { type, encoding, length, bytes: size, timeToLive: left } = this._value;
        return html`<header>
            <div class="title">
                ${typeBadge(type)}
                <span class="name mono" title=${this.key}>${this.key}</span>
                ${this._icon('again', 'rotate', 'Refresh', () => this._load())}
                ${this._icon('rename', 'pencil', 'Rename', () => this._edit = { kind: 'rename', name: this.key })}
                ${this._icon('expire', 'clock', 'Set when it expires', () => this._edit = { kind: 'expire', name: left < 0 ? '' : String(Math.ceil(left / 1000)) })}
                ${this._icon('delete', 'trash-can', 'Delete this key', () => this._askBefore(this.key, () => this._delete()), 'error')}
            </div>
            <div class="facts">
                <span><b>${number(length)}</b> ${length === 1 ? TYPES[type].elements.slice(0, -1) : TYPES[type].elements}</span>
                <span><b>${bytes(size)}</b> in memory</span>
                <span>encoding <b>${encoding}</b></span>
                <span class="ttl">${left < 0 ? html`never expires` : html`expires in <b>${timeToLive(left)}</b>`}</span>
            </div>
        </header>`;
    }

    _icon(name, icon, title, action, theme = '') {
        return html`<vaadin-button class=${name} theme="icon small tertiary ${theme}" title=${title} aria-label=${title} @click=${action}>
            <vaadin-icon icon="font-awesome-solid:${icon}"></vaadin-icon></vaadin-button>`;
    }

    _renderText() {
        const { text, cut, length } = this._value;
        const changed = this._text !== this._shown;
        return html`<div class="content">
                <vaadin-text-area class="text" aria-label="Value" .value=${this._text} ?readonly=${cut}
                    @value-changed=${e => this._text = e.detail.value}></vaadin-text-area>
            </div>
            <div class="bar">
                <span class="secondary">${cut ? 'Only the beginning of ' + bytes(length) + ' is shown: the value is too long to edit here.'
                    : this._formatted ? 'JSON, shown formatted. It is stored in one line.'
                    : /\\x[0-9a-f]{2}/i.test(text) ? html`Bytes that are not text are shown as <code>\\xHH</code>.` : ''}</span>
                <span>
                    ${this._formatted || this._asStored ? html`<vaadin-button class="stored" theme="small tertiary" ?disabled=${changed}
                        @click=${() => this._showAsStored(!this._asStored)}>${this._asStored ? 'Format' : 'As stored'}</vaadin-button>` : ''}
                    <vaadin-button class="reset" theme="small tertiary" ?disabled=${!changed}
                        @click=${() => this._text = this._shown}>Reset</vaadin-button>
                    <vaadin-button class="save" theme="small primary" ?disabled=${!changed || cut} @click=${this._save}>Save</vaadin-button>
                </span>
            </div>`;
    }

    _save() {
        const { _text: text, _formatted: wasFormatted, _value: { text: original } } = this;
        this._change(async () => {
            const value = wasFormatted ? inOneLine(text, original) : text;
            await change('setString', { ...this._address(), value });
        }, 'Saved.');
    }

    _renderElements() {
        const { type, elements, cursor, length } = this._value;
        const { name, value, add } = COLLECTIONS[type];
        const widths = { hash: '35%', list: '5.5em', zset: '100%', stream: '16em', orderedmap: '35%' };
        return html`<div class="content"><table class=${type}>
                <thead><tr>
                    <th style="width: ${widths[type] ?? 'auto'}">${name}</th>
                    ${value ? html`<th>${value}</th>` : html``}
                    <th style="width: ${FIXED.includes(type) ? '2.5em' : '4.5em'}"></th>
                </tr></thead>
                <tbody>${elements.map(element => this._renderElement(type, element, value))}</tbody>
            </table></div>
            <div class="bar">
                <span class="secondary">${number(elements.length)} of ${number(length)}
                    ${cursor !== '0' ? html`<vaadin-button class="more" theme="small tertiary" @click=${this._more}>Show more</vaadin-button>` : html``}
                </span>
                <vaadin-button class="add" theme="small primary" @click=${() => this._edit = { kind: 'add', name: type === 'list' ? 'tail' : '', value: '' }}>
                    <vaadin-icon slot="prefix" icon="font-awesome-solid:plus"></vaadin-icon>${add}</vaadin-button>
            </div>`;
    }

    _renderElement(type, element, value) {
        return html`<tr>
            <td class="cell mono ${type === 'list' ? 'secondary' : ''}" title=${element.name}>${element.name}</td>
            ${value ? html`<td class="cell mono" title=${element.value}>${element.value}</td>` : html``}
            <td class="actions">
                ${FIXED.includes(type) || element.cut ? html`` : this._icon('edit', 'pencil', 'Change',
                    () => this._edit = { kind: 'set', name: element.name, value: element.value, element })}
                ${element.cut ? html`<span class="secondary" title="Too long to edit here">…</span>`
                    : this._icon('remove', 'trash-can', 'Remove', () => this._askBefore(type === 'list' ? 'element ' + element.name : element.name,
                        () => this._change(() => COLLECTIONS[type].remove(this._address(), element), 'Removed.')), 'error')}
            </td>
        </tr>`;
    }

    _renderEdit() {
        const edit = this._edit;
        const titles = { rename: 'Rename', expire: 'Expiry', add: COLLECTIONS[this._value.type]?.add, set: 'Change ' + COLLECTIONS[this._value.type]?.one };
        return html`<vaadin-dialog class="editDialog" header-title=${edit ? titles[edit.kind] : ''} .opened=${edit !== null}
            @opened-changed=${e => { if (!e.detail.value) { this._edit = null; } }}
            ${dialogRenderer(() => this._renderForm(), [edit])}
            ${dialogFooterRenderer(() => html`
                <vaadin-button theme="tertiary" @click=${() => this._edit = null}>Cancel</vaadin-button>
                <vaadin-button class="apply" theme="primary" @click=${this._apply}>Save</vaadin-button>`, [edit])}></vaadin-dialog>`;
    }

    _renderForm() {
        const edit = this._edit;
        if (edit === null) {
            return html``;
        }
        const set = changed => this._edit = { ...this._edit, ...changed };
        const style = 'display: flex; flex-direction: column; width: min(34em, 80vw);';
        if (edit.kind === 'rename') {
            return html`<div style=${style}><vaadin-text-field class="editName" label="New name" autofocus .value=${edit.name}
                @value-changed=${e => set({ name: e.detail.value })}></vaadin-text-field></div>`;
        }
        if (edit.kind === 'expire') {
            return html`<div style=${style}><vaadin-text-field class="editName" label="Seconds from now" autofocus allowed-char-pattern="[0-9]"
                helper-text="Empty: the key never expires" .value=${edit.name}
                @value-changed=${e => set({ name: e.detail.value })}></vaadin-text-field></div>`;
        }
        const { type } = this._value;
        const collection = COLLECTIONS[type];
        const adding = edit.kind === 'add';
        const name = type === 'list'
            ? adding ? html`<vaadin-select class="editEnd" label="Where" .value=${edit.name}
                .items=${[{ label: 'At the head', value: 'head' }, { label: 'At the tail', value: 'tail' }]}
                @value-changed=${e => e.detail.value && set({ name: e.detail.value })}></vaadin-select>` : html``
            : html`<vaadin-text-field class="editName" label=${collection.newName ?? collection.name} .value=${edit.name} ?readonly=${!adding}
                @value-changed=${e => set({ name: e.detail.value })}></vaadin-text-field>`;
        const value = type === 'set' ? html``
            : type === 'zset' ? html`<vaadin-text-field class="editValue" label="Score" .value=${edit.value}
                @value-changed=${e => set({ value: e.detail.value })}></vaadin-text-field>`
            : html`<vaadin-text-area class="editValue" label=${collection.newValue ?? collection.value} .value=${edit.value} style="max-height: 50vh"
                @value-changed=${e => set({ value: e.detail.value })}></vaadin-text-area>`;
        return html`<div style=${style}>${name}${value}</div>`;
    }

    _apply() {
        const { kind, name, value, element } = this._edit;
        if (kind === 'rename') {
            this._rename(name);
        } else if (kind === 'expire') {
            const left = name.trim() === '' ? -1 : Number(name) * 1000;
            this._change(() => change('expireKey', { ...this._address(), timeToLive: left }),
                left < 0 ? 'It never expires.' : 'It expires in ' + timeToLive(left) + '.');
        } else {
            const collection = COLLECTIONS[this._value.type];
            this._change(() => collection.set(this._address(), name, value, element), kind === 'add' ? 'Added.' : 'Saved.');
        }
    }

    async _rename(newKey) {
        if (newKey === this.key) {
            this._edit = null;
            return;
        }
        try {
            await change('renameKey', { ...this._address(), newKey });
            this._edit = null;
            showDone('Renamed.');
            this._tell('renamed', newKey);
        } catch (error) {
            showError(error);
        }
    }

    async _delete() {
        try {
            await change('deleteKey', this._address());
            showDone('Deleted ' + this.key + '.');
        } catch (error) {
            showError(error);
        }
        this._tell('gone');
    }

    _renderConfirm() {
        return html`<vaadin-confirm-dialog class="confirmDialog" header="Delete ${this._confirm?.what}?" cancel-button-visible
            confirm-text="Delete" confirm-theme="error primary" .opened=${this._confirming}
            @opened-changed=${e => { this._confirming = e.detail.value; focusCancel(e); }} @confirm=${() => this._confirm.action()}>
            This cannot be undone.
        </vaadin-confirm-dialog>`;
    }

    _askBefore(what, action) {
        this._confirm = { what, action };
        this._confirming = true;
    }
}
customElements.define('qwc-kvs-value', QwcKvsValue);
