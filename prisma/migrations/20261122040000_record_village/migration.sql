-- Where things stand is asked by village and days.
CREATE INDEX "record_kind_village_occurred_on_idx" ON "record"("kind", "village", "occurred_on");
