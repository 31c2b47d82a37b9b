import { LitElement, html, css } from 'lit';
import '@vaadin/button';
import '@vaadin/details';
import '@vaadin/icon';
import { bytes, call, decimal, duration, micros, number, Poll, shared, short, showError } from './kvs-api.js';
import './qwc-kvs-chart.js';
import './qwc-kvs-server.js';

const SPAN = 180_000;
const BLUE = 'hsl(210, 80%, 55%)';
const GREEN = 'hsl(150, 55%, 42%)';
const VIOLET = 'hsl(265, 60%, 60%)';
const ORANGE = 'hsl(28, 85%, 52%)';

/**
 * What the server does: figures of the last second, and plots of the last minutes.
 */
export class QwcKvsStatistics extends LitElement {

    static styles = [shared, css`
        :host {
            display: flex;
            flex-direction: column;
            gap: 14px;
            box-sizing: border-box;
            padding: 0 16px 12px;
        }
        .tiles {
            display: grid;
            grid-template-columns: repeat(auto-fit, minmax(9.5em, 1fr));
            gap: 14px;
        }
        .tile {
            display: flex;
            flex-direction: column;
            padding: 8px 14px;
        }
        .tile .value {
            font-size: var(--lumo-font-size-xl);
            font-weight: 600;
            line-height: 1.4;
            font-variant-numeric: tabular-nums;
            white-space: nowrap;
        }
        .tile .label, .tile .more {
            font-size: var(--lumo-font-size-xs);
            color: var(--lumo-secondary-text-color);
            white-space: nowrap;
            overflow: hidden;
            text-overflow: ellipsis;
        }
        .plots {
            display: grid;
            grid-template-columns: repeat(2, minmax(0, 1fr));
            gap: 14px;
        }
        @media (max-width: 900px) {
            .plots {
                grid-template-columns: minmax(0, 1fr);
            }
        }
        .plot {
            padding: 8px 10px 4px;
            overflow: hidden;
        }
        h4 {
            margin: 0 0 2px 6px;
            font-size: var(--lumo-font-size-s);
            font-weight: 600;
        }
        qwc-kvs-chart {
            height: 150px;
        }
        .most {
            padding: 10px 16px;
        }
        .most h4 {
            margin-left: 0;
        }
        table {
            width: 100%;
            border-collapse: collapse;
            font-size: var(--lumo-font-size-s);
        }
        th {
            text-align: start;
            font-size: var(--lumo-font-size-xs);
            font-weight: 600;
            color: var(--lumo-secondary-text-color);
        }
        th.number {
            text-align: end;
        }
        th, td {
            padding: 3px 8px 3px 0;
            border-bottom: 1px solid var(--lumo-contrast-5pct);
        }
        .share {
            width: 45%;
            padding-left: 2em;
        }
        .share div {
            height: 0.55em;
            min-width: 2px;
            border-radius: 0.3em;
            background: hsl(210, 80%, 55%);
        }
        pre {
            margin: 0;
            white-space: pre-wrap;
            overflow-wrap: anywhere;
            columns: 26em;
        }
    `];

    static properties = {
        _snapshots: { state: true },
        _information: { state: true }
    };

    constructor() {
        super();
        this._information = '';
        this._poll = new Poll(1000, async () => this._arrived(await call('liveStatistics')));
    }

    connectedCallback() {
        super.connectedCallback();
        this._snapshots = [];
        this._poll.start();
        this._recall();
    }

    /** What the server did before this page was opened: it remembers as long as the plots show. */
    async _recall() {
        try {
            const before = await call('recentStatistics');
            const first = this._snapshots[0]?.at ?? Infinity;
            this._snapshots = [...before.filter(({ at }) => at < first), ...this._snapshots];
        } catch (error) {
            console.debug('kvs: ' + error.message);
        }
    }

    disconnectedCallback() {
        this._poll.stop();
        super.disconnectedCallback();
    }

    _arrived(snapshot) {
        const last = this._snapshots.at(-1);
        // Counters that have gone back are those of another server, or were reset.
        const before = last && (snapshot.calls < last.calls || snapshot.uptime < last.uptime) ? [] : this._snapshots;
        this._snapshots = [...before.filter(({ at }) => at > snapshot.at - SPAN - 2000 && at < snapshot.at), snapshot];
    }

    /** What was done a second between each two snapshots; where there was none for a while, nothing is known. */
    _rates(value) {
        const points = [];
        for (let i = 1; i < this._snapshots.length; i++) {
            const [before, after] = [this._snapshots[i - 1], this._snapshots[i]];
            const seconds = (after.at - before.at) / 1000;
            points.push([after.at, seconds > 5 ? null : value(before, after, seconds)]);
        }
        return points;
    }

    render() {
        const last = this._snapshots.at(-1);
        if (!last) {
            return html``;
        }
        const difference = name => (before, after, seconds) => (after[name] - before[name]) / seconds;
        const calls = this._rates(difference('calls'));
        const hitRate = this._rates((before, after) => this._share(after.hits - before.hits, after.misses - before.misses));
        const latency = this._rates((before, after) =>
            after.calls > before.calls ? (after.micros - before.micros) / (after.calls - before.calls) : null);
        const memory = this._snapshots.map(({ at, usedMemory }) => [at, usedMemory]);
        const now = points => points.at(-1)?.[1];
        return html`<qwc-kvs-server></qwc-kvs-server><div class="tiles">
                ${this._tile('Commands per second', this._rate(now(calls)), short(last.calls) + ' in all')}
                ${this._tile('Hit rate', this._percent(now(hitRate) ?? this._share(last.hits, last.misses)),
                    short(last.hits) + ' hits, ' + short(last.misses) + ' misses')}
                ${this._tile('Time per command', now(latency) == null ? '–' : micros(now(latency)), 'mean of the last second')}
                ${this._tile('Memory', bytes(last.usedMemory), 'of ' + bytes(last.maxMemory) + ' at most')}
                ${this._tile('Keys', number(last.keys), short(last.expired) + ' expired, ' + short(last.evicted) + ' evicted')}
                ${this._tile('Connections', number(last.clients), last.blocked + ' waiting, up for ' + duration(last.uptime))}
                ${last.files ? this._renderFiles(last) : html``}
                ${last.member ? this._renderMember(last.member) : html``}
            </div>
            <div class="plots">
                ${this._plot('Commands per second', [{ name: 'commands', color: BLUE, points: calls }], value => this._rate(value), 10)}
                ${this._plot('Hit rate', [{ name: 'hits', color: GREEN, points: hitRate }], value => this._percent(value), 100, true)}
                ${this._plot('Memory of data and clients', [{ name: 'memory', color: VIOLET, points: memory }], bytes, 4096, false, true)}
                ${this._plot('Time per command', [{ name: 'mean', color: ORANGE, points: latency }], micros, 10)}
            </div>
            ${this._renderCommands(last.commands)}
            <vaadin-details class="information" summary="Output of INFO"
                @opened-changed=${e => e.detail.value && this._inform()}>
                <pre class="mono">${this._information}</pre>
            </vaadin-details>`;
    }

    /** What this server is among several with the same data. */
    _renderMember({ name, leader, leading, place, members }) {
        const role = leading ? 'leads' : leader ? 'follows ' + leader : 'no leader';
        return this._tile('Member ' + name, role, 'of ' + members + ', log index ' + number(place));
    }

    /** How the data is kept, if it is. */
    _renderFiles({ at, files }) {
        const ago = then => then < 0 ? 'never' : duration(Math.max(0, Math.round((at - then) / 1000))) + ' ago';
        if (files.loaded < 100) {
            return this._tile('Loading', this._percent(files.loaded), 'of the files are loaded');
        }
        const snapshot = this._tile('Snapshot', ago(files.savedAt), files.failure ?? number(files.changes) + ' changes since');
        return files.appendOnly
            ? html`${this._tile('Append-only file', bytes(files.size),
                files.failure ?? bytes(files.waiting) + ' waiting, rewritten ' + ago(files.rewrittenAt))}
                ${this._tile('Last sync', ago(files.syncedAt),
                    'took ' + micros(files.syncMicros) + ', ' + number(files.delayedSyncs) + ' delayed')}
                ${snapshot}`
            : snapshot;
    }

    _tile(label, value, more) {
        return html`<div class="tile card"><span class="label">${label}</span><span class="value">${value}</span>
            <span class="more" title=${more}>${more}</span></div>`;
    }

    _plot(title, series, format, top, fixed = false, binary = false) {
        return html`<div class="plot card"><h4>${title}</h4>
            <qwc-kvs-chart .series=${series} .format=${format} .top=${top} .fixed=${fixed} .binary=${binary} .span=${SPAN}></qwc-kvs-chart></div>`;
    }

    _renderCommands(commands) {
        if (commands.length === 0) {
            return html`<div class="most card"><h4>Commands</h4><span class="secondary">No command has been called yet.</span></div>`;
        }
        const most = commands[0].calls;
        return html`<div class="most card"><h4>Commands called most</h4><table>
            <thead><tr><th>Command</th><th class="number">Calls</th><th class="number">Mean time</th><th class="number">Failed</th>
                <th class="share"></th></tr></thead>
            <tbody>${commands.map(({ name, calls, microsPerCall, failed }) => html`<tr>
                <td class="mono">${name.toUpperCase()}</td>
                <td class="number">${number(calls)}</td>
                <td class="number">${microsPerCall > 0 ? micros(microsPerCall) : '–'}</td>
                <td class="number">${number(failed)}</td>
                <td class="share"><div style="width: ${100 * calls / most}%"></div></td>
            </tr>`)}</tbody></table></div>`;
    }

    _inform() {
        call('information').then(text => this._information = text, showError);
    }

    _share(hits, misses) {
        return hits + misses > 0 ? 100 * hits / (hits + misses) : null;
    }

    _percent(value) {
        return value == null ? '–' : decimal(value) + ' %';
    }

    _rate(value) {
        return value == null ? '–' : value >= 10 ? number(Math.round(value)) : decimal(value);
    }
}
customElements.define('qwc-kvs-statistics', QwcKvsStatistics);
