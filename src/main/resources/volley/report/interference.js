// What disturbed the client itself, and which slow requests fall into such a time.

const DISTURBANCES = {
  gc_pause: ['Pause of the garbage collector', 'all threads of the client stood still'],
  event_loop_lag: ['Lag of an event loop', 'what arrived in that time is stamped late'],
  scheduler_lag: ['Lag of the operating system\u2019s scheduler', 'an idle thread woke up late: too few processors'],
  cpu_steal: ['Processor stolen', 'the hypervisor gave it to others; known to 10 ms'],
  turns_held: ['Turns held back', 'recording could not keep up: fewer requests were under way than asked for'],
};

/** Slow requests with a disturbance in their slow time. */
function disturbedRequests() {
  return run.interference ? run.interference.slow_requests.filter(each => each.overlaps.length) : [];
}

function disturbanceName(kind) {
  return DISTURBANCES[kind] ? DISTURBANCES[kind][0] : kind.replaceAll('_', ' ');
}

function interference() {
  const seen = run.interference;
  if (!seen) return;
  const kinds = Object.keys(seen.kinds);
  const count = kinds.reduce((sum, kind) => sum + (seen.kinds[kind] ? seen.kinds[kind].count : 0), 0);
  const disturbed = disturbedRequests();
  const slow = [...disturbed, ...seen.slow_requests.filter(each => !each.overlaps.length)];
  section('interference', 'Was the client disturbed?', [
    count ? plural(count, 'time') + ', by ' + short(seen.threshold_ms) + ' ms or more. '
      : 'Not once by ' + short(seen.threshold_ms) + ' ms or more. ',
    seen.not_kept ? plural(seen.not_kept, 'more disturbance') + ' had no room. ' : null,
    disturbed.length ? element('strong', {}, whole.format(disturbed.length) + ' of ' + plural(slow.length, 'slow time')
      + ' below fell into one, and may owe it to the client. ') : slow.length ? 'None of the slow times below fell into one. ' : null,
  ],
  panel({
    name: 'disturbances', ids: kinds, notes: kinds.map(kind => DISTURBANCES[kind] && DISTURBANCES[kind][1]),
    columns: [{ label: 'Disturbance' }, { label: 'count', kind: 'requests' }, { label: 'in all', unit: 'ms' }, { label: 'longest', unit: 'ms' }],
    rows: kinds.map(kind => [disturbanceName(kind), ...['count', 'total_ms', 'max_ms'].map(of => seen.kinds[kind] ? seen.kinds[kind][of] : null)]),
  }),
  slow.length ? panel({
    name: 'slow-requests', long: true, marked: slow.map(each => each.overlaps.length),
    columns: [{ label: 'Slowest by' }, { label: 'order', kind: 'requests' }, { label: 'conversation', kind: 'requests' },
      { label: 'turn', kind: 'requests' }, { label: 'value', unit: 'ms' }, { label: 'disturbed by', text: 'text' }],
    rows: slow.map(each => [each.figure === 'gap' ? 'Longest gap between tokens' : label(each.figure), each.order, each.conversation, each.turn,
      each.value_ms, each.overlaps.length ? each.overlaps.map(disturbanceName).join(', ') : null]),
  }) : null,
  slow.length ? element('p', { class: 'lead after' }, 'Order, conversation and turn count from 0, as in requests.jsonl.') : null);
}
