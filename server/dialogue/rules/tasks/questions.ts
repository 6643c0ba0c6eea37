import { z } from 'zod';
import { readProduct } from '../../understanding/entities/product.ts';
import { wayOut } from '../say/offers.ts';
import { oneOf } from '../say/times.ts';
import { type Answer, ask, type Scene } from '../scene.ts';

const Answers = z.object({
  answers: z.array(z.object({ question: z.string().optional(), answer: z.string() })),
});
const Products = z.object({
  products: z.array(z.object({ name: z.string(), priceUsd: z.number(), inStock: z.boolean() })),
});
const MOST_NAMED = 3;

/** The answer that the business itself gives to a question, one about `about`; null when there is none. */
export async function findAnswer(scene: Scene, about = /(?:)/): Promise<Answer | null> {
  if (!scene.offers('search_faq')) return null;
  const called = await scene.call('search_faq', { query: scene.request.text.slice(0, 200) }, Answers);
  const [best] = called.ok ? called.result.answers : [];
  return best && about.test(best.question ?? '') ? { say: best.answer, found: true } : null;
}

/** Answers a question about the business, or says that it has no answer. */
export async function answerQuestion(scene: Scene): Promise<Answer> {
  const answer = await findAnswer(scene);
  if (answer) return answer;
  const out = wayOut(scene);
  return ask('I am sorry, I do not know that.', out.question, out.asked, scene.memory.task);
}

/** Finds products by what was said of them. */
export async function findProducts(scene: Scene): Promise<Answer> {
  const wanted = readProduct(scene.request.text);
  const out = wayOut(scene);
  if (!scene.offers('search_products'))
    return ask('I cannot look up products here.', out.question, out.asked, scene.memory.task);
  if (!wanted) return ask('', 'What product are you looking for?', 'anything', scene.memory.task);
  const called = await scene.call(
    'search_products',
    { query: wanted.query.slice(0, 200), ...(wanted.most !== undefined && { maxPriceUsd: wanted.most }) },
    Products,
  );
  if (!called.ok && called.code !== 'not-found')
    return ask('I cannot look up our products at the moment.', out.question, out.asked, scene.memory.task);
  const products = called.ok ? called.result.products.slice(0, MOST_NAMED) : [];
  if (products.length === 0)
    return ask(`I could not find ${wanted.query}.`, 'Is there anything else?', 'anything', scene.memory.task);
  const said = products.map(
    ({ name, priceUsd, inStock }) =>
      `${name} for $${price(priceUsd)}${inStock ? '' : ', which is sold out at the moment'}`,
  );
  return {
    ...ask(`We have ${oneOf(said, 'and')}.`, 'Is there anything else?', 'anything', scene.memory.task),
    found: true,
  };
}

const price = (usd: number) => (Number.isInteger(usd) ? String(usd) : usd.toFixed(2));
