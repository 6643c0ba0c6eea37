-- Of several approvals that one person gave to one version, the first counts; the others are kept as withdrawn.
UPDATE "approvals" a SET "withdrawn_at" = now() WHERE a."withdrawn_at" IS NULL AND EXISTS (
  SELECT FROM "approvals" b WHERE b."version_id" = a."version_id" AND b."created_by_id" = a."created_by_id"
    AND b."withdrawn_at" IS NULL AND b."id" < a."id");--> statement-breakpoint
CREATE UNIQUE INDEX "approvals_of_a_person" ON "approvals" USING btree ("version_id","created_by_id") WHERE withdrawn_at is null;
