import { LRUCache } from 'lru-cache';
import type { Decoder, SoundSwallowerModule } from 'soundswallower';
import { type WordGraph, wordGraphOf } from './wordGraph.ts';

/** What the package exports to build a search's graph by hand; its typings leave it out. Pointers are numbers. */
interface Internals {
  HEAPU8: Uint8Array;
  _malloc(bytes: number): number;
  _free(pointer: number): void;
  _decoder_logmath(decoder: number): number;
  /** Logarithms to the base that the search counts in. */
  _logmath_log(logmath: number, value: number): number;
  _decoder_set_fsg(decoder: number, graph: number): number;
  _fsg_model_init(name: number, logmath: number, languageWeight: number, states: number): number;
  _fsg_model_word_add(graph: number, word: number): number;
  _fsg_model_trans_add(graph: number, from: number, to: number, logWeight: number, word: number): void;
  _fsg_model_null_trans_add(graph: number, from: number, to: number, logWeight: number): void;
  _fsg_set_states(graph: number, start: number, end: number): void;
}

/** Graphs of grammars that were followed last: conversations ask for the same again and again. */
const graphs = new LRUCache<string, WordGraph>({ max: 64 });

/**
 * Lets a decoder listen for the sentences of a grammar (JSGF). Its own way makes a graph of many times as many
 * states, and pays for each of them a hundred times a second. Throws if the dictionary has not all of the words.
 */
export function follow(module: SoundSwallowerModule, decoder: Decoder, jsgf: string): void {
  const internals = module as unknown as Internals;
  const { cdecoder } = decoder as unknown as { cdecoder: number };
  const { start, steps, ends } = graphOf(jsgf);
  const logmath = internals._decoder_logmath(cdecoder);
  const e = internals._logmath_log(logmath, Math.E);
  const weight = (logWeight: number) => Math.round(logWeight * e);
  const name = textIn(internals, 'grammar');
  const graph = internals._fsg_model_init(name, logmath, Number(decoder.get_config('lw')), steps.length + 1);
  internals._free(name);
  const numbers = new Map<string, number>();
  const numberOf = (word: string) => {
    let number = numbers.get(word);
    if (number === undefined) {
      const text = textIn(internals, word);
      number = internals._fsg_model_word_add(graph, text);
      internals._free(text);
      numbers.set(word, number);
    }
    return number;
  };
  // A search knows one state where sentences end.
  const end = steps.length;
  for (const [from, of] of steps.entries()) {
    for (const { word, to, logWeight } of of)
      internals._fsg_model_trans_add(graph, from, to, weight(logWeight), numberOf(word));
    if (ends[from]! > Number.NEGATIVE_INFINITY)
      internals._fsg_model_null_trans_add(graph, from, end, weight(ends[from]!));
  }
  internals._fsg_set_states(graph, start, end);
  if (internals._decoder_set_fsg(cdecoder, graph) < 0)
    throw new Error('The grammar has a word without sounds.');
}

function graphOf(jsgf: string): WordGraph {
  const graph = graphs.get(jsgf) ?? wordGraphOf(jsgf);
  graphs.set(jsgf, graph);
  return graph;
}

/** A text in the package's own memory; to be freed. */
function textIn(internals: Internals, text: string): number {
  const bytes = Buffer.from(`${text}\0`);
  const pointer = internals._malloc(bytes.length);
  internals.HEAPU8.set(bytes, pointer);
  return pointer;
}
