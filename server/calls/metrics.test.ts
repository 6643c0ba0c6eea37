import { readFile } from 'node:fs/promises';
import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { turn } from '../../test/support/keptCalls.ts';
import { createCallMetrics } from './metrics.ts';

test('calls are counted by what happens on them; the dashboard asks for nothing else', async () => {
  const registry = new Registry();
  const metrics = createCallMetrics(registry);
  metrics.began('twilio');
  metrics.began('browser');
  metrics.event(turn(0));
  metrics.event({ kind: 'barge-in', atMs: 0, outcome: 'interrupted', reactionMs: 80 });
  metrics.ended('goodbye');
  metrics.refused('busy');
  metrics.lost(2);
  const text = await registry.metrics();
  for (const line of [
    'voiceops_calls_in_progress 1',
    'voiceops_calls_begun_total{carrier="browser"} 1',
    'voiceops_calls_ended_total{end="goodbye"} 1',
    'voiceops_calls_ended_total{end="lost"} 2',
    'voiceops_calls_refused_total{why="busy"} 1',
    'voiceops_call_turn_seconds_sum{stage="whole"} 0.48',
    'voiceops_call_turn_seconds_sum{stage="endOfTurn"} 0.3',
    'voiceops_call_barge_in_reaction_seconds_sum 0.08',
  ])
    expect(text).toContain(line);
  const dashboard = await readFile('docs/grafana/calls.json', 'utf8');
  const known = (await registry.getMetricsAsJSON()).map(({ name }) => name);
  const asked = new Set(
    [...dashboard.matchAll(/voiceops_call[a-z_]+/g)].map(([name]) => name.replace(/_bucket$/, '')),
  );
  expect([...asked].filter((name) => !known.includes(name))).toEqual([]);
  expect(asked.size).toBe(known.length);
});
