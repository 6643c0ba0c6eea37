import { keepLearning } from './keptLearning.ts';

// Part of the build: what it keeps spares each start of the program a second of computing.
keepLearning();
