import { LitElement, html, css } from 'lit';
import 'echarts/dist/echarts.min.js';
import { themeState } from 'theme-state';

/**
 * A plot of one figure or several over the last minutes.
 */
export class QwcKvsChart extends LitElement {

    static styles = css`
        :host {
            display: block;
            min-width: 0;
        }
        #plot {
            width: 100%;
            height: 100%;
        }
    `;

    static properties = {
        /** [{ name, color, points: [[milliseconds, value], ...] }] */
        series: { attribute: false },
        /** Writes a value. */
        format: { attribute: false },
        /** The least value at the top of the axis, or the fixed one. */
        top: { type: Number },
        fixed: { type: Boolean },
        /** Whether values are bytes, whose round figures are powers of two. */
        binary: { type: Boolean },
        /** The time at the left end, in milliseconds before the last point. */
        span: { type: Number }
    };

    constructor() {
        super();
        this.series = [];
        this.format = value => String(value);
        this.top = 1;
        this.fixed = false;
        this.binary = false;
        this.span = 180_000;
        this._themed = () => this._draw();
    }

    connectedCallback() {
        super.connectedCallback();
        themeState.addObserver(this._themed);
    }

    disconnectedCallback() {
        themeState.removeObserver(this._themed);
        this._resized?.disconnect();
        this._chart?.dispose();
        this._chart = null;
        super.disconnectedCallback();
    }

    render() {
        return html`<div id="plot"></div>`;
    }

    updated() {
        this._draw();
    }

    _draw() {
        const plot = this.shadowRoot?.querySelector('#plot');
        if (!this.isConnected || !plot || plot.clientWidth === 0) {
            return;
        }
        if (!this._chart) {
            this._chart = echarts.init(plot, null, { renderer: 'svg' });
            this._resized = new ResizeObserver(() => this._chart?.resize());
            this._resized.observe(plot);
        }
        this._chart.setOption(this._option(), true);
    }

    /** So many bytes from one line to the next that there are three to five of them, and that none is at a quarter of a unit. */
    _binaryStep() {
        const max = 1.05 * Math.max(this.top, ...this.series.flatMap(({ points }) => points.map(([, value]) => value ?? 0)));
        const power = Math.ceil(Math.log2(max / 5));
        return 2 ** (power % 10 === 8 && max > 4 * 2 ** power ? power + 1 : power);
    }

    _option() {
        const style = getComputedStyle(this);
        const color = name => style.getPropertyValue(name).trim();
        const end = Math.max(0, ...this.series.map(({ points }) => points.at(-1)?.[0] ?? 0));
        const step = this.binary ? this._binaryStep() : this.fixed ? this.top / 4 : undefined;
        const text = { color: color('--lumo-secondary-text-color'), fontSize: 11 };
        return {
            animation: false,
            // To the right, half of a label has room.
            grid: { left: 8, right: 28, top: 12, bottom: 6, containLabel: true },
            textStyle: { fontFamily: style.fontFamily },
            tooltip: {
                trigger: 'axis',
                backgroundColor: color('--lumo-base-color'),
                borderColor: color('--lumo-contrast-20pct'),
                textStyle: { color: color('--lumo-body-text-color'), fontSize: 12 },
                valueFormatter: this.format
            },
            xAxis: {
                type: 'time', min: end - this.span, max: end, splitNumber: 4,
                axisLine: { lineStyle: { color: color('--lumo-contrast-20pct') } },
                axisTick: { show: false },
                axisLabel: { ...text, formatter: '{HH}:{mm}:{ss}', hideOverlap: true, showMaxLabel: false, showMinLabel: false }
            },
            yAxis: {
                type: 'value', min: 0, splitNumber: 3, interval: step,
                max: this.fixed ? this.top : ({ max }) => step ? step * Math.ceil(Math.max(this.top, max) * 1.05 / step)
                    : Math.max(this.top, max * 1.1),
                axisLabel: { ...text, formatter: value => this.format(value), showMaxLabel: this.fixed || this.binary },
                splitLine: { lineStyle: { color: color('--lumo-contrast-10pct') } }
            },
            series: this.series.map(({ name, color: line, points }) => ({
                name, type: 'line', data: points, showSymbol: false, connectNulls: false,
                lineStyle: { width: 2, color: line }, itemStyle: { color: line },
                areaStyle: { color: line, opacity: 0.12 }
            }))
        };
    }
}
customElements.define('qwc-kvs-chart', QwcKvsChart);
