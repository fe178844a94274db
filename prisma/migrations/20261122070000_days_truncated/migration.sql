-- One statement that empties both tables ("TRUNCATE household CASCADE") holds the second while this runs: it can be
-- emptied row by row then, and by no statement of its own.
CREATE OR REPLACE FUNCTION "record_truncated"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM "household_days";
    RETURN NULL;
END
$$;
