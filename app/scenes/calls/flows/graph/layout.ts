import { layout as arrange, type EdgeLabel, Graph, type GraphLabel, type NodeLabel } from '@dagrejs/dagre';
import { waysOf } from '../../../../../shared/calls/checkFlow.ts';
import type { Flow } from '../../../../../shared/calls/flow.ts';
import { stepsInOrder } from '../edit/steps.ts';

/** Size of a step on the screen, in px. */
export const STEP_WIDTH = 188;
export const STEP_HEIGHT = 58;
const LABEL_HEIGHT = 20;
/** About as wide as a letter of a label is, and what stands around the letters. */
const LETTER_WIDTH = 6.4;
const LABEL_PADDING = 16;
/** Longer labels are cut off; the step’s form shows the whole. */
export const LABEL_LETTERS = 20;

interface PlacedStep {
  id: string;
  /** Of the upper left corner. */
  x: number;
  y: number;
  /** Something leads here, and it is not there. */
  missing: boolean;
}
interface PlacedWay {
  from: string;
  to: string;
  label: string;
  /** An SVG path. */
  path: string;
  /** Centre of the label. */
  x: number;
  y: number;
}
export interface FlowLayout {
  steps: PlacedStep[];
  ways: PlacedWay[];
  width: number;
  height: number;
}

const short = (label: string) =>
  label.length > LABEL_LETTERS ? `${label.slice(0, LABEL_LETTERS - 1)}…` : label;

/** Where the steps of a flow stand: each below what leads to it, in px. Ways between the same two steps are one. */
export function layOut({ start, steps }: Pick<Flow, 'start' | 'steps'>): FlowLayout {
  const graph = new Graph<GraphLabel, NodeLabel, EdgeLabel>();
  graph.setGraph({ rankdir: 'TB', nodesep: 28, edgesep: 16, ranksep: 26, marginx: 12, marginy: 12 });
  const ids = stepsInOrder({ start, steps });
  const missing = new Set<string>();
  const labels = new Map<string, { from: string; to: string; labels: string[] }>();
  for (const id of ids) {
    graph.setNode(id, { width: STEP_WIDTH, height: STEP_HEIGHT });
    for (const { label, to } of waysOf(steps[id]!)) {
      const key = JSON.stringify([id, to]);
      const way = labels.get(key) ?? { from: id, to, labels: [] };
      way.labels.push(label);
      labels.set(key, way);
      if (!Object.hasOwn(steps, to)) missing.add(to);
    }
  }
  for (const id of missing) graph.setNode(id, { width: STEP_WIDTH, height: STEP_HEIGHT });
  const ways = [...labels.values()].map((way) => ({ ...way, label: short(way.labels.join(' · ')) }));
  for (const { from, to, label } of ways)
    graph.setEdge(from, to, {
      labelpos: 'c',
      width: label.length * LETTER_WIDTH + LABEL_PADDING,
      height: LABEL_HEIGHT,
    });
  arrange(graph);
  const { width = 0, height = 0 } = graph.graph();
  return {
    steps: graph.nodes().map((id) => {
      const { x = 0, y = 0 } = graph.node(id);
      return { id, x: x - STEP_WIDTH / 2, y: y - STEP_HEIGHT / 2, missing: missing.has(id) };
    }),
    ways: ways.map(({ from, to, label }) => {
      const { points = [], x = 0, y = 0 } = graph.edge(from, to);
      return { from, to, label, path: pathOf(points), x, y };
    }),
    width,
    height,
  };
}

const at = ({ x, y }: { x: number; y: number }) => `${Math.round(x)} ${Math.round(y)}`;

/** A line through points, rounded at each: to the middle of every stretch, bent towards the point between. */
function pathOf(points: readonly { x: number; y: number }[]): string {
  const [first, ...rest] = points;
  if (!first) return '';
  const parts = [`M ${at(first)}`];
  rest.forEach((point, index) => {
    const next = rest[index + 1];
    parts.push(
      next
        ? `Q ${at(point)} ${at({ x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 })}`
        : `L ${at(point)}`,
    );
  });
  return parts.join(' ');
}
