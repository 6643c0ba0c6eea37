import { z } from 'zod';
import { SETTINGS } from '../server/env.ts';

interface Setting {
  name: string;
  description: string;
  /** As one would write it; null where the description says what holds without it. */
  default: string | null;
}
const groups: { title: string; settings: Setting[] }[] = Object.entries(SETTINGS).map(
  ([title, settings]) => ({
    title,
    settings: Object.entries<z.ZodType>(settings).map(([name, schema]) => ({
      name,
      description: String(schema.meta()?.description),
      default: schema instanceof z.ZodPrefault ? String(schema.def.defaultValue) : null,
    })),
  }),
);

/** `.env.example`: every setting, commented out, with its default. */
export function envExample(): string {
  const head =
    '# Copy to .env and change what you need. What is commented out has the default shown, or none.\n';
  return groups.reduce(
    (text, { title, settings }) =>
      `${text}\n# --- ${title} ---\n${settings
        .map(
          ({ name, description, default: standard }) =>
            `# ${description.replaceAll('`', '')}\n# ${name}=${standard ?? ''}\n`,
        )
        .join('')}`,
    head,
  );
}

/** The settings page of the documentation. */
export function settingsPage(): string {
  const tables = groups.map(
    ({ title, settings }) =>
      `## ${title}\n\n| Setting | Default | Meaning |\n|---|---|---|\n${settings
        .map(
          ({ name, description, default: standard }) =>
            `| \`${name}\` | ${standard === null ? '' : `\`${standard}\``} | ${description.replaceAll('|', '\\|')} |\n`,
        )
        .join('')}`,
  );
  return `# Settings

Settings come from the environment, and from a file \`.env\` in the folder where the program starts; the environment
wins. A setting that is empty counts as not set. A bad one stops the start with one line that names it.

${tables.join('\n')}
S3 storage takes its credentials from \`AWS_ACCESS_KEY_ID\`, \`AWS_SECRET_ACCESS_KEY\` and \`AWS_SESSION_TOKEN\`.
`;
}
