import type { FastifyInstance } from 'fastify';
import { studioRoutes as routes } from '../../../shared/api/studio.ts';
import { changeComment } from '../../studio/comments/changeComment.ts';
import { commentOnVersion } from '../../studio/comments/commentOnVersion.ts';
import { listComments } from '../../studio/comments/readComments.ts';
import { listReviews } from '../../studio/review/listReviews.ts';
import { reviewVersion } from '../../studio/review/reviewVersion.ts';
import type { Studio } from '../../studio/studio.ts';
import { serve } from '../serve.ts';

/** Status, comments, and what waits for whom. */
export function mountReviews(app: FastifyInstance, studio: Studio): void {
  serve(app, routes.changeStatus, ({ caller, params, body }) =>
    reviewVersion(studio, caller, { id: params.id, ...body }),
  );
  serve(app, routes.listComments, ({ caller, params, query }) =>
    listComments(studio, caller, { versionId: params.id, ...query }),
  );
  serve(app, routes.addComment, ({ caller, params, body }) =>
    commentOnVersion(studio, caller, { versionId: params.id, ...body }),
  );
  serve(app, routes.changeComment, ({ caller, params, body }) =>
    changeComment(studio, caller, { id: params.id, ...body }),
  );
  serve(app, routes.listReviews, ({ caller, query }) => listReviews(studio, caller, query));
}
