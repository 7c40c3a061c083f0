// Charts: one accent colour, greys beside it, drawn anew when the colours or the width change.

const drawn = [];

function colours() {
  const style = getComputedStyle(document.documentElement);
  const colour = name => style.getPropertyValue(name).trim();
  return {
    text: colour('--text'), muted: colour('--muted'), faint: colour('--faint'), line: colour('--line'),
    surface: colour('--surface'), accent: colour('--accent'), soft: colour('--accent-soft'),
  };
}

/** A figure with a caption, a chart and, under it, its table. `option` makes the chart from the colours. */
function figure(caption, note, option, spec, wide) {
  const box = element('div', { class: 'chart', role: 'img', 'aria-label': caption + (note ? ', ' + note : '') });
  drawn.push({ box, option });
  return element('figure', { class: wide ? 'wide' : undefined },
    element('figcaption', {}, caption, note ? element('span', {}, note) : null),
    box,
    element('details', {}, element('summary', {}, 'Table'), csvButton(spec), table(spec)));
}

function drawAll() {
  for (const chart of drawn) {
    if (chart.instance) chart.instance.dispose();
    chart.instance = echarts.init(chart.box, null, { renderer: 'svg' });
    chart.instance.setOption(base(chart.option(colours())));
  }
}

function watch() {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);
  let width = innerWidth;
  addEventListener('resize', () => {
    if (innerWidth !== width) {
      width = innerWidth;
      drawn.forEach(chart => chart.instance.resize());
    }
  });
}

/** What all charts have in common. */
function base(option) {
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
    grid: { left: 6, right: 20, top: 38, bottom: 26, containLabel: true },
    legend: option.series.length > 1 && !option.noLegend
      ? { top: 2, right: 4, icon: 'roundRect', itemWidth: 12, itemHeight: 3, textStyle: font } : undefined,
    ...option,
    tooltip: {
      trigger: 'axis', confine: true, backgroundColor: c.surface, borderColor: c.line,
      textStyle: { ...font, color: c.text }, axisPointer: { lineStyle: { color: c.faint } }, ...option.tooltip,
    },
    xAxis: axis({ lines: false, nameLocation: 'middle', nameGap: 26, ...option.xAxis }),
    yAxis: axis({ ...option.yAxis }),
  };
}

function line(name, points, colour, more) {
  return {
    name, type: 'line', data: points, symbol: 'circle', symbolSize: 4, showSymbol: points.length < 40,
    connectNulls: true, lineStyle: { width: 1.75, color: colour }, itemStyle: { color: colour }, ...more,
  };
}

/** A thin labelled line across a chart. */
function mark(c, place, label, position, distance) {
  return { ...place, label: { formatter: label, position: position || 'end', distance: distance || 4, color: c.muted, fontSize: 12 } };
}

function marks(c, data) {
  return { symbol: 'none', silent: true, lineStyle: { color: c.faint, width: 1, type: 'dashed' }, data };
}

/** Share of values at or below x, with median and p99 marked. */
function distributionChart(points, unit) {
  const at = wanted => points.find(point => point[0] === wanted)[1];
  const wide = at(0) > 0 && at(99) / at(10) > 40;
  return c => ({
    noLegend: true,
    tooltip: { formatter: items => percent(items[0].value[1]) + ' at most ' + number(items[0].value[0], unit) + ' ' + unit },
    xAxis: { type: wide ? 'log' : 'value', name: unit, scale: true, axisLabel: { formatter: tick } },
    yAxis: { type: 'value', min: 0, max: 100, axisLabel: { formatter: '{value} %' } },
    series: [line('', points.map(([share, value]) => [value, share]), c.accent, {
      showSymbol: false, areaStyle: { color: c.soft },
      markLine: marks(c, [
        mark(c, { xAxis: at(50) }, 'median ' + short(at(50))),
        mark(c, { xAxis: at(99) }, 'p99 ' + short(at(99)), 'end', 18),
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
