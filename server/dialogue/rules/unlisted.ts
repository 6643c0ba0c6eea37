import { withoutDenied } from '../understanding/denied.ts';
import type { SlotsSaid } from '../understanding/slots.ts';
import { beginTask } from './beginTask.ts';
import { follow } from './follow.ts';
import { isAboutOrders } from './memory.ts';
import { MORE, wayOut } from './say/offers.ts';
import { type Answer, ask, type Scene } from './scene.ts';
import { findAnswer } from './tasks/questions.ts';

const CHANGES =
  /\b(?:cancel|call off|move|chang|reschedul|postpon|book (?:me|an?)|push|shift|earlier|later|another)/i;
const THING = '(?:appointments?|bookings?|visits?)';
/** “When is my appointment?”, “what appointments do I have?”, “am I booked in?” */
const OWN = new RegExp(
  `\\b(?:when|what (?:time|day)|which day)\\b.*\\bmy (?:next )?${THING} (?:is|was|are)\\b|\\b(?:when|what time)(?: is|'s| are| was) my (?:next )?${THING}\\b|\\b(?:what|which|how many) ${THING} (?:do|did|have) i\\b|\\b(?:do|did|have) i (?:still |already )?(?:have |got |made? |booked )?(?:an?|any|my) (?:\\w+ )?${THING}\\b|\\b(?:am i|i am|i'm) (?:still |already )?(?:booked|down)\\b.*(?:\\?|when)|\\b(?:check|confirm|look up|remind me of|tell me about) my ${THING}\\b`,
  'i',
);
const CHANGE_ORDER =
  /\b(?:cancel|stop|change|modify|amend|edit)\b(?!.*\b(?:appointment|booking|visit)\b).*\b(?:orders?|purchase|parcel|package|delivery)\b/i;
const ABOUT_ORDERS = /\b(?:orders?|ordered|purchases?|deliver\w*)\b/i;
/** “When exactly?”, “at what time today?”: of nothing but what was just spoken of. */
const EXACTLY =
  /^\W*(?:(?:and|so|but|ok|okay|um|uh)\W+)*(?:at )?(?:when|what time|which time|what hour|how soon|how late)\b(?!.*\b(?:you|i|open|close\w*|free|available|appointment|visit)\b)/i;

/**
 * Wishes that no intent stands for: to know one's own appointments, to change an order, to know more exactly when an
 * order comes, or an order by its number while something else is under way. Null for anything else.
 */
export async function unlistedWish(said: SlotsSaid, scene: Scene): Promise<Answer | null> {
  const { memory, request } = scene;
  const { task, known } = memory;
  const text = withoutDenied(request.text.replace(/[’‘]/g, "'"));
  if (CHANGE_ORDER.test(text)) return cannotChange(scene);
  if (OWN.test(text) && !CHANGES.test(text)) return follow(beginTask('look-up', said, scene), scene);
  if (task && (said.orderNumber || said.trackingNumber) && !isAboutOrders(task))
    return follow(beginTask(said.orderNumber ? 'order-status' : 'track-package', said, scene), scene);
  const toldOf = known.orderNumber !== undefined && memory.lastSaid.includes(`Order ${known.orderNumber}`);
  if (task || !toldOf || !EXACTLY.test(text)) return null;
  const answer = await follow(beginTask('order-status', { when: {} }, scene), scene);
  return { ...answer, say: answer.say.replace(MORE, `I do not know it more exactly. ${MORE}`) };
}

/** Orders can only be looked up: what the business says about changing them, or somebody who can. */
async function cannotChange(scene: Scene): Promise<Answer> {
  const answer = await findAnswer(scene, ABOUT_ORDERS);
  if (answer) return ask(answer.say, MORE, 'anything', null);
  const out = wayOut(scene);
  const look = scene.offers('order_status') ? 'I can look up orders, but I cannot change them.' : '';
  return ask(look || 'I cannot change orders here.', out.question, out.asked, scene.memory.task);
}
