-- The tables of schema.prisma, and the partial indexes that Prisma cannot express.

CREATE TABLE "conversation" (
    "id" UUID NOT NULL,
    "gateway" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "topic" TEXT NOT NULL DEFAULT '',
    "contact_id" UUID,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "conversation_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "conversation_address" (
    "gateway" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "conversation_id" UUID NOT NULL,
    "current" BOOLEAN NOT NULL DEFAULT true,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "conversation_address_pkey" PRIMARY KEY ("gateway", "external_id")
);

CREATE TABLE "contact" (
    "id" UUID NOT NULL,
    "gateway" TEXT NOT NULL,
    "name" TEXT NOT NULL DEFAULT '',
    "person_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "contact_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "contact_address" (
    "gateway" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "contact_id" UUID NOT NULL,
    "current" BOOLEAN NOT NULL DEFAULT true,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "contact_address_pkey" PRIMARY KEY ("gateway", "external_id")
);

CREATE TABLE "member" (
    "conversation_id" UUID NOT NULL,
    "contact_id" UUID NOT NULL,
    "alias" TEXT NOT NULL DEFAULT '',
    "left_at" TIMESTAMPTZ(3),
    CONSTRAINT "member_pkey" PRIMARY KEY ("conversation_id", "contact_id")
);

CREATE TABLE "message" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "gateway" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "conversation_id" UUID NOT NULL,
    "contact_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "sealed" BYTEA,
    "digest" TEXT NOT NULL,
    "payload" JSONB NOT NULL DEFAULT '{}',
    "sent_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "processed_at" TIMESTAMPTZ(3),
    "recalled_at" TIMESTAMPTZ(3),
    "outcome" JSONB,
    CONSTRAINT "message_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "record" (
    "id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "index" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'active',
    "data" JSONB NOT NULL,
    "missing" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "contact_id" UUID NOT NULL,
    "occurred_on" DATE NOT NULL,
    "household_id" UUID,
    "village" TEXT,
    "subject" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "record_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "record_change" (
    "id" UUID NOT NULL,
    "record_id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "cause" TEXT NOT NULL,
    "field" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "record_change_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "ask" (
    "id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "contact_id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "items" JSONB NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "asked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "answered_at" TIMESTAMPTZ(3),
    CONSTRAINT "ask_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "outgoing" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "conversation_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "mentions" UUID[] DEFAULT ARRAY[]::UUID[],
    "because" JSONB NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "not_before" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "batch_id" UUID,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "gateway_message_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "claimed_at" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),
    CONSTRAINT "outgoing_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "household" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "town" TEXT NOT NULL,
    "village" TEXT NOT NULL,
    "group" TEXT NOT NULL DEFAULT '',
    "householder" TEXT NOT NULL,
    "aliases" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "category" TEXT NOT NULL DEFAULT '',
    "monitor_kind" TEXT NOT NULL DEFAULT '',
    "population" INTEGER,
    "helper" TEXT NOT NULL DEFAULT '',
    "guarantor" TEXT NOT NULL DEFAULT '',
    "attributes" JSONB NOT NULL DEFAULT '{}',
    "sealed" BYTEA,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "import_id" UUID NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "household_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "person" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "unit" TEXT NOT NULL DEFAULT '',
    "post" TEXT NOT NULL DEFAULT '',
    "role" TEXT NOT NULL DEFAULT 'cadre',
    "villages" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "nicknames" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "active" BOOLEAN NOT NULL DEFAULT true,
    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "roster_import" (
    "id" UUID NOT NULL,
    "version" BIGSERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "file" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "accepted" INTEGER NOT NULL,
    "rejected" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "roster_import_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "outage" (
    "id" UUID NOT NULL,
    "gateway" TEXT NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "to_at" TIMESTAMPTZ(3),
    "told_at" TIMESTAMPTZ(3),
    CONSTRAINT "outage_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "heartbeat" (
    "id" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "beat_at" TIMESTAMPTZ(3) NOT NULL,
    "detail" JSONB NOT NULL DEFAULT '{}',
    CONSTRAINT "heartbeat_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "audit_entry" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "detail" JSONB NOT NULL DEFAULT '{}',
    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "local_room" (
    "id" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    CONSTRAINT "local_room_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "local_contact" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    CONSTRAINT "local_contact_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "local_member" (
    "room_id" TEXT NOT NULL,
    "contact_id" TEXT NOT NULL,
    "alias" TEXT NOT NULL DEFAULT '',
    CONSTRAINT "local_member_pkey" PRIMARY KEY ("room_id", "contact_id")
);

CREATE TABLE "local_event" (
    "seq" BIGSERIAL NOT NULL,
    "id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "room_id" TEXT,
    "person_id" TEXT,
    "sender_id" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,
    "payload" JSONB NOT NULL DEFAULT '{}',
    "sent_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "recalled_at" TIMESTAMPTZ(3),
    CONSTRAINT "local_event_pkey" PRIMARY KEY ("seq")
);

CREATE INDEX "conversation_address_conversation_id_idx" ON "conversation_address"("conversation_id");
CREATE INDEX "contact_address_contact_id_idx" ON "contact_address"("contact_id");
CREATE UNIQUE INDEX "message_seq_key" ON "message"("seq");
CREATE UNIQUE INDEX "message_gateway_external_id_key" ON "message"("gateway", "external_id");
CREATE INDEX "message_conversation_id_seq_idx" ON "message"("conversation_id", "seq");
CREATE INDEX "message_contact_id_sent_at_idx" ON "message"("contact_id", "sent_at");
CREATE UNIQUE INDEX "record_message_id_index_key" ON "record"("message_id", "index");
CREATE INDEX "record_kind_occurred_on_idx" ON "record"("kind", "occurred_on");
CREATE INDEX "record_household_id_kind_occurred_on_idx" ON "record"("household_id", "kind", "occurred_on");
CREATE INDEX "record_contact_id_created_at_idx" ON "record"("contact_id", "created_at");
CREATE INDEX "record_kind_subject_idx" ON "record"("kind", "subject");
CREATE INDEX "record_change_record_id_idx" ON "record_change"("record_id");
CREATE INDEX "record_change_message_id_idx" ON "record_change"("message_id");
CREATE UNIQUE INDEX "ask_message_id_key" ON "ask"("message_id");
CREATE INDEX "ask_conversation_id_contact_id_state_idx" ON "ask"("conversation_id", "contact_id", "state");
CREATE UNIQUE INDEX "outgoing_seq_key" ON "outgoing"("seq");
CREATE UNIQUE INDEX "outgoing_key_key" ON "outgoing"("key");
CREATE INDEX "outgoing_conversation_id_seq_idx" ON "outgoing"("conversation_id", "seq");
CREATE UNIQUE INDEX "household_code_key" ON "household"("code");
CREATE INDEX "household_village_idx" ON "household"("village");
CREATE UNIQUE INDEX "person_name_unit_key" ON "person"("name", "unit");
CREATE UNIQUE INDEX "roster_import_version_key" ON "roster_import"("version");
CREATE UNIQUE INDEX "outage_gateway_from_at_key" ON "outage"("gateway", "from_at");
CREATE INDEX "audit_entry_at_idx" ON "audit_entry"("at");
CREATE UNIQUE INDEX "local_event_id_key" ON "local_event"("id");
CREATE INDEX "local_event_room_id_seq_idx" ON "local_event"("room_id", "seq");
CREATE INDEX "local_event_person_id_seq_idx" ON "local_event"("person_id", "seq");

ALTER TABLE "conversation" ADD CONSTRAINT "conversation_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contact"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "conversation_address" ADD CONSTRAINT "conversation_address_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "contact" ADD CONSTRAINT "contact_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "contact_address" ADD CONSTRAINT "contact_address_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contact"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "member" ADD CONSTRAINT "member_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "member" ADD CONSTRAINT "member_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contact"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "message" ADD CONSTRAINT "message_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "message" ADD CONSTRAINT "message_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contact"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "record" ADD CONSTRAINT "record_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "message"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "record" ADD CONSTRAINT "record_household_id_fkey" FOREIGN KEY ("household_id") REFERENCES "household"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "record_change" ADD CONSTRAINT "record_change_record_id_fkey" FOREIGN KEY ("record_id") REFERENCES "record"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "record_change" ADD CONSTRAINT "record_change_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "message"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "ask" ADD CONSTRAINT "ask_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "ask" ADD CONSTRAINT "ask_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contact"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "ask" ADD CONSTRAINT "ask_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "message"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "outgoing" ADD CONSTRAINT "outgoing_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "household" ADD CONSTRAINT "household_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "roster_import"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "local_member" ADD CONSTRAINT "local_member_room_id_fkey" FOREIGN KEY ("room_id") REFERENCES "local_room"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "local_member" ADD CONSTRAINT "local_member_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "local_contact"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Only what still waits is looked for again and again: keep those lookups small however large the history.
CREATE INDEX "message_pending_idx" ON "message"("conversation_id", "seq") WHERE "state" = 'pending';
CREATE INDEX "outgoing_open_idx" ON "outgoing"("conversation_id", "seq") WHERE "state" IN ('queued', 'sending');
CREATE INDEX "outgoing_unknown_idx" ON "outgoing"("settled_at") WHERE "state" = 'unknown';
CREATE INDEX "message_failed_idx" ON "message"("seq") WHERE "state" = 'failed';
CREATE INDEX "message_digest_idx" ON "message"("contact_id", "digest");
-- One private talk with each contact.
CREATE UNIQUE INDEX "conversation_private_key" ON "conversation"("contact_id") WHERE "kind" = 'private';
