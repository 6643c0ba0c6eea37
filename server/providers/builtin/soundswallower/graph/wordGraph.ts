import { type Expansion, rulesOf } from './expansion.ts';

/** A word that may come next, and the state behind it. Weights are natural logarithms of shares. */
export interface Step {
  word: string;
  to: number;
  logWeight: number;
}

/** All sentences of a grammar: states with the words that may follow. */
export interface WordGraph {
  start: number;
  /** By state. */
  steps: Step[][];
  /** By state: how readily a sentence ends there; −Infinity: it does not. */
  ends: number[];
}

const HALF = Math.log(0.5);

/**
 * The graph of a grammar (JSGF), with as few states as its sentences need: every rule is reduced before it is put into
 * another one. A search pays for every state in every frame, said or not, so a graph written as the grammar is costs
 * many times more. Choices share their weight as in CMU Sphinx: by their weights, or alike; one half to leave out what
 * is optional, and to go on with what is repeated. Throws for a rule that is unknown, or that holds itself other than
 * as its end.
 */
export function wordGraphOf(jsgf: string): WordGraph {
  const { said, rules } = rulesOf(jsgf);
  const graphs = new Map<string, WordGraph>();
  function graphOf(name: string): WordGraph {
    const known = graphs.get(name);
    if (known) return known;
    const expansion = rules.get(name);
    if (!expansion) throw new Error(`The grammar has no rule ${name}.`);
    const graph = reduced(withoutJumps(draft(name, expansion, graphOf)));
    graphs.set(name, graph);
    return graph;
  }
  return graphOf(said);
}

/** A graph with jumps that say nothing, from its first state to its last. */
interface Draft {
  steps: Step[][];
  jumps: { to: number; logWeight: number }[][];
  end: number;
}
const START = 0;

function draft(rule: string, expansion: Expansion, graphOf: (rule: string) => WordGraph): Draft {
  const made: Draft = { steps: [], jumps: [], end: -1 };
  const state = () => {
    made.jumps.push([]);
    return made.steps.push([]) - 1;
  };
  const jump = (from: number, to: number, logWeight = 0) => made.jumps[from]!.push({ to, logWeight });

  /** Gives the state behind it; null where it goes on as the whole rule does. */
  function put(part: Expansion, from: number): number | null {
    switch (part.kind) {
      case 'nothing':
        return from;
      case 'word': {
        const to = state();
        made.steps[from]!.push({ word: part.word, to, logWeight: 0 });
        return to;
      }
      case 'sequence': {
        let at = from;
        for (const [nth, each] of part.parts.entries()) {
          const behind = put(each, at);
          if (behind === null) {
            if (nth < part.parts.length - 1) throw new Error(`The rule ${rule} holds itself before its end.`);
            return null;
          }
          at = behind;
        }
        return at;
      }
      case 'choice': {
        const to = state();
        const sum = part.choices.reduce((all, { weight }) => all + weight, 0);
        for (const { weight, of } of part.choices) {
          const own = state();
          jump(from, own, Math.log(weight / sum));
          const behind = put(of, own);
          if (behind !== null) jump(behind, to);
        }
        return to;
      }
      case 'repeat': {
        const [again, to] = [state(), state()];
        jump(from, again, part.orNothing ? HALF : 0);
        if (part.orNothing) jump(from, to, HALF);
        const behind = put(part.of, again);
        if (behind === null) throw new Error(`The rule ${rule} holds itself before its end.`);
        jump(behind, again, HALF);
        jump(behind, to, HALF);
        return to;
      }
      case 'rule': {
        if (part.name === rule) {
          jump(from, START);
          return null;
        }
        const graph = graphOf(part.name);
        const offset = made.steps.length;
        const to = offset + graph.steps.length;
        for (const steps of graph.steps)
          made.steps[state()] = steps.map((step) => ({ ...step, to: step.to + offset }));
        state();
        jump(from, graph.start + offset);
        for (const [at, logWeight] of graph.ends.entries())
          if (logWeight > Number.NEGATIVE_INFINITY) jump(at + offset, to, logWeight);
        return to;
      }
    }
  }

  const start = state();
  const behind = put(expansion, start);
  made.end = state();
  if (behind !== null) jump(behind, made.end);
  return made;
}

/** The same sentences without jumps, each by its heaviest way; only states that are reached are kept. */
function withoutJumps({ steps, jumps, end }: Draft): WordGraph {
  const numbers = new Map([[START, 0]]);
  const graph: WordGraph = { start: 0, steps: [], ends: [] };
  // Grows while it is gone through.
  for (const [from, number] of numbers) {
    const byKey = new Map<string, Step>();
    const reached = reachedBy(jumps, from);
    for (const [at, logWeight] of reached)
      for (const step of steps[at]!) {
        const to = numbers.get(step.to) ?? numbers.size;
        numbers.set(step.to, to);
        keepHeavier(byKey, { word: step.word, to, logWeight: logWeight + step.logWeight });
      }
    graph.steps[number] = [...byKey.values()];
    graph.ends[number] = reached.get(end) ?? Number.NEGATIVE_INFINITY;
  }
  return graph;
}

function reachedBy(jumps: Draft['jumps'], from: number): Map<number, number> {
  const weights = new Map([[from, 0]]);
  const open = [from];
  while (open.length > 0) {
    const at = open.pop()!;
    for (const { to, logWeight } of jumps[at]!) {
      const weight = weights.get(at)! + logWeight;
      if (weight <= (weights.get(to) ?? Number.NEGATIVE_INFINITY)) continue;
      weights.set(to, weight);
      open.push(to);
    }
  }
  return weights;
}

function keepHeavier(byKey: Map<string, Step>, step: Step): void {
  const key = `${step.word} ${step.to}`;
  const known = byKey.get(key);
  if (!known || known.logWeight < step.logWeight) byKey.set(key, step);
}

/** States from which the same is said by the same weights become one, until there are none (Moore's refinement). */
function reduced(graph: WordGraph): WordGraph {
  let classes: number[] = graph.steps.map(() => 0);
  for (let count = 1; ; ) {
    const seen = new Map<string, number>();
    classes = graph.steps.map((_, state) => {
      const key = keyOf(graph, state, classes);
      const known = seen.get(key) ?? seen.size;
      seen.set(key, known);
      return known;
    });
    if (seen.size === count) break;
    count = seen.size;
  }
  const merged: WordGraph = { start: classes[graph.start]!, steps: [], ends: [] };
  for (const [state, number] of classes.entries()) {
    if (merged.steps[number]) continue;
    merged.steps[number] = stepsInto(graph.steps[state]!, classes);
    merged.ends[number] = graph.ends[state]!;
  }
  return merged;
}

function stepsInto(steps: readonly Step[], classes: readonly number[]): Step[] {
  const byKey = new Map<string, Step>();
  for (const step of steps) keepHeavier(byKey, { ...step, to: classes[step.to]! });
  return [...byKey.values()];
}

/** Weights that differ by less are the same. */
const SAME = 1e-6;

function keyOf(graph: WordGraph, state: number, classes: readonly number[]): string {
  const steps = stepsInto(graph.steps[state]!, classes)
    .map(({ word, to, logWeight }) => `${word} ${to} ${Math.round(logWeight / SAME)}`)
    .sort();
  return [Math.round(graph.ends[state]! / SAME), ...steps].join('|');
}
