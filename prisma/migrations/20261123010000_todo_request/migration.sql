-- Who asked for their to-dos, from the turn that read it to the clock that answers.
CREATE TABLE "todo_request" (
    "message_id" UUID NOT NULL,
    "contact_id" UUID NOT NULL,
    "person_id" UUID,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "answered_at" TIMESTAMPTZ(3),
    CONSTRAINT "todo_request_pkey" PRIMARY KEY ("message_id")
);
CREATE INDEX "todo_request_answered_at_idx" ON "todo_request"("answered_at");
