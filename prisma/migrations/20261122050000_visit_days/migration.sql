-- On which days records of a kind speak of a household: what questions over months and years are counted from.
-- Only ever written by the triggers below, which make a row anew from the records of its household: a copy that cannot
-- say anything else than they do. `mode` and `village` are those of the records, '' for none.
CREATE TABLE "household_days" (
    "household_id" UUID NOT NULL REFERENCES "household" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "kind" TEXT NOT NULL,
    "year" SMALLINT NOT NULL,
    "mode" TEXT NOT NULL,
    "village" TEXT NOT NULL,
    "days" DATE[] NOT NULL,
    CONSTRAINT "household_days_pkey" PRIMARY KEY ("household_id", "kind", "year", "mode", "village")
) WITH (fillfactor = 80);

-- The rows of these households, kinds and years from their records. The lock comes first: whoever writes records of the
-- same household at the same moment is waited for, and the next statement sees what they wrote. Locks are shared out
-- among households so that a large import does not need one each, and taken in order. The households' own rows are not
-- locked: an import of the register would wait for turns, and they for it.
CREATE FUNCTION "remake_household_days"("households" UUID[], "kinds" TEXT[], "years" SMALLINT[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF cardinality("households") = 0 THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(727073701, k.slot)
    FROM (SELECT DISTINCT abs(hashtext(h::text) % 1024) AS slot FROM unnest("households") AS h ORDER BY 1) k;
    DELETE FROM "household_days" d
    USING unnest("households", "kinds", "years") AS t ("household_id", "kind", "year")
    WHERE d."household_id" = t."household_id" AND d."kind" = t."kind" AND d."year" = t."year";
    INSERT INTO "household_days" ("household_id", "kind", "year", "mode", "village", "days")
    SELECT t."household_id", t."kind", t."year", coalesce(r."data" ->> 'mode', ''), coalesce(r."village", ''),
           array_agg(r."occurred_on" ORDER BY r."occurred_on")
    FROM unnest("households", "kinds", "years") AS t ("household_id", "kind", "year")
    JOIN "record" r ON r."household_id" = t."household_id" AND r."kind" = t."kind" AND r."state" = 'active'
         AND r."occurred_on" BETWEEN make_date(t."year", 1, 1) AND make_date(t."year", 12, 31)
    GROUP BY 1, 2, 3, 4, 5;
END
$$;

CREATE FUNCTION "record_written"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    "households" UUID[];
    "kinds" TEXT[];
    "years" SMALLINT[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(k.h), array_agg(k.k), array_agg(k.y) INTO "households", "kinds", "years" FROM (
            SELECT DISTINCT "household_id" AS h, "kind" AS k, extract(year FROM "occurred_on")::smallint AS y FROM "new_rows"
            WHERE "household_id" IS NOT NULL AND "state" = 'active') k;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg(k.h), array_agg(k.k), array_agg(k.y) INTO "households", "kinds", "years" FROM (
            SELECT DISTINCT "household_id" AS h, "kind" AS k, extract(year FROM "occurred_on")::smallint AS y FROM "old_rows"
            WHERE "household_id" IS NOT NULL AND "state" = 'active') k;
    ELSE
        SELECT array_agg(k.h), array_agg(k.k), array_agg(k.y) INTO "households", "kinds", "years" FROM (
            SELECT "household_id" AS h, "kind" AS k, extract(year FROM "occurred_on")::smallint AS y FROM "old_rows"
            WHERE "household_id" IS NOT NULL AND "state" = 'active'
            UNION
            SELECT "household_id", "kind", extract(year FROM "occurred_on")::smallint FROM "new_rows"
            WHERE "household_id" IS NOT NULL AND "state" = 'active') k;
    END IF;
    IF "households" IS NOT NULL THEN
        PERFORM "remake_household_days"("households", "kinds", "years");
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER "record_inserted" AFTER INSERT ON "record" REFERENCING NEW TABLE AS "new_rows"
    FOR EACH STATEMENT EXECUTE FUNCTION "record_written"();
CREATE TRIGGER "record_updated" AFTER UPDATE ON "record" REFERENCING OLD TABLE AS "old_rows" NEW TABLE AS "new_rows"
    FOR EACH STATEMENT EXECUTE FUNCTION "record_written"();
CREATE TRIGGER "record_deleted" AFTER DELETE ON "record" REFERENCING OLD TABLE AS "old_rows"
    FOR EACH STATEMENT EXECUTE FUNCTION "record_written"();

CREATE FUNCTION "record_truncated"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    TRUNCATE "household_days";
    RETURN NULL;
END
$$;
CREATE TRIGGER "record_truncated" AFTER TRUNCATE ON "record" FOR EACH STATEMENT EXECUTE FUNCTION "record_truncated"();

-- What was there before.
INSERT INTO "household_days" ("household_id", "kind", "year", "mode", "village", "days")
SELECT "household_id", "kind", extract(year FROM "occurred_on")::smallint, coalesce("data" ->> 'mode', ''), coalesce("village", ''),
       array_agg("occurred_on" ORDER BY "occurred_on")
FROM "record" WHERE "household_id" IS NOT NULL AND "state" = 'active'
GROUP BY 1, 2, 3, 4, 5;
CREATE INDEX "household_days_kind_year_idx" ON "household_days" ("kind", "year");

-- Records of nobody's household, which those rows leave out.
CREATE INDEX "record_kind_occurred_on_no_household_idx" ON "record" ("kind", "occurred_on") WHERE "household_id" IS NULL AND "state" = 'active';

-- A register of hundreds of thousands is counted from what its questions name, not from its wide rows.
CREATE INDEX "household_place_idx" ON "household" ("town", "village", "group", "category", "id") WHERE "active";

-- Whose households these are.
CREATE INDEX "household_helper_idx" ON "household" ("helper");

-- The last word on each named thing, in the order in which it is looked for.
CREATE INDEX "record_last_word_idx" ON "record" ("kind", coalesce("village", ''), "subject", "occurred_on" DESC, "created_at" DESC)
    WHERE "state" = 'active' AND "subject" IS NOT NULL;
