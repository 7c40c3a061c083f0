// What the server tells of itself: charts on the time axis of the client's, and totals beside the client's sums.

/** Rounds of asking within the run, or none. */
function serverRounds() {
  return data.server_timeline ? data.server_timeline.rounds : [];
}

/** A chart's option on the axis that client and server have in common. */
function onTimeAxis(option) {
  const rounds = serverRounds();
  const intervals = data.timeline.intervals;
  if (!rounds.length || !intervals.length) return option;
  const until = Math.max(intervals[intervals.length - 1].t_s, rounds[rounds.length - 1].t_s);
  return c => {
    const made = option(c);
    return { ...made, xAxis: { ...made.xAxis, min: 0, max: until, axisLabel: { ...made.xAxis.axisLabel, showMaxLabel: false } } };
  };
}

/** Lines [key, name, colour], those that the server tells; null if it tells none. */
function serverChart(caption, note, unit, lines, more) {
  const rounds = serverRounds();
  const told = lines.filter(([key]) => rounds.some(row => row[key] !== null));
  if (!told.length || rounds.length < 2) return null;
  const option = c => ({
    tooltip: { valueFormatter: value => number(value, unit) + ' ' + unit },
    xAxis: { type: 'value', name: 's since start' },
    yAxis: { type: 'value', axisLabel: { formatter: tick }, ...more },
    series: told.map(([key, name, colour], i) => line(name, rounds.map(row => [row.t_s, row[key]]), c[colour],
      { connectNulls: false, ...(i === 0 ? { areaStyle: { color: c.soft } } : {}) })),
  });
  return figure(caption, note, onTimeAxis(option), {
    name: 'server-' + caption.toLowerCase().replace(/[^a-z]+/g, '-'),
    columns: [{ label: 'since start', unit: 's' }, ...told.map(([, name]) => ({ label: name, unit }))],
    rows: rounds.map(row => [row.t_s, ...told.map(([key]) => row[key])]),
  });
}

/** Charts for below the client's own. */
function serverCharts() {
  const percents = { min: 0, max: 100, axisLabel: { formatter: '{value} %' } };
  return [
    serverChart('Server: requests', 'running and waiting', 'requests', [['running', 'running', 'accent'], ['waiting', 'waiting', 'text']], { minInterval: 1 }),
    serverChart('Server: KV cache', 'share in use', '%', [['kv_percent', 'in use', 'accent']], percents),
    serverChart('Server: tokens', 'per second', 'tokens/s', [['generated_tokens_per_s', 'generated', 'accent'],
      ['prompt_tokens_per_s', 'prompts', 'faint'], ['processed_tokens_per_s', 'prompts, not cached', 'faint']]),
    serverChart('Server: cache hits', 'of prompt tokens looked up', '%', [['hit_percent', 'hits', 'accent']], percents),
    serverRounds().some(row => row.preemptions) ? serverChart('Server: preemptions', 'since the value before', 'requests', [['preemptions', 'preempted', 'accent']], { minInterval: 1 }) : null,
    serverChart('Server: drafted tokens', 'share accepted', '%', [['accepted_percent', 'accepted', 'accent']], percents),
  ];
}

/** The hit rate by the server's counters, for where the answers did not tell one; else null. */
function hitsByServer() {
  return run.server_metrics && runValue('cache_hit_rate') === null ? run.server_metrics.cache_hit_rate : null;
}

const SERVER_TOTALS = {
  requests: 'Requests completed', prompt_tokens: 'Prompt tokens', processed_prompt_tokens: 'Prompt tokens not cached',
  cached_tokens: 'Cached prompt tokens', generated_tokens: 'Generated tokens',
};

const SERVER_TIMES = { ttft: 'Time to first token', queue: 'In the queue', prefill: 'Prefill', decode: 'Decode', e2e_latency: 'End to end' };

/** TTFT's mean and the means of its parts, of the requests of which the server tells; connect and write are the client's. */
function ttftParts() {
  const left = run.metrics.ttft_unexplained;
  if (!left || !left.count) return;
  const ids = ['connect', 'request_write', 'ttft_network', 'ttft_queue', 'ttft_prefill', 'ttft_unexplained'].filter(id => run.metrics[id].count);
  const mean = run.metrics.ttft.mean;
  section('ttft-parts', 'Where TTFT goes', [
    'Of ' + short(mean) + ' ms on average, ' + short(left.mean) + ' ms are unexplained: what neither the server\u2019s clock nor the client\u2019s accounts for, such as tokenizing. ',
    left.count < run.metrics.ttft.count ? 'The server told it of ' + plural(left.count, 'request') + ' of ' + run.metrics.ttft.count + '. ' : null,
  ], panel({
    name: 'ttft-parts', ids, notes: ids.map(note),
    columns: [{ label: 'Part' }, { label: 'mean', unit: 'ms' }, { label: 'median', unit: 'ms' }, { label: 'p99', unit: 'ms' }, { label: 'of mean TTFT', unit: '%' }, { label: 'values', kind: 'requests' }],
    rows: ids.map(id => [label(id), ...['mean', 'median', 'p99'].map(of => run.metrics[id][of]), share(run.metrics[id].mean, mean), run.metrics[id].count]),
  }));
}

function server() {
  const told = run.server_metrics;
  if (!told) return;
  const totals = Object.keys(told.totals);
  const times = Object.keys(told.times);
  section('server', 'The server by its own figures', [
    told.difference ? element('strong', {}, told.difference[0].toUpperCase() + told.difference.slice(1) + '. ')
      : totals.some(id => told.totals[id].difference !== null) ? 'Its counters before and after agree with the sums of the answers. ' : null,
    told.cache_hit_rate === null ? null : 'By its counters, ' + percent(told.cache_hit_rate) + ' of the prompt tokens came from its cache. ',
    told.accepted_drafts === null ? null : percent(told.accepted_drafts) + ' of the drafted tokens were accepted. ',
    told.preemptions ? plural(told.preemptions, 'preemption') + '. ' : null,
    told.failed ? plural(told.failed, 'answer') + ' of ' + whole.format(told.answers + told.failed) + ' did not come. ' : null,
  ],
  totals.length ? panel({
    name: 'server-totals', ids: totals, units: totals.map(id => told.totals[id].unit), marked: totals.map(id => told.totals[id].differs),
    columns: [{ label: 'Of the run' }, { label: 'unit', text: 'unit' }, { label: 'by the server' }, { label: 'by the client' }, { label: 'server has more' }],
    rows: totals.map(id => [SERVER_TOTALS[id] || id, told.totals[id].unit, ...['by_server', 'by_client', 'difference'].map(of => told.totals[id][of])]),
  }) : null,
  times.length ? panel({
    name: 'server-times', ids: times,
    columns: [{ label: 'Mean per request' }, { label: 'by the server', unit: 'ms' }, { label: 'by the client', unit: 'ms' }],
    rows: times.map(id => [SERVER_TIMES[id] || id, told.times[id].by_server_ms, told.times[id].by_client_ms]),
  }) : null,
  element('p', { class: 'lead after' }, 'Read from ' + told.servers.join(', ') + '. They are of all the traffic there; queue, prefill and decode are the server\u2019s own clock.'));
}
