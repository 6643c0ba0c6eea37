DROP INDEX "orders_number";--> statement-breakpoint
DROP INDEX "orders_tracking_number";--> statement-breakpoint
CREATE UNIQUE INDEX "orders_plain_number" ON "orders" USING btree ("workspace_id",regexp_replace(lower("number"), '[^[:alnum:]]', '', 'g'));--> statement-breakpoint
CREATE INDEX "orders_plain_tracking_number" ON "orders" USING btree ("workspace_id",regexp_replace(lower("tracking_number"), '[^[:alnum:]]', '', 'g'));