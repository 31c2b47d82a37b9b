import { LitElement, html, css } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import '@vaadin/button';
import '@vaadin/confirm-dialog';
import '@vaadin/icon';
import '@vaadin/text-field';
import { call, change, focusCancel, micros, page, shared, showError } from './kvs-api.js';
import './qwc-kvs-server.js';

/** So many commands and replies are kept, and so many lines to go back to. */
const KEPT = 200;

/** What is there when the page is left and opened again. */
const session = { database: 0, transcript: [], history: [] };

/**
 * The console: runs commands, with help from the table of commands.
 */
export class QwcKvsConsole extends LitElement {

    static styles = [shared, page, css`
        .columns {
            flex: 1;
            min-height: 0;
            display: grid;
            grid-template-columns: minmax(0, 1fr) 22em;
            gap: 14px;
        }
        .console, .reference {
            display: flex;
            flex-direction: column;
            min-height: 0;
            overflow: hidden;
        }
        .transcript {
            flex: 1;
            min-height: 0;
            overflow: auto;
            padding: 12px 16px;
        }
        pre {
            margin: 0;
            font-family: var(--lumo-font-family-monospace, ui-monospace, SFMono-Regular, Menlo, Consolas, monospace);
            font-size: var(--lumo-font-size-s);
            line-height: 1.5;
            white-space: pre-wrap;
            overflow-wrap: anywhere;
        }
        .entry {
            margin-bottom: 10px;
        }
        .typed {
            display: flex;
            gap: 0.8em;
            align-items: baseline;
        }
        .prompt {
            flex: none;
            color: var(--kvs-accent-text-color);
            font-weight: 600;
        }
        .typed .took {
            margin-left: auto;
            font-size: var(--lumo-font-size-xs);
            color: var(--lumo-secondary-text-color);
        }
        .typed b {
            font-weight: 600;
        }
        .error {
            color: var(--lumo-error-text-color);
        }
        .line {
            position: relative;
            display: flex;
            align-items: center;
            gap: 0.8em;
            padding: 8px 16px;
            border-top: 1px solid var(--lumo-contrast-10pct);
            background: var(--lumo-contrast-5pct);
        }
        .line input {
            flex: 1;
            min-width: 0;
            border: none;
            outline: none;
            background: transparent;
            color: var(--lumo-body-text-color);
            caret-color: var(--lumo-primary-color);
            font-family: var(--lumo-font-family-monospace, ui-monospace, SFMono-Regular, Menlo, Consolas, monospace);
            font-size: var(--lumo-font-size-s);
            line-height: 2;
        }
        .line input::placeholder {
            color: var(--lumo-secondary-text-color);
        }
        .suggestions {
            position: absolute;
            bottom: 100%;
            left: 12px;
            max-width: calc(100% - 24px);
            margin-bottom: 4px;
            background: var(--lumo-base-color);
            border: 1px solid var(--lumo-contrast-20pct);
            border-radius: var(--lumo-border-radius-m, 6px);
            box-shadow: var(--lumo-box-shadow-m, 0 4px 16px rgba(0, 0, 0, 0.2));
            overflow: hidden;
        }
        .suggestion {
            display: flex;
            gap: 1em;
            padding: 3px 12px;
            cursor: pointer;
            white-space: nowrap;
            font-size: var(--lumo-font-size-s);
        }
        .suggestion b {
            min-width: 9em;
        }
        .suggestion span {
            overflow: hidden;
            text-overflow: ellipsis;
        }
        .suggestion.chosen, .suggestion:hover {
            background: var(--lumo-primary-color-10pct);
        }
        .hint {
            padding: 6px 16px 8px;
            min-height: 2.6em;
            box-sizing: border-box;
            background: var(--lumo-contrast-5pct);
            font-size: var(--lumo-font-size-xs);
            line-height: 1.5;
            color: var(--lumo-secondary-text-color);
            overflow-wrap: anywhere;
        }
        .hint b {
            color: var(--lumo-body-text-color);
        }
        .reference vaadin-text-field {
            margin: 8px 12px;
            padding: 0;
        }
        .commands {
            flex: 1;
            min-height: 0;
            overflow: auto;
            padding-bottom: 8px;
        }
        .group {
            position: sticky;
            top: 0;
            padding: 6px 14px 4px;
            background: var(--lumo-base-color);
            font-size: var(--lumo-font-size-xs);
            font-weight: 600;
            color: var(--lumo-secondary-text-color);
        }
        .command {
            padding: 4px 14px;
            cursor: pointer;
            font-size: var(--lumo-font-size-s);
        }
        .command:hover {
            background: var(--lumo-contrast-5pct);
        }
        .command.elsewhere {
            color: var(--lumo-secondary-text-color);
            font-style: italic;
        }
        .summary {
            font-size: var(--lumo-font-size-xs);
            line-height: 1.35;
            color: var(--lumo-secondary-text-color);
        }
        .empty {
            height: 100%;
            box-sizing: border-box;
        }
        @media (max-width: 1000px) {
            .columns {
                grid-template-columns: minmax(0, 1fr);
            }
            .reference {
                display: none;
            }
        }
    `];

    static properties = {
        _commands: { state: true },
        _line: { state: true },
        _filter: { state: true },
        _running: { state: true },
        _confirming: { state: true },
        _chosen: { state: true },
        _database: { state: true },
        _typedName: { state: true }
    };

    constructor() {
        super();
        this._commands = [];
        this._line = '';
        this._filter = '';
        this._running = false;
        this._confirming = false;
        this._chosen = -1;
        this._typedName = '';
        this._database = session.database;
        this._back = session.history.length;
    }

    connectedCallback() {
        super.connectedCallback();
        call('commands').then(commands => this._commands = commands, showError);
    }

    firstUpdated() {
        this._input().focus();
    }

    updated() {
        const transcript = this.shadowRoot.querySelector('.transcript');
        if (this._scroll) {
            transcript.scrollTop = transcript.scrollHeight;
            this._scroll = false;
        }
    }

    _input() {
        return this.shadowRoot.querySelector('input');
    }

    render() {
        return html`<qwc-kvs-server></qwc-kvs-server><div class="columns"><div class="console card">
                <div class="transcript" @click=${() => getSelection().isCollapsed && this._input().focus()}>${this._renderTranscript()}</div>
                <div class="line">
                    ${this._renderSuggestions()}
                    <span class="prompt mono">db${this._database}&gt;</span>
                    <input aria-label="Command" autocomplete="off" autocapitalize="off" spellcheck="false" .value=${this._line}
                        placeholder="A command, such as SET greeting hello EX 60" ?readonly=${this._running}
                        @input=${e => this._typed(e.target.value)} @keydown=${this._pressed}>
                </div>
                <div class="hint">${this._renderHint()}</div>
            </div>
            <div class="reference card">
                <vaadin-text-field placeholder="Find a command" clear-button-visible .value=${this._filter}
                    @value-changed=${e => this._filter = e.detail.value}>
                    <vaadin-icon slot="prefix" icon="font-awesome-solid:magnifying-glass"></vaadin-icon>
                </vaadin-text-field>
                <div class="commands">${this._renderCommands()}</div>
            </div></div>
            <vaadin-confirm-dialog header="Run ${this._command()?.name}?" cancel-button-visible .opened=${this._confirming}
                @opened-changed=${e => { this._confirming = e.detail.value; focusCancel(e); }}
                @confirm=${() => this._run()}>
                <p>${this._command()?.summary} This cannot be undone.</p>
                ${this._losesAll() ? html`<vaadin-text-field class="confirmName" label="To confirm, type ${this._command().name}"
                    style="width: 100%" .value=${this._typedName}
                    @value-changed=${e => this._typedName = e.detail.value}></vaadin-text-field>` : ''}
                <vaadin-button slot="confirm-button" theme="error primary"
                    ?disabled=${this._losesAll() && this._typedName !== this._command().name}>Run it</vaadin-button>
            </vaadin-confirm-dialog>`;
    }

    _renderTranscript() {
        if (session.transcript.length === 0) {
            return html`<div class="empty"><vaadin-icon icon="font-awesome-solid:terminal"></vaadin-icon>
                <span>Type a command below. <code>Tab</code> completes it, <code>↑</code> brings back what you typed before,
                <code>SELECT n</code> selects a database.</span></div>`;
        }
        return repeat(session.transcript, entry => entry, entry => html`<div class="entry">
            <pre class="typed"><span class="prompt">db${entry.database}&gt;</span><b>${entry.typed}</b><span
                class="took">${micros(entry.micros)}</span></pre>
            <pre class="reply ${entry.error ? 'error' : ''}">${entry.reply}</pre>
        </div>`);
    }

    /** The commands that begin as what has been typed, as long as the name is being typed. */
    _suggestions() {
        const typed = this._line.trimStart().toUpperCase();
        if (typed === '' || this._commands.some(({ name }) => typed.startsWith(name + ' '))) {
            return [];
        }
        return this._commands.filter(({ name, here }) => here && name.startsWith(typed) && name !== typed).slice(0, 8);
    }

    _renderSuggestions() {
        const suggestions = this._suggestions();
        return suggestions.length === 0 ? html`` : html`<div class="suggestions">${suggestions.map((command, index) => html`
            <div class="suggestion ${index === this._chosen ? 'chosen' : ''}" @click=${() => this._complete(command)}>
                <b class="mono">${command.name}</b><span class="secondary">${command.summary}</span>
            </div>`)}</div>`;
    }

    /** The command that has been typed, if it is one; of two words if that fits. */
    _command() {
        const words = this._line.trim().toUpperCase().split(/\s+/);
        return this._commands.find(({ name }) => name === words.slice(0, 2).join(' '))
            ?? this._commands.find(({ name }) => name === words[0]);
    }

    /** Whether the command deletes all keys. */
    _losesAll() {
        return ['FLUSHALL', 'FLUSHDB'].includes(this._command()?.name);
    }

    _renderHint() {
        const command = this._command();
        return command ? html`<b class="mono">${command.name} ${command.syntax}</b><br>${command.summary} ${command.complexity}`
            : '';
    }

    _renderCommands() {
        const wanted = this._filter.trim().toUpperCase();
        const shown = this._commands.filter(({ name, summary }) =>
            name.includes(wanted) || wanted.length > 2 && summary.toUpperCase().includes(wanted));
        if (shown.length === 0 && this._commands.length > 0) {
            return html`<div class="empty">No command matches.</div>`;
        }
        const groups = [...new Set(shown.map(({ group }) => group))];
        return groups.map(group => html`<div class="group">${group}</div>
            ${shown.filter(command => command.group === group).map(command => html`
                <div class="command ${command.here ? '' : 'elsewhere'}" title=${command.here ? command.name + ' ' + command.syntax
                    : 'This command needs a connection, which the console does not have'} @click=${() => this._complete(command)}>
                    <span class="mono">${command.name}</span><div class="summary">${command.summary}</div>
                </div>`)}`);
    }

    _typed(text) {
        this._line = text;
        this._chosen = -1;
    }

    _complete(command) {
        this._typed(command.name + (command.syntax ? ' ' : ''));
        this.updateComplete.then(() => this._input().focus());
    }

    _pressed(e) {
        const suggestions = this._suggestions();
        if (e.key === 'Tab' && suggestions.length > 0) {
            this._complete(suggestions[Math.max(0, this._chosen)]);
        } else if (e.key === 'Tab' && !e.shiftKey && this._line !== '') {
            // There is nothing to complete, and what is typed next still belongs here: Esc, then Tab, goes to the next field.
        } else if (e.key === 'ArrowDown' && suggestions.length > 0) {
            this._chosen = (this._chosen + 1) % suggestions.length;
        } else if (e.key === 'ArrowUp' && this._chosen >= 0) {
            this._chosen--;
        } else if (e.key === 'ArrowUp') {
            this._recall(-1);
        } else if (e.key === 'ArrowDown') {
            this._recall(1);
        } else if (e.key === 'Escape') {
            this._typed('');
        } else if (e.key === 'Enter' && this._chosen >= 0) {
            this._complete(suggestions[this._chosen]);
        } else if (e.key === 'Enter' && this._line.trim() !== '' && !this._running) {
            if (this._command()?.destructive) {
                this._typedName = '';
                this._confirming = true;
            } else {
                this._run();
            }
        } else {
            return;
        }
        e.preventDefault();
    }

    _recall(step) {
        const at = this._back + step;
        if (at >= 0 && at <= session.history.length) {
            this._back = at;
            this._line = session.history[at] ?? '';
        }
    }

    async _run() {
        const typed = this._line;
        this._running = true;
        try {
            const answer = await change('execute', { database: this._database, command: typed });
            // Neither shown nor remembered is a line with a password.
            const secret = answer.command.includes('"(redacted)"');
            this._remember({ ...answer, database: this._database, typed: secret ? answer.command : typed.trim() });
            if (!secret && session.history.at(-1) !== typed) {
                session.history = [...session.history, typed].slice(-KEPT);
            }
            this._database = session.database = answer.database;
            this._typed('');
        } catch (error) {
            showError(error);
        } finally {
            this._running = false;
            this._back = session.history.length;
        }
    }

    _remember(entry) {
        session.transcript = [...session.transcript, entry].slice(-KEPT);
        this._scroll = true;
    }
}
customElements.define('qwc-kvs-console', QwcKvsConsole);
