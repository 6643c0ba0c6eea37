import { PROBLEMS } from '../../../shared/api/problems.ts';

/** As much of an OpenAPI document as the page shows. */
interface Operation {
  summary?: string;
  tags?: string[];
  parameters?: unknown[];
  requestBody?: unknown;
  responses?: Record<string, unknown>;
  'x-access'?: string;
}
interface Shown {
  info: { title: string; description?: string };
  paths?: Record<string, object | undefined>;
}
interface Entry extends Operation {
  method: string;
  path: string;
}
interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema?: { description?: string };
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** The API as one page to read: no script, nothing from elsewhere. */
export function renderDocumentation(document: object): string {
  const shown = document as Shown;
  const groups = byTag(entriesOf(shown));
  const contents = [...groups.keys()].map((tag) => `<a href="#${slug(tag)}">${html(tag)}</a>`).join(' ');
  const sections = [...groups].map(
    ([tag, entries]) =>
      `<section id="${slug(tag)}"><h2>${html(tag)}</h2>${entries.map(operation).join('')}</section>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${html(shown.info.title)} API</title><link rel="stylesheet" href="/api/docs/style.css"></head><body>
<header><h1>${html(shown.info.title)} API</h1><p>${html(shown.info.description ?? '')}</p>
<p>Programs send <code>Authorization: Bearer KEY</code>. The same document for machines: <a href="/api/openapi.json">OpenAPI 3.1</a>.</p>
<nav aria-label="Contents">${contents} <a href="#problems">Problems</a></nav></header>
<main>${sections.join('')}${problems()}</main></body></html>`;
}

function entriesOf(document: Shown): Entry[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const found = (item as Record<string, Operation> | undefined)?.[method];
      return found ? [{ ...found, method: method.toUpperCase(), path }] : [];
    }),
  );
}

function byTag(entries: Entry[]): Map<string, Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const tag = entry.tags?.[0] ?? 'Other';
    groups.set(tag, [...(groups.get(tag) ?? []), entry]);
  }
  return groups;
}

function operation(entry: Entry): string {
  const parts = [
    entry['x-access'] ? `<p>Who may: <code>${html(entry['x-access'])}</code></p>` : '',
    parameters((entry.parameters ?? []) as Parameter[]),
    entry.requestBody ? `<h4>Body</h4>${json(entry.requestBody)}` : '',
    ...Object.entries(entry.responses ?? {})
      .filter(([status]) => status !== 'default')
      .map(([status, response]) => `<h4>${html(status)}</h4>${json(response)}`),
  ];
  return `<details><summary><b class="${entry.method.toLowerCase()}">${entry.method}</b> <code>${html(entry.path)}</code> <span>${html(entry.summary ?? '')}</span></summary>${parts.join('')}</details>`;
}

function parameters(list: Parameter[]): string {
  if (list.length === 0) return '';
  const rows = list.map(
    (one) =>
      `<tr><td><code>${html(one.name)}</code></td><td>${html(one.in)}${one.required ? ', required' : ''}</td><td>${html(one.schema?.description ?? '')} ${json(one.schema ?? {})}</td></tr>`,
  );
  return `<h4>Parameters</h4><table>${rows.join('')}</table>`;
}

function problems(): string {
  const rows = Object.entries(PROBLEMS).map(
    ([code, { status, title, retryable }]) =>
      `<tr><td><code>${code}</code></td><td>${status}</td><td>${html(title)}${retryable ? ' (try again later)' : ''}</td></tr>`,
  );
  return `<section id="problems"><h2>Problems</h2><table>${rows.join('')}</table></section>`;
}

function json(value: unknown): string {
  return `<pre tabindex="0">${html(JSON.stringify(value, null, 2))}</pre>`;
}

function slug(tag: string): string {
  return tag.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}

function html(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

export const STYLE = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{margin:0 auto;max-width:70rem;padding:1rem}
nav a{margin-right:1rem}
details{border-top:1px solid color-mix(in srgb,currentColor 20%,transparent);padding:.5rem 0}
summary{cursor:pointer}
summary b{display:inline-block;min-width:4.5rem}
pre{overflow:auto;max-height:24rem;padding:.75rem;font-size:.85rem;background:color-mix(in srgb,currentColor 7%,transparent)}
td pre{max-height:8rem;margin:0}
table{border-collapse:collapse;width:100%}
td{padding:.25rem .75rem .25rem 0;vertical-align:top}`;
