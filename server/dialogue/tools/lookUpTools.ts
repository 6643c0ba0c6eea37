import { z } from 'zod';
import type { Database } from '../../db/database.ts';
import { findCustomer } from '../business/customers.ts';
import { searchFaq } from '../business/faq.ts';
import { dayOf } from '../business/localTime.ts';
import { searchProducts } from '../business/products.ts';
import { type Tool, ToolError } from '../contract.ts';
import { countFailed } from './callLog.ts';
import { defineTool, OWN_TIMEOUT_MS, said } from './defineTool.ts';

const reading = { timeoutMs: OWN_TIMEOUT_MS, effect: false, intents: [] };
const MOST_MISSES = 5;

/** Customers, products and questions. */
export function lookUpTools(database: Database): Tool[] {
  return [
    defineTool({
      name: 'find_customer',
      title: 'Look up a customer',
      description:
        'Finds the person among the customers, with their newest orders. Needs two of telephone number, e-mail and name, so that nobody learns of somebody else: ask for what is missing.',
      input: z.object({
        phone: said(40).optional(),
        email: said(200).optional(),
        name: said(200).optional(),
      }),
      ...reading,
      personal: ['name'],
      async run(given, { caller, conversationId, now, timeZone }) {
        if (Object.values(given).filter((value) => value !== undefined).length < 2)
          throw new ToolError('invalid-input', 'Ask for two of telephone number, e-mail and name.');
        const { workspaceId } = caller;
        const customer = await database.withWorkspace(workspaceId, async (tx) => {
          if ((await countFailed(tx, workspaceId, conversationId, 'find_customer')) >= MOST_MISSES)
            throw new ToolError('refused', 'Too many tries. Offer to connect the person with somebody.');
          return findCustomer(tx, workspaceId, given, dayOf(now, timeZone));
        });
        if (!customer) throw new ToolError('not-found', 'No customer was found by that.');
        return { result: { customer } };
      },
    }),
    defineTool({
      name: 'search_products',
      title: 'Search products',
      description:
        'Searches the products by words, and by price if asked for. Says price and whether it is in stock.',
      input: z.object({
        query: said(200).describe('What is looked for, e.g. wireless headphones'),
        maxPriceUsd: z.number().positive().max(10_000_000).optional(),
      }),
      ...reading,
      async run({ query, maxPriceUsd }, { caller, language }) {
        const { workspaceId } = caller;
        const products = await database.withWorkspace(workspaceId, (tx) =>
          searchProducts(tx, workspaceId, { query, maxPriceUsd, language }),
        );
        return { result: { products } };
      },
    }),
    defineTool({
      name: 'search_faq',
      title: 'Search the answers',
      description:
        'Searches the answers that the business gives to common questions. Use it before you say anything about prices, policies, payment, parking and the like; never make such answers up. No answers means: say that you do not know, and offer a person.',
      input: z.object({ query: said(500).describe('The question') }),
      ...reading,
      async run({ query }, { caller, language }) {
        const { workspaceId } = caller;
        const answers = await database.withWorkspace(workspaceId, (tx) =>
          searchFaq(tx, workspaceId, query, language),
        );
        return { result: { answers } };
      },
    }),
  ];
}
