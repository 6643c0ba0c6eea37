import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { DESKTOP, inspect, PHONE, Stage } from '../support/browser.ts';
import { NO_LIMITS, OWNER } from '../support/node.ts';
import { type HttpServer, httpServer, sendJson } from '../support/unrulyHttp.ts';

const stage = new Stage({ ...OWNER, ...NO_LIMITS, VOICEOPS_TOOLS_PRIVATE_NETWORKS: 'true' });
const LOOKS = [
  ['desktop-light', DESKTOP, 'light'],
  ['desktop-dark', DESKTOP, 'dark'],
  ['phone-light', PHONE, 'light'],
  ['phone-dark', PHONE, 'dark'],
] as const;

let outside: HttpServer;
beforeAll(async () => {
  outside = await httpServer(async ({ url, body }, response, raw) => {
    if (!url.startsWith('/mcp')) return sendJson(response, { city: 'Paris', degrees: 21 });
    const server = new McpServer({ name: 'weather', version: '1.0.0' });
    server.registerTool(
      'get_weather',
      { description: 'Says the weather of a city.', inputSchema: { city: z.string() } },
      async ({ city }) => ({ content: [{ type: 'text', text: `Sunny in ${city}` }] }),
    );
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
    await server.connect(transport);
    await transport.handleRequest(raw, response, body === '' ? undefined : JSON.parse(body));
  });
});
afterAll(() => outside.close());

test('the example business is seen, searched, changed and booked', async () => {
  const { page, complaints, context } = await stage.visit();
  await stage.enter(page);
  await page.getByRole('link', { name: 'Business data' }).first().click();
  await page.getByText('Out for delivery').first().waitFor();
  await page.getByRole('searchbox').fill('garcia');
  await page.waitForURL('**q=garcia');
  await page.getByText('Desk lamp').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Change order 12345' }).click();
  await page.getByLabel('Carrier').fill('DHL');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('cell', { name: /DHL/ }).waitFor();

  await page.getByRole('link', { name: 'Appointments', exact: true }).click();
  const week = page.getByRole('heading', { level: 2 });
  const thisWeek = await week.innerText();
  await page.getByRole('button', { name: 'The week after' }).click();
  await expect.poll(() => week.innerText()).not.toBe(thisWeek);
  const booked = page.getByRole('button', { name: /Dentist appointment|Filling|Teeth cleaning/ });
  await booked.first().waitFor();
  const before = await booked.count();
  await page.getByRole('button', { name: 'Book appointment' }).click();
  const starts = page.getByLabel('Starts');
  const monday = (await starts.inputValue()).slice(0, 10);
  await starts.fill(`${monday}T13:00`);
  await page.getByLabel('Name').fill('Ann Lee');
  await page.getByRole('button', { name: 'Book', exact: true }).click();
  await page.getByText(/The confirmation code is \d{6}/).waitFor();
  await page.getByRole('button', { name: /Ann Lee/ }).waitFor();
  expect(await booked.count()).toBe(before + 1);
  // Taken: the form says so and keeps what was entered.
  await page.getByRole('button', { name: 'Book appointment' }).click();
  await starts.fill(`${monday}T13:00`);
  await page.getByLabel('Name').fill('Bob Ray');
  await page.getByRole('button', { name: 'Book', exact: true }).click();
  await page.getByText(/is taken/).waitFor();
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await page.getByRole('button', { name: /Ann Lee/ }).click();
  await page.getByRole('button', { name: 'Cancel appointment' }).click();
  await page
    .getByText(/cancelled/)
    .first()
    .waitFor();

  await page.getByRole('link', { name: 'Hours and services' }).click();
  await page.getByRole('button', { name: 'Open on Saturday' }).click();
  await page.getByLabel('Saturday closes').fill('13:00');
  await page.getByRole('button', { name: 'Save hours' }).click();
  await page.getByText('The opening hours are saved.').waitFor();
  const { body: hours } = await stage.key.get('/api/v1/business/opening-hours');
  expect(hours.week.at(-1)).toEqual({ weekday: 'saturday', opens: '09:00', closes: '13:00' });
  expect(complaints).toEqual([]);
  await context.close();
}, 120_000);

test('tools outside are described, tried and allowed, and every call is seen', async () => {
  const { page, complaints, context } = await stage.visit();
  await stage.enter(page);
  await page.goto(`${stage.url}/settings/tools`);
  await page.getByRole('button', { name: 'Add HTTP tool' }).click();
  await page.getByLabel('Title').fill('Ask the weather');
  await page.getByLabel('Name', { exact: true }).fill('ask_weather');
  await page.getByLabel('Description').fill('Says the weather.');
  await page.getByLabel('Address').fill(`${outside.url}/weather/{customerNumber}`);
  await page.getByLabel('Headers').fill('Authorization: Bearer of-the-test');
  await page.getByLabel('It changes something').uncheck();
  await page.getByRole('button', { name: 'Add tool' }).click();
  await page.getByRole('button', { name: 'Try Ask the weather' }).click();
  await page.getByLabel('Input').fill('{"customerNumber": "7 & 8"}');
  await page.getByRole('button', { name: 'Call it' }).click();
  const answer = page.getByRole('dialog');
  await answer.getByText('"degrees": 21').waitFor();
  expect(outside.asked.at(-1)).toMatchObject({
    url: '/weather/7%20%26%208',
    headers: { authorization: 'Bearer of-the-test' },
  });
  await page.getByRole('button', { name: 'Close' }).last().click();

  await page.getByRole('button', { name: 'Add MCP server' }).click();
  await page.getByLabel('Name', { exact: true }).fill('weather');
  await page.getByLabel('Address').fill(`${outside.url}/mcp`);
  await page.getByRole('button', { name: 'Add server' }).click();
  // It is shown a moment later, when the change is on its way.
  await page.getByLabel('Allow get_weather').click();
  await page.getByRole('checkbox', { name: 'Allow get_weather', checked: true }).waitFor();
  await page.getByLabel('What get_weather does').selectOption('reads');
  await page.getByRole('button', { name: 'Try get_weather (weather)' }).click();
  await page.getByLabel('Input').fill('{"city": "Rome"}');
  await page.getByRole('button', { name: 'Call it' }).click();
  await answer.getByText('Sunny in Rome').waitFor();
  await page.getByRole('button', { name: 'Close' }).last().click();
  const calls = page.getByRole('table', { name: 'Calls of tools' });
  await calls.getByText('weather__get_weather').waitFor();
  expect(complaints).toEqual([]);
  await context.close();
}, 120_000);

test.each(LOOKS)(
  'the pages look right: %s',
  async (name, size, scheme) => {
    const { page, complaints, context } = await stage.visit(size, scheme);
    await stage.enter(page);
    for (const path of ['orders', 'appointments', 'customers', 'products', 'faq', 'hours']) {
      await page.goto(`${stage.url}/business/${path}`);
      await page.getByRole('navigation', { name: 'Business data' }).waitFor();
      // The days to come have bookings, whichever weekday it is.
      if (path === 'appointments') {
        await page.getByRole('button', { name: 'The week after' }).click();
        await page
          .getByRole('button', { name: /Teeth cleaning/ })
          .first()
          .waitFor();
      }
      await inspect(page, `business-${path}-${name}`);
    }
    await page.getByRole('link', { name: 'Orders', exact: true }).click();
    await page.getByRole('button', { name: 'Change order 12345' }).click();
    await inspect(page, `business-order-${name}`);
    await stage.key.post('/api/v1/tools/opening_hours/try', { input: {} });
    await page.goto(`${stage.url}/settings/tools`);
    await page.getByRole('table', { name: 'Calls of tools' }).waitFor();
    await inspect(page, `tools-${name}`);
    await page.getByRole('button', { name: 'Try Book an appointment' }).click();
    await inspect(page, `tools-try-${name}`);
    await page.getByRole('button', { name: 'Close' }).last().click();
    await page.getByRole('button', { name: 'Add HTTP tool' }).click();
    await inspect(page, `tools-http-${name}`);
    expect(complaints).toEqual([]);
    await context.close();
  },
  120_000,
);
