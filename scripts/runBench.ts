/** What a benchmark in bench/ returns. */
interface Figure {
  name: string;
  value: number;
  unit: string;
  goal?: string | number;
  baseline?: string | number;
}

// One benchmark in a process of its own, so that none warms up or burdens the next; called by bench.mjs. Its figures
// go to the channel, so that what it prints is not mistaken for them.
const name = process.argv[2];
const { run } = (await import(`../bench/${name}.ts`)) as { run(): Promise<Figure[]> };
for (const figure of await run()) process.send?.(figure);
process.disconnect?.();
