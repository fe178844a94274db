-- Policy questions that were not answered at once: choices that were offered, questions handed to a post, and their answers.
CREATE TABLE "question_handover" (
    "id" UUID NOT NULL,
    "number" SERIAL NOT NULL,
    "message_id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "contact_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "field" TEXT NOT NULL DEFAULT '',
    "post" TEXT NOT NULL DEFAULT '',
    "choices" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "to_contact_id" UUID,
    "state" TEXT NOT NULL DEFAULT 'open',
    "answer" TEXT,
    "answered_by" UUID,
    "answer_message_id" UUID,
    "decided_by" TEXT,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "answered_at" TIMESTAMPTZ(3),
    "decided_at" TIMESTAMPTZ(3),
    CONSTRAINT "question_handover_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "question_handover_number_key" ON "question_handover"("number");
CREATE UNIQUE INDEX "question_handover_message_id_key" ON "question_handover"("message_id");
CREATE INDEX "question_handover_conversation_id_contact_id_state_idx" ON "question_handover"("conversation_id", "contact_id", "state");
CREATE INDEX "question_handover_to_contact_id_state_idx" ON "question_handover"("to_contact_id", "state");
CREATE INDEX "question_handover_state_asked_at_idx" ON "question_handover"("state", "asked_at");

ALTER TABLE "question_handover" ADD CONSTRAINT "question_handover_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "message"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "question_handover" ADD CONSTRAINT "question_handover_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "question_handover" ADD CONSTRAINT "question_handover_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contact"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
