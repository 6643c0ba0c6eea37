import { execFileSync } from 'node:child_process';

/** Builds what the scenarios run: the program as it ships. */
export default function setup(): void {
  execFileSync(process.execPath, ['scripts/start.mjs', '--build-only'], { stdio: 'inherit' });
}
