import type { Database } from '../../db/database.ts';
import type { Tool } from '../contract.ts';
import { appointmentTools } from './appointmentTools.ts';
import { callTools } from './callTools.ts';
import { hoursTool } from './hoursTool.ts';
import { lookUpTools } from './lookUpTools.ts';
import { orderTools } from './orderTools.ts';

/** Every tool that comes with the product. */
export function ourTools(database: Database): Tool[] {
  return [
    ...orderTools(database),
    ...lookUpTools(database),
    ...appointmentTools(database),
    hoursTool(database),
    ...callTools(),
  ];
}
