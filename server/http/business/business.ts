import type { FastifyInstance } from 'fastify';
import { businessRoutes } from '../../../shared/api/business.ts';
import { addDemoData } from '../../dialogue/business/demo/addDemoData.ts';
import {
  createAppointment,
  listAppointments,
  updateAppointment,
} from '../../dialogue/business/records/appointmentRecords.ts';
import type { Business } from '../../dialogue/business/records/business.ts';
import {
  createCustomer,
  deleteCustomer,
  listCustomers,
  updateCustomer,
} from '../../dialogue/business/records/customerRecords.ts';
import {
  createFaqEntry,
  deleteFaqEntry,
  listFaq,
  updateFaqEntry,
} from '../../dialogue/business/records/faqRecords.ts';
import { getOpeningHours, setOpeningHours } from '../../dialogue/business/records/hoursRecords.ts';
import {
  createOrder,
  deleteOrder,
  listOrders,
  updateOrder,
} from '../../dialogue/business/records/orderRecords.ts';
import {
  createProduct,
  deleteProduct,
  listProducts,
  updateProduct,
} from '../../dialogue/business/records/productRecords.ts';
import {
  createService,
  deleteService,
  listServices,
  updateService,
} from '../../dialogue/business/records/serviceRecords.ts';
import { serve } from '../serve.ts';

const whole = <Item>(items: Item[]) => ({ items, nextCursor: null });

/** Orders, customers, products, questions, services, appointments and opening hours. */
export function mountBusiness(app: FastifyInstance, business: Business): void {
  const routes = businessRoutes;
  serve(app, routes.listOrders, ({ caller, query }) => listOrders(business, caller, query));
  serve(app, routes.createOrder, ({ caller, body }) => createOrder(business, caller, body));
  serve(app, routes.updateOrder, ({ caller, params, body }) =>
    updateOrder(business, caller, params.id, body),
  );
  serve(app, routes.deleteOrder, async ({ caller, params, reply }) => {
    await deleteOrder(business, caller, params.id);
    return reply.send();
  });
  serve(app, routes.listCustomers, ({ caller, query }) => listCustomers(business, caller, query));
  serve(app, routes.createCustomer, ({ caller, body }) => createCustomer(business, caller, body));
  serve(app, routes.updateCustomer, ({ caller, params, body }) =>
    updateCustomer(business, caller, params.id, body),
  );
  serve(app, routes.deleteCustomer, async ({ caller, params, reply }) => {
    await deleteCustomer(business, caller, params.id);
    return reply.send();
  });
  serve(app, routes.listProducts, ({ caller, query }) => listProducts(business, caller, query));
  serve(app, routes.createProduct, ({ caller, body }) => createProduct(business, caller, body));
  serve(app, routes.updateProduct, ({ caller, params, body }) =>
    updateProduct(business, caller, params.id, body),
  );
  serve(app, routes.deleteProduct, async ({ caller, params, reply }) => {
    await deleteProduct(business, caller, params.id);
    return reply.send();
  });
  serve(app, routes.listFaq, ({ caller, query }) => listFaq(business, caller, query));
  serve(app, routes.createFaq, ({ caller, body }) => createFaqEntry(business, caller, body));
  serve(app, routes.updateFaq, ({ caller, params, body }) =>
    updateFaqEntry(business, caller, params.id, body),
  );
  serve(app, routes.deleteFaq, async ({ caller, params, reply }) => {
    await deleteFaqEntry(business, caller, params.id);
    return reply.send();
  });
  serve(app, routes.listServices, async ({ caller }) => whole(await listServices(business, caller)));
  serve(app, routes.createService, ({ caller, body }) => createService(business, caller, body));
  serve(app, routes.updateService, ({ caller, params, body }) =>
    updateService(business, caller, params.id, body),
  );
  serve(app, routes.deleteService, async ({ caller, params, reply }) => {
    await deleteService(business, caller, params.id);
    return reply.send();
  });
  serve(app, routes.listAppointments, async ({ caller, query }) =>
    whole(await listAppointments(business, caller, query)),
  );
  serve(app, routes.createAppointment, ({ caller, body }) => createAppointment(business, caller, body));
  serve(app, routes.updateAppointment, ({ caller, params, body }) =>
    updateAppointment(business, caller, params.id, body),
  );
  serve(app, routes.getOpeningHours, ({ caller }) => getOpeningHours(business, caller));
  serve(app, routes.setOpeningHours, ({ caller, body }) => setOpeningHours(business, caller, body));
  serve(app, routes.addDemoData, async ({ caller }) => ({
    added: await addDemoData(business.database, caller, business.now()),
  }));
}
