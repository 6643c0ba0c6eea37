-- A calendar's booked appointments never overlap, whoever writes them and however many at once. btree_gist lets one
-- index compare a calendar's id for equality and times for overlap; it comes with PostgreSQL and is trusted, so that
-- the owner of the database may add it.
CREATE EXTENSION IF NOT EXISTS btree_gist;--> statement-breakpoint
ALTER TABLE appointments ADD CONSTRAINT appointments_never_overlap
  EXCLUDE USING gist (calendar_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (state = 'booked');
