import { z } from 'zod';
import { addDays, minutesOf } from '../../understanding/when/localDay.ts';
import type { Choice, Slots, Task } from '../memory.ts';
import { wayOut } from '../say/offers.ts';
import { capital, dayAndTime, onDay, oneOf, sayTime } from '../say/times.ts';
import { type Answer, ask, type Scene } from '../scene.ts';

const Times = z.object({ times: z.array(z.object({ startsAt: z.string() })) });

/** How far is looked for something free when nothing else was said, and how many times are named at once. */
const AHEAD_DAYS = 14;
const MOST_NAMED = 3;
/** After so many wishes for times that are not free a person is offered, who may find another way. */
const OFFER_PERSON_AFTER = 3;

/** A time is chosen, or the person is asked. */
export type Chosen = { chosen: Choice; task: Task } | { answer: Answer };

/**
 * Finds the time that was asked for among those that are free, or names some and asks. Days and times stay as they
 * were said, so that a correction changes only what it names.
 */
export async function chooseTime(task: Task, service: string | undefined, scene: Scene): Promise<Chosen> {
  const { slots } = task;
  const days = daysOf(task, scene);
  if (!days) return { answer: ask('', whichDay(task), 'date', task) };
  const free = await freeTimes(service, days.from, days.to, scene);
  if (!free) return { answer: outOfOrder(scene) };
  const fitting = free.filter((choice) => fits(choice, slots));
  const exact = slots.at ? fitting : slots.soonest ? fitting.slice(0, 1) : [];
  const only = exact[0];
  if (only && exact.every(({ date }) => date === only.date))
    return { chosen: only, task: settled(task, only) };
  if (fitting.length > 0) return { answer: offer('', fitting, task, scene) };
  return nothingFits(task, service, free, days, scene);
}

/** The task with the chosen time as what was said, so that “an hour later” or “Friday” is a change to it. */
function settled(task: Task, chosen: Choice): Task {
  const { soonest: _, after: __, before: ___, ...slots } = task.slots;
  return { ...task, chosen, slots: { ...slots, from: chosen.date, to: chosen.date, at: chosen.time } };
}

function daysOf({ slots, looking }: Task, { today }: Scene): { from: string; to: string } | null {
  if (slots.from && slots.to) return { from: slots.from, to: slots.to };
  return slots.soonest || looking ? { from: today, to: addDays(today, AHEAD_DAYS) } : null;
}

function whichDay({ kind }: Task): string {
  return kind === 'reschedule' ? 'What day would suit you instead?' : 'What day would suit you?';
}

/** Free times of some days, earliest first; null when the calendar cannot be asked. */
async function freeTimes(
  service: string | undefined,
  from: string,
  to: string,
  scene: Scene,
): Promise<Choice[] | null> {
  const called = await scene.call('available_times', { ...(service && { service }), from, to }, Times);
  if (!called.ok) return called.code === 'invalid-input' || called.code === 'not-found' ? [] : null;
  return called.result.times
    .map(({ startsAt }) => ({ startsAt, ...dayAndTime(startsAt, scene.request.timeZone) }))
    .sort((one, other) => (one.startsAt < other.startsAt ? -1 : 1));
}

function fits({ time }: Choice, { at, after, before }: Slots): boolean {
  return at ? time === at : (!after || time >= after) && (!before || time <= before);
}

/** Says what is missing, and names what comes next to it. */
async function nothingFits(
  task: Task,
  service: string | undefined,
  free: readonly Choice[],
  days: { from: string; to: string },
  scene: Scene,
): Promise<Chosen> {
  const { slots } = task;
  const wanted = slots.at ?? slots.after ?? slots.before;
  if (free.length > 0 && wanted) {
    const sameDay = free.filter(({ date }) => date === free[0]!.date);
    const near = [...sameDay]
      .sort((one, other) => distance(one, wanted) - distance(other, wanted))
      .slice(0, MOST_NAMED);
    const why = slots.at
      ? `${sayTime(slots.at)} ${onDay(free[0]!.date, scene.today)} is not free.`
      : `There is nothing free ${slots.after ? `after ${sayTime(slots.after)}` : `before ${sayTime(slots.before!)}`}.`;
    const failures = task.failures + 1;
    const out = failures >= OFFER_PERSON_AFTER && scene.offers('transfer') ? wayOut(scene) : null;
    const open = { ...task, failures: out ? 0 : failures };
    return { answer: offer(capital(why), near.sort(byStart), open, scene, out) };
  }
  const from = days.to < scene.today ? scene.today : addDays(days.to, 1);
  const later = await freeTimes(service, from, addDays(from, AHEAD_DAYS), scene);
  if (!later) return { answer: outOfOrder(scene) };
  const why = `There is nothing free ${days.from === days.to ? onDay(days.from, scene.today) : 'then'}.`;
  const open = { ...task, slots: withoutDay(slots) };
  const next = later.filter(({ date }) => date === later[0]!.date).filter((choice) => fits(choice, slots));
  if (later.length === 0) {
    const out = wayOut(scene);
    return {
      answer: ask(
        `${why} I do not see anything in the two weeks after either.`,
        out.question,
        out.asked,
        open,
      ),
    };
  }
  return {
    answer: offer(
      why,
      next.length > 0 ? next : later.filter(({ date }) => date === later[0]!.date),
      open,
      scene,
    ),
  };
}

function withoutDay({ from: _, to: __, ...slots }: Slots): Slots {
  return slots;
}

const distance = ({ time }: Choice, wanted: string) => Math.abs(minutesOf(time) - minutesOf(wanted));
const byStart = (one: Choice, other: Choice) => (one.startsAt < other.startsAt ? -1 : 1);

/** Names the times once more that were offered last. */
export function offerAgain(task: Task, scene: Scene): Answer {
  return offer('', task.offered, task, scene);
}

/** Names a few times of the first day that has some, from early to late. */
function offer(
  say: string,
  times: readonly Choice[],
  task: Task,
  scene: Scene,
  out: ReturnType<typeof wayOut> | null = null,
): Answer {
  const day = times[0]!.date;
  const ofDay = times.filter(({ date }) => date === day);
  const named = spread(ofDay);
  const list = oneOf(
    named.map(({ time }) => sayTime(time)),
    'or',
  );
  // The day is not said twice.
  const on = onDay(day, scene.today);
  const lead = say.toLowerCase().includes(on.toLowerCase())
    ? `I have ${list}.`
    : `${capital(on)} I have ${list}.`;
  const next = { ...task, offered: named, chosen: null };
  const offered = say === '' ? lead : `${say} ${lead}`;
  if (out) return ask(offered, out.question, out.asked, next);
  const question = named.length === 1 ? 'Would that suit you?' : 'Which time would suit you?';
  return ask(offered, question, named.length === 1 ? 'yes-no' : 'time', next);
}

function spread(times: readonly Choice[]): Choice[] {
  if (times.length <= MOST_NAMED) return [...times];
  const last = times.length - 1;
  return [times[0]!, times[Math.floor(last / 2)]!, times[last]!];
}

function outOfOrder(scene: Scene): Answer {
  const out = wayOut(scene);
  return ask('I cannot reach our calendar at the moment.', out.question, out.asked, null);
}
