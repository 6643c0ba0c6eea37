import { parentPort } from 'node:worker_threads';
import { learnIntents } from './learnIntents.ts';

const found = learnIntents();
parentPort!.postMessage(found, [found.weights.buffer]);
