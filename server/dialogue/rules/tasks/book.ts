import { z } from 'zod';
import { isSaidBeside } from '../../understanding/saidBeside.ts';
import { wordsOf } from '../../understanding/words.ts';
import { type Choice, keysChanged, type Task } from '../memory.ts';
import { placeIn } from '../pickOffered.ts';
import { abilities, wayOut } from '../say/offers.ts';
import { capital, oneOf, sayChoice, sayDay, sayTime } from '../say/times.ts';
import { type Answer, ask, type Scene } from '../scene.ts';
import { chooseTime } from './calendar.ts';
import { keyOf } from './keyOf.ts';
import { askPhone, askPhoneAnew, readPhoneBack } from './phoneNumber.ts';

const Booked = z.object({ confirmationCode: z.string().optional() });

/** Asks for what a booking still needs, one thing at a time, and for a yes at the end. Books nothing itself. */
export async function prepareBooking(task: Task, scene: Scene): Promise<Answer> {
  if (!scene.offers('available_times') || !(task.looking || scene.offers('book_appointment')))
    return cannot(scene);
  const withService = await serviceOf(task, scene);
  if ('answer' in withService) return withService.answer;
  const { service } = withService.task.slots;
  const again = alreadyBooked(withService.task, scene);
  if (again) return again;
  const found = await chooseTime(withService.task, service, scene);
  if ('answer' in found) return found.answer;
  const { chosen, task: settled } = found;
  if (!scene.offers('book_appointment'))
    return { say: `${capital(when(chosen, scene))} is free.`, task: null, asked: 'anything' };
  const slots = {
    ...settled.slots,
    name: settled.slots.name ?? scene.memory.known.name ?? scene.request.personName,
    phone: settled.slots.phone ?? scene.memory.known.phone,
  };
  const next: Task = { ...settled, slots, looking: false, offered: [] };
  if (!slots.name)
    return ask(`${capital(when(chosen, scene))} is free.`, 'What name shall I book it under?', 'name', next);
  if (!slots.phone && !slots.noPhone) return askPhone(next, scene);
  return ask(
    `${capital(what(service))} ${when(chosen, scene)}, for ${slots.name}${readPhoneBack(slots.phone, scene)}.`,
    'Shall I book it?',
    'yes-no',
    { ...next, toConfirm: keyOf(next) },
  );
}

/** What was just booked is said once more rather than found to be taken. */
function alreadyBooked({ slots }: Task, scene: Scene): Answer | null {
  const { booked } = scene.memory.known;
  if (!booked || booked.service !== slots.service || booked.date !== slots.from || booked.time !== slots.at)
    return null;
  const say = `Yes, ${what(booked.service)} ${when(booked, scene)} is booked for you.`;
  return ask(say, 'Is there anything else?', 'anything', null);
}

/** Books what was confirmed, and only exactly that. */
export async function book(task: Task, scene: Scene): Promise<Answer> {
  const { chosen, slots } = task;
  if (!chosen || task.toConfirm !== keyOf(task)) return prepareBooking({ ...task, toConfirm: null }, scene);
  const { service, name, phone } = slots;
  const called = await scene.call(
    'book_appointment',
    { ...(service && { service }), startsAt: chosen.startsAt, name, ...(phone && { phone }) },
    Booked,
  );
  if (called.ok) {
    const code = called.result.confirmationCode
      ? ` Your confirmation code is ${called.result.confirmationCode}.`
      : '';
    const say = `It is booked: ${what(service)} ${when(chosen, scene)}.${code}`;
    return {
      ...ask(say, 'Is there anything else?', 'anything', null),
      known: { booked: { ...chosen, service }, ...(phone && { phone }) },
    };
  }
  return notBooked(called.code, task, scene);
}

/** Says why a time could not be taken, and goes on with others where there are some. */
export async function notBooked(code: string, task: Task, scene: Scene): Promise<Answer> {
  const open: Task = { ...task, toConfirm: null, chosen: null, failures: task.failures + 1 };
  if (code === 'conflict') {
    const others = await chooseTime(open, task.slots.service, scene);
    const next =
      'answer' in others ? others.answer : ask('', 'What other time would suit you?', 'time', open);
    return { ...next, say: `I am sorry, that time has just been taken. ${next.say}` };
  }
  if (code === 'invalid-input' && task.slots.phone) {
    return askPhoneAnew('I could not use that phone number.', open);
  }
  // What was asked for in other words than the fence knows: a yes to the same question opens it.
  if (code === 'not-asked-for' && task.toConfirm !== null)
    return ask('Just to be sure.', scene.memory.question ?? 'Shall I do that?', 'yes-no', task);
  const out = wayOut(scene);
  return ask('I am sorry, that did not work, and nothing was changed.', out.question, out.asked, open);
}

/** More are not listened to. */
const MOST_NAMED = 5;

async function serviceOf(task: Task, scene: Scene): Promise<{ task: Task } | { answer: Answer }> {
  if (task.slots.service) return { task };
  const services = await scene.services();
  const asked = scene.memory.asked === 'service';
  const named = services.slice(0, MOST_NAMED);
  const place = asked ? placeIn(wordsOf(scene.request.text).join(' '), named.length) : null;
  const service = services.length < 2 ? services[0] : place === null ? undefined : named[place];
  if (service || services.length === 0)
    return { task: { ...task, slots: { ...task.slots, ...(service && { service: service.name }) } } };
  const names = oneOf(named.map(({ name }) => name.toLowerCase()));
  const question = `What is it for: ${names}?`;
  const heard = whatIsHeard(task, scene);
  if (heard !== '' || !asked || isSaidBeside(scene.request.text))
    return { answer: ask(heard, question, 'service', task) };
  const again = { ...task, failures: task.failures + 1 };
  if (again.failures < 2) return { answer: ask('We do not have that.', question, 'service', again) };
  const out = wayOut(scene);
  return { answer: ask(`I can book ${names}.`, out.question, out.asked, { ...again, failures: 0 }) };
}

/** What was given beside what was asked, said back so that nobody says it again. */
function whatIsHeard({ slots }: Task, { memory, today }: Scene): string {
  const before = memory.task?.slots;
  if (!before || keysChanged(before, slots).length === 0) return '';
  const day = slots.from && slots.from === slots.to && slots.from !== before.from ? slots.from : null;
  const time = slots.at !== before.at && slots.at ? sayTime(slots.at) : null;
  const when = [day && sayDay(day, today), time].filter((part) => part !== null);
  return when.length > 0 ? `${capital(when.join(' at '))}, all right.` : 'All right.';
}

function cannot(scene: Scene): Answer {
  const out = wayOut(scene);
  return ask(`I cannot book appointments here. ${abilities(scene)}`, out.question, out.asked, null);
}

const when = (choice: Choice, { today }: Scene) => sayChoice(choice, today);
const what = (service: string | undefined) => service?.toLowerCase() ?? 'an appointment';
