import { execFileSync } from 'node:child_process';
import { ensureInstallation } from './prepareInstallation.ts';

/** Builds what the scenarios run, the program as it ships, and prepares the installation that they begin with. */
export default async function setup(): Promise<void> {
  execFileSync(process.execPath, ['scripts/start.mjs', '--build-only'], { stdio: 'inherit' });
  await ensureInstallation();
}
