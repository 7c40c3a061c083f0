// Which tier of the cache the hits came from, turn by turn: from what the server told of each answer.

const TIERS = ['device', 'host', 'storage'];

function tiers() {
  const report = run.cache_report;
  if (!report) return;
  section('tiers', 'Hits by tier', tierSentence(report.total), charts(hitsByTier(report)));
}

function toldTiers(report) {
  return TIERS.filter(tier => report.total['cached_' + tier + '_tokens'] !== null);
}

function tierSentence(total) {
  const shares = toldTiers({ total }).map(tier =>
    percent(total['cache_hit_rate_' + tier]) + ' from ' + tier);
  return 'Of the prompt tokens, as the server tells: ' + shares.join(', ') + '.';
}

function hitsByTier(report) {
  const told = toldTiers(report);
  const rows = [...report.by_turn.filter(row => row.requests).map(row => ({ name: String(row.turn + 1), row })), { name: 'all', row: report.total }];
  const option = c => ({
    tooltip: { valueFormatter: percent, axisPointer: { type: 'shadow', shadowStyle: { color: c.soft } } },
    xAxis: { type: 'category', data: rows.map(row => row.name), name: 'turn' },
    yAxis: { type: 'value', min: 0, max: 100, axisLabel: { formatter: '{value} %' } },
    series: told.map((tier, i) => ({
      name: tier, type: 'bar', stack: 'tiers', barMaxWidth: 26, itemStyle: { color: i ? c.series[i] : c.accent },
      data: rows.map(({ row }) => row['cache_hit_rate_' + tier]),
    })),
  });
  return figure('Hits by tier and turn', 'of prompt tokens', option, {
    name: 'hits-by-tier',
    columns: [{ label: 'turn' }, { label: 'reporting', unit: 'requests' }, { label: 'prompt', unit: 'tokens' },
      ...told.flatMap(tier => [{ label: tier, unit: 'tokens' }, { label: tier, unit: '%' }]),
      { label: 'cached', unit: 'tokens' }, { label: 'cached', unit: '%' }],
    rows: rows.map(({ name, row }) => [name, row.requests, row.prompt_tokens,
      ...told.flatMap(tier => [row['cached_' + tier + '_tokens'], row['cache_hit_rate_' + tier]]),
      row.cached_tokens, row.cache_hit_rate]),
  });
}
