import type { Flow, Line } from '../../../shared/calls/flow.ts';

/** The last words of a flow; null where it has none. */
export function goodbyeOf(flow: Flow): Line | null {
  return Object.values(flow.steps).find((step) => step.kind === 'goodbye')?.line ?? null;
}
