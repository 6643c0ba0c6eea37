import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  parseSearchWith,
  redirect,
  stringifySearchWith,
} from '@tanstack/react-router';
import { fetchPart } from './api/fetchPart.ts';
import { meQuery, setupQuery } from './api/identity.ts';
import { ApiProblem } from './api/problem.ts';
import { queryClient } from './api/queryClient.ts';
import { Frame } from './frame/Frame.tsx';
import { NotFound } from './frame/NotFound.tsx';
import { SceneProblem } from './frame/SceneProblem.tsx';
import { auditSearch } from './scenes/audit/search.ts';
import { businessSearch } from './scenes/business/search.ts';
import { boardSearch } from './scenes/calls/board/search.ts';
import { callSearch } from './scenes/calls/call/search.ts';
import { callsSearch } from './scenes/calls/filters/search.ts';
import { flowSearch, flowsSearch } from './scenes/calls/flows/search.ts';
import { channelSearch } from './scenes/channels/search.ts';
import { chatSearch } from './scenes/chat/search.ts';
import { checkSearch } from './scenes/check/search.ts';
import { compareSearch } from './scenes/compare/search.ts';
import { personalitiesSearch, personalitySearch } from './scenes/personalities/search.ts';
import { projectsSearch } from './scenes/projects/search.ts';
import { reviewSearch } from './scenes/review/search.ts';
import { scriptSearch } from './scenes/script/search.ts';
import { keysSearch, membersSearch, webhooksSearch } from './scenes/settings/search.ts';
import { setupSearch } from './scenes/setup/search.ts';
import { signInSearch } from './scenes/signIn/search.ts';
import { usageSearch } from './scenes/usage/search.ts';
import { voicesSearch } from './scenes/voices/search.ts';

/** A scene whose code is fetched on the way there. */
const scene = <Parts extends Record<string, unknown>, Name extends keyof Parts>(
  importer: () => Promise<Parts>,
  name: Name,
) => lazyRouteComponent(() => fetchPart(importer), name);

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });

/** Everything that needs somebody to be signed in. */
const frame = createRoute({
  getParentRoute: () => root,
  id: 'frame',
  component: Frame,
  beforeLoad: async ({ location }) => {
    try {
      await queryClient.ensureQueryData(meQuery);
    } catch (error) {
      if (!(error instanceof ApiProblem) || !error.is('unauthenticated')) throw error;
      const { needed } = await queryClient.fetchQuery(setupQuery);
      if (needed) throw redirect({ to: '/setup' });
      throw redirect({ to: '/sign-in', search: { next: location.href === '/' ? undefined : location.href } });
    }
  },
});

const home = createRoute({
  getParentRoute: () => frame,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/projects', replace: true });
  },
});
const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  validateSearch: setupSearch,
  component: scene(() => import('./scenes/setup/SetupScene.tsx'), 'SetupScene'),
});
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: signInSearch,
  component: scene(() => import('./scenes/signIn/SignInScene.tsx'), 'SignInScene'),
});
const check = createRoute({
  getParentRoute: () => root,
  path: '/check',
  validateSearch: checkSearch,
  component: scene(() => import('./scenes/check/CheckScene.tsx'), 'CheckScene'),
});
const projects = createRoute({
  getParentRoute: () => frame,
  path: '/projects',
  validateSearch: projectsSearch,
  component: scene(() => import('./scenes/projects/ProjectsScene.tsx'), 'ProjectsScene'),
});
const script = createRoute({
  getParentRoute: () => frame,
  path: '/scripts/$scriptId',
  validateSearch: scriptSearch,
  component: scene(() => import('./scenes/script/ScriptScene.tsx'), 'ScriptScene'),
});
const compare = createRoute({
  getParentRoute: () => frame,
  path: '/compare',
  validateSearch: compareSearch,
  component: scene(() => import('./scenes/compare/CompareScene.tsx'), 'CompareScene'),
});
const ReviewScene = scene(() => import('./scenes/review/ReviewScene.tsx'), 'ReviewScene');
const review = createRoute({
  getParentRoute: () => frame,
  path: '/review',
  validateSearch: reviewSearch,
  component: ReviewScene,
});
const reviewVersion = createRoute({
  getParentRoute: () => frame,
  path: '/review/$versionId',
  validateSearch: reviewSearch,
  component: ReviewScene,
});
const ChannelsScene = scene(() => import('./scenes/channels/ChannelsScene.tsx'), 'ChannelsScene');
const batch = createRoute({
  getParentRoute: () => frame,
  path: '/batches/$batchId',
  component: scene(() => import('./scenes/batch/BatchScene.tsx'), 'BatchScene'),
});
const channels = createRoute({
  getParentRoute: () => frame,
  path: '/channels',
  validateSearch: channelSearch,
  component: ChannelsScene,
});
const channel = createRoute({
  getParentRoute: () => frame,
  path: '/channels/$slug',
  validateSearch: channelSearch,
  component: ChannelsScene,
});
const engines = createRoute({
  getParentRoute: () => frame,
  path: '/engines',
  component: scene(() => import('./scenes/engines/EnginesScene.tsx'), 'EnginesScene'),
});
const voices = createRoute({
  getParentRoute: () => frame,
  path: '/voices',
  validateSearch: voicesSearch,
  component: scene(() => import('./scenes/voices/VoicesScene.tsx'), 'VoicesScene'),
});
const personalities = createRoute({
  getParentRoute: () => frame,
  path: '/personalities',
  validateSearch: personalitiesSearch,
  component: scene(() => import('./scenes/personalities/PersonalitiesScene.tsx'), 'PersonalitiesScene'),
});
const personality = createRoute({
  getParentRoute: () => frame,
  path: '/personalities/$id',
  validateSearch: personalitySearch,
  component: scene(() => import('./scenes/personalities/PersonalityScene.tsx'), 'PersonalityScene'),
});
const chat = createRoute({
  getParentRoute: () => frame,
  path: '/chat',
  validateSearch: chatSearch,
  component: scene(() => import('./scenes/chat/ChatScene.tsx'), 'ChatScene'),
});
const calls = createRoute({
  getParentRoute: () => frame,
  path: '/calls',
  component: scene(() => import('./scenes/calls/CallsPages.tsx'), 'CallsPages'),
});
const board = createRoute({
  getParentRoute: () => calls,
  path: '/',
  validateSearch: boardSearch,
  component: scene(() => import('./scenes/calls/board/BoardPage.tsx'), 'BoardPage'),
});
const callHistory = createRoute({
  getParentRoute: () => calls,
  path: '/history',
  validateSearch: callsSearch,
  component: scene(() => import('./scenes/calls/history/HistoryPage.tsx'), 'HistoryPage'),
});
const callAnalytics = createRoute({
  getParentRoute: () => calls,
  path: '/analytics',
  validateSearch: callsSearch,
  component: scene(() => import('./scenes/calls/analytics/AnalyticsPage.tsx'), 'AnalyticsPage'),
});
const call = createRoute({
  getParentRoute: () => frame,
  path: '/calls/$callId',
  validateSearch: callSearch,
  component: scene(() => import('./scenes/calls/call/CallScene.tsx'), 'CallScene'),
});
const flows = createRoute({
  getParentRoute: () => calls,
  path: '/flows',
  validateSearch: flowsSearch,
  component: scene(() => import('./scenes/calls/flows/FlowsPage.tsx'), 'FlowsPage'),
});
const flow = createRoute({
  getParentRoute: () => frame,
  path: '/calls/flows/$flowId',
  validateSearch: flowSearch,
  component: scene(() => import('./scenes/calls/flows/FlowScene.tsx'), 'FlowScene'),
});
const numbers = createRoute({
  getParentRoute: () => calls,
  path: '/numbers',
  component: scene(() => import('./scenes/calls/numbers/NumbersPage.tsx'), 'NumbersPage'),
});
const business = createRoute({
  getParentRoute: () => frame,
  path: '/business',
  validateSearch: businessSearch,
  component: scene(() => import('./scenes/business/BusinessScene.tsx'), 'BusinessScene'),
});
const businessHome = createRoute({
  getParentRoute: () => business,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/business/orders', replace: true });
  },
});
const orders = createRoute({
  getParentRoute: () => business,
  path: '/orders',
  component: scene(() => import('./scenes/business/Orders.tsx'), 'Orders'),
});
const appointments = createRoute({
  getParentRoute: () => business,
  path: '/appointments',
  component: scene(() => import('./scenes/business/appointments/Appointments.tsx'), 'Appointments'),
});
const customers = createRoute({
  getParentRoute: () => business,
  path: '/customers',
  component: scene(() => import('./scenes/business/Customers.tsx'), 'Customers'),
});
const products = createRoute({
  getParentRoute: () => business,
  path: '/products',
  component: scene(() => import('./scenes/business/Products.tsx'), 'Products'),
});
const faq = createRoute({
  getParentRoute: () => business,
  path: '/faq',
  component: scene(() => import('./scenes/business/Faq.tsx'), 'Faq'),
});
const hours = createRoute({
  getParentRoute: () => business,
  path: '/hours',
  component: scene(() => import('./scenes/business/hours/HoursPage.tsx'), 'HoursPage'),
});
const usage = createRoute({
  getParentRoute: () => frame,
  path: '/usage',
  validateSearch: usageSearch,
  component: scene(() => import('./scenes/usage/UsageScene.tsx'), 'UsageScene'),
});
const audit = createRoute({
  getParentRoute: () => frame,
  path: '/audit',
  validateSearch: auditSearch,
  component: scene(() => import('./scenes/audit/AuditScene.tsx'), 'AuditScene'),
});

const settings = createRoute({
  getParentRoute: () => frame,
  path: '/settings',
  component: scene(() => import('./scenes/settings/SettingsScene.tsx'), 'SettingsScene'),
});
const settingsHome = createRoute({
  getParentRoute: () => settings,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/settings/account', replace: true });
  },
});
const account = createRoute({
  getParentRoute: () => settings,
  path: '/account',
  component: scene(() => import('./scenes/settings/Account.tsx'), 'Account'),
});
const members = createRoute({
  getParentRoute: () => settings,
  path: '/members',
  validateSearch: membersSearch,
  component: scene(() => import('./scenes/settings/Members.tsx'), 'Members'),
});
const keys = createRoute({
  getParentRoute: () => settings,
  path: '/keys',
  validateSearch: keysSearch,
  component: scene(() => import('./scenes/settings/ApiKeys.tsx'), 'ApiKeys'),
});
const rules = createRoute({
  getParentRoute: () => settings,
  path: '/workspace',
  component: scene(() => import('./scenes/settings/WorkspaceRules.tsx'), 'WorkspaceRules'),
});
const pronunciation = createRoute({
  getParentRoute: () => settings,
  path: '/pronunciation',
  component: scene(() => import('./scenes/pronunciation/PronunciationPage.tsx'), 'PronunciationPage'),
});
const tools = createRoute({
  getParentRoute: () => settings,
  path: '/tools',
  component: scene(() => import('./scenes/tools/ToolsPage.tsx'), 'ToolsPage'),
});
const webhooks = createRoute({
  getParentRoute: () => settings,
  path: '/webhooks',
  validateSearch: webhooksSearch,
  component: scene(() => import('./scenes/settings/Webhooks.tsx'), 'Webhooks'),
});

/** Inside the frame, so that whoever is signed in keeps the way to everywhere else. */
const nowhere = createRoute({ getParentRoute: () => frame, path: '$', component: NotFound });

const routeTree = root.addChildren([
  setup,
  signIn,
  check,
  frame.addChildren([
    home,
    projects,
    script,
    compare,
    batch,
    review,
    reviewVersion,
    channels,
    channel,
    voices,
    engines,
    personalities,
    personality,
    chat,
    calls.addChildren([board, callHistory, callAnalytics, flows, numbers]),
    flow,
    call,
    business.addChildren([businessHome, orders, appointments, customers, products, faq, hours]),
    usage,
    audit,
    settings.addChildren([settingsHome, account, members, pronunciation, tools, keys, rules, webhooks]),
    nowhere,
  ]),
]);

/** Texts stand in addresses as they are, without the quotes of JSON. */
const plain = (value: string) => value;

export const router = createRouter({
  routeTree,
  parseSearch: parseSearchWith(plain),
  stringifySearch: stringifySearchWith(String),
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultErrorComponent: SceneProblem,
  defaultPendingMs: 200,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
