-- Days are added to the rows of their household and taken out of them, instead of making these anew from all its records:
-- what a report costs does not grow with what was reported before. Everybody changes rows in one order; a row that
-- somebody else is changing is waited for, and changed as that one left it.
CREATE FUNCTION "days_without"("days" DATE[], "gone" DATE[]) RETURNS DATE[] LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(array_agg(h.d ORDER BY h.d), '{}')
    FROM (SELECT d, row_number() OVER (PARTITION BY d) AS n FROM unnest("days") AS d) h
    LEFT JOIN (SELECT d, count(*) AS n FROM unnest("gone") AS d GROUP BY d) g ON g.d = h.d
    WHERE h.n > coalesce(g.n, 0)
$$;

-- For each key and day, how many records there are more than before, or fewer. All rows are taken first, those that lose
-- days too, but for a household that is being removed. The settings, and "kind" as an expression, leave one way to find them, by household: a plan made while the
-- table is small is kept, and would read all of it once it has grown.
CREATE FUNCTION "change_household_days"("households" UUID[], "kinds" TEXT[], "years" SMALLINT[], "modes" TEXT[], "villages" TEXT[], "dates" DATE[], "more" INT[])
RETURNS void LANGUAGE plpgsql SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
    IF "households" IS NULL THEN
        RETURN;
    END IF;
    INSERT INTO "household_days" AS was ("household_id", "kind", "year", "mode", "village", "days")
    SELECT t.h, t.k, t.y, t.m, t.v, coalesce(array_agg(t.d ORDER BY t.d) FILTER (WHERE t.n > 0), '{}')
    FROM unnest("households", "kinds", "years", "modes", "villages", "dates", "more") AS t (h, k, y, m, v, d, n)
    JOIN "household" ON "household"."id" = t.h, generate_series(1, abs(t.n))
    GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
    ON CONFLICT ("household_id", "kind", "year", "mode", "village")
    DO UPDATE SET "days" = (SELECT coalesce(array_agg(d ORDER BY d), '{}') FROM unnest(was."days" || excluded."days") AS d);
    UPDATE "household_days" w SET "days" = "days_without"(w."days", g.days)
    FROM (SELECT t.h, t.k, t.y, t.m, t.v, array_agg(t.d) AS days
          FROM unnest("households", "kinds", "years", "modes", "villages", "dates", "more") AS t (h, k, y, m, v, d, n), generate_series(1, -t.n)
          GROUP BY 1, 2, 3, 4, 5) g
    WHERE w."household_id" = g.h AND w."kind" || '' = g.k AND w."year" = g.y AND w."mode" = g.m AND w."village" = g.v;
    DELETE FROM "household_days" w
    USING unnest("households", "kinds", "years", "modes", "villages", "more") AS t (h, k, y, m, v, n)
    WHERE w."household_id" = t.h AND w."kind" || '' = t.k AND w."year" = t.y AND w."mode" = t.m AND w."village" = t.v AND w."days" = '{}';
END
$$;

CREATE OR REPLACE FUNCTION "record_written"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO "household_days" AS was ("household_id", "kind", "year", "mode", "village", "days")
        SELECT "household_id", "kind", extract(year FROM "occurred_on")::smallint, coalesce("data" ->> 'mode', ''), coalesce("village", ''),
               array_agg("occurred_on" ORDER BY "occurred_on")
        FROM "new_rows" WHERE "household_id" IS NOT NULL AND "state" = 'active'
        GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
        ON CONFLICT ("household_id", "kind", "year", "mode", "village")
        DO UPDATE SET "days" = (SELECT array_agg(d ORDER BY d) FROM unnest(was."days" || excluded."days") AS d);
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM "change_household_days"(array_agg(c.h), array_agg(c.k), array_agg(c.y), array_agg(c.m), array_agg(c.v), array_agg(c.d), array_agg(c.n))
        FROM (SELECT "household_id" AS h, "kind" AS k, extract(year FROM "occurred_on")::smallint AS y, coalesce("data" ->> 'mode', '') AS m,
                     coalesce("village", '') AS v, "occurred_on" AS d, (-count(*))::int AS n
              FROM "old_rows" WHERE "household_id" IS NOT NULL AND "state" = 'active' GROUP BY 1, 2, 3, 4, 5, 6) c;
    ELSE
        PERFORM "change_household_days"(array_agg(c.h), array_agg(c.k), array_agg(c.y), array_agg(c.m), array_agg(c.v), array_agg(c.d), array_agg(c.n))
        FROM (SELECT "household_id" AS h, "kind" AS k, extract(year FROM "occurred_on")::smallint AS y, coalesce("data" ->> 'mode', '') AS m,
                     coalesce("village", '') AS v, "occurred_on" AS d, sum(s.sign)::int AS n
              FROM (SELECT *, 1 AS sign FROM "new_rows" UNION ALL SELECT *, -1 FROM "old_rows") s
              WHERE "household_id" IS NOT NULL AND "state" = 'active' GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(s.sign) <> 0) c;
    END IF;
    RETURN NULL;
END
$$;

DROP FUNCTION "remake_household_days";
