-- A list is never NULL here; Prisma makes lists without saying so.
ALTER TABLE "household_days" ALTER COLUMN "days" DROP NOT NULL;
