// What the prefix cache gave, and could have given: from lens.json.

function cache() {
  const lens = data.lens;
  if (!lens || lens.not_analysed) {
    section('cache', 'Prefix cache', 'Not analysed: ' + (lens ? lens.not_analysed : run.parameters.simulate === 'true'
      ? 'nothing was sent.' : 'the token ids of the prompts are known only where a run came to its end, not of runs merged.'));
    return;
  }
  section('cache', 'Prefix cache', withCode(lens.advice), charts(missRatio(lens), hitsByTurn(lens), lostTokens(lens)),
    cacheNotes(lens));
}

/** Options of a command line are not broken. */
function withCode(text) {
  return text.split(/(--[a-z-]+ [\d.]+)/).map(part => part.startsWith('--') ? element('code', {}, part) : part);
}

function missRatio(lens) {
  const prompt = lens.all.prompt_tokens;
  const rows = lens.curve.map(point => [point.capacity_tokens, share(point.hit_tokens, prompt)]);
  const last = rows[rows.length - 1][0];
  const sizes = [['GPU', lens.gpu_tokens], ['with host, at most', lens.host_tokens === null ? null : lens.gpu_tokens + lens.host_tokens],
    ['99 % of ideal', lens.nearly_all_tokens]].filter(([, tokens]) => tokens !== null && tokens <= last);
  const reported = lens.all.reporting ? share(lens.all.cached_tokens, lens.all.server_prompt_tokens ?? lens.all.reporting_prompt_tokens) : null;
  const option = c => ({
    noLegend: true,
    tooltip: { formatter: items => number(items[0].value[0], 'tokens') + ' tokens of cache<br>' + percent(items[0].value[1]) + ' of prompt tokens' },
    xAxis: { type: 'value', name: 'cache, tokens', max: last, axisLabel: { formatter: tick, showMaxLabel: false } },
    yAxis: { type: 'value', min: 0, max: 100, axisLabel: { formatter: '{value} %' } },
    series: [line('', rows, c.accent, {
      showSymbol: false, areaStyle: { color: c.soft },
      markLine: marks(c, [...sizes.map(([name, tokens]) => mark(c, { xAxis: tokens }, name, { align: inside(tokens / last) })),
        ...(reported === null ? [] : [mark(c, { yAxis: reported }, 'reported ' + percent(reported), { position: 'insideStartTop' })])]),
    })],
  });
  return figure('Hit rate by cache size', 'LRU, predicted from reuse distances', option, {
    name: 'miss-ratio-curve',
    columns: [{ label: 'cache', unit: 'tokens' }, { label: 'hits', unit: 'tokens' }, { label: 'hit rate', unit: '%' }, { label: 'miss ratio', unit: '%' }],
    rows: lens.curve.map((point, i) => [point.capacity_tokens, point.hit_tokens, rows[i][1], rows[i][1] === null ? null : 100 - rows[i][1]]),
  }, true);
}

function hitsByTurn(lens) {
  const rows = lens.by_turn.map(turn => ({
    turn: turn.turn + 1, turns: turn,
    ideal: share(turn.ideal_tokens, turn.prompt_tokens),
    reported: turn.reporting ? share(turn.cached_tokens, turn.server_prompt_tokens ?? turn.reporting_prompt_tokens) : null,
  }));
  const bar = (name, key, colour) => ({
    name, type: 'bar', data: rows.map(row => row[key]), itemStyle: { color: colour }, barMaxWidth: 26, barGap: '8%',
  });
  const option = c => ({
    tooltip: { valueFormatter: percent, axisPointer: { type: 'shadow', shadowStyle: { color: c.soft } } },
    xAxis: { type: 'category', data: rows.map(row => row.turn), name: 'turn' },
    yAxis: { type: 'value', min: 0, max: 100, axisLabel: { formatter: '{value} %' } },
    series: [bar('ideal', 'ideal', c.faint), ...(lens.all.reporting ? [bar('reported', 'reported', c.accent)] : [])],
  });
  return figure('Hit rate by turn', 'of prompt tokens', option, {
    name: 'hit-rate-by-turn',
    columns: [{ label: 'turn', kind: 'requests' }, { label: 'requests', unit: 'requests' }, { label: 'prompt', unit: 'tokens' }, { label: 'ideal', unit: 'tokens' },
      { label: 'ideal', unit: '%' }, { label: 'reporting', unit: 'requests' }, { label: 'reported', unit: 'tokens' }, { label: 'reported', unit: '%' }],
    rows: rows.map(row => [row.turn, row.turns.requests, row.turns.prompt_tokens, row.turns.ideal_tokens, row.ideal,
      row.turns.reporting, row.turns.reporting ? row.turns.cached_tokens : null, row.reported]),
  });
}

function lostTokens(lens) {
  if (!lens.all.reporting) return null;
  const causes = Object.entries(lens.causes).filter(([id]) => lens.lost[id]).map(([id, name]) => [name, lens.lost[id].requests, lens.lost[id].tokens]);
  const spec = {
    name: 'lost-tokens',
    columns: [{ label: 'Lost because of' }, { label: 'in', unit: 'requests' }, { label: 'lost', unit: 'tokens' }],
    rows: causes,
  };
  if (!causes.some(cause => cause[2])) {
    return element('figure', {}, element('figcaption', {}, 'Lost tokens'),
      element('p', { class: 'lead' }, 'None: the server gave all that an unlimited cache would have given.'), csvButton(spec), table(spec));
  }
  const option = c => ({
    noLegend: true,
    tooltip: { valueFormatter: value => number(value, 'tokens') + ' tokens', axisPointer: { type: 'shadow', shadowStyle: { color: c.soft } } },
    xAxis: { type: 'value', name: 'tokens', axisLabel: { formatter: tick } },
    yAxis: { type: 'category', inverse: true, data: causes.map(cause => cause[0]), lines: false },
    series: [{ type: 'bar', data: causes.map(cause => cause[2]), itemStyle: { color: c.accent }, barMaxWidth: 16 }],
  });
  return figure('Lost tokens by cause', 'ideal less reported', option, spec);
}

function cacheNotes(lens) {
  const notes = [];
  if (!lens.all.reporting) notes.push('The server reported no cached tokens, so nothing can be said of what it gave. SGLang needs --enable-cache-report.');
  if (lens.lost.unknown.tokens && lens.gpu_tokens === null) notes.push('The size of the cache is not known; with -Dvolley.lens.gpu-tokens, losses by capacity are told from unknown ones.');
  if (lens.counted_otherwise.requests) notes.push('The server counts the prompts of ' + plural(lens.counted_otherwise.requests, 'request') + ' otherwise than they are rendered here, by ' + plural(lens.counted_otherwise.tokens, 'token') + ' in all: their ideal hits are an estimate. Give the server\u2019s tokenizer and chat template.');
  if (lens.beyond_ideal.tokens) notes.push(plural(lens.beyond_ideal.tokens, 'token') + ' in ' + plural(lens.beyond_ideal.requests, 'request') + ' were hits that no prompt of this run explains: the cache was not empty before it, or the server renders prompts otherwise.');
  if (lens.rewritten.tokens) notes.push(plural(lens.rewritten.tokens, 'token') + ' in ' + plural(lens.rewritten.requests, 'request') + ' can be no hits: the prompt does not begin with the history before it, because the template changes it, the server keeps thoughts to itself, or texts tokenize otherwise where they meet.');
  if (lens.ids_by_server) notes.push(lens.ids_by_server.prompts + lens.ids_by_server.answers ? 'Token ids are the server\u2019s own for ' + plural(lens.ids_by_server.prompts, 'prompt') + ' and ' + plural(lens.ids_by_server.answers, 'answer') + ', for the rest the client\u2019s tokenizer\u2019s.' : 'Token ids are those of the client\u2019s tokenizer.');
  if (lens.history) notes.push(lens.history.sentence[0].toUpperCase() + lens.history.sentence.slice(1) + '.');
  if (lens.left_out) notes.push(plural(lens.left_out, 'turn') + ' of which no token came ' + (lens.left_out === 1 ? 'is' : 'are') + ' left out.');
  notes.push((lens.page_known ? 'Pages of ' + plural(lens.page_tokens, 'token') + '.' : 'The size of the cache\u2019s pages is not known: ideal hits are counted token by token, as many as any server could give.') + ' Each request stands in cache.jsonl.');
  return element('p', { class: 'lead', style: 'margin-top:16px' }, notes.join(' '));
}
