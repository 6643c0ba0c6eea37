import { Worker } from 'node:worker_threads';

/** Starts a thread of the file `name` beside `here` (an `import.meta.url`), compiled or from source. */
export function startThread(name: string, here: string): Worker {
  if (!here.endsWith('.ts')) return new Worker(new URL(`./${name}.js`, here));
  return new Worker(importing(new URL(`./${name}.ts`, here)), { eval: true });
}

/** A thread does not begin with TypeScript, but may import it: code that compiles what it imports. */
function importing(entry: URL): string {
  const tsx = import.meta.resolve('tsx/esm/api');
  return `import(${JSON.stringify(tsx)}).then(({ register }) => { register(); return import(${JSON.stringify(entry.href)}); })`;
}
