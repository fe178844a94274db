-- Who answers for what, what is tracked, what is due and was said about it, and bulletins.
ALTER TABLE "outgoing" ADD COLUMN "attachments" JSONB NOT NULL DEFAULT '[]';

CREATE TABLE "responsibility" (
    "id" UUID NOT NULL,
    "person_id" UUID,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "since" DATE NOT NULL,
    "until" DATE,
    "cause" JSONB NOT NULL DEFAULT '{}',
    CONSTRAINT "responsibility_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "absence" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "stand_in_id" UUID,
    "from_day" DATE NOT NULL,
    "to_day" DATE,
    "record_id" UUID,
    "message_id" UUID,
    "ended_at" TIMESTAMPTZ(3),
    CONSTRAINT "absence_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "plan_document" (
    "id" UUID NOT NULL,
    "file" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "title" TEXT NOT NULL DEFAULT '',
    "draft" JSONB NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'draft',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    CONSTRAINT "plan_document_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "item" (
    "id" UUID NOT NULL,
    "ledger" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "number" INTEGER,
    "title" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "data" JSONB NOT NULL DEFAULT '{}',
    "owner" TEXT,
    "leader" TEXT,
    "lead_unit" TEXT,
    "units" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "household_id" UUID,
    "town" TEXT,
    "village" TEXT,
    "due_class" TEXT,
    "milestones" JSONB NOT NULL DEFAULT '[]',
    "next_due" DATE,
    "discreet" BOOLEAN NOT NULL DEFAULT false,
    "parent_id" UUID,
    "plan_id" UUID,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "item_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "item_event" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "item_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "record_id" UUID,
    "message_id" UUID,
    "actor" TEXT NOT NULL DEFAULT '',
    "data" JSONB NOT NULL DEFAULT '{}',
    "at" TIMESTAMPTZ(3) NOT NULL,
    "voided_at" TIMESTAMPTZ(3),
    CONSTRAINT "item_event_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "nudge" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "duty" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "outgoing_id" UUID,
    "verdict" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "because" JSONB NOT NULL DEFAULT '{}',
    CONSTRAINT "nudge_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "nudge_reply" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "duty" TEXT NOT NULL,
    "subject" TEXT NOT NULL DEFAULT '',
    "period" TEXT NOT NULL DEFAULT '',
    "kind" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3),
    "message_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "nudge_reply_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "signature" (
    "id" UUID NOT NULL,
    "record_id" UUID NOT NULL,
    "digest" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "voided_at" TIMESTAMPTZ(3),
    CONSTRAINT "signature_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "bulletin" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "year" INTEGER NOT NULL,
    "number" INTEGER NOT NULL DEFAULT 0,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "from_day" DATE NOT NULL,
    "to_day" DATE NOT NULL,
    "cut_off" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'draft',
    "figures" JSONB NOT NULL,
    "words" JSONB NOT NULL DEFAULT '{}',
    "held" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "digest" TEXT NOT NULL DEFAULT '',
    "approved_by" TEXT,
    "approved_at" TIMESTAMPTZ(3),
    "message_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "bulletin_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "blob" (
    "id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "bytes" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "blob_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "responsibility_person_id_idx" ON "responsibility"("person_id");
CREATE INDEX "responsibility_subject_kind_subject_id_role_idx" ON "responsibility"("subject_kind", "subject_id", "role");
CREATE UNIQUE INDEX "absence_record_id_key" ON "absence"("record_id");
CREATE INDEX "absence_person_id_from_day_idx" ON "absence"("person_id", "from_day");
CREATE UNIQUE INDEX "plan_document_sha256_key" ON "plan_document"("sha256");
CREATE UNIQUE INDEX "item_ledger_key_key" ON "item"("ledger", "key");
CREATE INDEX "item_ledger_state_idx" ON "item"("ledger", "state");
CREATE INDEX "item_next_due_idx" ON "item"("next_due");
CREATE INDEX "item_household_id_idx" ON "item"("household_id");
CREATE UNIQUE INDEX "item_event_seq_key" ON "item_event"("seq");
CREATE INDEX "item_event_item_id_seq_idx" ON "item_event"("item_id", "seq");
CREATE INDEX "item_event_record_id_idx" ON "item_event"("record_id");
CREATE UNIQUE INDEX "nudge_key_key" ON "nudge"("key");
CREATE INDEX "nudge_person_id_at_idx" ON "nudge"("person_id", "at");
CREATE INDEX "nudge_duty_period_idx" ON "nudge"("duty", "period");
CREATE INDEX "nudge_reply_person_id_duty_idx" ON "nudge_reply"("person_id", "duty");
CREATE INDEX "nudge_reply_message_id_idx" ON "nudge_reply"("message_id");
CREATE INDEX "signature_record_id_idx" ON "signature"("record_id");
CREATE UNIQUE INDEX "bulletin_kind_from_day_to_day_key" ON "bulletin"("kind", "from_day", "to_day");
CREATE INDEX "bulletin_kind_year_number_idx" ON "bulletin"("kind", "year", "number");

ALTER TABLE "responsibility" ADD CONSTRAINT "responsibility_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "absence" ADD CONSTRAINT "absence_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "absence" ADD CONSTRAINT "absence_stand_in_id_fkey" FOREIGN KEY ("stand_in_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "item" ADD CONSTRAINT "item_household_id_fkey" FOREIGN KEY ("household_id") REFERENCES "household"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "item" ADD CONSTRAINT "item_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "item"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "item" ADD CONSTRAINT "item_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plan_document"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "item_event" ADD CONSTRAINT "item_event_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "item"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "nudge" ADD CONSTRAINT "nudge_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "nudge_reply" ADD CONSTRAINT "nudge_reply_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A household has one main helper at a time.
CREATE UNIQUE INDEX "responsibility_one_helper_key" ON "responsibility"("subject_id") WHERE "subject_kind" = 'household' AND "role" = 'helper' AND "until" IS NULL;
-- Only one approved issue may carry a number.
CREATE UNIQUE INDEX "bulletin_number_key" ON "bulletin"("kind", "year", "number") WHERE "number" > 0;
