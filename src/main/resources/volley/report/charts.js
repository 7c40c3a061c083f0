// Charts: one accent colour and greys beside it, or a colour for each of several runs; drawn anew when the colours or the
// width change.

const drawn = [];

function colours() {
  const style = getComputedStyle(document.documentElement);
  const colour = name => style.getPropertyValue(name).trim();
  return {
    text: colour('--text'), muted: colour('--muted'), faint: colour('--faint'), line: colour('--line'),
    surface: colour('--surface'), accent: colour('--accent'), soft: colour('--accent-soft'),
    series: Array.from({ length: SERIES }, (_, i) => colour('--series-' + i)),
  };
}

/** A figure with a caption, a chart and, under it, its table. `option` makes the chart from the colours. */
function figure(caption, note, option, spec, wide) {
  const box = element('div', { class: 'chart', role: 'img', 'aria-label': caption + (note ? ', ' + note : '') });
  const legend = element('ul', { class: 'legend' });
  drawn.push({ box, option, legend, hidden: new Set() });
  return element('figure', { class: wide ? 'wide' : undefined },
    element('figcaption', {}, caption, note ? element('span', {}, note) : null),
    legend, box,
    element('details', {}, element('summary', {}, 'Table'), csvButton(spec), table(spec)));
}

function drawAll() {
  for (const chart of drawn) {
    if (chart.instance) chart.instance.dispose();
    chart.instance = echarts.init(chart.box, null, { renderer: 'svg' });
    const option = chart.option(colours());
    chart.instance.setOption(base(option, chart.box.clientWidth));
    chart.legend.replaceChildren(...option.noLegend ? [] : option.series.map(each => legendEntry(chart, each)));
    chart.hidden.forEach(name => chart.instance.dispatchAction({ type: 'legendUnSelect', name }, { flush: true }));
  }
}

/** Text that wraps, as ECharts' own legend would not; it hides its line and shows it again. */
function legendEntry(chart, series) {
  const button = element('button', { type: 'button', 'aria-pressed': !chart.hidden.has(series.name) },
    element('i', { class: 'swatch', style: 'background: ' + series.itemStyle.color }), series.name);
  button.addEventListener('click', () => {
    const hide = !chart.hidden.delete(series.name);
    if (hide) chart.hidden.add(series.name);
    button.setAttribute('aria-pressed', !hide);
    chart.instance.dispatchAction({ type: hide ? 'legendUnSelect' : 'legendSelect', name: series.name }, { flush: true });
  });
  return element('li', {}, button);
}

function watch() {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);
  let width = innerWidth;
  addEventListener('resize', () => {
    if (innerWidth !== width) {
      width = innerWidth;
      requestAnimationFrame(drawAll);
    }
  });
}

function isMarked(option) {
  return option.series.some(each => each.markLine);
}

/** Pixels above the axes: for the labels of marks, or the name of the vertical axis. */
function headroom(option) {
  return isMarked(option) ? (option.yAxis.name ? 42 : 38) : option.yAxis.name ? 28 : 14;
}

/** What all charts have in common. */
function base(option, width) {
  const c = colours();
  const font = { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 12, color: c.muted };
  const axis = given => ({
    axisLine: { lineStyle: { color: c.line } },
    axisTick: { show: false },
    splitLine: { show: given.lines !== false, lineStyle: { color: c.line } },
    nameTextStyle: font,
    ...given,
    axisLabel: { ...font, hideOverlap: true, ...given.axisLabel },
  });
  return {
    animation: false,
    textStyle: font,
    grid: { left: 6, right: 20, top: headroom(option), bottom: 26, containLabel: true },
    ...option,
    legend: { show: false },
    tooltip: {
      trigger: 'axis', confine: true, backgroundColor: c.surface, borderColor: c.line,
      textStyle: { ...font, color: c.text }, axisPointer: { lineStyle: { color: c.faint } }, ...option.tooltip,
    },
    xAxis: axis({ lines: false, nameLocation: 'middle', nameGap: 26, splitNumber: Math.min(6, Math.floor(width / 80)), ...option.xAxis }),
    // the name stands above the labels of marks
    yAxis: axis({ nameTextStyle: { ...font, align: 'left' }, ...option.yAxis, ...(isMarked(option) ? { nameGap: 24 } : {}) }),
  };
}

function line(name, points, colour, more) {
  return {
    name, type: 'line', data: points, symbol: 'circle', symbolSize: 4, showSymbol: points.length < 40,
    connectNulls: true, lineStyle: { width: 1.75, color: colour }, itemStyle: { color: colour }, ...more,
  };
}

/** A thin labelled line across a chart; more is of the label. */
function mark(c, place, label, more) {
  return { ...place, label: { formatter: label, position: 'end', distance: 4, color: c.muted, fontSize: 12, ...more } };
}

/** How the label of an upright mark lies at it, so that it stays inside the chart: share is the mark's place, 0 to 1. */
function inside(share) {
  return share > 0.8 ? 'right' : share < 0.2 ? 'left' : 'center';
}

function marks(c, data) {
  return { symbol: 'none', silent: true, lineStyle: { color: c.faint, width: 1, type: 'dashed' }, data };
}

/** Share of values at or below x, with median and p99 marked. */
function distributionChart(points, unit) {
  const at = wanted => points.find(point => point[0] === wanted)[1];
  const wide = at(0) > 0 && at(99) / at(10) > 40;
  const place = value => wide ? Math.log(value / at(0)) / Math.log(at(100) / at(0)) : (value - at(0)) / (at(100) - at(0));
  return c => ({
    noLegend: true,
    tooltip: { formatter: items => percent(items[0].value[1]) + ' at most ' + number(items[0].value[0], unit) + ' ' + unit },
    xAxis: { type: wide ? 'log' : 'value', name: unit, scale: true, axisLabel: { formatter: tick } },
    yAxis: { type: 'value', min: 0, max: 100, axisLabel: { formatter: '{value} %' } },
    series: [line('', points.map(([share, value]) => [value, share]), c.accent, {
      showSymbol: false, areaStyle: { color: c.soft },
      markLine: marks(c, [
        mark(c, { xAxis: at(50) }, 'median ' + short(at(50)), { align: inside(place(at(50))) }),
        mark(c, { xAxis: at(99) }, 'p99 ' + short(at(99)), { align: inside(place(at(99))), distance: 18 }),
      ]),
    })],
  });
}

/** Median and p99 against x. */
function percentileChart(rows, x, name, unit, xName) {
  const points = key => rows.map(row => [row[x], row[name + key]]);
  return c => ({
    tooltip: { valueFormatter: value => number(value, unit) + ' ' + unit },
    xAxis: { type: 'value', name: xName, min: x === 'turn' ? 1 : 0, max: 'dataMax', minInterval: x === 'turn' ? 1 : undefined, axisLabel: { showMaxLabel: x === 'turn' } },
    yAxis: { type: 'value', name: unit, nameGap: 10, axisLabel: { formatter: tick } },
    series: [line('median', points('_p50'), c.accent), line('p99', points('_p99'), c.faint)],
  });
}

/** The look of one of several lines: a colour of its own; when these are used up, another stroke. */
function apart(c, index) {
  const colour = c.series[index % SERIES];
  return { itemStyle: { color: colour }, lineStyle: { width: 1.75, color: colour, type: ['solid', 'dashed', 'dotted'][Math.floor(index / SERIES) % 3] } };
}

/** A line's points without those that have no value. */
function known(points) {
  return points.filter(point => point[1] !== null && point[1] !== undefined);
}

/** A point of a line: large where it is the line's knee, with its label where it has one. */
function pointed(c, { knee, labels }, point) {
  const label = labels && labels.get(point);
  const isKnee = knee !== undefined && knee !== null && point[0] === knee;
  return !label && !isKnee ? point : {
    value: point, ...(isKnee ? { symbol: 'diamond', symbolSize: 13 } : {}),
    ...(label ? { label: { show: true, formatter: label, position: 'top', color: c.muted, fontSize: 11 } } : {}),
  };
}

/**
 * A chart with a line for each series {name, points, look, knee, labels} that has points [x, value], over a table of all their values;
 * null if none has any. x and y are axes, x with the table's column {label, unit, kind}; look(c) is the line's colour, or
 * the lines are told apart by their place. A line's knee is the x of the point that is marked, its labels are by point. `upright` puts x on the vertical axis.
 */
function lineChart(caption, note, name, { series, x, y, unit, upright, wide, rows, mark: marked }) {
  const shown = series.map((each, i) => ({ ...each, i, points: known(each.points) })).filter(each => each.points.length);
  if (!shown.length) return null;
  const shownValue = value => number(Array.isArray(value) ? value[upright ? 0 : 1] : value, unit) + ' ' + unit;
  const option = c => ({
    noLegend: series.length === 1,
    tooltip: upright ? { axisPointer: { axis: 'y' }, formatter: items => acrossLines(items, shownValue) } : { valueFormatter: shownValue },
    xAxis: upright ? y : x, yAxis: upright ? x : y,
    series: shown.map((each, place) => line(each.name, upright ? each.points.map(([at, value]) => [value, at]) : each.points.map(point => pointed(c, each, point)), null,
      { ...(marked && place === 0 ? { markLine: marks(c, [mark(c, { xAxis: marked.at }, marked.label, { align: inside(marked.share) })]) } : {}),
        showSymbol: each.points.length <= 20 || each.knee !== undefined, labelLayout: { hideOverlap: true }, ...(each.look ? { itemStyle: { color: each.look(c) }, lineStyle: { width: 1.75, color: each.look(c) } } : apart(c, each.i)) })),
  });
  const xs = [...new Set(shown.flatMap(each => each.points.map(point => point[0])))].sort((a, b) => a - b);
  const columns = shown.map(each => new Map(each.points));
  return figure(caption, note, option, {
    name, columns: [x.column, ...shown.map(each => ({ label: each.name, unit }))],
    rows: rows ? rows(shown) : xs.map(at => [at, ...columns.map(values => values.get(at) ?? null)]),
  }, wide);
}

/** What all lines have at one height. */
function acrossLines(items, shownValue) {
  return element('div', {}, percent(items[0].value[1]), ' at most', items.map(item =>
    element('div', {}, element('i', { class: 'swatch', style: 'background: ' + item.color }), item.seriesName + ' ' + shownValue(item.value))));
}

/** Distributions of several runs, {name, points}, points as [percentile, value]. */
function distributionsChart(caption, name, series, unit, note) {
  return lineChart(caption, note, name, {
    series, unit, upright: true,
    x: { type: 'value', min: 0, max: 100, axisLabel: { formatter: '{value} %' }, column: { label: 'percentile' } },
    y: { type: 'value', name: unit, axisLabel: { formatter: tick } },
  });
}

/** Turns or rounds count from 1. */
function turnAxis(name) {
  return { type: 'value', name, min: 1, max: 'dataMax', minInterval: 1, column: { label: name, kind: 'requests' } };
}

/** Cached share of the prompt tokens, %, by turn or round; null where no server told. */
function hitRateChart(caption, by, series) {
  return lineChart(caption, 'of prompt tokens, by ' + by, 'hit-rate-by-' + by, {
    series, unit: '%', x: turnAxis(by), y: { type: 'value', min: 0, max: 100, axisLabel: { formatter: '{value} %' } },
  });
}
