import { z } from 'zod';
import { wayOut } from '../say/offers.ts';
import { capital, onDay, oneOf, sayTime } from '../say/times.ts';
import { type Answer, ask, type Scene } from '../scene.ts';

const Part = z.object({
  weekday: z.string().transform(capital),
  opens: z.string().optional(),
  closes: z.string().optional(),
  closed: z.boolean().optional(),
  because: z.string().optional(),
});
type Part = z.infer<typeof Part>;
/** What the tool answers. */
export const Hours = z.object({ open: z.boolean(), days: z.array(Part) });

/** When the business is open: on a day that was named, or in the usual week. */
export async function sayHours(scene: Scene, date: string | undefined): Promise<Answer> {
  const called = await scene.call('opening_hours', date ? { date } : {}, Hours);
  if (!called.ok) {
    const out = wayOut(scene);
    return ask('I do not have our opening hours at hand.', out.question, out.asked, scene.memory.task);
  }
  const { days, open } = called.result;
  if (date) return { say: sayOneDay(date, days, scene.today), found: true };
  const week = weekOf(days);
  const now = open ? 'We are open right now.' : 'We are closed right now.';
  return { say: week === '' ? now : `${week} ${now}`, found: true };
}

function sayOneDay(date: string, parts: readonly Part[], today: string): string {
  const because = parts.find((part) => part.because)?.because;
  const why = because ? `, because of ${because}` : '';
  const spans = parts.filter((part) => part.opens && part.closes).map(sayPart);
  const day = capital(onDay(date, today));
  return spans.length === 0
    ? `${day} we are closed${why}.`
    : `${day} we are open ${oneOf(spans, 'and')}${why}.`;
}

const sayPart = ({ opens, closes }: Part) => `from ${sayTime(opens!)} to ${sayTime(closes!)}`;

/** The usual week: neighbouring days with the same hours in one go. */
function weekOf(parts: readonly Part[]): string {
  const runs = weekRuns(parts, sayPart, 'and');
  const sayNames = (names: readonly string[]) =>
    names.length > 2 ? `${names[0]} to ${names.at(-1)}` : oneOf(names, 'and');
  const open = runs.flatMap(({ hours, names }) => (hours ? [`${sayNames(names)} ${hours}`] : []));
  const closed = runs.filter(({ hours }) => !hours).map(({ names }) => sayNames(names));
  if (open.length === 0) return closed.length > 0 ? 'We are closed all week.' : '';
  return `We are open ${oneOf(open, 'and')}${closed.length > 0 ? `, and closed on ${oneOf(closed, 'and')}` : ''}.`;
}

/** Neighbouring days with the same hours, as `say` says them; null where it is closed. */
export function weekRuns(
  parts: readonly Part[],
  say: (part: Part) => string,
  joint: string,
): { hours: string | null; names: string[] }[] {
  const days = new Map<string, string | null>();
  for (const part of parts) {
    const hours = part.opens && part.closes ? say(part) : null;
    const before = days.get(part.weekday);
    days.set(part.weekday, before && hours ? `${before} ${joint} ${hours}` : hours);
  }
  const runs: { hours: string | null; names: string[] }[] = [];
  for (const [name, hours] of days) {
    const last = runs.at(-1);
    if (last && last.hours === hours) last.names.push(name);
    else runs.push({ hours, names: [name] });
  }
  return runs;
}
